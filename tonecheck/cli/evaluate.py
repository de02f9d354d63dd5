"""``tonecheck evaluate``: how good a model is on labelled files."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace

import click
import numpy as np

from tonecheck import api
from tonecheck.cli.labels import label_option, parse_labels
from tonecheck.cli.options import format_option, model_option, note, quiet_option, text_column_option
from tonecheck.corpus import Corpus, read_corpus
from tonecheck.errors import InputError
from tonecheck.model_card import write_figures
from tonecheck.training import evaluate_model


@click.command()
@click.argument("files", nargs=-1, required=True)
@model_option
@label_option("A label of the model to measure")
@text_column_option
@format_option("text", "json")
@quiet_option
def evaluate(
    files: tuple[str, ...], model: str | None, labels: tuple[str, ...], text_column: str, form: str, quiet: bool
) -> None:
    """Measure a model on labelled FILES that it was not trained on.

    They may be of any kind that train reads. A column 'writer' makes the intervals hold for new writers, 'kind' gives
    figures by kind.
    """
    loaded = api.load_model(model)
    names, own = parse_labels(labels)
    if not set(names) <= set(loaded.labels_):
        raise InputError(f"--label {', '.join(names)}; expected labels of the model: {', '.join(loaded.labels_)}")
    corpus = read_corpus(*files, labels=loaded.labels_, text_column=text_column, label_names=own)
    note(str(corpus.reading), quiet)
    measured = [label for label in corpus.labels if label in (names or corpus.labels) and label in _spoken_of(corpus)]
    if len(measured) < len(corpus.labels):
        left_out = ", ".join(label for label in corpus.labels if label not in measured)
        note(f"not measured, because not chosen or in no file: {left_out}", quiet)
        corpus = replace(corpus, y=np.where([label in measured for label in corpus.labels], corpus.y, np.nan))
    figures = evaluate_model(loaded, corpus)
    click.echo(json.dumps(figures, ensure_ascii=False) if form == "json" else write_figures(figures), nl=form == "json")


def _spoken_of(corpus: Corpus) -> Collection[str]:
    """Return the labels that a file has a column for or that some text carries, or all if there is none.

    Annotators who list the labels that hold were perhaps never asked about one that none of them ever lists.
    """
    files = corpus.reading.files if corpus.reading else ()
    return {label for file in files for label in file.labels} or set(corpus.labels)
