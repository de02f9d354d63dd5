from itertools import pairwise

import pytest

from tonecheck.features.hashing import NO_NGRAM, character_slots, to_words, word_slots
from tonecheck.features.symbols import to_symbols

BITS = 20


def characters(*texts, orders=(2, 3)):
    slots, edges = character_slots(to_symbols(texts), orders, BITS)
    return [slots[:, a:b].tolist() for a, b in pairwise(edges)]


def words(*texts, orders=(1, 2, 3), skips=(1, 2)):
    slots, edges = word_slots(to_words(to_symbols(texts)), orders, skips, BITS)
    return [slots[:, a:b].tolist() for a, b in pairwise(edges)]


@pytest.mark.parametrize("slots", [characters, words])
def test_a_text_has_the_same_slots_alone_and_between_others(slots):
    texts = ["", "", "You idiot, you.", "", "a", "Merci !", "...", "so so so"]
    assert slots(*texts) == [slots(text)[0] for text in texts]


def test_each_order_has_an_n_gram_at_each_place_that_does_not_reach_over_the_blank_after_the_text():
    ((pairs, threes),) = characters("abc")  # " abc "
    assert [slot != NO_NGRAM for slot in pairs] == [True] * 4
    assert [slot != NO_NGRAM for slot in threes] == [True, True, True, False]


def test_equal_n_grams_share_a_slot_and_others_do_not():
    (pairs,) = characters("xaxa", orders=(2,))[0]  # " x", "xa", "ax", "xa", "a "
    assert pairs[1] == pairs[3]
    assert len(set(pairs)) == 4


def test_words_pairs_and_pairs_over_one_word_are_found():
    ((single, pair, skip),) = words(
        "big red logo big", orders=(1, 2), skips=(1,)
    )  # the begin of a text counts as a word
    assert len(single) == 5  # the begin of a text counts as a word
    assert single[1] == single[4]
    assert len(set(single)) == 4
    assert NO_NGRAM not in pair
    assert [slot != NO_NGRAM for slot in skip] == [True, True, True, True, False]


def test_apostrophe_and_hyphen_separate_words_and_signs_are_words():
    assert words("l'idée", orders=(1,), skips=()) == words("l idee", orders=(1,), skips=())
    assert len(words("no!!", orders=(1,), skips=())[0][0]) == 3  # begin, "no", "!!"


def test_the_order_of_two_words_matters():
    one, other = words("you idiot", orders=(2,), skips=()), words("idiot you", orders=(2,), skips=())
    assert one[0][0][1] != other[0][0][1]


def test_words_of_one_letter_differ():
    one, other = words("a", orders=(1,), skips=())[0][0], words("b", orders=(1,), skips=())[0][0]
    assert one[1] != other[1]


def test_words_made_of_the_same_pairs_of_letters_differ():
    one, other = words("abcab", orders=(1,), skips=())[0][0], words("bcabc", orders=(1,), skips=())[0][0]
    assert one[1] != other[1]


def test_slots_stay_within_the_table():
    slots, _ = character_slots(to_symbols(["The quick brown fox jumps over the lazy dog."]), (2, 5), 8)
    assert 0 <= slots.min() <= slots.max() < 256
