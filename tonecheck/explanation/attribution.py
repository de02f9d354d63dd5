"""What each sentence and each word of a message contributes to its decision values."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tonecheck.classifier import ToneClassifier
from tonecheck.explanation.record import Explanation, ToneSentence, ToneSpan
from tonecheck.features.base import Attribution
from tonecheck.records import ToneScore
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
    shares = _attribute(model, normal, parts, int(code[0]))
    alone = model.read(parts, language_codes=np.repeat(code, len(parts))).probabilities
    spoken = _sums(shares.characters, words)
    together = shares.sentences + _sums(shares.characters, sentences)
    names = model.labels_

    def located(bounds: tuple[int, int]) -> tuple[int, int, str]:
        start, end = _original(bounds, own_text, origins, places)
        return start, end, whole[start:end]

    return Explanation(
        whole,
        tone,
        _by_label(names, shares.base + together.sum(axis=0)),
        _by_label(names, shares.base),
        tuple(
            ToneSentence(
                *located(bounds), *(_by_label(names, values[row]) for values in (alone, shares.sentences, together))
            )
            for row, bounds in enumerate(sentences)
        ),
        tuple(ToneSpan(*located(bounds), _by_label(names, spoken[row])) for row, bounds in enumerate(words)),
    )


def _attribute(model: ToneClassifier, normal: str, sentences: Sequence[str], language_code: int) -> Attribution:
    """Add up what the blocks say, each weighed as the calibration weighs it."""
    calibration = model.calibration_
    base = calibration.intercept[language_code].copy()
    characters = np.zeros((len(normal), len(base)))
    shares = np.zeros((len(sentences), len(base)))
    for block, scorer in enumerate(model.scorers_):
        slope = calibration.slope[language_code, :, block]
        part = scorer.attribute(normal, sentences)
        base += part.base * slope
        characters += part.characters * slope
        shares += part.sentences * slope
    return Attribution(base, characters, shares)


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


def _by_label(names: Sequence[str], values: NDArray[np.float64]) -> MappingProxyType[str, float]:
    return MappingProxyType(dict(zip(names, values.tolist(), strict=True)))
