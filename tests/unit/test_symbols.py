from itertools import pairwise

import numpy as np
import pytest

from tonecheck.features.symbols import SIGN, SPACE, WORD, classes, fold, repeated, to_symbols


def read(*texts):
    symbols = to_symbols(texts)
    return [bytes(symbols.codes[a + 1 : b]) for a, b in pairwise(symbols.edges)]


def test_capitals_accents_digits_and_quotation_marks_read_alike():
    assert read("DÉÇU 2026", "decu 1999", "l’“œuf”") == [b"decu 0000".replace(b"0000", b"000")] * 2 + [b'l\'"ouf"']


def test_white_space_of_any_kind_and_length_is_one_blank():
    assert read("a \t\n\u00a0\u2003b", "a\0b") == [b"a b", b"a b"]


def test_a_sign_typed_over_and_over_counts_three_times():
    assert read("no!!!!!!!", "noooooo", "no!!!", "no!!", "11111") == [b"no!!!", b"nooo", b"no!!!", b"no!!", b"000"]


def test_texts_end_where_the_next_begins_whatever_was_dropped():
    symbols = to_symbols(["a   b", "", "  ", "xxxxxx", "c"])
    assert bytes(symbols.codes) == b" a b xxx c "
    assert symbols.edges.tolist() == [0, 4, 4, 4, 8, 10]


def test_a_text_of_blanks_has_no_symbol():
    symbols = to_symbols(["", " ", "\n\n"])
    assert np.diff(symbols.edges).tolist() == [0, 0, 0]


def test_a_batch_with_one_foreign_letter_folds_the_rest_as_without():
    assert read("Déjà", "ok", "Привет")[:2] == read("Déjà")[:1] + read("ok")


def test_a_lone_surrogate_and_an_emoji_have_a_symbol_of_the_upper_half():
    codes = np.frombuffer(b"".join(read("\ud800", "🙄", "語")), np.uint8)
    assert len(codes) == 3
    assert (codes >= 128).all()


def test_every_character_of_the_first_planes_folds_into_the_range():
    found = {fold(chr(point)) for point in range(0x3000)}
    assert min(found) == 32
    assert max(found) <= 255


@pytest.mark.parametrize(
    ("sign", "kind"), [("a", WORD), ("7", WORD), ("é", WORD), ("語", WORD), ("'", SPACE), ("-", SPACE), ("!", SIGN)]
)
def test_the_class_says_what_words_are_made_of(sign, kind):
    assert classes(to_symbols([sign])).tolist() == [SPACE, kind, SPACE]


def test_nothing_is_repeated_where_no_two_neighbours_are_alike():
    assert repeated(np.frombuffer(b" abab ", np.uint8)).tolist() == []
