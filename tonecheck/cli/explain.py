"""``tonecheck explain``: why a text, or each message of a file, is scored as it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from tonecheck import api
from tonecheck.cli.options import (
    format_option,
    input_options,
    is_text,
    model_option,
    note_skipped,
    open_messages,
    operating_point_option,
    quiet_option,
    write_rows,
)
from tonecheck.errors import InputError


@click.command()
@click.argument("source")
@click.option("--label", metavar="NAME", help="The label to explain in text and HTML. Default: one that holds.")
@format_option("text", "html", "json", "jsonl")
@model_option
@operating_point_option
@input_options
@quiet_option
def explain(
    source: str,
    label: str | None,
    form: str,
    model: str | None,
    operating_point: str,
    quiet: bool,
    **options: Any,
) -> None:
    """Say why SOURCE is scored as it is: a text, or each message of a file (- for standard input).

    It shows the sentences with their own scores and what each adds, and the words that weigh most.
    """
    loaded = api.load_model(model)
    if label is not None and label not in loaded.labels_:
        raise InputError(f"--label {label}: expected one of {', '.join(loaded.labels_)}")
    file = None if source != "-" and is_text(source) else open_messages(source, options, automatic="keep")
    texts: Iterable[tuple[str, str]] = [("1", source)] if file is None else ((m.id, m.text) for m in file)
    found = ((id_, api.explain(text, model=loaded, operating_point=operating_point)) for id_, text in texts)
    if form in ("json", "jsonl"):
        write_rows(({"id": id_, **why.to_dict()} for id_, why in found), form)
    else:
        for id_, why in found:
            if form == "text" and file is not None:
                click.echo(f"--- {id_}")
            click.echo(why.to_text(label) if form == "text" else why.to_html(label))
    if file is not None:
        note_skipped(file, quiet)
