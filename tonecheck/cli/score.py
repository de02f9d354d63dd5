"""``tonecheck score``: the tone of a text, or of each message of a file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import tee
from typing import Any

import click

from tonecheck import api
from tonecheck.classifier import ToneClassifier
from tonecheck.cli.options import (
    beginning,
    format_option,
    input_options,
    is_text,
    model_option,
    note_skipped,
    open_messages,
    operating_point_option,
    quiet_option,
    shows_progress,
    write_rows,
)
from tonecheck.errors import InputError
from tonecheck.inbox import MessageFile
from tonecheck.records import ToneScore


@click.command()
@click.argument("source", required=False)
@format_option("text", "json", "jsonl", "csv")
@model_option
@operating_point_option
@click.option("--fail-on", multiple=True, metavar="LABEL", help="Exit with 1 if a message carries this label.")
@input_options
@quiet_option
@click.pass_context
def score(
    context: click.Context,
    /,
    source: str | None,
    form: str,
    model: str | None,
    operating_point: str,
    fail_on: tuple[str, ...],
    quiet: bool,
    **options: Any,
) -> None:
    """Score the tone of SOURCE: a text, or each message of a file.

    A file is plain text with one message a line, CSV, TSV, JSON lines, mbox, eml, a Maildir, or a Slack or WhatsApp
    export. Without SOURCE, or with -, standard input is read.
    """
    loaded = api.load_model(model)
    unknown = [label for label in fail_on if label not in loaded.labels_]
    if unknown:
        raise InputError(
            f"--fail-on {unknown[0]}: the model has no such label; expected one of {', '.join(loaded.labels_)}"
        )
    if source is None and sys.stdin.isatty():
        raise InputError("nothing to score; expected a text in quotes, a file, or messages on standard input")
    file = None
    if source is not None and is_text(source):
        tone = api.score(source, model=loaded, operating_point=operating_point)
        rows: Iterable[tuple[str, str, ToneScore]] = [("1", source, tone)]
    else:
        file = open_messages(source or "-", options, automatic="keep")
        # A bar between the lines of the answer would spoil both, so it is for answers that go to a file or a pipe.
        rows = _scored(file, loaded, operating_point, progress=shows_progress(quiet) and not sys.stdout.isatty())
    failed = _write(rows, form, fail_on)
    if file is not None:
        note_skipped(file, quiet)
    context.exit(1 if failed else 0)


def _scored(
    file: MessageFile, model: ToneClassifier, operating_point: str, *, progress: bool
) -> Iterator[tuple[str, str, ToneScore]]:
    from tqdm import tqdm

    bar = tqdm(file, unit=" messages") if progress else nullcontext(file)
    with bar as messages:
        for_tone, for_row = tee(messages)
        tones = api.score_stream((message.text for message in for_tone), model=model, operating_point=operating_point)
        for message, tone in zip(for_row, tones, strict=True):
            yield message.id, message.text, tone


def _write(rows: Iterable[tuple[str, str, ToneScore]], form: str, fail_on: tuple[str, ...]) -> bool:
    failed = False

    def seen() -> Iterator[tuple[str, str, ToneScore]]:
        nonlocal failed
        for row in rows:
            failed = failed or any(label in row[2].labels for label in fail_on)
            yield row

    if form == "text":
        for _, text, tone in seen():
            click.echo(_line(text, tone))
    else:
        write_rows(({"id": id_, **tone.to_dict()} for id_, _, tone in seen()), form)
    return failed


def _line(text: str, tone: ToneScore) -> str:
    figures = "  ".join(f"{label} {value:.2f}" for label, value in tone.probability.items())
    marks = ", ".join(
        [label for label in tone.probability if label in tone.labels]
        + [f"{label}?" for label in tone.probability if label in tone.unsure]
        + sorted(tone.flags)
    )
    return f"{figures}  [{marks or '-'}]  {beginning(text)}"
