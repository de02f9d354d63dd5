"""From what the feature blocks say to probabilities that mean what they say, and to thresholds.

All of it is fitted on out-of-fold decisions: values for messages of writers that the blocks had not seen. So a block
that does not hold for new writers, or not in one language, fades.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.labels import LANGUAGES

LEAST_OF_EACH = 40
"""A language gets its own calibration for a label from this many messages with it and as many without; below, all are
pooled."""

FALSE_ALARM_SHARE = 0.02
"""'careful': of messages that carry no label, at most this share gets any, in each language."""

FALSE_ALARM_MARGIN = 1.645
"""Where it is known who wrote: the share of false alarms and so many of its standard errors over writers stay within
`FALSE_ALARM_SHARE`, so that 19 in 20 samples of writers would keep it. Without, and fitted on the writers of
``dev.jsonl``, 3.5% of the harmless messages of other writers were accused."""

CAUGHT_SHARE = 0.9
"""'alert': of messages that carry a label, at least this share gets it, in each language."""

UNSURE = (0.25, 0.75)
"""A probability between these is too close to call: less than three in four either way."""

_MOST_STEPS = 100
_SHORTEST_STEP = 1e-8  # of a slope, per standard deviation of decisions


@dataclass(frozen=True, slots=True)
class SlopePrior:
    """Where slopes are drawn to while little speaks against it; with many messages it no longer matters.

    Attributes
    ----------
    slope : float array of shape (n_labels, n_blocks)
        The slope to be drawn to. Range: 0 and up.
    strength : float array of shape (n_labels, n_blocks)
        How strongly: the penalty on ``(slope - prior) * spread of the block's decisions``, squared and halved, in units
        of log likelihood. Range: 0 and up; infinity where the slope is given.
    """

    slope: NDArray[np.float64]
    strength: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How much each block counts, and what the sum means: one logistic curve for each language and label.

    Attributes
    ----------
    slope : float array of shape (n_languages, n_labels, n_blocks)
        What a block's decision is multiplied with. Range: 0 and up.
    intercept : float array of shape (n_languages, n_labels)
        What is added. ``log_odds = sum(slope * decisions) + intercept``.
    """

    slope: NDArray[np.float64]
    intercept: NDArray[np.float64]

    def log_odds(self, decisions: NDArray[np.float64], language_codes: NDArray[np.int8]) -> NDArray[np.float64]:
        """Return the decision value of a text and label: the logarithm of its odds.

        Parameters
        ----------
        decisions : float array of shape (n_texts, n_labels, n_blocks)
            What the blocks say.
        language_codes : int array of shape (n_texts,)
            Positions in `tonecheck.labels.LANGUAGES`.

        Returns
        -------
        float array of shape (n_texts, n_labels)
            Direction: higher is worse; 0 is a probability of one half.
        """
        result: NDArray[np.float64] = (decisions * self.slope[language_codes]).sum(axis=2) + self.intercept[
            language_codes
        ]
        return result


