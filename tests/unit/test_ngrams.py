import numpy as np
import pytest

from tonecheck.errors import InputError, ModelFormatError
from tonecheck.features.batch import PIECE_CHARACTERS, Batch
from tonecheck.features.hashing import NO_NGRAM, to_words, word_slots
from tonecheck.features.ngrams import NgramFeatures, NgramOptions, NgramScorer
from tonecheck.features.symbols import to_symbols

WORDS = NgramOptions(character_orders=(), word_orders=(1,), skips=(), table_bits=12, rarity_power=1.0)


def slot_of(word: str) -> int:
    return int(word_slots(to_words(to_symbols([word])), (1,), (), 12).slots[0, 1])


@pytest.fixture
def five_words() -> NgramScorer:
    """Two outputs. 'idiot' weighs 6 and 0, 'useless' 3 and 0, 'thanks' -4 and 1, 'now' 0 and 5, all as rare: norm 2."""
    weights = np.zeros((1 << 12, 3), np.int16)
    for word, row in {
        "idiot": (6, 0, 4),
        "useless": (3, 0, 4),
        "thanks": (-4, 1, 4),
        "now": (0, 5, 4),
        "x": (0, 0, 4),
    }.items():
        weights[slot_of(word)] = row
    return NgramScorer(WORDS, weights, np.array([1.0, 0.5, 1.0]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("idiot", [6 / 2, 0]),
        ("useless idiot", [9 / 8**0.5, 0]),
        ("idiot idiot", [12 / 8**0.5, 0]),
        ("thanks now", [-4 / 8**0.5, 6 * 0.5 / 8**0.5]),
        ("unknown", [0, 0]),
        ("", [0, 0]),
    ],
)
def test_weights_are_summed_and_divided_by_the_norm(five_words, text, expected):
    np.testing.assert_allclose(five_words.decision(Batch([text]))[0], expected, rtol=1e-12)


def test_a_text_is_scored_the_same_alone_between_others_and_after_empty_ones(five_words):
    texts = ["", "idiot", "", "", "thanks now", "x", ""]
    alone = np.vstack([five_words.decision(Batch([text])) for text in texts])
    assert (five_words.decision(Batch(texts)) == alone).all()


def test_empty_texts_take_nothing_from_their_neighbours():
    weights = np.random.default_rng(0).integers(-999, 999, (1 << 10, 3)).astype(np.int16)
    weights[:, -1] = 4
    weights[NO_NGRAM] = 0
    scorer = NgramScorer(NgramOptions(table_bits=10), weights, np.ones(3))
    texts = ["", "you idiot", "", "", "a", "", "thanks a lot", ""]
    assert (scorer.decision(Batch(texts)) == np.vstack([scorer.decision(Batch([text])) for text in texts])).all()
    assert (scorer.decision(Batch(["", "a"]))[0] == 0).all()


def test_no_texts_have_no_rows(five_words):
    assert five_words.decision(Batch([])).shape == (0, 2)


def test_the_pieces_of_a_long_text_are_added_up(five_words):
    half = "idiot" + " " * (PIECE_CHARACTERS - 5)
    np.testing.assert_allclose(five_words.decision(Batch(["x", half + "now", "x"]))[1], [6 / 8**0.5, 2.5 / 8**0.5])


