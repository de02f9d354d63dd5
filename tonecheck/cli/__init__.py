"""The command line: one file a command; arguments in, lines out, exit codes.

Exit codes: 0 it ran, 1 a message carries a label named with ``--fail-on``, 2 wrong usage or input.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import click

from tonecheck.cli.card import card
from tonecheck.cli.evaluate import evaluate
from tonecheck.cli.respect import respect
from tonecheck.cli.score import score
from tonecheck.cli.train import train
from tonecheck.errors import ToneCheckError
from tonecheck.resources import DEFAULT_MODEL


class _BadInput(click.ClickException):
    exit_code = 2


class _Commands(click.Group):
    """Shows our own errors as one line on standard error, with exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ToneCheckError as error:
            raise _BadInput(str(error)) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(message=f"tonecheck {version('tonecheck')}, model {DEFAULT_MODEL}")
def main() -> None:
    """Hear contempt in what clients write, in English and French, on your own machine.

    Results go to standard output, everything else to standard error.
    """


for _command in (score, respect, train, evaluate, card):
    main.add_command(_command)
