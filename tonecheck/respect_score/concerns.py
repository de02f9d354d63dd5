"""The reader's concerns, and the client's message that shows what became of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tonecheck.respect_score.mailbox import Letter, order_of
from tonecheck.respect_score.replies import FATES, ReplyReader

CONCERN_FROM = 0.5
"""Probability from which a message of the reader's raises a concern."""

ANSWER_SECONDS = 30 * 24 * 3_600
"""A message that comes later does not show what became of a concern."""


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern of the reader's and what became of it.

    Attributes
    ----------
    raised : Letter
        The reader's message.
    answer : Letter
        The client's message that shows its fate; where it was ignored, the next one.
    fate : str
        One of `tonecheck.respect_score.replies.FATES`.
    probability : float
        How probable the fate is. Range: 0 to 1.
    """

    raised: Letter
    answer: Letter
    fate: str
    probability: float


def follow_concerns(
    mine: Sequence[Letter],
    letters: Sequence[Letter],
    own_texts: Sequence[str],
    concern: NDArray[np.float64],
    replies: NDArray[np.float64],
    reader: ReplyReader,
) -> list[Concern]:
    """Find what became of each concern that the reader raised with a client.

    A concern after which the client has not written yet has no fate, and is left out.

    Parameters
    ----------
    mine : sequence of Letter
        The reader's messages to the client alone, in the order of time: of one to several people nobody knows who
        was to answer.
    letters : sequence of Letter
        The client's, in the order of time.
    own_texts : sequence of str, length n_messages
        Own words of all messages of the mailbox, by row.
    concern : float array of shape (n_messages,)
        Probability that a message raises a concern, by row.
    replies : float array of shape (n_messages, n_fates + n_signs)
        Log odds of what a message does, by row.
    reader : ReplyReader
        Tells fates from pairs.

    Returns
    -------
    list of Concern
        In the order in which they were raised.
    """
    find_answer = _Answers(letters)
    pairs = [
        (letter, answer)
        for letter in mine
        if concern[letter.row] >= CONCERN_FROM and (answer := find_answer(letter)) is not None
    ]
    if not pairs:
        return []
    fates = reader.fates(
        [own_texts[raised.row] for raised, _ in pairs],
        [own_texts[answer.row] for _, answer in pairs],
        replies[[answer.row for _, answer in pairs]],
    )
    return [
        Concern(raised, answer, FATES[int(chances.argmax())], float(chances.max()))
        for (raised, answer), chances in zip(pairs, fates, strict=True)
    ]


class _Answers:
    """Finds the client's message that may answer one of the reader's: the first that says so, else the next one."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        self._naming: dict[str, Letter] = {}
        for letter in letters:
            if letter.message.reply_to is not None:
                self._naming.setdefault(letter.message.reply_to, letter)
        self._timed = [letter for letter in letters if letter.seconds is not None]
        self._orders = [order_of(letter) for letter in self._timed]

    def __call__(self, raised: Letter) -> Letter | None:
        if raised.message.id in self._naming:
            return self._naming[raised.message.id]
        place = bisect_right(self._orders, order_of(raised))
        if raised.seconds is None or place == len(self._timed):
            return None
        answer = self._timed[place]
        assert answer.seconds is not None  # noqa: S101 - only those are timed
        return answer if answer.seconds - raised.seconds <= ANSWER_SECONDS else None
