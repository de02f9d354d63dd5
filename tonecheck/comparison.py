"""A model beside the one that it started from, on messages that neither was fitted on, and whether it got worse.

Both are measured on the same draws of writers, so that an interval is that of their difference: what is hard for both
does not widen it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.corpus import Corpus
from tonecheck.errors import QualityGateError
from tonecheck.evaluation import Draws, auc, average_precision

MEASURES: dict[str, Callable[..., NDArray[np.float64]]] = {"auc": auc, "average_precision": average_precision}

NOTICEABLE = 0.005
"""A difference in AUC nearer to 0 is called none: other folds of the same messages move it as far."""

LEAST_OF_EACH = 10
"""With fewer messages with the label, or without it, no difference is stated: draws of so few say too little."""

ALL = "all"
"""What stands for messages of all languages together, beside the codes of languages."""


def compare(
    corpus: Corpus,
    probabilities: NDArray[np.float64],
    base_probabilities: NDArray[np.float64],
    base_labels: Sequence[str],
    languages: Sequence[str],
    *,
    base: str,
    seed: int = 0,
) -> dict[str, Any]:
    """Compare a new model with its base, label by label and language by language.

    Parameters
    ----------
    corpus : Corpus
        With the labels; its column 'writer' is used where it has one.
    probabilities : float array of shape (n_messages, n_labels)
        Of the new model, for messages that it was not fitted on.
    base_probabilities : float array of shape (n_messages, n_base_labels)
        Of the base.
    base_labels : sequence of str, length n_base_labels
        Its labels.
    languages : sequence of str, length n_messages
        By which figures are given apart.
    base : str
        Its name.
    seed : int
        Of the draws of writers.

    Returns
    -------
    dict
        Plain data for JSON: under 'labels' each label that both know and the corpus tells of, by language the measures
        'auc' and 'average_precision', each with 'base', 'new' and 'difference' (new less base: value, lower and upper
        end of the 90% interval; empty where messages are fewer than `LEAST_OF_EACH`). Range of a difference: -1 to 1.
        Direction: above 0 the new model is better.
    """
    labels: dict[str, Any] = {}
    for column, label in enumerate(corpus.labels):
        known = ~np.isnan(corpus.y[:, column])
        if label not in base_labels or not known.any():
            continue
        answers = np.nan_to_num(corpus.y[:, column])
        both = np.column_stack([base_probabilities[:, list(base_labels).index(label)], probabilities[:, column]])
        labels[label] = {}
        for language in (ALL, *sorted(set(languages))):
            rows = known & (np.array([one == language for one in languages]) | (language == ALL))
            found = _compare_rows(both[rows], answers[rows], corpus.rows(rows).columns.get("writer"), seed)
            if found:
                labels[label][language] = found
    return {"base": base, "labels": {label: found for label, found in labels.items() if found}}


def _compare_rows(
    both: NDArray[np.float64], y: NDArray[np.float64], writers: Sequence[Any] | None, seed: int
) -> dict[str, Any]:
    if not 0 < y.sum() < len(y):
        return {}
    draws = Draws(range(len(y)) if writers is None else writers, seed)
    found: dict[str, Any] = {"n_messages": len(y), "n_positive": int(y.sum())}
    for name, measure in MEASURES.items():
        old, new = (draws.values(partial(measure, both[:, number], y)) for number in (0, 1))
        found[name] = {
            "base": round(float(old[0]), 4),
            "new": round(float(new[0]), 4),
            "difference": [] if min(y.sum(), len(y) - y.sum()) < LEAST_OF_EACH else draws.interval(new - old),
        }
    return found


def write_sentences(comparison: Mapping[str, Any]) -> list[str]:
    """Return the comparison in words, one sentence a label."""
    return [
        _sentence(label, found[ALL], comparison["base"])
        for label, found in comparison["labels"].items()
        if ALL in found
    ]


def _sentence(label: str, found: Mapping[str, Any], base: str) -> str:
    old, new, difference = (found["auc"][name] for name in ("base", "new", "difference"))
    start = "On messages that it had not seen, the new model ranks"
    if not difference:
        return f"{start} {label} at {new:.2f}, {base} at {old:.2f}: too few messages to tell them apart."
    value, low, high = difference
    figures = f"{new:.2f} against {old:.2f} (difference {_signed(low)} to {_signed(high)})"
    if low > 0 and value > NOTICEABLE:
        return f"{start} {label} better than {base}: {figures}."
    if _is_worse(difference):
        return f"{start} {label} worse than {base}: {figures}."
    return f"{start} {label} about as well as {base}: {figures}."


def _signed(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}"  # adding 0 makes -0.00 a plain 0.00


def worse_labels(comparison: Mapping[str, Any]) -> list[str]:
    """Return the labels on which the new model is worse than the base by more than chance and by what counts."""
    return [
        label
        for label, found in comparison["labels"].items()
        if ALL in found and _is_worse(found[ALL]["auc"]["difference"])
    ]


def _is_worse(difference: Sequence[float]) -> bool:
    return bool(difference) and difference[2] < 0 and difference[0] < -NOTICEABLE


def check_not_worse(comparison: Mapping[str, Any]) -> None:
    """Refuse a model that is worse than its base.

    Raises
    ------
    QualityGateError
        With the sentence of each label on which it is.
    """
    worse = worse_labels(comparison)
    if worse:
        said = [_sentence(label, comparison["labels"][label][ALL], comparison["base"]) for label in worse]
        raise QualityGateError(f"{' '.join(said)} Expected none worse; allow_worse=True keeps the model all the same")
