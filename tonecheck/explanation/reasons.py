"""What kind of disrespect a message reads as, in words, in the message's language.

A small model of the same kind as the tone model, learned from the kinds that the messages of
``datasets/client_feedback`` were written as, tells them apart; the labels that the message carries decide which of them
are possible.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from tonecheck.classifier import ToneClassifier
from tonecheck.labels import LABELS

KIND_MODEL = "kind-enfr-1"

KINDS = (
    "open_insult",
    "polite_contempt",
    "mock_praise",
    "rhetorical_question",
    "condescension",
    "brush_off",
    "cold_brush_off",
    "reputation_threat",
    "time_claim",
)
"""The kinds of disrespect, as `kind` in the datasets names them: the labels of the kind model."""

SURE_FROM = 0.4
"""Probability from which the likeliest kind is named.

On the messages of ``dev.jsonl`` that carry a label, by a model that had not seen them, the likeliest possible kind is
the one they were written as in 79%; from 0.4 up, which is 85% of them, in 82%, and most of the rest are neighbours that
a person would accept (condescension in polite words).
"""

_SENTENCES = {
    "en": {
        "open_insult": "rude words that are aimed at you",
        "polite_contempt": "polite words round contempt",
        "mock_praise": "praise, thanks or concern that is meant as mockery",
        "rhetorical_question": "a question that is a put-down",
        "condescension": "talks down to you or doubts your competence",
        "brush_off": "waves off, with contempt, what you say or do",
        "cold_brush_off": "refuses to take up what you say, without a reason",
        "reputation_threat": "threatens your reputation or accuses you of bad faith",
        "time_claim": "lays claim to your time beyond a normal working agreement",
        "insulting": "belittles you: intelligence, competence, effort, honesty or character",
        "dismissive": "refuses to take your work, idea, question or concern seriously",
        "pressuring": "lays claim to your time beyond a normal working agreement",
        "idiot_test": "would read much the same with an insult at its end",
    },
    "fr": {
        "open_insult": "des mots grossiers qui vous visent",
        "polite_contempt": "du mépris sous des mots polis",
        "mock_praise": "des éloges, des remerciements ou des égards moqueurs",
        "rhetorical_question": "une question qui rabaisse",
        "condescension": "vous parle de haut ou doute de votre compétence",
        "brush_off": "balaie avec mépris ce que vous dites ou faites",
        "cold_brush_off": "refuse sans raison d'entendre ce que vous dites",
        "reputation_threat": "menace votre réputation ou vous accuse de mauvaise foi",
        "time_claim": "dispose de votre temps au-delà d'un accord de travail normal",
        "insulting": "vous rabaisse : intelligence, compétence, efforts, honnêteté ou caractère",
        "dismissive": "refuse de prendre au sérieux votre travail, votre idée, votre question ou votre inquiétude",
        "pressuring": "dispose de votre temps au-delà d'un accord de travail normal",
        "idiot_test": "se lirait à peu près de même avec une insulte à la fin",
    },
}
_BY_WEIGHT = ("insulting", "dismissive", "pressuring", "idiot_test")


def reason_of(own_text: str, carried: Collection[str], language: str) -> tuple[str, str] | None:
    """Name the kind of disrespect that a message reads as.

    Parameters
    ----------
    own_text : str
        The sender's own words.
    carried : collection of str
        The labels that the message carries.
    language : str
        'fr' for a reason in French; any other for English.

    Returns
    -------
    tuple of str, or None
        A code, one of `KINDS` or of `tonecheck.LABELS`, and the reason in words. None where none of our labels is
        carried. Where the likeliest possible kind is not likely enough, the weightiest label gives the reason.

    Examples
    --------
    >>> reason_of("Have you never held a brush before, or what?", {"idiot_test", "insulting"}, "en")[0] in KINDS
    True
    >>> reason_of("Thanks!", set(), "en") is None
    True
    """
    labels = [label for label in _BY_WEIGHT if label in carried]
    if not labels:
        return None
    sentences = _SENTENCES["fr" if language == "fr" else "en"]
    probability = dict(zip(KINDS, _model().predict_proba([own_text])[0].tolist(), strict=True))
    likeliest = max(_possible(own_text, labels), key=probability.__getitem__)
    code = likeliest if probability[likeliest] >= SURE_FROM else labels[0]
    return code, sentences[code]


def _possible(own_text: str, labels: Collection[str]) -> list[str]:
    """Return the kinds that go with labels; one at least."""
    kinds = []
    if "pressuring" in labels:
        kinds.append("time_claim")
    if "dismissive" in labels:
        kinds += ["brush_off", "cold_brush_off"]
    if "idiot_test" in labels or "insulting" in labels:
        kinds += ["open_insult", "polite_contempt", "mock_praise", "condescension", "reputation_threat"]
        kinds += ["rhetorical_question"] if "?" in own_text else []
    return kinds


@cache
def _model() -> ToneClassifier:
    return ToneClassifier.load(KIND_MODEL)


def is_ours(model: ToneClassifier) -> bool:
    """Return whether a model's labels mean what ours do."""
    return set(model.labels_) <= set(LABELS)
