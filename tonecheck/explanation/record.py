"""The frozen records of an explanation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tonecheck.errors import InputError, shorten
from tonecheck.explanation import show
from tonecheck.records import ToneScore


@dataclass(frozen=True, slots=True)
class ToneSpan:
    """A word of a message, with the signs at it, and what it contributes.

    Attributes
    ----------
    start, end : int
        Where it stands in `Explanation.text`, end exclusive.
    text : str
        The characters there.
    contribution : mapping of str to float
        What its n-grams add to the log odds of each label; exact. Direction: above 0 speaks for the label.

    Examples
    --------
    >>> from tonecheck import explain
    >>> explain("Merci beaucoup !").spans[0].text
    'Merci'
    """

    start: int
    end: int
    text: str
    contribution: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ToneSentence:
    """A sentence of a message, its own score and what it contributes.

    Attributes
    ----------
    start, end : int
        Where it stands in `Explanation.text`, end exclusive.
    text : str
        The characters there.
    probability : mapping of str to float
        What the model says of the sentence alone. Range: 0 to 1. Direction: 1 is worse.
    meaning : mapping of str to float
        Its share of what the sentence vector adds to the log odds of each label; 0 where a model has none.
    contribution : mapping of str to float
        `meaning` and the contributions of its spans together. Direction: above 0 speaks for the label.

    Examples
    --------
    >>> from tonecheck import explain
    >>> [sentence.text for sentence in explain("Merci. À demain !").sentences]
    ['Merci.', 'À demain !']
    """

    start: int
    end: int
    text: str
    probability: Mapping[str, float]
    meaning: Mapping[str, float]
    contribution: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a message is scored as it is.

    For each label, ``base`` and the contributions of all sentences add up to ``decision``, and so do ``base``, the
    contributions of all spans and the meanings of all sentences.

    Attributes
    ----------
    text : str
        What offsets count in: the message as given; its text, where it was HTML or had headers.
    tone : ToneScore
        What `tonecheck.score` says of it.
    decision : mapping of str to float
        Log odds of each label; its probability is ``1 / (1 + exp(-decision))``, but 0 where there are no words.
    base : mapping of str to float
        The part of them that belongs to no word: what the model says of an empty text.
    sentences : tuple of ToneSentence
        Of the sender's own words, in their order; none where there are no words.
    spans : tuple of ToneSpan
        All words of them, in their order.
    reason_code, reason : str or None
        What kind of disrespect it reads as, as a code and in words, in the message's language; None where no label
        holds or the evidence does not say.

    Examples
    --------
    >>> from tonecheck import explain
    >>> why = explain("Here is the file. Try to read it this time, if you can read.")
    >>> why.sentences[1].contribution["idiot_test"] > why.sentences[0].contribution["idiot_test"]
    True
    >>> label = "idiot_test"
    >>> total = why.base[label] + sum(sentence.contribution[label] for sentence in why.sentences)
    >>> round(total - why.decision[label], 5)
    0.0
    """

    text: str
    tone: ToneScore
    decision: Mapping[str, float]
    base: Mapping[str, float]
    sentences: tuple[ToneSentence, ...]
    spans: tuple[ToneSpan, ...]
    reason_code: str | None = None
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data for JSON."""
        return {
            "text": self.text,
            "tone": self.tone.to_dict(),
            "decision": dict(self.decision),
            "base": dict(self.base),
            "sentences": [_plain(sentence) for sentence in self.sentences],
            "spans": [_plain(span) for span in self.spans],
            "reason_code": self.reason_code,
            "reason": self.reason,
        }

    def to_text(self, label: str | None = None) -> str:
        """Return the explanation of one label for a terminal.

        Parameters
        ----------
        label : str, optional
            Default: the first that the message carries, else the likeliest.

        Raises
        ------
        InputError
            If the model has no such label.
        """
        return show.as_text(self, self._label(label))

    def to_html(self, label: str | None = None) -> str:
        """Return the explanation of one label as a piece of HTML, all text escaped; options as for `to_text`."""
        return show.as_html(self, self._label(label))

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.to_html()

    def _label(self, label: str | None) -> str:
        if label is None:
            carried = [name for name in self.decision if name in self.tone.labels]
            return carried[0] if carried else max(self.decision, key=self.decision.__getitem__)
        if not isinstance(label, str) or label not in self.decision:
            raise InputError(f"label: {shorten(label)}; expected one of {', '.join(map(repr, self.decision))}")
        return label


def _plain(part: ToneSentence | ToneSpan) -> dict[str, Any]:
    values = {name: getattr(part, name) for name in part.__slots__}
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()}