def to_probabilities(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities for log odds, of the same shape. Range: 0 to 1."""
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))
    return result


def fit_calibration(
    decisions: NDArray[np.float64],
    y: NDArray[np.float64],
    language_codes: NDArray[np.int8],
    prior: SlopePrior | None = None,
    carries_over: NDArray[np.bool_] | None = None,
) -> Calibration:
    """Fit the curves on out-of-fold decisions.

    Parameters
    ----------
    decisions : float array of shape (n_messages, n_labels, n_blocks)
        Out-of-fold decisions of the blocks.
    y : float array of shape (n_messages, n_labels)
        0, 1, or NaN where not labelled.
    language_codes : int array of shape (n_messages,)
        Positions in `tonecheck.labels.LANGUAGES`.
    prior : SlopePrior, optional
        For few messages, and for models with a base. Default: slopes are drawn to nothing.
    carries_over : bool array of shape (n_blocks,), optional
        Which blocks hold in a language that they have learned nothing of. Where one language has enough messages for a
        curve of its own, one with fewer than `LEAST_OF_EACH` in all is asked by these alone: n-grams learned in
        English made the vectors 0.02 of AUC worse in French. Default: all.

    Returns
    -------
    Calibration
        The base rate it assumes is that of `y`.
    """
    n_labels, n_blocks = decisions.shape[1:]
    slope = np.empty((len(LANGUAGES), n_labels, n_blocks))
    intercept = np.empty((len(LANGUAGES), n_labels))
    for label in range(n_labels):
        known = ~np.isnan(y[:, label])
        draw = None if prior is None else (prior.slope[label], prior.strength[label])
        slope[:, label], intercept[:, label] = _fit_curve(decisions[known, label], y[known, label], draw)
        of_language = [known & (language_codes == code) for code in range(len(LANGUAGES))]
        large = [_has_enough(y[mine, label]) for mine in of_language]
        for code, mine in enumerate(of_language):
            if large[code]:
                slope[code, label], intercept[code, label] = _fit_curve(decisions[mine, label], y[mine, label], draw)
        strange = np.array([any(large) and mine.sum() < LEAST_OF_EACH for mine in of_language])
        if carries_over is not None and carries_over.any() and strange.any():
            carried, level = _fit_curve(decisions[known, label] * carries_over, y[known, label], draw)
            slope[strange, label], intercept[strange, label] = carried * carries_over, level
    return Calibration(slope, intercept)


def _has_enough(y: NDArray[np.float64]) -> bool:
    return bool(min((y == 1).sum(), (y == 0).sum()) >= LEAST_OF_EACH)


def _fit_curve(
    decisions: NDArray[np.float64],
    y: NDArray[np.float64],
    draw: tuple[NDArray[np.float64], NDArray[np.float64]] | None,
) -> tuple[NDArray[np.float64], float]:
    """Return slopes, none below 0, and intercept: a block that says the opposite of the labels is left out."""
    from sklearn.linear_model import LogisticRegression

    if draw is not None and 0 < y.sum() < len(y):
        return _fit_drawn_curve(decisions, y, *draw)
    slope = np.zeros(decisions.shape[1])
    used = np.arange(decisions.shape[1])
    while len(used) and 0 < y.sum() < len(y):
        spread = np.maximum(decisions[:, used].std(axis=0), 1e-9)
        curve = LogisticRegression(C=100.0).fit(decisions[:, used] / spread, y)
        if (curve.coef_[0] > 0).all():
            slope[used] = curve.coef_[0] / spread
            return slope, float(curve.intercept_[0])
        used = np.delete(used, curve.coef_[0].argmin())
    # nothing was learned: every message gets the base rate, which is never sure
    rate = float(np.clip(y.mean(), 1e-6, 1 - 1e-6)) if 0 < y.sum() < len(y) else (y.sum() + 0.5) / (len(y) + 1)
    return slope, float(np.log(rate / (1 - rate)))


def _fit_drawn_curve(
    decisions: NDArray[np.float64], y: NDArray[np.float64], prior: NDArray[np.float64], strength: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Return slopes, none below 0, and intercept of the most likely curve under the prior.

    Found by Newton's steps, each on those slopes alone that do not press against 0.
    """
    spread = np.maximum(decisions.std(axis=0), 1e-9)
    middle = decisions.mean(axis=0)
    scaled = np.column_stack([(decisions - middle) / spread, np.ones(len(y))])
    centre = np.append(prior * spread, 0.0)
    is_fixed = np.append(np.isinf(strength), False)
    pull = np.append(np.where(np.isinf(strength), 0, strength), 0.0)
    least = np.append(np.zeros(len(spread)), -np.inf)

    def cost(curve: NDArray[np.float64]) -> float:
        log_odds = scaled @ curve
        return float(np.logaddexp(0, log_odds).sum() - y @ log_odds + pull @ (curve - centre) ** 2 / 2)

    curve = centre
    for _ in range(_MOST_STEPS):
        p = to_probabilities(scaled @ curve)
        gradient = scaled.T @ (p - y) + pull * (curve - centre)
        free = ~is_fixed & ~((curve <= least) & (gradient > 0))
        bend = (scaled * (p * (1 - p))[:, None]).T @ scaled + np.diag(pull + 1e-9)
        step = np.zeros(len(curve))
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], gradient[free])
        length, before = 1.0, cost(curve)
        while cost(np.maximum(curve - length * step, least)) > before and length > _SHORTEST_STEP:
            length /= 2
        moved = np.maximum(curve - length * step, least)
        if np.abs(moved - curve).max() < _SHORTEST_STEP:
            break
        curve = moved
    slope: NDArray[np.float64] = curve[:-1] / spread
    return slope, float(curve[-1] - middle @ slope)


