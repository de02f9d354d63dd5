import pytest

from tonecheck.errors import InputError
from tonecheck.respect_score import describe, disclaimer

CODES = [
    "insulting",
    "contempt",
    "dismissive",
    "unsure",
    "pressuring",
    "chasing",
    "out_of_hours",
    "brushed_off",
    "mocked",
    "ignored",
    "changed",
]


@pytest.mark.parametrize("reason", CODES)
def test_each_reason_has_a_sentence_of_its_own_in_each_language(reason):
    others = {describe(other, language) for other in CODES if other != reason for language in ("en", "fr")}
    sentences = {describe(reason, "en"), describe(reason, "fr")}
    assert len(sentences) == 2
    assert not sentences & others


def test_the_disclaimer_says_in_both_languages_what_a_score_is_not():
    assert "no judgement of a person" in disclaimer("en")
    assert "pas un jugement sur une personne" in disclaimer("fr")


def test_an_unknown_reason_is_refused_with_those_known():
    with pytest.raises(
        InputError, match=r"^reason: 'rude'; expected one of 'insulting', 'contempt', 'dismissive', .*'changed'$"
    ):
        describe("rude", "en")


@pytest.mark.parametrize("ask", [lambda language: describe("contempt", language), disclaimer])
def test_another_language_is_refused(ask):
    with pytest.raises(InputError, match=r"^language: 'de'; expected 'en' or 'fr'$"):
        ask("de")
