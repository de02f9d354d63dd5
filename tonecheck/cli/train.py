"""``tonecheck train``: a model from labelled files."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tonecheck import training
from tonecheck.cli.options import note, quiet_option
from tonecheck.errors import InputError
from tonecheck.model_card import write_figures


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--output", "-o", required=True, metavar="FOLDER", help="Where the model goes.")
@click.option("--overwrite", is_flag=True, help="Replace a model that is there.")
@click.option("--label", "labels", multiple=True, metavar="NAME", help="A label to learn; may be given several times.")
@click.option("--text-column", default="text", show_default=True, metavar="NAME", help="Where the message is.")
@click.option("--writer-column", default="writer", show_default=True, metavar="NAME", help="Who wrote it.")
@click.option(
    "--n-jobs", type=int, default=1, show_default=True, metavar="N", help="Processes to fit in; -1 for one a core."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@quiet_option
def train(
    files: tuple[str, ...],
    output: str,
    overwrite: bool,
    labels: tuple[str, ...],
    text_column: str,
    writer_column: str,
    n_jobs: int,
    form: str,
    quiet: bool,
) -> None:
    """Train a model on labelled FILES: JSON lines or CSV with a text and a 0 or 1 for each label.

    The report is about messages that were held out while fitting.
    """
    if Path(output).exists() and not overwrite:
        raise InputError(f"{output}: is there already; expected a new folder, or --overwrite")
    result = training.train(
        files if len(files) > 1 else files[0],
        labels=list(labels) or None,
        text_column=text_column,
        writer_column=writer_column,
        n_jobs=n_jobs,
    )
    for skipped in result.report["corpus"]["skipped"]:
        note(f"skipped {skipped}", quiet)
    result.model.save(output, overwrite=overwrite)
    click.echo(
        json.dumps(result.report, ensure_ascii=False) if form == "json" else write_figures(result.report),
        nl=form == "json",
    )
    note(f"model written to {output}", quiet)
