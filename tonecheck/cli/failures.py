"""What a command says, and with which exit code it ends, when it cannot do what was asked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from tonecheck.errors import ToneCheckError

WRONG_USAGE = 2
INTERRUPTED = 128 + 2
"""What a shell reports of a program that SIGINT ended; 1 would mean that ``--fail-on`` found something."""

CLOSED_PIPE = 128 + 13
"""What a shell reports of a program that SIGPIPE ended, such as ``yes | head -1``."""


class Failure(click.ClickException):
    """One line on standard error, and the exit code of wrong usage."""

    exit_code = WRONG_USAGE

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


class Interruption(Failure):
    """The reader pressed Ctrl-C."""

    exit_code = INTERRUPTED


class Commands(click.Group):
    """Commands whose every failure is one line on standard error, never a traceback."""

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """Read the arguments of the whole program."""
        with _told():
            return super().make_context(*args, **options)

    def invoke(self, context: click.Context) -> Any:
        """Run the command that was asked for."""
        with _told():
            return super().invoke(context)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "tonecheck"
        raise Failure(f"{error.format_message()} See '{command} --help'.") from error
    except ToneCheckError as error:
        raise Failure(str(error)) from error
    except BrokenPipeError as error:
        # Whoever read us has had enough. What is left in the buffer goes nowhere, or Python would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(CLOSED_PIPE) from error
    except OSError as error:
        raise Failure(f"{error.filename or 'input or output'}: {error.strerror or error}") from error
    except KeyboardInterrupt as error:
        raise Interruption("interrupted") from error
