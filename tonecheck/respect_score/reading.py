"""The messages of a mailbox read by the models: each text once, some thousand at a time.

What the models share of a text, its sentence vector above all, is worked out once for all of them. The tone of the
reader's own messages is not looked at, so it is not heard.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tonecheck.features.batch import Batch, to_batch
from tonecheck.records import ToneScores
from tonecheck.respect_score.concerns import CONCERN_FROM, Pair
from tonecheck.respect_score.mailbox import Letter, Mailbox
from tonecheck.respect_score.signs import Signs, no_signs

CHUNK_MESSAGES = 2_000
"""Messages read at a time, so that memory does not grow with the mailbox."""

HearTone = Callable[[Sequence[int], Batch], ToneScores]
"""Tells the tones of messages, in the same order, from their rows in the mailbox and from their own words."""

Chances = Mapping[tuple[int, int], NDArray[np.float64]]
"""For the rows of a concern and of the message after it, how probable each fate is: shape (n_fates,)."""


class Reader(Protocol):
    """What tells what messages do: `tonecheck.respect_score.replies.ReplyReader`."""

    def concerns(self, texts: Batch) -> NDArray[np.float64]:
        """Return the probability that each text of the reader's raises a concern: shape (n_texts,)."""
        ...

    def replies(self, texts: Batch) -> NDArray[np.float64]:
        """Return the log odds of what each text of a client does: shape (n_texts, n_fates + n_signs)."""
        ...

    def fates(self, concerns: Batch, answers: Batch, log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how probable each fate is for pairs of a concern and an answer: shape (n_pairs, n_fates)."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a mailbox.

    Attributes
    ----------
    tones : ToneScores, length n_messages
        By row; those of clients that are scored have a meaning.
    signs : Signs
        What their messages show beside the tone.
    fates : mapping
        See `Chances`.
    """

    tones: ToneScores
    signs: Signs
    fates: Chances


def known_tones(tones: ToneScores) -> HearTone:
    """Return a teller of tones that are known already, by row."""
    return lambda rows, texts: ToneScores(
        tones.label_names, *(getattr(tones, name)[np.array(rows, np.int64)] for name in _COLUMNS)
    )


def read_mailbox(
    mailbox: Mailbox,
    pairs: Sequence[Pair],
    own_texts: Sequence[str],
    hear: HearTone,
    reader: Reader | None,
    advance: Callable[[int], Any] = lambda n_messages: None,
) -> Reading:
    """Read the messages of a mailbox that count.

    Parameters
    ----------
    mailbox : Mailbox
        In order.
    pairs : sequence of Pair
        Messages of the reader's that may raise a concern, each with one that may answer it.
    own_texts : sequence of str, length n_messages
        Own words of all messages, by row.
    hear : callable
        See `HearTone`.
    reader : Reader or None
        Without it no concern and no sign is seen.
    advance : callable
        Told how many messages were read, each time that it goes on.

    Returns
    -------
    Reading
        Of a message that is read twice, once for what was raised before it in another chunk, the last.
    """
    scored = {letter.row for letters in mailbox.by_client.values() for letter in letters}
    answers: dict[int, list[int]] = defaultdict(list)
    for raised, answer in (pair.rows for pair in pairs if reader is not None and own_texts[pair.raised.row].strip()):
        answers[raised].append(answer)
    heard: list[tuple[list[int], ToneScores]] = []
    signs = no_signs(len(own_texts))
    fates: dict[tuple[int, int], NDArray[np.float64]] = {}
    for rows in _chunks(_in_conversation(mailbox, pairs)):
        mine = [row for row in rows if row in answers]
        concerns = to_batch([own_texts[row] for row in mine])
        asked = [] if reader is None else _asked(mine, reader.concerns(concerns), answers)
        theirs = list(dict.fromkeys([*(row for row in rows if row in scored), *(answer for _, answer in asked)]))
        texts = to_batch([own_texts[row] for row in theirs])
        heard.append((theirs, hear(theirs, texts)))
        if reader is not None:
            signs.replies[theirs] = log_odds = reader.replies(texts)
            first, second = _places(asked, mine, theirs)
            chances = reader.fates(concerns.rows(first), texts.rows(second), log_odds[second])
            fates.update(zip(asked, chances, strict=True))
        advance(len(rows))
    return Reading(_by_row(heard, len(own_texts)), signs, fates)


def _in_conversation(mailbox: Mailbox, pairs: Sequence[Pair]) -> list[int]:
    """Return the rows to be read, client by client and there by time, so that most answers stand near what they answer.

    What the reader wrote to several clients stands with the first.
    """
    together: dict[str, list[Letter]] = {client: [*letters] for client, letters in mailbox.by_client.items()}
    for pair in {pair.raised.row: pair for pair in reversed(pairs)}.values():
        together.setdefault(pair.client, []).append(pair.raised)
    return [letter.row for letters in together.values() for letter in sorted(letters, key=_seconds)]


def _seconds(letter: Letter) -> float:
    return float("-inf") if letter.seconds is None else letter.seconds


def _chunks(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield rows in chunks; one empty chunk for none, for even then it is to be known which labels the tones have."""
    return (rows[at : at + CHUNK_MESSAGES] for at in range(0, max(len(rows), 1), CHUNK_MESSAGES))


def _asked(
    mine: Sequence[int], probability: NDArray[np.float64], answers: Mapping[int, Sequence[int]]
) -> list[tuple[int, int]]:
    """Return the rows of each concern and of what may answer it."""
    raised = [row for row, is_concern in zip(mine, probability >= CONCERN_FROM, strict=True) if is_concern]
    return [(row, answer) for row in raised for answer in answers[row]]


def _places(
    asked: Sequence[tuple[int, int]], mine: Sequence[int], theirs: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the two rows of each pair stand in a chunk."""
    first, second = ({row: place for place, row in enumerate(rows)} for rows in (mine, theirs))
    places = np.array([(first[raised], second[answer]) for raised, answer in asked], np.int64).reshape(-1, 2)
    return places[:, 0], places[:, 1]


_COLUMNS = ("probabilities", "predictions", "unsure", "language_codes", "flag_bits")


def _by_row(parts: Sequence[tuple[Sequence[int], ToneScores]], n_messages: int) -> ToneScores:
    """Put tones where their messages stood in the mailbox."""

    def column(name: str) -> NDArray[Any]:
        first = getattr(parts[0][1], name)
        whole = np.zeros((n_messages, *first.shape[1:]), first.dtype)
        for rows, part in parts:
            whole[rows] = getattr(part, name)
        return whole

    return ToneScores(parts[0][1].label_names, *map(column, _COLUMNS))
