"""Bands, the parts together, and the article's question answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tonecheck.records import PartScore

GOOD_FROM = 75.0
"""Lowest score of the band 'good'. Chosen by judgement."""

MIXED_FROM = 45.0
"""Lowest score of the band 'mixed'. Chosen by judgement."""

ABOVE_WORST = 15.0
"""Most points by which the whole may lie above its worst part: one part clearly and repeatedly bad is enough.

Chosen by judgement.
"""

ENOUGH_MESSAGES = 4
"""Fewest messages for a verdict. Chosen by judgement."""

ENOUGH_RECENT = 1.0
"""Least that the messages must weigh together: all of them long past say nothing of today.

Chosen by judgement.
"""

SURE_BELOW = 75.0
"""A part speaks for a break-up only where the upper end of its interval lies below.

So nothing in it may reach the band 'good'. On the training threads the verdict agrees with the readers' in 97% of
clients with tones and fates as they marked them, and in 68% with those of models that had not seen the client; 70 gives
97% and 63%, 80 gives 95% and 69%: it sends three more clients away whom the readers found a bit difficult.
"""

ENOUGH_EVIDENCE = 3
"""Fewest messages that must clearly speak for a break-up. Chosen by judgement."""

ENOUGH_DAYS = 2
"""Fewest days on which they must have been written: one bad Friday is no reason to part.

Chosen by judgement.
"""


def band_of(score: float) -> str:
    """Return 'good', 'mixed' or 'bad' for a score from 0 to 100.

    Examples
    --------
    >>> band_of(75), band_of(74.9), band_of(10)
    ('good', 'mixed', 'bad')
    """
    if score >= GOOD_FROM:
        return "good"
    return "mixed" if score >= MIXED_FROM else "bad"


def overall_of(scores: Sequence[float]) -> float:
    """Put the scores of the parts together: their mean, but close to the worst of them.

    Parameters
    ----------
    scores : sequence of float
        Of the parts with data, one at least. Range: 0 to 100. Direction: 100 is respectful.

    Returns
    -------
    float
        In the same unit.

    Examples
    --------
    >>> overall_of([90, 80]), overall_of([100, 20])
    (85.0, 35.0)
    """
    return min(sum(scores) / len(scores), min(scores) + ABOVE_WORST)


def is_repeated(days: Sequence[int | None]) -> bool:
    """Find out whether messages that speak against a client do so often enough, and not on one day only.

    Parameters
    ----------
    days : sequence of int or None
        The day of each; one that is unknown is taken for a day of its own.

    Returns
    -------
    bool
        Whether there are `ENOUGH_EVIDENCE` messages on `ENOUGH_DAYS` days.

    Examples
    --------
    >>> is_repeated([5, 5, 5]), is_repeated([5, 5, 6])
    (False, True)
    """
    n_days = len(set(days) - {None}) + sum(day is None for day in days)
    return len(days) >= ENOUGH_EVIDENCE and n_days >= ENOUGH_DAYS


def verdict_of(parts: Iterable[tuple[PartScore, bool]], n_messages: int, weight: float) -> str:
    """Answer whether to part with a client.

    Parameters
    ----------
    parts : iterable of PartScore and bool
        Each part with data, and whether its evidence is repeated.
    n_messages : int
        Messages of the client.
    weight : float
        What they weigh together by their age, in messages of today.

    Returns
    -------
    str
        'not_enough_messages'; 'break_up' if a part is bad beyond its uncertainty, and repeatedly; 'keep' if all are
        good; else 'a_bit_difficult'.
    """
    if n_messages < ENOUGH_MESSAGES or weight < ENOUGH_RECENT:
        return "not_enough_messages"
    found = list(parts)
    if any(part.band == "bad" and part.interval[1] < SURE_BELOW and repeated for part, repeated in found):
        return "break_up"
    return "keep" if all(part.band == "good" for part, _ in found) else "a_bit_difficult"
