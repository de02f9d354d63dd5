"""Read one answer: a yes or no, or the names of the labels that hold."""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Mapping
from typing import Any

from tonecheck.errors import CorpusError, shorten

_WORDS = {
    math.nan: ("", "-1", "-1.0", "-1,0", "nan", "none", "null", "na", "n/a", "<na>", "?"),
    0.0: ("0", "0.0", "0,0", "false", "no", "n", "non", "faux"),
    1.0: ("1", "1.0", "1,0", "true", "yes", "y", "oui", "o", "vrai", "x"),
}
_MEANING = {word: meaning for meaning, words in _WORDS.items() for word in words}
_BETWEEN_NAMES = re.compile(r"[#|,;]")
"""'#' is doccano's; the others are what people type into a cell."""


def is_yes_or_no(value: object) -> bool:
    """Return whether a value says yes, no or not known."""
    return not isinstance(value, list | dict) and _folded(value) in _MEANING


def is_blank(value: object) -> bool:
    """Return whether a value says nothing at all."""
    return (
        value is None or (isinstance(value, str) and not value.strip()) or (isinstance(value, float) and value != value)
    )


def to_yes_or_no(value: object, where: str, column: str) -> float:
    """Return 1, 0, or NaN where not known.

    Raises
    ------
    CorpusError
        If the value says something else.
    """
    if value.__class__ is int and value in (0, 1):
        return float(value == 1)  # the usual case, ten times as quick
    meaning = None if isinstance(value, list | dict) else _MEANING.get(_folded(value))
    if meaning is None:
        raise CorpusError(
            f"{where}, column {column}: {shorten(value)}; expected 0 or 1, or nothing or -1 where it is not known"
        )
    return meaning


def to_share(value: object, where: str, column: str) -> float:
    """Return a share of votes, 0 to 1, or NaN where there is none."""
    try:
        share = math.nan if is_blank(value) else float(str(value).strip().replace(",", "."))
    except ValueError:
        share = -1.0
    if share < 0 or share > 1:
        raise CorpusError(f"{where}, column {column}: {shorten(value)}; expected a share of votes, 0 to 1")
    return share


def to_names(value: object, where: str, column: str, *, is_cell: bool = False) -> list[str] | None:
    """Return the names of the labels that an answer lists: none for an empty list, None where it says nothing.

    Parameters
    ----------
    value : object
        A name, a list of names, or Label Studio's ``{"choices": [...]}``.
    where, column : str
        For an error.
    is_cell : bool
        Whether it comes from a table, where a list is written as text.

    Raises
    ------
    CorpusError
        If it is something else, such as doccano's list of spans.
    """
    if is_blank(value):
        return None
    if isinstance(value, str) and is_cell:
        value = _cell_value(value)
    if isinstance(value, Mapping) and isinstance(value.get("choices"), list):
        value = value["choices"]
    names = value if isinstance(value, list) else [value]
    for name in names:
        if not isinstance(name, str | int | float):
            raise CorpusError(f"{where}, column {column}: {shorten(value)}; expected the names of labels")
    return [str(name) for name in names if str(name).strip()]


def _cell_value(cell: str) -> Any:
    if cell.lstrip().startswith(("[", "{")):
        # JSON is Label Studio's; the other is what pandas writes of a list.
        for read in (json.loads, ast.literal_eval):
            try:
                return read(cell)
            except (ValueError, SyntaxError, RecursionError, MemoryError):
                continue
    return [name.strip() for name in _BETWEEN_NAMES.split(cell) if name.strip()]


def _folded(value: object) -> str:
    return str(value).strip().casefold()
