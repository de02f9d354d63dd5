import numpy as np
import pytest

from tonecheck.errors import CorpusError
from tonecheck.features.batch import Batch
from tonecheck.features.ngrams import NgramFeatures, NgramOptions
from tonecheck.fitting import PenalisedBlock, fit_blocks, make_folds, out_of_fold

TEXTS = ["thanks a lot", "you idiot", "lovely work", "useless idiot", "thanks, lovely", "idiot again"] * 3
Y = np.array([[0.0], [1.0]] * 9)


def blocks(C=8.0):
    return [PenalisedBlock(NgramFeatures(NgramOptions(table_bits=10)), C)]


def held_out(y=Y, groups=None, n_folds=3):
    return out_of_fold(blocks, Batch(TEXTS), y, groups, n_folds=n_folds, seed=0, n_jobs=None)


def test_what_a_fitted_block_says_separates_the_labels():
    decisions = fit_blocks(blocks(), Batch(TEXTS), Y, 0).decisions(Batch(TEXTS))
    assert decisions.shape == (18, 1, 1)
    assert decisions[Y[:, 0] == 1].min() > 0 > decisions[Y[:, 0] == 0].max()


def test_a_stronger_penalty_makes_smaller_decisions():
    weak, strong = (abs(fit_blocks(blocks(C), Batch(TEXTS), Y, 0).decisions(Batch(TEXTS))).mean() for C in (8, 0.1))
    assert strong < weak / 2


def test_messages_that_are_not_labelled_change_no_weight_of_their_label():
    known = np.hstack([Y, Y])
    known[:6, 1] = np.nan
    found = fit_blocks(blocks(), Batch(TEXTS), known, 0).scorers[0].decision(Batch(["idiot"]))
    as_harmless = fit_blocks(blocks(), Batch(TEXTS), np.nan_to_num(known), 0).scorers[0].decision(Batch(["idiot"]))
    assert found[0, 1] > 1.2 * as_harmless[0, 1]
    assert fit_blocks(blocks(), Batch(TEXTS), Y, 0).scorers[0].decision(Batch(["idiot"]))[0, 0] == pytest.approx(
        found[0, 0], rel=1e-3
    )


def test_out_of_fold_decisions_never_saw_the_messages_writer():
    texts_by_one = ["idiot"] * 18
    y = np.tile([[1.0], [0.0], [0.0]], (6, 1))
    groups = np.repeat(range(6), 3)
    found = out_of_fold(blocks, Batch(texts_by_one), y, groups, n_folds=6, seed=0, n_jobs=None)
    assert np.ptp(found) == pytest.approx(0, abs=1e-9)  # all alike: no message could be told from its own label


def test_the_folds_are_the_same_for_the_same_seed_alone():
    def rows(seed):
        return [test.tolist() for _, test in make_folds(20, None, 4, seed)]

    assert rows(1) == rows(1) != rows(2)


def test_each_message_is_held_out_once_and_a_writer_as_a_whole():
    groups = np.array(list("aabbccddeeff"))
    folds = list(make_folds(12, groups, 3, 0))
    assert sorted(row for _, test in folds for row in test.tolist()) == list(range(12))
    for train, test in folds:
        assert not set(groups[train]) & set(groups[test])


def test_a_fold_that_knows_one_answer_alone_says_how_rare_the_other_is():
    y = np.zeros((18, 1))
    y[:2] = 1
    groups = ["one"] * 2 + list(range(16))
    (n_train,) = {len(train) for train, test in make_folds(18, groups, 3, 0) if 0 in test}
    assert held_out(y, groups)[:2, 0, 0].tolist() == pytest.approx([np.log(0.5 / (n_train + 0.5))] * 2)


def test_too_few_texts_or_writers_are_refused():
    with pytest.raises(CorpusError, match="3 texts; expected at least 5, one a fold"):
        list(make_folds(3, None, 5, 0))
    with pytest.raises(CorpusError, match="2 writers; expected at least 3, one a fold"):
        list(make_folds(4, ["a", "b", "a", "b"], 3, 0))
    with pytest.raises(CorpusError, match="groups has 3 entries; expected one for each of 4 texts"):
        list(make_folds(4, ["a", "b", "c"], 3, 0))
