"""Checks of texts and labels that come as Python objects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.errors import CorpusError, InputError, shorten
from tonecheck.labels import LABELS


def check_texts(texts: Iterable[str]) -> list[str]:
    """Return texts as a list, or say which of them is no text.

    Raises
    ------
    InputError
        If a single str, bytes or something that is no iterable came, or one of the texts is not a str.
    """
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        raise InputError(f"texts is one {type(texts).__name__}; expected an iterable of str (for one text, use score)")
    found = list(texts)
    for index, text in enumerate(found):
        if not isinstance(text, str):
            raise InputError(f"text {index} is {type(text).__name__} ({shorten(text)}); expected str")
    return found


def label_names(y: Any, labels: Sequence[str] | None) -> tuple[str, ...]:
    """Return the names of the columns of `y`.

    They are those given, those of a DataFrame, or `tonecheck.LABELS` for four columns.
    """
    columns = getattr(y, "columns", None)
    n_labels = np.shape(y)[1] if len(np.shape(y)) == 2 else 1
    names = labels if labels is not None else columns if columns is not None else None
    if names is None:
        names = LABELS if n_labels == len(LABELS) else [f"label_{number}" for number in range(n_labels)]
    if len(names) != n_labels or len(set(names)) != len(names):
        raise CorpusError(
            f"labels are {shorten(list(names), 80)}; expected {n_labels} different names, one a column of y"
        )
    return tuple(str(name) for name in names)


def check_y(y: Any, n_messages: int, labels: Sequence[str]) -> NDArray[np.float64]:
    """Return labels as floats, NaN where not known: shape (n_messages, n_labels).

    Raises
    ------
    CorpusError
        If `y` has another shape or other values, or a label has fewer than two messages with it or without it.
    """
    try:
        known = y.to_numpy(np.float64, na_value=np.nan) if hasattr(y, "to_numpy") else np.array(y, np.float64)
    except (TypeError, ValueError) as error:
        raise CorpusError(
            f"y holds something that is no number ({error}); expected 0, 1, and -1 or NaN for not labelled"
        ) from error
    if known.ndim == 1:
        known = known[:, None]
    if known.shape != (n_messages, len(labels)):
        raise CorpusError(f"y has shape {known.shape}; expected {(n_messages, len(labels))}")
    known = np.where(known == -1, np.nan, known)
    odd = np.argwhere(~np.isnan(known) & (known != 0) & (known != 1))
    if len(odd):
        row, column = odd[0]
        found = f"y, row {row}, label {labels[column]}: {known[row, column]:g}"
        hint = "; scikit-learn's cross_val_predict counts classes anew where some are -1 or NaN: give it complete rows"
        raise CorpusError(
            f"{found}; expected 0, 1, and -1 or NaN for not labelled{hint if known[row, column] == 2 else ''}"
        )
    for column, label in enumerate(labels):
        with_it, without = (known[:, column] == 1).sum(), (known[:, column] == 0).sum()
        if min(with_it, without) < 2:
            raise CorpusError(
                f"label {label}: {with_it} messages with it, {without} without; expected at least 2 of each"
            )
    return known
