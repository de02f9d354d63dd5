"""What messages show beside their tone: concerns, replies, apologies, emergencies, that it can wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tonecheck.respect_score.mailbox import Mailbox
from tonecheck.respect_score.no_hurry import says_no_hurry
from tonecheck.respect_score.replies import FATES, NO_HURRY, SIGNS, ReplyReader


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs of all messages of a mailbox, by row.

    Attributes
    ----------
    concern : float array of shape (n_messages,)
        Probability that a message of the reader's raises a concern; 0 for the others.
    replies : float array of shape (n_messages, n_fates + n_signs)
        Log odds of what a message of a client's does; very low for the others.
    """

    concern: NDArray[np.float64]
    replies: NDArray[np.float64]

    def shows(self, sign: str, row: int) -> bool:
        """Return whether a message more likely than not shows one of `tonecheck.respect_score.replies.SIGNS`."""
        return bool(self.replies[row, len(FATES) + SIGNS.index(sign)] > 0)

    def can_wait(self, own_text: str, row: int) -> bool:
        """Return whether a message says that it can wait, in a set phrase or in words of its own."""
        return says_no_hurry(own_text) or self.shows(NO_HURRY, row)


_NEVER = -50.0


def read_signs(mailbox: Mailbox, own_texts: Sequence[str], reader: ReplyReader | None) -> Signs:
    """Read the signs of a mailbox's messages; without a reader, none is seen."""
    n_rows = len(own_texts)
    concern, replies = np.zeros(n_rows), np.full((n_rows, len(FATES) + len(SIGNS)), _NEVER)
    if reader is not None:
        mine = [letter.row for letter in mailbox.mine if own_texts[letter.row].strip()]
        theirs = [letter.row for letters in mailbox.by_client.values() for letter in letters]
        if mine:
            concern[mine] = reader.concerns([own_texts[row] for row in mine])
        if theirs:
            replies[theirs] = reader.replies([own_texts[row] for row in theirs])
    return Signs(concern, replies)
