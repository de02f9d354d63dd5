"""``tonecheck suggest``: labels that look wrong, or messages to label next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import numpy as np

from tonecheck.cli.labels import label_option, parse_labels
from tonecheck.cli.options import (
    beginning,
    input_options,
    model_option,
    note,
    note_skipped,
    open_messages,
    quiet_option,
    shows_progress,
    write_rows,
)
from tonecheck.corpus import WRITTEN_FORMATS, Corpus, is_labelled, read_corpus
from tonecheck.errors import InputError
from tonecheck.label_errors import LabelCheck, suggest_checks
from tonecheck.labelling import Suggestion, to_rows, write_suggestions
from tonecheck.resources import DEFAULT_MODEL
from tonecheck.suggestion import NextMessage, suggest_next

_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")
"""Endings of labelled files that may hold messages without labels, too."""


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--check/--next",
    "checks",
    default=None,
    help="Labels that look wrong, or messages to label next. Default: the first where all FILES have labels.",
)
@click.option(
    "-n", "n", type=click.IntRange(min=1), default=100, show_default=True, metavar="N", help="Most suggestions to make."
)
@click.option("--output", "-o", metavar="PATH", help="Write a file for a labelling tool. Default: standard output.")
@click.option("--overwrite", is_flag=True, help="Replace a file that is there.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *WRITTEN_FORMATS]),
    help="Form of the answer. Default: text, or what the ending of --output says.",
)
@model_option
@label_option("A label to check")
@click.option("--writer-column", default="writer", show_default=True, metavar="NAME", help="Who wrote it.")
@click.option(
    "--n-jobs", type=int, default=1, show_default=True, metavar="N", help="Processes to check in; -1 for one a core."
)
@input_options
@quiet_option
def suggest(
    files: tuple[str, ...],
    checks: bool | None,
    n: int,
    output: str | None,
    overwrite: bool,
    form: str | None,
    model: str | None,
    labels: tuple[str, ...],
    writer_column: str,
    n_jobs: int,
    quiet: bool,
    **options: Any,
) -> None:
    """Suggest what to look at in FILES: labels that look wrong, or messages to label next.

    Labelled files, of any kind that train reads, are checked by a model that was trained on other parts of them, from
    --model, a shipped one or none. Of messages without labels, in any file that score reads, those are suggested on
    which --model wavers; labelled files beside them say what is labelled already.
    """
    _check_output(output, form, overwrite)
    names, own = parse_labels(labels)
    reading: dict[str, Any] = {
        "labels": names or None,
        "text_column": options["text_column"] or "text",
        "label_names": own,
    }
    labelled = [file for file in files if file != "-" and is_labelled(file, **reading)]
    found: Sequence[Suggestion]
    if len(labelled) == len(files) if checks is None else checks:
        note("checking labels", quiet)
        corpus = read_corpus(*files, **reading)
        note(str(corpus.reading), quiet)
        base = {None: DEFAULT_MODEL, "none": None}.get(model, model)
        found = suggest_checks(
            corpus, n=n, writer_column=writer_column, base=base, n_jobs=n_jobs, progress=shows_progress(quiet)
        )
    else:
        note("picking messages to label next", quiet)
        known = _labelled_texts(read_corpus(*labelled, **reading)) if labelled else set()
        found = _pick_next(files, labelled, known, options, n, model, quiet)
    _write(found, output, form, quiet)


def _check_output(output: str | None, form: str | None, overwrite: bool) -> None:
    """Refuse before the work what writing would refuse after it."""
    if output is None:
        if form in ("label-studio", "doccano"):
            raise InputError(f"--format {form}: a form for files; expected --output with the name of one")
        return
    if form == "text":
        raise InputError(f"--format text: no form for a file; expected one of {', '.join(WRITTEN_FORMATS)}")
    if Path(output).exists() and not overwrite:
        raise InputError(f"{output}: is there already; expected a new file, or --overwrite")


def _labelled_texts(corpus: Corpus) -> set[str]:
    return set(corpus.rows(np.flatnonzero((~np.isnan(corpus.y)).any(axis=1))).texts)


def _pick_next(
    files: Sequence[str],
    labelled: Sequence[str],
    known: set[str],
    options: dict[str, Any],
    n: int,
    model: str | None,
    quiet: bool,
) -> Sequence[NextMessage]:
    texts: list[str] = []
    places: list[str] = []
    for name in files:
        if name in labelled and Path(name).suffix.lower() not in _TABLES:
            continue
        file = open_messages(name, options, automatic="skip")
        for message in file:
            if message.text not in known:
                texts.append(message.text)
                places.append(f"{name}, {message.id}")
        note_skipped(file, quiet)
    if not texts:
        raise InputError("no message without labels; expected files that hold some")
    found = suggest_next(texts, n=n, model=model, labelled=sorted(known))
    return [replace(one, where=places[one.index]) for one in found]


def _write(found: Sequence[Suggestion], output: str | None, form: str | None, quiet: bool) -> None:
    if not found:
        note("nothing to suggest", quiet)
    elif output is not None:
        write_suggestions(found, output, format=form)
        note(f"{len(found)} {'suggestion' if len(found) == 1 else 'suggestions'} written to {output}", quiet)
    elif form in (None, "text"):
        for one in found:
            click.echo(_line(one))
    else:
        write_rows(to_rows(found), str(form))


def _line(one: Suggestion) -> str:
    probability = one.probabilities[one.label]
    what = f"{one.label} {one.given}, rather {1 - one.given}" if isinstance(one, LabelCheck) else one.label
    return f"{one.where}: {what} ({probability:.2f})  {beginning(one.text)}"
