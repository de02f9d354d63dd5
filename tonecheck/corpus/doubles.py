"""Texts that stand in several rows, and those of them whose labels contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def find_doubles(
    texts: Sequence[str], y: NDArray[np.float64], labels: Sequence[str], where: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the texts that stand in several rows: those in harmony, and those with different labels, by their rows.

    White space does not make a text another one, and what is not known contradicts nothing.

    Examples
    --------
    >>> y = np.array([[1.0], [0], [0]])
    >>> find_doubles(["Again?", "Fine.", "Again? "], y, ["insulting"], ["row 1", "row 2", "row 3"])
    ((), ('row 1 and row 3: insulting 1, 0',))
    """
    rows_by_text: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        rows_by_text.setdefault(" ".join(text.split()), []).append(row)
    duplicates: list[str] = []
    contradictions: list[str] = []
    for rows in rows_by_text.values():
        if len(rows) == 1:
            continue
        places = " and ".join(where[row] for row in rows)
        said = [(label, y[rows, column]) for column, label in enumerate(labels)]
        apart = [f"{label} {_shown(values)}" for label, values in said if {0.0, 1.0} <= set(values.tolist())]
        (contradictions if apart else duplicates).append(f"{places}: {'; '.join(apart)}" if apart else places)
    return tuple(duplicates), tuple(contradictions)


def _shown(values: NDArray[np.float64]) -> str:
    return ", ".join("not known" if value != value else f"{value:g}" for value in values)
