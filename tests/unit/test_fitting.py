import numpy as np
import pytest

from tonecheck.errors import CorpusError
from tonecheck.features.batch import Batch
from tonecheck.features.ngrams import NgramFeatures, NgramOptions
from tonecheck.fitting import (
    FEW_MESSAGES,
    MOST_DIVISIONS,
    PenalisedBlock,
    fit_blocks,
    make_divisions,
    make_folds,
    n_divisions,
    out_of_fold,
)

TEXTS = ["thanks a lot", "you idiot", "lovely work", "useless idiot", "thanks, lovely", "idiot again"] * 3
Y = np.array([[0.0], [1.0]] * 9)


def blocks(C=8.0):
    return [PenalisedBlock(NgramFeatures(NgramOptions(table_bits=10)), C)]


def held_out(y=Y, groups=None, n_folds=3):
    divisions = [list(make_folds(len(y), groups, n_folds, 0))]
    return out_of_fold(blocks, Batch(TEXTS), y, divisions, seed=0, n_jobs=None)


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
    divisions = make_divisions(y, groups, 6, 0)
    found = out_of_fold(blocks, Batch(texts_by_one), y, divisions, seed=0, n_jobs=None)
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
    with pytest.raises(CorpusError, match="3 texts; expected at least 5, one a fold"):
        make_divisions(Y[:3], None, 5, 0)


def test_weights_that_are_known_are_not_learned():
    known = np.full((1 << 10, 2), np.nan)
    known[:, 0] = 0.5
    y = np.hstack([Y, Y])
    block = PenalisedBlock(NgramFeatures(NgramOptions(table_bits=10)), 8.0, known)
    fixed, learned = fit_blocks([block], Batch(TEXTS), y, 0), fit_blocks(blocks(), Batch(TEXTS), y, 0)
    assert fixed.intercepts[0, 0] == 0
    assert fixed.intercepts[1, 0] == learned.intercepts[1, 0] != 0
    assert (fixed.scorers[0].decision(Batch(TEXTS))[:, 0] > 0).all()
    assert learned.scorers[0].decision(Batch(["thanks"]))[0, 0] < 0


def test_few_texts_are_divided_several_times_and_many_once():
    numbers = [0, 12, FEW_MESSAGES // 2, FEW_MESSAGES - 1, FEW_MESSAGES, 10**6]
    assert [n_divisions(n) for n in numbers] == [MOST_DIVISIONS, MOST_DIVISIONS, 2, 1, 1, 1]
    assert len(make_divisions(Y, None, 3, 0)) == MOST_DIVISIONS
    many = np.zeros((FEW_MESSAGES, 1))
    (once,) = make_divisions(many, None, 3, 0)
    assert [test.tolist() for _, test in once] == [test.tolist() for _, test in make_folds(len(many), None, 3, 0)]


def test_each_fold_of_few_texts_gets_its_share_of_every_label():
    y = np.zeros((20, 2))
    y[:5, 0], y[3:13, 1] = 1, 1
    divisions = make_divisions(y, None, 5, 0)
    for division in divisions:
        assert sorted(row for _, test in division for row in test.tolist()) == list(range(20))
        for train, test in division:
            assert sorted([*train, *test]) == list(range(20))
            assert y[test, 0].sum() == 1
            assert 1 <= y[test, 1].sum() <= 3
    assert [test.tolist() for _, test in divisions[0]] != [test.tolist() for _, test in divisions[1]]


def test_a_writer_stays_in_one_fold_of_few_texts_too():
    groups = np.array(list("aabbccddee") + list("ffffffff"))
    for division in make_divisions(Y, groups, 3, 0):
        for train, test in division:
            assert not set(groups[train]) & set(groups[test])


def test_it_is_told_how_many_texts_were_held_out():
    told = []
    divisions = make_divisions(Y, None, 3, 0)
    out_of_fold(blocks, Batch(TEXTS), Y, divisions, seed=0, n_jobs=None, advance=told.append)
    assert sum(told) == MOST_DIVISIONS * 18


def test_several_divisions_give_the_mean_of_what_each_gives():
    divisions = make_divisions(Y, None, 3, 0)
    together = out_of_fold(blocks, Batch(TEXTS), Y, divisions, seed=0, n_jobs=None)
    each = [out_of_fold(blocks, Batch(TEXTS), Y, [one], seed=0, n_jobs=None) for one in divisions]
    np.testing.assert_allclose(together, np.mean(each, axis=0))
    assert (each[0] != each[1]).any()
