"""The messages behind a score, weightiest first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tonecheck.records import Evidence
from tonecheck.respect_score.mailbox import Letter
from tonecheck.respect_score.reasons import UNSURE

MOST_EVIDENCE = 20
"""Most messages that are shown for a score; a reader looks at few."""

QUOTE_CHARACTERS = 160
"""Length of a quote: about two lines, enough to know the message again."""


def make_evidence(
    letters: Sequence[Letter], own_texts: Sequence[str], points: NDArray[np.float64], reasons: dict[int, str]
) -> tuple[Evidence, ...]:
    """Show what moved a score.

    Parameters
    ----------
    letters : sequence of Letter
        One client's.
    own_texts : sequence of str, length n_letters
        Their own words.
    points : float array of shape (n_letters,)
        What each took from the score (negative) or gave to it.
    reasons : dict of int to str
        For each letter that cost something: its position and its reason.

    Returns
    -------
    tuple of Evidence
        At most `MOST_EVIDENCE`, those that took most first; of equal ones the newest. A doubtful message that took
        nothing is not shown.
    """
    shown = [place for place, reason in reasons.items() if reason != UNSURE or points[place] < 0]
    ranked = sorted(shown, key=lambda place: _rank(letters[place], float(points[place])))
    return tuple(
        Evidence(
            reasons[place],
            letters[place].message.id,
            _quote(own_texts[place]),
            letters[place].sent,
            float(points[place]),
        )
        for place in ranked[:MOST_EVIDENCE]
    )


def _rank(letter: Letter, points: float) -> tuple[float, float, str]:
    return points, -(letter.seconds if letter.seconds is not None else float("-inf")), letter.message.id


def _quote(own_text: str) -> str:
    return " ".join(own_text.split())[:QUOTE_CHARACTERS].rstrip()
