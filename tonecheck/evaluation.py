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

Weights = NDArray[np.float64]


def auc(probability: NDArray[np.float64], y: NDArray[np.float64], weights: Weights) -> NDArray[np.float64]:
    """Return the area under the ROC curve for each row of weights: shape (n_draws,). 0.5 is chance, 1 is best."""
    order = np.argsort(probability, kind="stable")
    ties = np.flatnonzero(np.diff(probability[order], prepend=-np.inf))
    positive = np.add.reduceat((weights * y)[:, order], ties, axis=1)
    negative = np.add.reduceat((weights * (1 - y))[:, order], ties, axis=1)
    below = negative.cumsum(axis=1) - negative / 2
    with np.errstate(invalid="ignore"):
        result: NDArray[np.float64] = (positive * below).sum(axis=1) / (positive.sum(axis=1) * negative.sum(axis=1))
    return result


def average_precision(
    probability: NDArray[np.float64], y: NDArray[np.float64], weights: Weights
) -> NDArray[np.float64]:
    """Return the average precision for each row of weights: shape (n_draws,).

    The share of positives is chance, 1 is best.
    """
    order = np.argsort(-probability, kind="stable")
    ties = np.flatnonzero(np.diff(probability[order], prepend=np.inf))
    positive = np.add.reduceat((weights * y)[:, order], ties, axis=1)
    seen = np.add.reduceat(weights[:, order], ties, axis=1).cumsum(axis=1)
    with np.errstate(invalid="ignore"):
        precision = positive.cumsum(axis=1) / seen
        result: NDArray[np.float64] = np.nansum(positive * precision, axis=1) / positive.sum(axis=1)
    return result


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
        names, where = np.unique(np.array([str(writer) for writer in writers]), return_inverse=True)
        random = np.random.default_rng(seed)
        drawn = random.multinomial(len(names), np.full(len(names), 1 / len(names)), size=N_DRAWS)
        self.weights: Weights = np.vstack([np.ones(len(names)), drawn])[:, where].astype(np.float64)

    def figure(self, of: Callable[[Weights], NDArray[np.float64]]) -> list[float]:
        """Return a figure with the lower and upper end of its interval."""
        return self.interval(of(self.weights))

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
    answers, values = np.where(known, y, 0), probability
    positive: NDArray[np.bool_] = answers == 1
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
        "auc": drawn.figure(partial(_auc_of, values, answers, known)),
        "average_precision": drawn.figure(lambda weights: average_precision(values, answers, weights * known)),
        "calibration_error": round(calibration_error(values[known], answers[known]), 4) if known.any() else None,
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
            y = np.nan_to_num(corpus.y[:, column])
            found[name][label] = drawn.figure(partial(_auc_of, probabilities[:, column], y, known))
    return found


def _auc_of(
    probability: NDArray[np.float64], y: NDArray[np.float64], known: NDArray[np.bool_], weights: Weights
) -> NDArray[np.float64]:
    return auc(probability, y, weights * known)


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
