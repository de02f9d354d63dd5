"""Options and output that several commands share."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from tonecheck.errors import InputError, shorten
from tonecheck.inbox import FORMATS, MessageFile, read_messages
from tonecheck.labels import OPERATING_POINTS

Command = TypeVar("Command", bound=Callable[..., Any])

COLUMN_OPTIONS = ("id", "text", "sent", "sender", "to", "reply_to", "thread")

_SHOWN_CHARACTERS = 60


def model_option(command: Command) -> Command:
    """Add ``--model``."""
    return click.option(
        "--model", metavar="NAME|FOLDER", help="A shipped model's name or a model folder. Default: the default model."
    )(command)


def format_option(*forms: str) -> Callable[[Command], Command]:
    """Add ``--format``, the first of the forms by default."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help="Form of the answer."
    )


def text_column_option(command: Command) -> Command:
    """Add ``--text-column`` for labelled files."""
    return click.option(
        "--text-column", default="text", show_default=True, metavar="NAME", help="Column or key that holds the message."
    )(command)


def operating_point_option(command: Command) -> Command:
    """Add ``--operating-point``."""
    return click.option(
        "--operating-point",
        type=click.Choice(OPERATING_POINTS),
        default="careful",
        show_default=True,
        help="careful: few harmless messages flagged; alert: few harmful ones missed.",
    )(command)


def input_options(command: Command) -> Command:
    """Add the options that say how a message file is read."""
    for name in reversed(COLUMN_OPTIONS):
        flag = f"--{name.replace('_', '-')}-column"
        command = click.option(flag, metavar="NAME", help=f"Column or key of a table that holds '{name}'.")(command)
    command = click.option("--encoding", metavar="NAME", help="Encoding of the file. Default: found by its content.")(
        command
    )
    return click.option(
        "--input-format",
        type=click.Choice(FORMATS),
        help="Format of the file; slack and whatsapp are their exports, zipped or not. Default: found by its name and "
        "content.",
    )(command)


def quiet_option(command: Command) -> Command:
    """Add ``--quiet``."""
    return click.option("--quiet", is_flag=True, help="No progress bar and no notes.")(command)


def open_messages(source: str, options: Mapping[str, Any], *, automatic: Literal["keep", "skip"]) -> MessageFile:
    """Open a file, a mail folder, or standard input for '-', as the options of `input_options` say."""
    columns = {name: options[f"{name}_column"] for name in COLUMN_OPTIONS if options[f"{name}_column"]}
    return read_messages(
        sys.stdin.buffer if source == "-" else source,
        format=options["input_format"],
        columns=columns or None,
        encoding=options["encoding"],
        automatic=automatic,
    )


def is_text(source: str) -> bool:
    """Return whether the argument is a message itself: no file is there and it does not look like the name of one."""
    if source == "-" or (source and os.path.exists(source)):  # not Path.exists, which raises for a long text
        return False
    if not any(map(str.isspace, source)) and ("/" in source or Path(source).suffix):
        raise InputError(
            f"{shorten(source, 200)}: no such file; expected a file, a message of several words, or - for stdin"
        )
    return True


def note(text: str, quiet: bool) -> None:
    """Say something on standard error."""
    if not quiet:
        click.echo(text, err=True)


def note_skipped(file: MessageFile, quiet: bool) -> None:
    """Say what was read, where that is not simply all, and what was skipped and why."""
    for remark in file.notes:
        note(f"{file.name}: {remark}", quiet)
    if file.skipped:
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(file.skipped.items()))
        note(f"{file.name}: read {file.n_read} messages; skipped {sum(file.skipped.values())}: {reasons}", quiet)
    elif not file.n_read:
        note(f"{file.name}: no message in it", quiet)


def shows_progress(quiet: bool) -> bool:
    """Return whether standard error is a terminal, where a progress bar makes sense."""
    return sys.stderr.isatty() and not quiet


def beginning(text: str) -> str:
    """Return the beginning of a text on one line, without what could steer a terminal."""
    words = " ".join(text[: 20 * _SHOWN_CHARACTERS].split())
    shown = "".join(character if character.isprintable() else "\ufffd" for character in words)
    return shown if len(shown) <= _SHOWN_CHARACTERS else shown[: _SHOWN_CHARACTERS - 1] + "…"


def write_rows(rows: Iterable[Mapping[str, Any]], form: str) -> None:
    """Write rows to standard output as they come: 'json' (one array), 'jsonl' (an object a line) or 'csv'."""
    for line in _lines(rows, form):
        click.echo(line, nl=False)


def _lines(rows: Iterable[Mapping[str, Any]], form: str) -> Iterator[str]:
    if form == "jsonl":
        yield from (_json(row) + "\n" for row in rows)
    elif form == "json":
        separator = "[\n"
        for row in rows:
            yield separator + _json(row)
            separator = ",\n"
        yield "[]\n" if separator == "[\n" else "\n]\n"
    else:
        yield from _csv_lines(rows)


def _json(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _csv_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(buffer, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({name: " ".join(value) if isinstance(value, list) else value for name, value in row.items()})
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
