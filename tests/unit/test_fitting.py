import os
import threading

import numpy as np
import pytest
from joblib import dump, parallel_config

from tonecheck.errors import CorpusError
from tonecheck.features.batch import Batch
from tonecheck.features.blas import _controller, one_thread
from tonecheck.features.encoder import load_encoder, vectors_of
from tonecheck.features.ngrams import NgramFeatures, NgramOptions
from tonecheck.fitting import (
    FEW_MESSAGES,
    MOST_DIVISIONS,
    PART_TEXTS,
    PenalisedBlock,
    fit_blocks,
    keep_vectors,
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


def test_blocks_that_share_their_features_have_them_made_once_and_are_fitted_as_if_alone(monkeypatch):
    fitted = []
    fit = NgramFeatures.fit
    monkeypatch.setattr(NgramFeatures, "fit", lambda self, batch: fitted.append(1) or fit(self, batch))
    features = NgramFeatures(NgramOptions(table_bits=10))
    together = fit_blocks([PenalisedBlock(features, C) for C in (0.5, 8.0)], Batch(TEXTS), Y, 0)
    assert len(fitted) == 1
    for number, C in enumerate((0.5, 8.0)):
        alone = fit_blocks(blocks(C), Batch(TEXTS), Y, 0)
        expected = alone.decisions(Batch(TEXTS))[:, :, 0]
        np.testing.assert_array_equal(together.decisions(Batch(TEXTS))[:, :, number], expected)


def test_threads_that_fit_at_once_do_not_disturb_each_other():
    random = np.random.default_rng(0)
    texts = [" ".join(random.choice(list("abcdefghij"), 40)) for _ in range(400)]
    y = random.integers(0, 2, (400, 1)).astype(float)
    batch = Batch(texts)
    expected = fit_blocks(blocks(), batch, y, 0).scorers[0].weights
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(fit_blocks(blocks(), Batch(texts), y, 0).scorers[0].weights))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(one, expected) for one in found)


@pytest.mark.parametrize("backend", ["loky", "multiprocessing"])
def test_no_array_goes_to_another_process_by_a_file(monkeypatch, backend):
    batch = Batch(TEXTS)
    batch.once("large", lambda: np.zeros((18, 100_000)))
    written = []
    monkeypatch.setattr("joblib._memmapping_reducer.dump", lambda *found: written.append(found) or dump(*found))
    divisions = [list(make_folds(18, None, 3, 0))]
    with parallel_config(backend=backend):
        found = out_of_fold(blocks, batch, Y, divisions, seed=0, n_jobs=2)
    assert written == []
    np.testing.assert_array_equal(found, held_out())


def test_vectors_are_kept_in_parts_and_told_of_as_they_come():
    texts = [f"text {number}" for number in range(PART_TEXTS + 3)] + ["long " * 2000]
    batch, told = Batch(texts), []
    keep_vectors(batch, "encoder-use-m3-enfr-1", n_jobs=None, advance=told.append)
    assert told == [PART_TEXTS, 4]
    encoder = load_encoder("encoder-use-m3-enfr-1")
    np.testing.assert_allclose(vectors_of(batch, encoder), encoder.encode(*_parts(texts)), atol=1e-5)
    keep_vectors(batch, "encoder-use-m3-enfr-1", n_jobs=None, advance=told.append)
    assert told == [PART_TEXTS, 4]
    keep_vectors(Batch([]), "encoder-use-m3-enfr-1", n_jobs=None)


def _parts(texts):
    batch = Batch(texts)
    return batch.pieces, batch.firsts


def test_one_thread_is_put_back_by_the_last_that_leaves():
    def n_threads():
        return [library.num_threads for library in _controller(os.getpid()).lib_controllers]

    before = n_threads()
    one, other = one_thread(), one_thread()
    one.__enter__()
    other.__enter__()
    one.__exit__(None, None, None)
    assert set(n_threads()) == {1}
    other.__exit__(None, None, None)
    assert n_threads() == before
