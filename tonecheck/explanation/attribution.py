"""What each sentence and each word of a message contributes to its decision values."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tonecheck.classifier import ToneClassifier
from tonecheck.explanation.reasons import is_ours, reason_of
from tonecheck.explanation.record import Explanation, ToneSentence, ToneSpan
from tonecheck.records import FrozenDict, ToneScore
from tonecheck.text.normalise import normalise_aligned
from tonecheck.text.reply import trace_own_words
from tonecheck.text.sentences import split_sentences

_WORD = re.compile(r"\S+")

Bounds = list[tuple[int, int]]


def explain_text(text: str, tone: ToneScore, model: ToneClassifier) -> Explanation:
    """Explain a message's tone.

    Parameters
    ----------
    text : str
        The message, as it was scored.
    tone : ToneScore
        Its tone.
    model : ToneClassifier
        The model that gave it.

    Returns
    -------
    Explanation
        Offsets count in the message as given, or in its text, where it was HTML or had headers.
    """
    whole, own_text, places = trace_own_words(text)
    normal, origins = normalise_aligned(own_text)
    words = [match.span() for match in _WORD.finditer(normal)]
    sentences = split_sentences(normal, tone.language)
    parts = [normal[start:end] for start, end in sentences]
    code = model.read([own_text]).language_codes
    shares = model.attribute(normal, parts)
    alone = model.read(parts, language_codes=np.repeat(code, len(parts))).probabilities
    spoken = _sums(shares.characters, words)
    together = shares.sentences + _sums(shares.characters, sentences)
    names = model.labels_
    reason = reason_of(own_text, tone.labels, tone.language) if is_ours(model) else None

    def located(bounds: Bounds) -> list[tuple[int, int, str]]:
        found, done = [], 0
        for start, end in (_original(pair, own_text, origins, places) for pair in bounds):
            start = end - len(whole[max(start, done) : end].lstrip())
            found.append((start, end, whole[start:end]))
            done = end
        return found

    return Explanation(
        whole,
        tone,
        _by_label(names, shares.base + together.sum(axis=0)),
        _by_label(names, shares.base),
        tuple(
            ToneSentence(*place, *(_by_label(names, values[row]) for values in (alone, shares.sentences, together)))
            for row, place in enumerate(located(sentences))
        ),
        tuple(ToneSpan(*place, _by_label(names, spoken[row])) for row, place in enumerate(located(words))),
        *(reason or (None, None)),
    )


def _sums(characters: NDArray[np.float64], bounds: Bounds) -> NDArray[np.float64]:
    sums = np.zeros((len(bounds), characters.shape[1]))
    for row, (start, end) in enumerate(bounds):
        sums[row] = characters[start:end].sum(axis=0)
    return sums


def _original(bounds: tuple[int, int], own_text: str, origins: Sequence[int], places: Sequence[int]) -> tuple[int, int]:
    """Return where in the message the characters of the normalised text came from; marks and unseen signs included."""
    start = origins[bounds[0]]
    last = origins[bounds[1] - 1]
    after = bisect_right(origins, last)
    end = origins[after] if after < len(origins) else len(own_text)
    end = start + len(own_text[start:end].rstrip())
    return places[start], places[end - 1] + 1


def _by_label(names: Sequence[str], values: NDArray[np.float64]) -> FrozenDict:
    return FrozenDict(zip(names, values.tolist(), strict=True))
