"""``tonecheck train``: a model from labelled files."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tonecheck import training
from tonecheck.cli.labels import label_option, parse_labels
from tonecheck.cli.options import format_option, note, quiet_option, shows_progress, text_column_option
from tonecheck.corpus import read_corpus
from tonecheck.errors import InputError, QualityGateError
from tonecheck.model_card import write_figures
from tonecheck.persistence import MANIFEST
from tonecheck.resources import DEFAULT_MODEL, shipped_models
from tonecheck.search import PENALTIES


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--output", "-o", required=True, metavar="FOLDER", help="Where the model goes.")
@click.option("--overwrite", is_flag=True, help="Replace a model that is there.")
@label_option("A label to learn")
@text_column_option
@click.option("--writer-column", default="writer", show_default=True, metavar="NAME", help="Who wrote it.")
@click.option(
    "--base",
    type=click.Choice([*shipped_models(), "none"]),
    default=DEFAULT_MODEL,
    show_default=True,
    help="The shipped model to start from; none starts afresh.",
)
@click.option("--allow-worse", is_flag=True, help="Keep a model that ranks held-out messages worse than its base.")
@click.option("--search", is_flag=True, help="Try several strengths of the penalties, and take the best.")
@click.option(
    "--n-jobs", type=int, default=1, show_default=True, metavar="N", help="Processes to fit in; -1 for one a core."
)
@format_option("text", "json")
@quiet_option
def train(
    files: tuple[str, ...],
    output: str,
    overwrite: bool,
    labels: tuple[str, ...],
    text_column: str,
    writer_column: str,
    base: str,
    allow_worse: bool,
    search: bool,
    n_jobs: int,
    form: str,
    quiet: bool,
) -> None:
    """Train a model on labelled FILES, starting from what a shipped model knows.

    CSV, Excel, Parquet or JSON lines with a text and a 0 or 1 for each label, or with the names of its labels; exports
    of Label Studio, doccano and Argilla; fastText's lines.

    The report is about messages that were held out while fitting.
    """
    _check_output(Path(output), overwrite)
    names, own = parse_labels(labels)
    corpus = read_corpus(*files, labels=names or None, text_column=text_column, label_names=own)
    note(str(corpus.reading), quiet)
    note(f"training on {len(corpus)} messages, labels {', '.join(corpus.labels)}", quiet)
    try:
        result = training.train(
            corpus,
            writer_column=writer_column,
            base=None if base == "none" else base,
            allow_worse=allow_worse,
            n_jobs=n_jobs,
            progress=shows_progress(quiet),
            search=PENALTIES if search else None,
        )
    except QualityGateError as error:
        raise QualityGateError(str(error).replace("allow_worse=True", "--allow-worse")) from error
    result.model.save(output, overwrite=overwrite)
    click.echo(
        json.dumps(result.report, ensure_ascii=False) if form == "json" else write_figures(result.report),
        nl=form == "json",
    )
    if search:
        chosen = ", ".join(f"{name}={value}" for name, value in result.report["search"]["chosen"].items())
        note(f"chosen of {len(result.report['search']['tried'])} combinations: {chosen}", quiet)
    if result.report["label_checks"]:
        note("labels that look wrong, the likeliest first (tonecheck suggest shows the messages):", quiet)
    for check in result.report["label_checks"]:
        note("  {where}: {label} {given} ({probability:.2f})".format(**check), quiet)
    note(f"model written to {output}", quiet)


def _check_output(folder: Path, overwrite: bool) -> None:
    """Refuse before the training what saving would refuse after it."""
    if folder.exists() and not overwrite:
        raise InputError(f"{folder}: is there already; expected a new folder, or --overwrite")
    if folder.exists() and not (folder / MANIFEST).is_file():
        raise InputError(f"{folder}: is there already and is no model; --overwrite replaces a model folder only")
