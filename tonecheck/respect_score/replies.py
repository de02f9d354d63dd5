"""What messages do in a correspondence: raise a concern, take it up or not, say sorry. Learned, not word lists.

Two small models of the same kind as the tone model read it: one says whether a message of the reader's raises a concern
(a question that matters, a worry, an objection, a proposal); the other, what a client's message does. Whether an answer
speaks of the concern at all is not in its own words alone: that is weighed with how near the two are in meaning and how
many words they share. All of it is learned from ``datasets/threads/train.jsonl`` and ``datasets/replies/``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from tonecheck.calibration import to_probabilities
from tonecheck.classifier import KIND, ToneClassifier
from tonecheck.errors import ModelFormatError
from tonecheck.features.batch import Batch, to_batch
from tonecheck.features.encoder import load_encoder, vectors_of
from tonecheck.persistence import find_shipped, read_manifest

CONCERN_MODEL = "concern-enfr-1"
REPLY_MODEL = "reply-enfr-1"

FATES = ("answered", "declined", "brushed_off", "mocked", "ignored")
"""What can become of a concern; with `CHANGED`, the first labels of the reply model."""

CHANGED = "changed"
APOLOGY, EMERGENCY, NO_HURRY = "apology", "emergency", "norush"
SIGNS = (CHANGED, APOLOGY, EMERGENCY, NO_HURRY)
"""What a client's message can show whether or not it answers: my work was changed behind my back, an apology for how
they treated me, an explained emergency, and that it can wait."""

_STEM = 6
_WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True)
class Relation:
    """How the log odds of 'ignored' follow from an answer's own words and from its nearness to the concern.

    Attributes
    ----------
    own : float
        Weight of the log odds by the answer's own words.
    nearness : float
        Weight of the cosine of the two sentence vectors. Range of the cosine: -1 to 1.
    shared : float
        Weight of the share of words in common. Range of the share: 0 to 1.
    intercept : float
        What is added.
    """

    own: float
    nearness: float
    shared: float
    intercept: float

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Make it of the plain data of a manifest."""
        try:
            return cls(**{name: float(plain[name]) for name in cls.__slots__})
        except (KeyError, TypeError, ValueError) as error:
            raise ModelFormatError(f"{REPLY_MODEL}: its manifest has no relation of four numbers") from error

    def log_odds(self, own: NDArray[np.float64], nearness: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log odds of 'ignored': shape (n_pairs,). `nearness` is what `nearness_of` returns."""
        log_odds: NDArray[np.float64] = self.own * own + nearness @ [self.nearness, self.shared] + self.intercept
        return log_odds


class ReplyReader:
    """Reads what messages do.

    Parameters
    ----------
    concern, reply : ToneClassifier
        The two models.
    relation : Relation
        See there.
    """

    def __init__(self, concern: ToneClassifier, reply: ToneClassifier, relation: Relation) -> None:
        self._concern = concern
        self._reply = reply
        self._relation = relation

    def concerns(self, texts: Batch) -> NDArray[np.float64]:
        """Return the probability that each text of the reader's raises a concern: shape (n_texts,)."""
        return to_probabilities(self._concern.log_odds(texts))[:, 0]

    def replies(self, texts: Batch) -> NDArray[np.float64]:
        """Return the log odds of what each text of a client does: shape (n_texts, n_fates + n_signs)."""
        return self._reply.log_odds(texts)

    def fates(self, concerns: Batch, answers: Batch, log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how probable each fate is for pairs of a concern and the message after it.

        Parameters
        ----------
        concerns, answers : Batch, length n_pairs
            Own words.
        log_odds : float array of shape (n_pairs, n_fates + n_signs)
            What `replies` says of the answers.

        Returns
        -------
        float array of shape (n_pairs, n_fates)
            In the order of `FATES`; each row sums to 1.
        """
        fates = log_odds[:, : len(FATES)].copy()
        if len(fates):
            ignored = FATES.index("ignored")
            fates[:, ignored] = self._relation.log_odds(fates[:, ignored], _nearness(concerns, answers))
        odds = np.exp(fates - fates.max(axis=1, keepdims=True, initial=-np.inf))
        shares: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
        return shares


def nearness_of(concerns: Sequence[str], answers: Sequence[str]) -> NDArray[np.float64]:
    """Return how near pairs of texts are: cosine of sentence vectors and share of words in common.

    Shape (n_pairs, 2). Direction: higher is nearer.
    """
    return _nearness(to_batch(concerns), to_batch(answers))


def _nearness(concerns: Batch, answers: Batch) -> NDArray[np.float64]:
    encoder = load_encoder()
    first, second = (vectors_of(texts, encoder) for texts in (concerns, answers))
    shared = [_shared_words(one, other) for one, other in zip(concerns.texts, answers.texts, strict=True)]
    return np.column_stack([(first * second).sum(axis=1), np.array(shared)]).astype(np.float64)


def _shared_words(first: str, second: str) -> float:
    one, other = _stems(first), _stems(second)
    return len(one & other) / float(np.sqrt(len(one) * len(other) + 1))


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.lower())}


@cache
def load_reply_reader() -> ReplyReader:
    """Read the two shipped models, once."""
    folder, digest = find_shipped(REPLY_MODEL)
    relation = Relation.from_plain(read_manifest(folder, KIND, digest).get("relation", {}))
    return ReplyReader(ToneClassifier.load(CONCERN_MODEL), ToneClassifier.load(REPLY_MODEL), relation)
