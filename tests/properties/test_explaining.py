from itertools import pairwise

import pytest
from hypothesis import given, settings

from tests.properties.strategies import mails, messages
from tests.properties.test_scoring import DEFAULT, FAST, texts
from tonecheck import explain
from tonecheck.text.reply import own_words, trace_own_words
from tonecheck.text.sentences import split_sentences


@settings(max_examples=60)
@given(texts)
def test_contributions_add_up_and_offsets_point_at_the_original(text: str) -> None:
    why = explain(text, model=FAST)
    for label, decision in why.decision.items():
        assert why.base[label] + sum(span.contribution[label] for span in why.spans) == pytest.approx(
            decision, abs=1e-5
        )
    for part in (*why.sentences, *why.spans):
        assert why.text[part.start : part.end] == part.text


@settings(max_examples=10)
@given(messages)
def test_the_vector_s_share_adds_up_too(text: str) -> None:
    why = explain(text, model=DEFAULT)
    for label, decision in why.decision.items():
        total = why.base[label] + sum(sentence.contribution[label] for sentence in why.sentences)
        assert total == pytest.approx(decision, abs=1e-5)


@settings(max_examples=150)
@given(mails)
def test_own_words_are_traced_to_where_they_stood(mail: str) -> None:
    whole, own_text, offsets = trace_own_words(mail)
    assert own_text == own_words(mail).text
    assert "".join(whole[place] for place in offsets) == own_text
    assert all(first < second for first, second in pairwise(offsets))


@settings(max_examples=60)
@given(messages)
def test_sentences_hold_every_character_in_order(text: str) -> None:
    bounds = split_sentences(text, "en")
    assert "".join("".join(text[start:end].split()) for start, end in bounds) == "".join(text.split())
    assert all(first[1] <= second[0] for first, second in pairwise(bounds))
