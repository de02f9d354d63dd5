"""From what each message costs to a score with its interval: the same estimate for every part.

A part's rate is the weighted share of a client's messages (for feedback: of the reader's concerns) that cost it
something. Its score is 100 times the chance that some in a row cost nothing. With four in a row, 5% give 81, 15% give
52, 50% give 6.

Figures beside the constants of the parts and of the verdict are from the 160 clients of the training threads: in how
many of them the band or the verdict is the one that the first reader gave, with tones and fates either as the readers
marked them, or by models that had not seen the client.
"""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from tonecheck.errors import InputError, shorten
from tonecheck.respect_score.beta import beta_quantile

ODDS_IN_AN_INBOX = 0.15
"""Odds of disrespect in an inbox, against those in the messages that probabilities are calibrated on.

There, a third of the messages is contemptuous; here it is taken to be one in fourteen. Without this, what is too
close to call would count as half a contemptuous message, and every long correspondence would end up bad. With models
that had not seen the client, the verdict agrees in 68% for 0.15 and 0.2, in 66% for 0.05 and in 67% for 0.1; the band
of work in 69% for 0.15 and 0.2, in 66% for 0.25 and 0.3.
"""

HARMLESS_BELOW = 0.2
"""Probability, for an inbox, up to which a message costs nothing, so that many harmless ones do not add up.

With models that had not seen the client, the verdict agrees in 68% for 0.2, in 69% for 0.1, in 66% for 0.4; the band of
work in 69% for 0.2 and in 61% for 0.
"""

IN_A_ROW = {"time": 4.0, "work": 4.0, "feedback": 1.0}
"""Length of the run that a part's score speaks of: messages, or for feedback concerns.

As marked, bands agree in 93% for time (4; 3 gives 89%, 5 gives 91%), in 93% for work (4; 3 and 5 give 90%) and in 92%
for feedback (1; 1.25 gives 89%, 2 gives 68%): some concerns go unanswered anywhere.
"""

RESPECTFUL_BEFORE = 1.0
"""Respectful messages that every client starts with, so that a first bad one does not decide alone.

Chosen by judgement.
"""

TAIL = 0.05
"""Probability left out at each end of the interval, which so is one of 90%."""

_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Estimate:
    """One part's score.

    Attributes
    ----------
    score : float
        Range: 0 to 100. Direction: 100 is respectful.
    interval : tuple of float
        Lower and upper end of the 90% interval, in the same unit; the score lies within.
    without : float array of shape (n_messages,)
        What the score would be without each message, the ages of the others unchanged. Range: 0 to 100.
    """

    score: float
    interval: tuple[float, float]
    without: NDArray[np.float64]


def cost_of(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn probabilities into costs.

    They are made probabilities for an inbox first; up to `HARMLESS_BELOW` they cost nothing, from there they rise to 1.

    Parameters
    ----------
    probability : float array
        Calibrated. Range: 0 to 1. Direction: 1 is worse.

    Returns
    -------
    float array of the same shape
        Range: 0 to 1. Direction: 1 is worse.

    Examples
    --------
    >>> cost_of(np.array([0.04, 0.25, 0.5, 0.9, 1.0])).round(2).tolist()
    [0.0, 0.0, 0.0, 0.47, 1.0]
    """
    in_an_inbox = ODDS_IN_AN_INBOX * probability / (1 - (1 - ODDS_IN_AN_INBOX) * probability)
    return np.clip((in_an_inbox - HARMLESS_BELOW) / (1 - HARMLESS_BELOW), 0.0, 1.0)


def check_half_life(half_life_days: float) -> None:
    """Refuse a half-life that is not a number of days above 0.

    Raises
    ------
    InputError
        If it is zero, negative, NaN or no number.
    """
    if not isinstance(half_life_days, Real) or isinstance(half_life_days, bool) or not half_life_days > 0:
        raise InputError(f"half_life_days: {shorten(half_life_days)}; expected a number of days above 0")


def age_weights(days: NDArray[np.float64], newest: float | None, half_life_days: float) -> NDArray[np.float64]:
    """Weigh messages by their age: half for each half-life before the newest.

    Parameters
    ----------
    days : float array of shape (n_messages,)
        Day on which each was sent, counted from any day; NaN where unknown, which weighs as the oldest.
    newest : float or None
        The day from which age counts back; what is sent later weighs 1. None: the newest of `days`.
    half_life_days : float
        Range: above 0.

    Returns
    -------
    float array of shape (n_messages,)
        Range: 0 to 1. All are 1 where no day is known.

    Examples
    --------
    >>> age_weights(np.array([0.0, 90.0, np.nan]), None, 90).tolist()
    [0.5, 1.0, 0.5]
    """
    known = ~np.isnan(days)
    if not known.any():
        return np.ones(len(days))
    start = days[known].max() if newest is None else newest
    ages = np.maximum(start - np.where(known, days, days[known].min()), 0.0)
    weights: NDArray[np.float64] = 0.5 ** (ages / half_life_days)
    return weights


def estimate(costs: NDArray[np.float64], weights: NDArray[np.float64], in_a_row: float) -> Estimate:
    """Estimate one part's score from what each message costs it.

    Parameters
    ----------
    costs : float array of shape (n_messages,)
        Range: 0 to 1. Direction: 1 is worse.
    weights : float array of shape (n_messages,)
        Weight of each by its age: how many messages of today it stands for. Range: 0 to 1.
    in_a_row : float
        The score is 100 times the chance that so many messages in a row cost nothing. Range: above 0.

    Returns
    -------
    Estimate
        Score and interval, 0 to 100, and the score without each message.

    Notes
    -----
    With `n` the sum of the weights and `bad` the sum of the weighted costs, the rate is ``bad / (n + 1)``, the mean of
    Beta(bad, n - bad + 1). No message that costs nothing can raise it, however new, for the prior has no bad message.

    The interval's ends are the 5% quantile of this Beta and the 95% quantile of Beta(bad + 1, n - bad): the rule of
    Clopper and Pearson, with weights for counts. For whole counts it covers at least 90%; it reaches 0 or 100 where all
    messages are alike, always holds the score, and is wide for few messages.

    Examples
    --------
    >>> found = estimate(np.array([1.0] + [0.0] * 19), np.ones(20), 4)
    >>> round(found.score, 1), round(float(found.without[0]), 1)
    (82.3, 100.0)
    """
    n_effective = float(weights.sum())
    n_bad = min(float((weights * costs).sum()), n_effective)
    rates_without = (n_bad - weights * costs) / (n_effective - weights + RESPECTFUL_BEFORE)
    return Estimate(
        float(_score_of(n_bad / (n_effective + RESPECTFUL_BEFORE), in_a_row)),
        _interval(n_bad, n_effective - n_bad, in_a_row),
        np.asarray(_score_of(np.clip(rates_without, 0.0, 1.0), in_a_row), dtype=np.float64),
    )


def _interval(n_bad: float, n_good: float, in_a_row: float) -> tuple[float, float]:
    lowest_rate = beta_quantile(TAIL, n_bad, n_good + 1) if n_bad > _NOTHING else 0.0
    highest_rate = beta_quantile(1 - TAIL, n_bad + 1, n_good) if n_good > _NOTHING else 1.0
    return float(_score_of(highest_rate, in_a_row)), float(_score_of(lowest_rate, in_a_row))


def _score_of(rate: float | NDArray[np.float64], in_a_row: float) -> float | NDArray[np.float64]:
    return 100.0 * (1.0 - rate) ** in_a_row
