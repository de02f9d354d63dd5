"""What clients' messages show beside their tone: apologies, emergencies, that it can wait, work that was changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tonecheck.respect_score.no_hurry import says_no_hurry
from tonecheck.respect_score.replies import FATES, NO_HURRY, SIGNS

_NEVER = -50.0


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs of all messages of a mailbox, by row.

    Attributes
    ----------
    replies : float array of shape (n_messages, n_fates + n_signs)
        Log odds of what a message of a client's does; very low for the others.
    """

    replies: NDArray[np.float64]

    def shows(self, sign: str, row: int) -> bool:
        """Return whether a message more likely than not shows one of `tonecheck.respect_score.replies.SIGNS`."""
        return bool(self.replies[row, len(FATES) + SIGNS.index(sign)] > 0)

    def can_wait(self, own_text: str, row: int) -> bool:
        """Return whether a message says that it can wait, in a set phrase or in words of its own."""
        return says_no_hurry(own_text) or self.shows(NO_HURRY, row)


def no_signs(n_messages: int) -> Signs:
    """Return the signs of a mailbox in which none is seen, to be filled in."""
    return Signs(np.full((n_messages, len(FATES) + len(SIGNS)), _NEVER))