def choose_thresholds(
    probability: NDArray[np.float64],
    y: NDArray[np.float64],
    language_codes: NDArray[np.int8],
    groups: Sequence[Any] | None = None,
) -> Mapping[str, NDArray[np.float64]]:
    """Choose the thresholds of both operating points on out-of-fold probabilities.

    Parameters
    ----------
    probability, y, language_codes
        As in `fit_calibration`, decisions made probabilities.
    groups : sequence, length n_messages, optional
        Who wrote each message: then 'careful' has a margin, see `FALSE_ALARM_MARGIN`.

    Returns
    -------
    mapping of str to float array of shape (n_labels,)
        Thresholds by operating point. A message at the threshold gets the label.

    Notes
    -----
    'careful' allows each label the same share of false alarms among harmless messages, as large as keeps their union
    within `FALSE_ALARM_SHARE` in every language. 'alert' lets each label miss the same share of its messages, as large
    as still catches `CAUGHT_SHARE` of those with any label, in every language. Where no message is harmless, as with
    labels that exclude each other, 'careful' counts the false alarms of each label alone.
    """
    languages = _language_groups(y, language_codes)
    writers = None if groups is None else np.unique([str(group) for group in groups], return_inverse=True)[1]
    careful = _careful(probability, y, languages, writers)
    return {"careful": careful, "alert": np.minimum(_alert(probability, y, languages), careful)}


def _language_groups(y: NDArray[np.float64], language_codes: NDArray[np.int8]) -> list[NDArray[np.bool_]]:
    """Return the rows of each language that has enough with and without labels; all rows together where none has."""
    groups = [language_codes == code for code in range(len(LANGUAGES))]
    harmful = (y == 1).any(axis=1)
    enough = [mine for mine in groups if min((is_harmless(y) & mine).sum(), (harmful & mine).sum()) >= LEAST_OF_EACH]
    return enough or [np.ones(len(y), np.bool_)]


def is_harmless(y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return whether each message carries no label: none that is known is 1, and at least one is known."""
    result: NDArray[np.bool_] = ~(y == 1).any(axis=1) & (y == 0).any(axis=1)
    return result


def _careful(
    probability: NDArray[np.float64],
    y: NDArray[np.float64],
    languages: list[NDArray[np.bool_]],
    writers: NDArray[np.int64] | None,
) -> NDArray[np.float64]:
    harmless = is_harmless(y)
    if not harmless.any():  # labels that exclude each other: each has its own false alarms
        without = [probability[y[:, label] == 0, label] for label in range(y.shape[1])]
        return np.nextafter([np.quantile(p, 1 - FALSE_ALARM_SHARE, method="higher") for p in without], 2)
    quiet = [mine & harmless for mine in languages]
    thresholds = np.ones(y.shape[1])
    for share in np.geomspace(FALSE_ALARM_SHARE, FALSE_ALARM_SHARE / 100, 200):
        thresholds = np.max(
            [np.quantile(probability[rows], 1 - share, axis=0, method="higher") for rows in quiet], axis=0
        )
        thresholds = np.nextafter(thresholds, 2)
        accused = (probability >= thresholds).any(axis=1)
        if all(
            _share_with_margin(accused[rows], None if writers is None else writers[rows]) <= FALSE_ALARM_SHARE
            for rows in quiet
        ):
            break
    return thresholds


def _share_with_margin(accused: NDArray[np.bool_], writers: NDArray[np.int64] | None) -> float:
    """Return the share that is accused, with a margin for other writers where they are known."""
    share = float(accused.mean())
    if writers is None:
        return share
    excess = np.bincount(writers, accused - share)  # of each writer, over what the share would give
    return share + FALSE_ALARM_MARGIN * float(np.sqrt((excess**2).sum())) / len(accused)


def _alert(
    probability: NDArray[np.float64], y: NDArray[np.float64], languages: list[NDArray[np.bool_]]
) -> NDArray[np.float64]:
    harmful = [probability[mine & (y == 1).any(axis=1)] for mine in languages]
    thresholds = np.zeros(y.shape[1])
    for missed in np.linspace(0.6, 0.0, 121):
        for label in range(y.shape[1]):
            with_it = y[:, label] == 1
            found = [probability[mine & with_it, label] for mine in languages if (mine & with_it).any()]
            # A label may occur in none of the groups: then it is set on all messages.
            found = found or [probability[with_it, label]]
            thresholds[label] = min(np.quantile(p, missed, method="lower") for p in found)
        if all((p >= thresholds).any(axis=1).mean() >= CAUGHT_SHARE for p in harmful if len(p)):
            break
    return thresholds
