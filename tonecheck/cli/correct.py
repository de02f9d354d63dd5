"""``tonecheck correct``: record that a score was wrong."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tonecheck import corrections
from tonecheck.cli.options import model_option, note, quiet_option
from tonecheck.errors import InputError, shorten


@click.command()
@click.argument("text")
@click.option("--file", required=True, metavar="PATH", help="The file of corrections; made where there is none.")
@click.option(
    "--label",
    "labels",
    multiple=True,
    required=True,
    metavar="NAME=0|1",
    help="What would have been right; may be given several times.",
)
@model_option
@quiet_option
def correct(text: str, file: str, labels: tuple[str, ...], model: str | None, quiet: bool) -> None:
    """Record that the score of TEXT was wrong, in a file that train reads beside others.

    A correction overrules what other files say of the same message, and earlier corrections.
    """
    made = corrections.correct(text, _parse(labels), file=file, model=model)
    said = [f"{label} {made.was[label]['prediction']} -> {answer}" for label, answer in made.labels.items()]
    note(f"{file}: {', '.join(said)}", quiet)


def _parse(labels: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in labels:
        name, _, answer = (part.strip() for part in one.rpartition("="))
        if not name or answer not in ("0", "1"):
            raise InputError(f"--label {shorten(one)}; expected NAME=0 or NAME=1, such as insulting=0")
        if found.setdefault(name, int(answer)) != int(answer):
            raise InputError(f"--label {name}: both 0 and 1; expected one of them")
    return found
