import numpy as np
import pytest

from tonecheck.comparison import check_not_worse, compare, worse_labels, write_sentences
from tonecheck.corpus import Corpus
from tonecheck.errors import QualityGateError

N = 200
Y = np.tile([0.0, 1.0], N // 2)
SURE = 0.1 + 0.8 * Y
GUESS = np.random.default_rng(0).random(N)


def compared(new, old, y=Y, labels=("rude",), base_labels=("kind", "rude"), writers=None, languages=None):
    columns = {} if writers is None else {"writer": list(writers)}
    corpus = Corpus(["a"] * len(y), np.reshape(y, (len(y), -1)), labels, columns)
    base = np.column_stack([GUESS[: len(y)], old])
    return compare(
        corpus, np.reshape(new, (len(y), -1)), base, base_labels, languages or ["en"] * len(y), base="tone-enfr-1"
    )


def test_a_label_is_compared_with_that_of_the_same_name_in_each_language():
    found = compared(SURE, GUESS, languages=["en", "en", "fr", "fr"] * (N // 4))
    assert found["base"] == "tone-enfr-1"
    assert list(found["labels"]) == ["rude"]
    by_language = found["labels"]["rude"]
    assert list(by_language) == ["all", "en", "fr"]
    assert (by_language["all"]["n_messages"], by_language["all"]["n_positive"]) == (N, N // 2)
    assert by_language["fr"]["n_messages"] == N // 2
    for measure in ("auc", "average_precision"):
        assert by_language["all"][measure]["new"] == 1
        value, low, high = by_language["all"][measure]["difference"]
        assert value == pytest.approx(1 - by_language["all"][measure]["base"], abs=1e-3)
        assert low < value < high


def test_a_model_beside_itself_differs_by_nothing_at_all():
    assert compared(GUESS, GUESS)["labels"]["rude"]["all"]["auc"]["difference"] == [0, 0, 0]


def test_whole_writers_are_drawn():
    noisy = np.clip(SURE + 0.6 * (GUESS - 0.5), 0, 1)
    alone = compared(noisy, GUESS)["labels"]["rude"]["all"]["auc"]["difference"]
    together = compared(noisy, GUESS, writers=np.arange(N) // 50)["labels"]["rude"]["all"]["auc"]["difference"]
    assert together[0] == alone[0]
    assert together[1:] != alone[1:]


def test_what_only_one_of_them_knows_and_what_no_message_tells_of_is_left_out():
    assert compared(SURE, GUESS, labels=("own",))["labels"] == {}
    assert compared(SURE, GUESS, y=np.full(N, np.nan))["labels"] == {}
    assert compared(SURE, GUESS, y=np.zeros(N))["labels"] == {}
    partly = np.where(np.arange(N) < 20, Y, np.nan)
    assert compared(SURE, GUESS, y=partly)["labels"]["rude"]["all"]["n_messages"] == 20


def test_it_is_said_in_words():
    better, worse, same = compared(SURE, GUESS), compared(GUESS, SURE), compared(SURE, SURE)
    old = better["labels"]["rude"]["all"]["auc"]["base"]
    value, low, high = better["labels"]["rude"]["all"]["auc"]["difference"]
    start = "On messages that it had not seen, the new model ranks rude"
    assert write_sentences(better) == [
        f"{start} better than tone-enfr-1: 1.00 against {old:.2f} (difference {low:.2f} to {high:.2f})."
    ]
    assert write_sentences(worse)[0].startswith(f"{start} worse than tone-enfr-1: {old:.2f} against 1.00 (difference -")
    assert write_sentences(same) == [
        f"{start} about as well as tone-enfr-1: 1.00 against 1.00 (difference 0.00 to 0.00)."
    ]
    assert value > 0.3


def test_a_model_that_is_worse_is_refused_with_its_figures():
    check_not_worse(compared(SURE, GUESS))
    check_not_worse(compared(SURE, SURE))
    worse = compared(GUESS, SURE)
    assert worse_labels(worse) == ["rude"]
    with pytest.raises(QualityGateError, match=r"ranks rude worse than tone-enfr-1: .* allow_worse=True keeps the mod"):
        check_not_worse(worse)


def test_with_too_few_messages_it_says_so_and_refuses_nothing():
    rows = slice(0, 18)
    found = compared(1 - SURE[rows], SURE[rows], y=Y[rows])
    assert found["labels"]["rude"]["all"]["auc"] == {"base": 1, "new": 0, "difference": []}
    assert write_sentences(found)[0].endswith("rude at 0.00, tone-enfr-1 at 1.00: too few messages to tell them apart.")
    check_not_worse(found)


def test_a_loss_within_chance_or_too_small_to_notice_is_no_reason_to_refuse():
    few = slice(0, 24)
    noisy = SURE[few].copy()
    noisy[:4] = noisy[3::-1]
    base = SURE[few].copy()
    base[-2:] = base[:-3:-1]
    within_chance = compared(noisy, base, y=Y[few])
    assert within_chance["labels"]["rude"]["all"]["auc"]["difference"][0] < -0.05
    assert worse_labels(within_chance) == []
    y = np.array([0.0, 1.0] * 500)
    right = 0.1 + 0.8 * y
    slightly = right.copy()
    slightly[:10:2] = 0.9
    base = np.column_stack([right, right])
    found = compare(
        Corpus(["a"] * 1000, y[:, None], ("rude",)), slightly[:, None], base, ("x", "rude"), ["en"] * 1000, base="b"
    )
    value, _, high = found["labels"]["rude"]["all"]["auc"]["difference"]
    assert -0.006 < value < 0
    assert high < 0
    assert (worse_labels(found) == ["rude"]) is (value < -0.005)
