"""``--label``: which labels of a file count, and what the file calls them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from tonecheck.errors import InputError, shorten

Command = TypeVar("Command", bound=Callable[..., Any])


def label_option(sentence: str) -> Callable[[Command], Command]:
    """Add ``--label``, which may be given several times."""
    return click.option(
        "--label",
        "labels",
        multiple=True,
        metavar="[OWN=]NAME",
        help=f"{sentence}, OWN being what the files call it; may be given several times.",
    )


def parse_labels(given: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the names of the labels once each, and the name of each that the files call otherwise.

    Raises
    ------
    InputError
        If a name is empty.

    Examples
    --------
    >>> parse_labels(["rude=insulting", "nasty=insulting", "dismissive"])
    (['insulting', 'dismissive'], {'rude': 'insulting', 'nasty': 'insulting'})
    """
    names: list[str] = []
    own: dict[str, str] = {}
    for one in given:
        theirs, is_renamed, name = (part.strip() for part in one.rpartition("="))
        if not name or (is_renamed and not theirs):
            raise InputError(f"--label {shorten(one)}; expected NAME, or OWN=NAME such as rude=insulting")
        if is_renamed:
            own[theirs] = name
        names.append(name)
    return list(dict.fromkeys(names)), own
