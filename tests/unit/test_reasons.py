"""Reasons in words, in the message's language, where the evidence supports one."""

import pytest

from tonecheck import LABELS, ToneClassifier, explain
from tonecheck.explanation import reasons
from tonecheck.explanation.reasons import KINDS, reason_of


@pytest.mark.parametrize("code", [*KINDS, *LABELS])
def test_each_reason_has_words_in_both_languages(code):
    english, french = reasons._SENTENCES["en"][code], reasons._SENTENCES["fr"][code]
    assert english != french
    assert not english.endswith(".")


def test_a_message_without_a_label_has_no_reason():
    assert reason_of("You fool.", (), "en") is None
    assert explain("Thank you, that is lovely.").reason is None


@pytest.mark.parametrize(
    ("text", "carried", "language", "code"),
    [
        ("It's Sunday, so what, answer me now.", ["pressuring"], "en", "time_claim"),
        ("Not my problem.", ["dismissive"], "en", "cold_brush_off"),
        ("Espèce d'abruti.", ["idiot_test", "insulting"], "fr", "open_insult"),
        ("Est-ce que quelqu'un sait lire, chez vous ?", ["idiot_test", "insulting"], "fr", "rhetorical_question"),
    ],
)
def test_the_reason_is_the_likeliest_kind_in_the_language_of_the_message(text, carried, language, code):
    assert reason_of(text, carried, language) == (code, reasons._SENTENCES[language][code])


def test_the_labels_decide_which_kinds_are_possible(monkeypatch):
    class Certain:
        def predict_proba(self, texts):
            return __import__("numpy").full((1, len(KINDS)), 0.9)

    monkeypatch.setattr(reasons, "_model", Certain)
    assert reason_of("Why?", ["pressuring"], "en")[0] == "time_claim"
    assert reason_of("Why?", ["dismissive"], "en")[0] in ("brush_off", "cold_brush_off")
    assert "rhetorical_question" not in reasons._possible("Why.", ["insulting"])
    assert "rhetorical_question" in reasons._possible("Why?", ["insulting"])


def test_where_no_kind_is_likely_the_weightiest_label_gives_the_reason(monkeypatch):
    monkeypatch.setattr(reasons, "SURE_FROM", 1.1)
    assert reason_of("You fool.", ["idiot_test", "insulting"], "en")[0] == "insulting"
    assert reason_of("Non.", ["dismissive", "idiot_test"], "fr")[0] == "dismissive"


def test_a_model_with_other_labels_gives_no_reason():
    texts = ["kind words here"] * 6 + ["you lazy fool"] * 6
    model = ToneClassifier(encoder=None, table_bits=12).fit(texts, [[0]] * 6 + [[1]] * 6, labels=["rude"])
    assert explain("you lazy fool", model=model).reason is None
