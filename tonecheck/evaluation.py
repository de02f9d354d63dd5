"""How good a model is on labelled messages: figures by label, language, length and kind, each with its interval.

Intervals are drawn over writers, not over messages: one writer's messages resemble each other. All are 90% intervals
from the same seeded draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.calibration import is_harmless
from tonecheck.corpus import Corpus
from tonecheck.errors import QualityGateError
from tonecheck.labels import OPERATING_POINTS

N_DRAWS = 500
"""Draws of writers with replacement. The ends of an interval move by about 0.002 from seed to seed."""

INTERVAL = (0.05, 0.95)
PREVALENCES = (0.02, 0.05, 0.30)
"""Shares of contemptuous messages for which the card says what a flag is worth."""

LENGTHS = (("under 12 words", 0, 12), ("12 to 40 words", 12, 41), ("over 40 words", 41, 10**9))

WEIGHTS_AT_ONCE = 1 << 22
"""Of so many messages times draws are weights at hand together: 32 MB, and a few times that while they are used."""

Weights = NDArray[np.float64]
Rows = NDArray[np.bool_]


def auc(probability: NDArray[np.float64], y: NDArray[np.float64], weights: Weights) -> NDArray[np.float64]:
    """Return the area under the ROC curve for each row of weights: shape (n_draws,). 0.5 is chance, 1 is best."""
    order = np.argsort(probability, kind="stable")
    positive, negative = order[y[order] == 1], order[y[order] == 0]
    weight, below = weights.take(positive, axis=1), _sums_up_to(weights.take(negative, axis=1))
    sides = (np.searchsorted(probability[negative], probability[positive], side) for side in ("left", "right"))
    won = weight * sum(below.take(side, axis=1) for side in sides) / 2  # of equals, half
    with np.errstate(invalid="ignore"):
        result: NDArray[np.float64] = won.sum(axis=1) / (weight.sum(axis=1) * below[:, -1])
    return result


def average_precision(
    probability: NDArray[np.float64], y: NDArray[np.float64], weights: Weights
) -> NDArray[np.float64]:
    """Return the average precision for each row of weights: shape (n_draws,).

    The share of positives is chance, 1 is best.
    """
    order = np.argsort(-probability, kind="stable")
    positive = order[y[order] == 1]
    weight = weights.take(positive, axis=1)
    found, seen = _sums_up_to(weight), _sums_up_to(weights.take(order, axis=1))
    hits, flagged = (np.searchsorted(-probability[rows], -probability[positive], "right") for rows in (positive, order))
    with np.errstate(invalid="ignore"):
        precision = found.take(hits, axis=1) / seen.take(flagged, axis=1)
        result: NDArray[np.float64] = np.nansum(weight * precision, axis=1) / found[:, -1]
    return result


def _sums_up_to(weights: Weights) -> Weights:
    """Return the sum of the first 0, 1, 2, … weights of each row."""
    sums = np.zeros((len(weights), weights.shape[1] + 1))
    np.cumsum(weights, axis=1, out=sums[:, 1:])
    return sums


def _share(hit: Any, among: Any) -> Callable[[Weights], NDArray[np.float64]]:
    def share(weights: Weights) -> NDArray[np.float64]:
        with np.errstate(invalid="ignore"):
            result: NDArray[np.float64] = (weights @ (hit & among)) / (weights @ among.astype(np.float64))
        return result

    return share


def calibration_error(probability: NDArray[np.float64], y: NDArray[np.float64], n_bins: int = 10) -> float:
    """Return the mean distance between probability and share of positives over bins of equal size.

    Range: 0 to 1. Direction: 0 is best.
    """
    order = np.argsort(probability, kind="stable")
    bins = np.array_split(order, n_bins)
    return float(sum(abs(probability[rows].mean() - y[rows].mean()) * len(rows) for rows in bins if len(rows)) / len(y))


class Draws:
    """Some rows of an evaluation, with the draws of their writers; the first is the rows as they are."""

    def __init__(self, writers: Sequence[Any], seed: int) -> None:
        names, self._name_of = np.unique(np.array([str(writer) for writer in writers]), return_inverse=True)
        random, shares = np.random.default_rng(seed), np.full(len(names), 1 / len(names))
        self._n_times = np.ones((N_DRAWS + 1, len(names)), np.int32)
        for times in self._n_times[1:]:
            times[:] = random.multinomial(len(names), shares)

    def values(self, of: Callable[[Weights], NDArray[np.float64]], rows: Rows | None = None) -> NDArray[np.float64]:
        """Return a figure of all or some rows for each draw, some draws at a time: shape (n_draws + 1,)."""
        name_of = self._name_of if rows is None else self._name_of[rows]
        step = max(WEIGHTS_AT_ONCE // max(len(name_of), 1), 1)
        parts = (self._n_times[at : at + step] for at in range(0, len(self._n_times), step))
        return np.concatenate([of(part.take(name_of, axis=1).astype(np.float64)) for part in parts])

    def figure(self, of: Callable[[Weights], NDArray[np.float64]], rows: Rows | None = None) -> list[float]:
        """Return a figure of all or some rows with the lower and upper end of its interval."""
        return self.interval(self.values(of, rows))

    def interval(self, values: NDArray[np.float64]) -> list[float]:
        """Return the first of values, one a draw, with the lower and upper end of the interval of the others."""
        drawn = values[1:][np.isfinite(values[1:])]
        if not np.isfinite(values[0]) or not len(drawn):
            return []
        low, high = np.quantile(drawn, INTERVAL)
        return [round(float(value), 4) for value in (values[0], low, high)]


def evaluate(
    corpus: Corpus,
    probabilities: NDArray[np.float64],
    thresholds: dict[str, NDArray[np.float64]],
    languages: Sequence[str],
    *,
    seed: int = 0,
) -> dict[str, Any]:
    """Measure probabilities against labels.

    Parameters
    ----------
    corpus : Corpus
        With the labels; its columns 'writer' and 'kind' are used where it has them.
    probabilities : float array of shape (n_messages, n_labels)
        Of messages that the model was not fitted on.
    thresholds : dict of str to float array of shape (n_labels,)
        By operating point.
    languages : sequence of str, length n_messages
        By which figures are given apart.
    seed : int
        Of the draws of writers.

    Returns
    -------
    dict
        Plain data for JSON. A figure is a list [value, lower end, upper end]; an empty list where there is nothing to
        measure.

    Raises
    ------
    QualityGateError
        If there is no message.
    """
    if not len(corpus):
        raise QualityGateError("nothing to measure: no message")
    by_language = {}
    for language in sorted(set(languages)):
        rows = np.array([one == language for one in languages])
        by_language[language] = _evaluate_language(corpus.rows(rows), probabilities[rows], thresholds, seed)
    return {
        "n_messages": len(corpus),
        "n_writers": len(set(corpus.columns.get("writer", ()))),
        "interval": "90%, over writers" if "writer" in corpus.columns else "90%, over messages",
        "languages": by_language,
    }


def _evaluate_language(
    corpus: Corpus, probabilities: NDArray[np.float64], thresholds: dict[str, NDArray[np.float64]], seed: int
) -> dict[str, Any]:
    drawn = Draws(corpus.columns.get("writer", range(len(corpus))), seed)
    flags = {point: probabilities >= thresholds[point] for point in OPERATING_POINTS}
    return {
        "n_messages": len(corpus),
        "labels": {
            label: _evaluate_label(corpus.y[:, column], probabilities[:, column], column, flags, drawn)
            for column, label in enumerate(corpus.labels)
        },
        "operating_points": {point: _evaluate_point(corpus, flags[point], drawn) for point in OPERATING_POINTS},
        "lengths": _by_length(corpus, probabilities, drawn),
        "kinds": _by_kind(corpus, flags, drawn),
    }


def _evaluate_label(
    y: NDArray[np.float64],
    probability: NDArray[np.float64],
    column: int,
    flags: dict[str, NDArray[np.bool_]],
    drawn: Draws,
) -> dict[str, Any]:
    known = ~np.isnan(y)
    answers, values = y[known], probability[known]
    positive: NDArray[np.bool_] = y == 1
    points = {}
    for point, flag in flags.items():
        hit = flag[:, column] & known
        points[point] = {
            "precision": drawn.figure(_share(positive, hit)),
            "recall": drawn.figure(_share(hit, positive)),
        }
    return {
        "n_messages": int(known.sum()),
        "n_positive": int(positive.sum()),
        "auc": drawn.figure(partial(auc, values, answers), known),
        "average_precision": drawn.figure(partial(average_precision, values, answers), known),
        "calibration_error": round(calibration_error(values, answers), 4) if known.any() else None,
        **points,
    }


def _evaluate_point(corpus: Corpus, flag: NDArray[np.bool_], drawn: Draws) -> dict[str, Any]:
    flagged = flag.any(axis=1)
    harmful: NDArray[np.bool_] = (corpus.y == 1).any(axis=1)
    accused = drawn.figure(_share(flagged, is_harmless(corpus.y)))
    caught = drawn.figure(_share(flagged, harmful))
    harmless_of_100 = {}
    for share in PREVALENCES if accused and caught else ():
        false, true = (1 - share) * accused[0], share * caught[0]
        harmless_of_100[f"{share:.0%}"] = round(100 * false / (false + true)) if false + true else 0
    return {
        "n_harmless": int(is_harmless(corpus.y).sum()),
        "n_harmful": int(harmful.sum()),
        "accused": accused,
        "caught": caught,
        "harmless_of_100_flagged": harmless_of_100,
    }


def _by_length(corpus: Corpus, probabilities: NDArray[np.float64], drawn: Draws) -> dict[str, Any]:
    n_words = np.array([len(text.split()) for text in corpus.texts])
    found: dict[str, Any] = {}
    for name, low, high in LENGTHS:
        rows = (n_words >= low) & (n_words < high)
        found[name] = {"n_messages": int(rows.sum())}
        for column, label in enumerate(corpus.labels):
            known = rows & ~np.isnan(corpus.y[:, column])
            of = partial(auc, probabilities[known, column], corpus.y[known, column])
            found[name][label] = drawn.figure(of, known)
    return found


def _by_kind(corpus: Corpus, flags: dict[str, NDArray[np.bool_]], drawn: Draws) -> dict[str, Any]:
    kinds = np.array([str(kind) for kind in corpus.columns.get("kind", ())])
    found = {}
    for kind in sorted(set(kinds)):
        rows: NDArray[np.bool_] = kinds == kind
        found[kind] = {
            "n_messages": int(rows.sum()),
            "harmful": bool((corpus.y[rows] == 1).any()),
            **{point: drawn.figure(_share(flag.any(axis=1), rows)) for point, flag in flags.items()},
        }
    return found
