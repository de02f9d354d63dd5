"""How a client has written of late, against this client's own normal."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from tonecheck.records import Trend

RECENT_DAYS = 30
"""How far 'of late' goes back from the newest message."""

ENOUGH = 4
"""Fewest messages of late, and before, that a trend can be seen in."""

BEYOND_CHANCE = 1.64
"""Standard errors by which the two must differ: chance alone does that in one case of ten."""


def trend_of(costs: Sequence[float], days: Sequence[int | None], newest: int | None) -> Trend | None:
    """Compare what a client's messages cost of late with what they cost before.

    Parameters
    ----------
    costs : sequence of float, length n_messages
        What each cost time or work, the larger of the two. Range: 0 to 1. Direction: 1 is worse.
    days : sequence of int or None, length n_messages
        The day of each; those without are left out.
    newest : int or None
        The day from which time counts back. None: the newest of `days`.

    Returns
    -------
    Trend or None
        None where there are fewer than `ENOUGH` messages of late, or before.

    Examples
    --------
    >>> trend_of([0.0] * 20 + [1.0, 0.0, 1.0, 1.0], [*range(20), 100, 101, 102, 103], None)
    Trend(direction='worse', recent=0.75, before=0.0)
    >>> trend_of([0.0] * 8, [0, 1, 2, 3, 50, 51, 52, 53], None).direction
    'steady'
    """
    known = [(day, cost) for day, cost in zip(days, costs, strict=True) if day is not None]
    if not known:
        return None
    end = max(day for day, _ in known) if newest is None else newest
    recent = [cost for day, cost in known if end - RECENT_DAYS < day <= end]
    before = [cost for day, cost in known if day <= end - RECENT_DAYS]
    if min(len(recent), len(before)) < ENOUGH:
        return None
    of_late, normal = sum(recent) / len(recent), sum(before) / len(before)
    # One bad and one good message are added to both, as Agresti and Caffo do, so that few alike are no certainty.
    shares = [(sum(part) + 1) / (len(part) + 2) for part in (recent, before)]
    error = sqrt(
        sum(share * (1 - share) / (len(part) + 2) for share, part in zip(shares, (recent, before), strict=True))
    )
    difference = shares[0] - shares[1]
    direction = "steady" if abs(difference) <= BEYOND_CHANCE * error else "worse" if difference > 0 else "better"
    return Trend(direction, of_late, normal)