def test_sums_of_the_largest_weights_do_not_overflow_in_a_full_piece():
    options = NgramOptions(character_orders=tuple(range(2, 17)), word_orders=(1,), skips=(), table_bits=8)
    largest = np.full((256, 4), 2**11 - 1, np.int16)
    largest[:, 1] *= -1
    largest[:, 3] = 2**15 - 1
    largest[NO_NGRAM] = 0
    text = " ".join("abcdefghijklmnopqrstuvwxyz"[i % 26] for i in range(PIECE_CHARACTERS // 2))
    scorer = NgramScorer(options, largest, np.ones(4))
    alone, beside_others = scorer.decision(Batch([text])), scorer.decision(Batch(["x", text, ""]))[1:2]
    assert (alone == beside_others).all()
    a, b, c = alone[0]
    assert a == c > 0
    assert a == -b


def test_outputs_beyond_those_of_one_word_are_summed_as_well():
    weights = np.random.default_rng(1).integers(-2047, 2048, (1 << 10, 12)).astype(np.int16)
    weights[:, -1] = np.abs(weights[:, -1])
    weights[NO_NGRAM] = 0
    scorer = NgramScorer(NgramOptions(table_bits=10), weights, np.ones(12))
    texts = ["you idiot", "", "thanks a lot, the third page is fine"]
    assert (scorer.decision(Batch(texts)) == np.vstack([scorer.decision(Batch([text])) for text in texts])).all()
    first_two = NgramScorer(NgramOptions(table_bits=10), weights[:, [0, 9, 11]], np.ones(3))
    assert (scorer.decision(Batch(texts))[:, [0, 9]] == first_two.decision(Batch(texts))).all()


def test_scoring_says_what_the_fitted_linear_model_says(corpus):
    batch = Batch(corpus.texts)
    features = NgramFeatures(NgramOptions(table_bits=12)).fit(batch)
    rows = features.transform(batch)
    coef = np.random.default_rng(0).normal(size=(1 << 12, 3))
    np.testing.assert_allclose(features.weigh(coef).decision(batch), rows @ coef, atol=5e-3)  # weights of 12 bits


def test_the_pieces_of_a_long_text_are_one_row_for_fitting():
    batch = Batch(["idiot" + " " * PIECE_CHARACTERS + "now", "x"])
    rows = NgramFeatures(WORDS).fit(batch).transform(batch)
    assert rows.shape == (2, 1 << 12)
    assert rows[0, slot_of("idiot")] == rows[0, slot_of("now")] > 0


def test_a_rare_n_gram_weighs_more_than_a_frequent_one():
    batch = Batch(["the idiot", "the logo", "the file"])
    features = NgramFeatures(WORDS).fit(batch)
    assert features.rarity_[slot_of("idiot")] == pytest.approx(1 + np.log(4 / 2))
    assert features.rarity_[slot_of("the")] == pytest.approx(1 + np.log(4 / 4))
    assert features.rarity_[slot_of("never")] == features.rarity_.max()
    assert features.rarity_[NO_NGRAM] == 0


def test_arrays_make_the_same_scorer_again(five_words):
    plain = {"character_orders": [], "word_orders": [1], "skips": [], "table_bits": 12, "rarity_power": 1}
    again = NgramScorer.from_arrays(plain, five_words.to_arrays(), 2)
    assert (again.decision(Batch(["thanks now"])) == five_words.decision(Batch(["thanks now"]))).all()
    assert again.options == WORDS


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ngram_weights": np.zeros((8, 3), np.int16)}, r"ngram_weights is int16 \(8, 3\); expected int16 \(4096, 3\)"),
        ({"ngram_weights": np.zeros((1 << 12, 3))}, "ngram_weights is float64"),
        ({"ngram_weights": np.full((1 << 12, 3), -1, np.int16)}, r"from \[-1, -1, -1\] .* no rarity below 0"),
        ({"ngram_weights": np.full((1 << 12, 3), 2048, np.int16)}, r"to \[2048, 2048, 2048\]; expected at most 2047"),
        ({"ngram_weights": np.full((1 << 12, 3), -2048, np.int16)}, "expected at most 2047 each way"),
        ({"ngram_scales": np.ones((3, 1))}, r"ngram_scales is float64 \(3, 1\); expected \(3,\)"),
        ({"ngram_scales": np.array([1.0, 0.0, 1.0])}, "all above 0"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(five_words, change, words):
    plain = {"character_orders": [], "word_orders": [1], "skips": [], "table_bits": 12, "rarity_power": 1}
    with pytest.raises(ModelFormatError, match=words):
        NgramScorer.from_arrays(plain, five_words.to_arrays() | change, 2)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            {"character_orders": (5, 3)},
            r"character_orders must be rising ints in the range \[2, 32\]. Got \(5, 3\) instead",
        ),
        ({"character_orders": (1,)}, "character_orders must be"),
        ({"character_orders": (3, 3)}, "character_orders must be"),
        ({"word_orders": (0,)}, r"word_orders must be rising ints in the range \[1, 32\]"),
        ({"skips": (31,)}, r"skips must be rising ints in the range \[1, 30\]"),
        ({"skips": (1.5,)}, "skips must be"),
        ({"character_orders": (), "word_orders": (), "skips": ()}, "expected at least one in all and at most 15"),
        ({"word_orders": tuple(range(1, 15)), "skips": (1, 2)}, "word_orders and skips 16"),
        ({"table_bits": 7}, r"table_bits must be an int in the range \[8, 24\]. Got 7 instead"),
        ({"table_bits": 10.5}, "table_bits must be an int"),
        ({"rarity_power": -1}, r"rarity_power must be a float in the range \[0.0, inf\). Got -1 instead"),
        ({"rarity_power": float("nan")}, "rarity_power"),
    ],
)
def test_an_option_out_of_its_range_is_refused(options, words):
    with pytest.raises(InputError, match=words):
        NgramOptions(**options)


def test_fifteen_kinds_fit():
    assert len(NgramOptions(character_orders=tuple(range(2, 17))).character_orders) == 15
