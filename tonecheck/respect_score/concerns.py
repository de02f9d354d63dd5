"""The reader's concerns, and the client's message that shows what became of each.

A concern that went to one client is followed to that client's next message. Of one that went to several, each may leave
the answer to the others, and so it is followed as a fair reader would:

- Each client's next message is looked at: one that names the concern, else the next one that does not stand in another
  thread.
- Who answers it, declines it with a reason, brushes it off or mocks it, does so alone: it is nobody else's doing, and
  nobody else's merit. To the others the concern was settled, so that they have ignored nothing.
- Where nobody takes it up, nobody has ignored it yet. If the reader then raises another concern with the same people
  and nobody takes that one up either, then each of them who wrote after it has ignored it, and so from there on until
  somebody takes one up.

The people of one client (one key, by `aliases`) are one: any of them answers for all, and what they pass over is
ignored at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tonecheck.respect_score.mailbox import Letter, Mine, order_of
from tonecheck.respect_score.reasons import IGNORED
from tonecheck.respect_score.replies import FATES

CONCERN_FROM = 0.5
"""Probability from which a message of the reader's raises a concern."""

ANSWER_SECONDS = 30 * 24 * 3_600
"""A message that comes later does not show what became of a concern."""

PASSED_OVER_IN_A_ROW = 2
"""Of concerns in a row that several people leave unanswered, the first that they ignore: one may be left to the others.

Chosen by judgement: in the training threads, every message goes to one client.
"""


class Pair(NamedTuple):
    """A message of the reader's, and the message of a client's that shows what became of a concern, if it raises one.

    Attributes
    ----------
    raised : Letter
        The reader's message.
    to : frozenset of str
        Keys of all who received it.
    client : str
        Key of the client, one of them.
    answer : Letter
        The client's message.
    """

    raised: Letter
    to: frozenset[str]
    client: str
    answer: Letter

    @property
    def rows(self) -> tuple[int, int]:
        """The rows of the two messages."""
        return self.raised.row, self.answer.row


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern of the reader's and what became of it with one client.

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


def pair_up(mine: Iterable[Mine], by_client: Mapping[str, Sequence[Letter]]) -> list[Pair]:
    """Find the message of each client's that may answer each message of the reader's.

    Parameters
    ----------
    mine : iterable of Mine
        The reader's messages, in the order of time.
    by_client : mapping of str to sequence of Letter
        What each client wrote, in the order of time.

    Returns
    -------
    list of Pair
        Those of one message in a row, in the order of `mine`. A client who has not written since, or only more than
        `ANSWER_SECONDS` later, makes no pair.
    """
    finders = {client: _Answers(letters) for client, letters in by_client.items()}
    return [
        Pair(one.letter, one.to, client, answer)
        for one in mine
        if one.to is not None
        for client in sorted(one.to & finders.keys())
        if (answer := finders[client].find(one.letter, is_alone=len(one.to) == 1)) is not None
    ]


def settle(pairs: Iterable[Pair], fates: Mapping[tuple[int, int], NDArray[np.float64]]) -> dict[str, list[Concern]]:
    """Say what became of each concern, and with whom.

    Parameters
    ----------
    pairs : iterable of Pair
        What `pair_up` found.
    fates : mapping of pairs of int to float array of shape (n_fates,)
        How probable each fate is, in the order of `FATES`, for the rows of each pair whose first message raises a
        concern.

    Returns
    -------
    dict of str to list of Concern
        By client, in the order in which they were raised.
    """
    found: dict[str, list[Concern]] = defaultdict(list)
    passed_over: Counter[frozenset[str]] = Counter()
    concerning = (pair for pair in pairs if pair.rows in fates)
    for _, group in groupby(concerning, key=lambda pair: pair.raised.row):
        told = [(pair, _concern(pair, fates[pair.rows])) for pair in group]
        to = told[0][0].to
        is_taken_up = any(concern.fate != IGNORED for _, concern in told)
        passed_over[to] = 0 if is_taken_up else passed_over[to] + 1
        is_blamed = len(to) == 1 or passed_over[to] >= PASSED_OVER_IN_A_ROW
        for pair, concern in told:
            if concern.fate != IGNORED or is_blamed:
                found[pair.client].append(concern)
    return found


def _concern(pair: Pair, chances: NDArray[np.float64]) -> Concern:
    return Concern(pair.raised, pair.answer, FATES[int(chances.argmax())], float(chances.max()))


class _Answers:
    """Finds one client's message that may answer one of the reader's: the first that says so, else the next one."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        self._naming: dict[str, Letter] = {}
        for letter in letters:
            if letter.message.reply_to is not None:
                self._naming.setdefault(letter.message.reply_to, letter)
        self._timed = [letter for letter in letters if letter.seconds is not None]
        self._orders = [order_of(letter) for letter in self._timed]

    def find(self, raised: Letter, *, is_alone: bool) -> Letter | None:
        """Return the message; one to several people is not answered in another thread."""
        if raised.message.id in self._naming:
            return self._naming[raised.message.id]
        if raised.seconds is None:
            return None
        for place in range(bisect_right(self._orders, order_of(raised)), len(self._timed)):
            answer = self._timed[place]
            assert answer.seconds is not None  # noqa: S101 - only those are timed
            if answer.seconds - raised.seconds > ANSWER_SECONDS:
                return None
            if is_alone or not _is_elsewhere(answer, raised):
                return answer
        return None


def _is_elsewhere(answer: Letter, raised: Letter) -> bool:
    threads = {answer.message.thread, raised.message.thread} - {None}
    return len(threads) == 2
