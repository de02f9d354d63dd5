"""Fit a linear model over each feature block, and read what each says of texts it has not seen.

Every block gets weights and a penalty of its own, so that many features do not drown few; how much each counts in the
sum is learned afterwards, on out-of-fold decisions (`tonecheck.calibration`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tonecheck.errors import CorpusError
from tonecheck.features.base import FeatureBlock, Scorer
from tonecheck.features.batch import Batch
from tonecheck.features.blas import one_thread
from tonecheck.features.encoder import load_encoder, vectors_of

FEW_MESSAGES = 2000
"""Below so many, one random division into folds is too much left to chance: see `n_divisions`."""

MOST_DIVISIONS = 3
"""Divisions of few messages. Each costs as much time as the one; what is few takes little."""

NARROW = 32
"""Features up to which a block is fitted without a penalty on the intercept; wider ones hardly notice it."""

PART_TEXTS = 1024
"""Texts whose sentence vectors are made together: on the way to its vector a text is five times as large."""

Folds = list[tuple[NDArray[np.int64], NDArray[np.int64]]]

_LOCKS: dict[int, Lock] = {}
"""By process, for a fork inherits a lock as it is. See `_fit_regression`."""


class PenalisedBlock(NamedTuple):
    """A feature block and the inverse strength of the penalty on its weights.

    Attributes
    ----------
    block : FeatureBlock
        The features.
    C : float
        Inverse strength of the penalty. Range: above 0.
    known_coef : float array of shape (n_features, n_labels), optional
        Weights that need not be learned, one column a label; NaN in the columns of those that are.
    """

    block: FeatureBlock
    C: float
    known_coef: NDArray[np.float64] | None = None


class WeighedBlocks(NamedTuple):
    """Fitted blocks.

    Attributes
    ----------
    scorers : list of Scorer, length n_blocks
        Each with one output a label.
    intercepts : float array of shape (n_labels, n_blocks)
        What each block adds to every text.
    """

    scorers: list[Scorer]
    intercepts: NDArray[np.float64]

    def decisions(self, batch: Batch) -> NDArray[np.float64]:
        """Return what each block says of each text: shape (n_texts, n_labels, n_blocks)."""
        return np.stack([scorer.decision(batch) for scorer in self.scorers], axis=2) + self.intercepts


def fit_blocks(blocks: Sequence[PenalisedBlock], batch: Batch, y: NDArray[np.float64], seed: int) -> WeighedBlocks:
    """Fit each block to labels: `y` has shape (n_texts, n_labels), NaN where not labelled.

    Neighbours that have the same features, and other penalties, share them.
    """
    scorers = []
    intercepts = np.zeros((y.shape[1], len(blocks)))
    fitted, features = None, None
    for number, (block, C, known_coef) in enumerate(blocks):
        if block is not fitted:
            fitted, features = block, None  # what was made before is let go first: of many texts it is large
            features = block.fit(batch).transform(batch)
        coef, intercepts[:, number] = _fit_labels(features, y, C, seed, known_coef)
        scorers.append(block.weigh(coef))
    return WeighedBlocks(scorers, intercepts)


def _fit_labels(
    features: Any, y: NDArray[np.float64], C: float, seed: int, known_coef: NDArray[np.float64] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    coef = np.zeros((features.shape[1], y.shape[1]))
    intercept = np.zeros(y.shape[1])
    for label in range(y.shape[1]):
        if known_coef is not None and not np.isnan(known_coef[:, label]).any():
            coef[:, label] = known_coef[:, label]
            continue
        known = ~np.isnan(y[:, label])
        answers = y[known, label]
        n_with = answers.sum()
        if 0 < n_with < len(answers):
            model = _fit_regression(features if known.all() else features[known], answers, C, seed)
            coef[:, label], intercept[label] = model.coef_[0], model.intercept_[0]
        else:  # a fold may know one answer alone: it then says how often, so that being left out looks like no merit
            intercept[label] = np.log((n_with + 0.5) / (len(answers) - n_with + 0.5))
    return coef, intercept


def _fit_regression(features: Any, answers: NDArray[np.float64], C: float, seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression

    if features.shape[1] <= NARROW:
        return LogisticRegression(C=C).fit(features, answers)
    # The dual solver is the fastest by far for more features than texts; a smaller tolerance moves no AUC by 0.001.
    model = LogisticRegression(C=C, solver="liblinear", dual=True, tol=0.01, max_iter=1000, random_state=seed)
    # All threads of a process draw from one generator: two that fit at once would take numbers from each other.
    with _LOCKS.setdefault(os.getpid(), Lock()):
        return model.fit(features, answers)


def out_of_fold(
    make_blocks: Callable[[], Sequence[PenalisedBlock]],
    batch: Batch,
    y: NDArray[np.float64],
    divisions: Sequence[Folds],
    *,
    seed: int,
    n_jobs: int | None,
    advance: Callable[[int], Any] = lambda n_texts: None,
) -> NDArray[np.float64]:
    """Return what each block says of texts whose group it was not fitted on: shape (n_texts, n_labels, n_blocks).

    Parameters
    ----------
    make_blocks : callable
        Gives blocks that are not fitted.
    batch, y
        The texts, and their labels: shape (n_texts, n_labels), NaN where not labelled.
    divisions : sequence of lists of pairs of rows
        From `make_divisions`; the mean over several is returned.
    seed : int
        Of the solver.
    n_jobs : int or None
        Processes to fit folds in, as joblib counts them.
    advance : callable
        Told how many texts were held out, each time that it goes on.
    """
    from joblib import delayed

    folds = [fold for division in divisions for fold in division]
    tasks = (
        delayed(_held_out)(make_blocks(), batch.rows(train), y[train], batch.rows(test), seed) for train, test in folds
    )
    decisions = np.zeros((*y.shape, len(make_blocks())))
    for (_, test), part in zip(folds, _results(tasks, n_jobs), strict=True):
        decisions[test] += part / len(divisions)
        advance(len(test))
    return decisions


def _held_out(
    blocks: Sequence[PenalisedBlock], train: Batch, y: NDArray[np.float64], test: Batch, seed: int
) -> NDArray[np.float64]:
    with one_thread():
        return fit_blocks(blocks, train, y, seed).decisions(test)


def keep_vectors(
    batch: Batch, encoder: str, *, n_jobs: int | None, advance: Callable[[int], Any] = lambda n_texts: None
) -> None:
    """Have a batch keep its sentence vectors, made in parts of `PART_TEXTS`.

    Parameters
    ----------
    batch : Batch
        The texts.
    encoder : str
        Name of a shipped encoder.
    n_jobs : int or None
        Processes to make them in, as joblib counts them.
    advance : callable
        Told how many texts were read, each time that it goes on.
    """
    from joblib import delayed

    starts = range(0, len(batch), PART_TEXTS)
    tasks = (delayed(_encode)(encoder, batch.texts[at : at + PART_TEXTS]) for at in starts)

    def make() -> NDArray[np.float32]:
        parts = []
        for part in _results(tasks, n_jobs):
            parts.append(part)
            advance(len(part))
        return np.concatenate(parts)

    if len(batch):
        batch.once(load_encoder(encoder).name, make)


def _encode(encoder: str, texts: Sequence[str]) -> NDArray[np.float32]:
    with one_thread():
        return vectors_of(Batch(texts), load_encoder(encoder))


def _results(tasks: Iterable[Any], n_jobs: int | None) -> Iterator[Any]:
    """Yield what tasks give, in their order.

    They are done in rounds, for not every backend of joblib gives results as they come. Arrays go to other processes by
    a pipe: joblib's way for large ones is a file that they unpickle.
    """
    from joblib import Parallel, effective_n_jobs

    waiting = iter(tasks)
    n_at_once = effective_n_jobs(n_jobs)
    with Parallel(n_jobs=n_jobs, max_nbytes=None) as pool:
        while at_once := list(islice(waiting, n_at_once)):
            yield from pool(at_once)


def n_divisions(n_texts: int) -> int:
    """Return how often texts are divided into folds: once from `FEW_MESSAGES` on."""
    return min(max(FEW_MESSAGES // max(n_texts, 1), 1), MOST_DIVISIONS)


def make_divisions(y: NDArray[np.float64], groups: Sequence[Any] | None, n_folds: int, seed: int) -> list[Folds]:
    """Divide labelled texts into folds, once or, where they are few, several times.

    Few texts are dealt out, so that each fold gets about as many with each label: by chance one gets more than its
    share, the others fewer, and every block looks as if it said the opposite of the labels.

    Raises
    ------
    CorpusError
        If there are fewer groups than folds, or not one for each text.
    """
    if len(y) >= FEW_MESSAGES:
        return [list(make_folds(len(y), groups, n_folds, seed))]
    _check_groups(len(y), groups, n_folds)
    return [_deal(y, groups, n_folds, seed + number) for number in range(n_divisions(len(y)))]


def _deal(y: NDArray[np.float64], groups: Sequence[Any] | None, n_folds: int, seed: int) -> Folds:
    names: Any = range(len(y)) if groups is None else [str(group) for group in groups]
    _, where = np.unique(np.array(names), return_inverse=True)
    n_groups = int(where.max()) + 1
    shares = np.zeros((n_groups, y.shape[1]))
    np.add.at(shares, where, y == 1)
    shares /= np.bincount(where)[:, None]
    shuffled = np.random.default_rng(seed).permutation(n_groups)
    rarest_last = np.argsort(-(y == 1).sum(axis=0), kind="stable")  # what lexsort reads last it sorts by first
    order = shuffled[np.lexsort(shares[shuffled][:, rarest_last].T)]
    fold_of = np.empty(n_groups, np.int64)
    fold_of[order] = np.arange(n_groups) % n_folds
    folds = fold_of[where]
    return [(np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)) for fold in range(n_folds)]


def make_folds(
    n_texts: int, groups: Sequence[Any] | None, n_folds: int, seed: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield rows to train on and rows to test on, for each fold; a group's rows are never in both.

    Raises
    ------
    CorpusError
        If there are fewer groups than folds, or not one for each text.
    """
    from sklearn.model_selection import GroupKFold, KFold

    _check_groups(n_texts, groups, n_folds)
    kind = KFold if groups is None else GroupKFold
    yield from kind(n_folds, shuffle=True, random_state=seed).split(np.empty(n_texts), groups=groups)


def _check_groups(n_texts: int, groups: Sequence[Any] | None, n_folds: int) -> None:
    if groups is not None and len(groups) != n_texts:
        raise CorpusError(f"groups has {len(groups)} entries; expected one for each of {n_texts} texts")
    n_groups = n_texts if groups is None else len(set(groups))
    if n_groups < n_folds:
        what = "texts" if groups is None else "writers"
        raise CorpusError(f"{n_groups} {what}; expected at least {n_folds}, one a fold")
