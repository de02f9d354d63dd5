"""What to label next: messages on which a model wavers, and no two that are nearly the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tonecheck.api import CHUNK_MESSAGES, ModelLike, to_model
from tonecheck.calibration import to_probabilities
from tonecheck.classifier import ToneClassifier
from tonecheck.corpus.checks import check_texts
from tonecheck.errors import InputError, shorten
from tonecheck.features.batch import Batch, to_batch
from tonecheck.features.encoder import load_encoder, vectors_of
from tonecheck.text.reply import own_words

NEAR_COPY = 0.9
"""Cosine of sentence vectors, from which one message tells little that the other does not.

Of client messages, half differ from their own copy with one character less by under 0.02; pairs in which a word or two
turn the tone, which are worth labelling, lie at 0.72 (median), a message and its nearest other one at 0.56.
"""

WORD_DIMENSIONS = 1024
"""Numbers that stand for a message's words, for models without an encoder."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class NextMessage:
    """A message that is worth labelling.

    Attributes
    ----------
    index : int
        Its position among those that were given. Range: 0 and up.
    label : str
        The label on which the model wavers most.
    margin : float
        How far the model is from changing its answer to that label, in log odds. Range: 0 and up. Direction: near 0 it
        wavers.
    where : str
        Where it comes from: 'text 17' by position, unless a caller that knows better sets it.
    text : str
        The message.
    probabilities : mapping of str to float
        What the model says of each label. Range: 0 to 1.
    predictions : mapping of str to int
        What it would answer, at its operating point: 0 or 1.

    Examples
    --------
    >>> NextMessage(3, "insulting", 0.04, "text 3", "Well, well.", {"insulting": 0.49}, {"insulting": 0}).label
    'insulting'
    """

    index: int
    label: str
    margin: float
    where: str
    text: str
    probabilities: Mapping[str, float]
    predictions: Mapping[str, int]

    def to_dict(self) -> dict[str, Any]:
        """Return the message as plain data for JSON."""
        return asdict(self)


def suggest_next(
    texts: Iterable[str], *, n: int = 100, model: ModelLike = None, labelled: Iterable[str] = ()
) -> tuple[NextMessage, ...]:
    """Find the messages that are most worth labelling, the worthiest first.

    Those on which the model wavers, for any of its labels; none that is nearly the same as one before it, or as one
    that is labelled. The same messages give the same answer.

    Parameters
    ----------
    texts : iterable of str, length n_messages
        Messages without labels, as for `score_batch`.
    n : int
        Most messages to return. Range: 1 and up.
    model
        As for `score`.
    labelled : iterable of str
        Messages that have labels.

    Returns
    -------
    tuple of NextMessage
        Fewer than `n` where fewer differ enough.

    Raises
    ------
    InputError
        If texts are not as for `score_batch`, or `n` is below 1.

    Examples
    --------
    >>> found = suggest_next(["Merci !", "Well, that is one way to do it.", "Merci  !"], n=3)
    >>> len(found), found[0].margin <= found[1].margin
    (2, True)
    """
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise InputError(f"n must be an int in the range [1, inf). Got {shorten(n)} instead.")
    found, known = check_texts(texts), check_texts(labelled)
    ready = to_model(model)
    log_odds, vectors = _read(found, ready)
    distances = margins(log_odds, ready)
    nearest = distances.min(axis=1)
    has_words = np.array([any(map(str.isalpha, text)) for text in found], bool)
    order = [row for row in np.argsort(nearest, kind="stable").tolist() if has_words[row]]
    probabilities = to_probabilities(log_odds)
    predictions = probabilities >= ready.thresholds(ready.operating_point)
    return tuple(
        NextMessage(
            row,
            ready.labels_[int(distances[row].argmin())],
            round(float(nearest[row]), 4),
            f"text {row}",
            found[row],
            dict(zip(ready.labels_, np.round(probabilities[row], 4).tolist(), strict=True)),
            dict(zip(ready.labels_, predictions[row].astype(int).tolist(), strict=True)),
        )
        for row in _keep_apart(order, vectors, _vectors(known, ready), n)
    )


def margins(log_odds: NDArray[np.float64], model: ToneClassifier) -> NDArray[np.float64]:
    """Return how far each message and label is from a turn of the answer: shape (n_messages, n_labels), in log odds.

    The answer turns at a probability of one half, and at the threshold of the model's operating point.
    """
    thresholds = np.clip(model.thresholds(model.operating_point), 1e-6, 1 - 1e-6)
    turn = np.log(thresholds / (1 - thresholds))
    result: NDArray[np.float64] = np.minimum(abs(log_odds), abs(log_odds - turn))
    return result


def _read(texts: Sequence[str], model: ToneClassifier) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    log_odds, vectors = [np.zeros((0, len(model.labels_)))], []
    for batch in _batches(texts):
        log_odds.append(model.log_odds(batch))
        vectors.append(_batch_vectors(batch, model))
    return np.concatenate(log_odds), np.concatenate(vectors) if vectors else np.zeros((0, 1), np.float32)


def _vectors(texts: Sequence[str], model: ToneClassifier) -> NDArray[np.float32]:
    vectors = [_batch_vectors(batch, model) for batch in _batches(texts)]
    return np.concatenate(vectors) if vectors else np.zeros((0, 1), np.float32)


def _batches(texts: Sequence[str]) -> Iterator[Batch]:
    for at in range(0, len(texts), CHUNK_MESSAGES):
        yield to_batch([own_words(text).text for text in texts[at : at + CHUNK_MESSAGES]])


def _batch_vectors(batch: Batch, model: ToneClassifier) -> NDArray[np.float32]:
    """Return a vector of length 1 for each text: the model's sentence vector, or one of the words."""
    return _word_vectors(batch.texts) if model.encoder is None else vectors_of(batch, load_encoder(model.encoder))


def _word_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    vectors = np.zeros((len(texts), WORD_DIMENSIONS), np.float32)
    for row, text in enumerate(texts):
        for word in _WORD.findall(text.casefold()):
            vectors[row, crc32(word.encode()) % WORD_DIMENSIONS] += 1
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return vectors


def _keep_apart(order: Sequence[int], vectors: NDArray[np.float32], known: NDArray[np.float32], n: int) -> list[int]:
    """Return the first `n` rows of an order that are no near copy of one before them, or of what is known."""
    chosen: list[int] = []
    for row in order:
        if len(chosen) == n:
            break
        rivals = [vectors[chosen] @ vectors[row], known @ vectors[row] if len(known) else []]
        if max(np.concatenate(rivals), default=-1) < NEAR_COPY:
            chosen.append(row)
    return chosen
