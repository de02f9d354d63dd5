"""``tonecheck evaluate``: how good a model is on labelled files."""

from __future__ import annotations

import json

import click

from tonecheck import api
from tonecheck.cli.options import format_option, model_option, note, quiet_option, text_column_option
from tonecheck.corpus import read_corpus
from tonecheck.model_card import write_figures
from tonecheck.training import evaluate_model


@click.command()
@click.argument("files", nargs=-1, required=True)
@model_option
@text_column_option
@format_option("text", "json")
@quiet_option
def evaluate(files: tuple[str, ...], model: str | None, text_column: str, form: str, quiet: bool) -> None:
    """Measure a model on labelled FILES that it was not trained on.

    A column 'writer' makes the intervals hold for new writers, 'kind' gives figures by kind.
    """
    loaded = api.load_model(model)
    corpus = read_corpus(*files, labels=loaded.labels_, text_column=text_column)
    for skipped in corpus.skipped:
        note(f"skipped {skipped}", quiet)
    figures = evaluate_model(loaded, corpus)
    click.echo(json.dumps(figures, ensure_ascii=False) if form == "json" else write_figures(figures), nl=form == "json")
