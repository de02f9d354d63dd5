"""Sentences: spaCy's, in each paragraph and item of a list."""

import pytest

from tonecheck.text import sentences
from tonecheck.text.sentences import split_sentences


def parts(text, language="en"):
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("", "en", []),
        (" \n ", "en", []),
        ("One. Two!  Three?!", "en", ["One.", "Two!", "Three?!"]),
        ("M. Petit est là. Bien.", "fr", ["M. Petit est là.", "Bien."]),
        ("v1.0 is e.g. fine. Next", "en", ["v1.0 is e.g. fine.", "Next"]),
        ("Hi Tom,\r\n\r\n- one\r\n- two", "en", ["Hi Tom,", "- one", "- two"]),
        ("Vous savez lire ? Bon.", "fr", ["Vous savez lire ?", "Bon."]),
        ("Una frase. Otra.", "other", ["Una frase.", "Otra."]),
    ],
)
def test_sentences_are_found(text, language, expected):
    assert parts(text, language) == expected


def test_a_line_that_a_mail_program_wrapped_goes_on():
    wrapped = "I have looked at all that you sent me on Tuesday and I like\nthe colours very much."
    assert parts(wrapped) == [wrapped]
    assert parts(wrapped.replace("the", "The")) == wrapped.replace("the", "The").split("\n")
    assert len(parts(wrapped.replace("\n", "\n\n"))) == 2


def test_half_a_surrogate_pair_is_a_sign_like_any_other():
    assert parts("Hm \ud800. Yes.") == ["Hm \ud800.", "Yes."]


def test_very_long_text_is_given_in_pieces(monkeypatch):
    monkeypatch.setattr(sentences, "LONGEST_PIECE", 40)
    text = "word " * 50 + "x" * 100
    found = parts(text)
    assert max(map(len, found)) <= 40
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
