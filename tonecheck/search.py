"""Options to choose among when a model is trained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from tonecheck.errors import InputError, shorten

SEARCHABLE = (
    "C",
    "encoder_C",
    "encoder",
    "character_orders",
    "word_orders",
    "skips",
    "table_bits",
    "rarity_power",
)
"""Options of `ToneClassifier` that say how it learns; the others say how it is measured and used."""

PENALTIES = {"C": (2.0, 8.0, 32.0), "encoder_C": (0.75, 3.0, 12.0)}
"""What `tonecheck train --search` tries: the defaults, and a quarter and four times of each."""


def to_candidates(search: Mapping[str, Iterable[Any]] | None) -> list[dict[str, Any]]:
    """Return the combinations of values to try, one without any option where nothing is searched.

    Raises
    ------
    InputError
        If an option is not among `SEARCHABLE`, or has no values.

    Examples
    --------
    >>> to_candidates({"C": [2.0, 8.0], "encoder": [None]})
    [{'C': 2.0, 'encoder': None}, {'C': 8.0, 'encoder': None}]
    """
    if search is None:
        return [{}]
    if not isinstance(search, Mapping) or not search:
        raise InputError(f"search is {shorten(search)}; expected values by option, as in {{'C': [2.0, 8.0]}}")
    for name, values in search.items():
        if name not in SEARCHABLE:
            raise InputError(f"search: no option {shorten(name)} to choose; expected any of {', '.join(SEARCHABLE)}")
        if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
            raise InputError(f"search: {name} is {shorten(values)}; expected a sequence of values to try")
    columns = [[_plain(value) for value in values] for values in search.values()]
    found = [dict(zip(search, values, strict=True)) for values in product(*columns)]
    if not found:
        empty = next(name for name, values in zip(search, columns, strict=True) if not values)
        raise InputError(f"search: {empty} has no values; expected at least one to try")
    return found


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def describe_search(tried: Sequence[Mapping[str, Any]], average_precision: Sequence[float]) -> dict[str, Any]:
    """Return what was tried and how well each did as plain data, for a report; nothing where there was no choice."""
    if not average_precision:
        return {}
    return {
        "search": {
            "chosen": dict(tried[int(np.argmax(average_precision))]),
            "tried": [
                {"options": dict(options), "average_precision": round(figure, 4)}
                for options, figure in zip(tried, average_precision, strict=True)
            ],
        }
    }
