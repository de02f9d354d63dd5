"""The command line: one file a command; arguments in, lines out, exit codes.

Exit codes: 0 it ran, 1 a message carries a label named with ``--fail-on``, 2 wrong usage or input.
"""

from __future__ import annotations

import io
import sys
from importlib.metadata import version

import click

from tonecheck.cli.card import card
from tonecheck.cli.correct import correct
from tonecheck.cli.evaluate import evaluate
from tonecheck.cli.explain import explain
from tonecheck.cli.failures import WRONG_USAGE, Commands
from tonecheck.cli.respect import respect
from tonecheck.cli.score import score
from tonecheck.cli.suggest import suggest
from tonecheck.cli.train import train
from tonecheck.resources import DEFAULT_MODEL


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(message=f"tonecheck {version('tonecheck')}, model {DEFAULT_MODEL}")
@click.pass_context
def main(context: click.Context) -> None:
    """Hear contempt in what clients write, in English and French, on your own machine.

    Results go to standard output, everything else to standard error. Exit codes: 0 it ran, 1 a message carries a label
    named with --fail-on, 2 wrong usage or input.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal of another alphabet gets a '?', not an error
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(WRONG_USAGE)


for _command in (score, explain, respect, train, suggest, correct, evaluate, card):
    main.add_command(_command)
