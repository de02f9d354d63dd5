"""The test taken literally."""

import numpy as np
import pytest

from tonecheck import InputError, ToneClassifier, insult_shift
from tonecheck.api import to_model
from tonecheck.literal_insult import insult_shifts

KIND = "Lovely work, thank you so much, see you on Monday."
CONTEMPT = "You are a lazy, useless fool and your work is garbage."


@pytest.mark.parametrize("model", [None, "tone-enfr-1-fast"])
def test_a_kind_message_is_jolted_and_a_contemptuous_one_is_not(model):
    assert insult_shift(KIND, model=model) > insult_shift(CONTEMPT, model=model) + 0.2


def test_french_gets_the_french_insult():
    model = to_model(None)
    kind = "Merci beaucoup, c'est très joli, à lundi."
    before, after, english = model.decision_function([kind, f"{kind} Espèce d'idiot.", f"{kind} You idiot."])[:, 0]
    assert insult_shift(kind) == pytest.approx(1 - np.exp(before - after) ** np.sqrt(len(kind) / 100), abs=1e-5)
    assert after != pytest.approx(english, abs=1e-3)


def test_it_is_how_far_the_odds_move_as_if_at_a_hundred_characters():
    model = to_model(None)
    before, after = model.decision_function([KIND, f"{KIND} You idiot."])[:, 0]
    assert insult_shift(KIND) == pytest.approx(1 - np.exp(before - after) ** np.sqrt(len(KIND) / 100), abs=1e-5)


def test_it_stays_between_0_and_1_and_takes_many():
    found = insult_shifts(["", "k.", CONTEMPT * 40, KIND, "Una frase en español"], to_model(None))
    assert found.shape == (5,)
    assert ((found >= 0) & (found <= 1)).all()


@pytest.mark.parametrize("text", ["", "> you idiot", "😀", "...", "12345"])
def test_a_text_without_words_cannot_read_the_same(text):
    assert insult_shift(text) == 1.0


def test_quoted_words_do_not_count():
    assert insult_shift(f"{KIND}\n\nOn Monday, Ann wrote:\n> {CONTEMPT}") == insult_shift(KIND)


def test_a_model_without_the_label_is_refused():
    model = ToneClassifier(encoder=None, table_bits=12).fit(
        ["a b"] * 4 + ["c d"] * 4, [[0]] * 4 + [[1]] * 4, labels=["x"]
    )
    with pytest.raises(InputError, match=r"^the model has the labels x; expected one with 'idiot_test'$"):
        insult_shift("hello", model=model)
    with pytest.raises(InputError, match=r"^text is NoneType \(None\); expected str"):
        insult_shift(None)
