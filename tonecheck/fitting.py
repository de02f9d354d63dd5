"""Fit a linear model over each feature block, and read what each says of texts it has not seen.

Every block gets weights and a penalty of its own, so that many features do not drown few; how much each counts in the
sum is learned afterwards, on out-of-fold decisions (`tonecheck.calibration`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tonecheck.errors import CorpusError
from tonecheck.features.base import FeatureBlock, Scorer
from tonecheck.features.batch import Batch


class PenalisedBlock(NamedTuple):
    """A feature block and the inverse strength of the penalty on its weights."""

    block: FeatureBlock
    C: float


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
    """Fit each block to labels: `y` has shape (n_texts, n_labels), NaN where not labelled."""
    scorers = []
    intercepts = np.zeros((y.shape[1], len(blocks)))
    for number, (block, C) in enumerate(blocks):
        features = block.fit(batch).transform(batch)
        coef, intercepts[:, number] = _fit_labels(features, y, C, seed)
        scorers.append(block.weigh(coef))
    return WeighedBlocks(scorers, intercepts)


def _fit_labels(
    features: Any, y: NDArray[np.float64], C: float, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    from sklearn.linear_model import LogisticRegression

    coef = np.zeros((features.shape[1], y.shape[1]))
    intercept = np.zeros(y.shape[1])
    for label in range(y.shape[1]):
        known = ~np.isnan(y[:, label])
        # The dual solver is the fastest by far for more features than texts; a smaller tolerance moves no AUC by 0.001.
        model = LogisticRegression(C=C, solver="liblinear", dual=True, tol=0.01, max_iter=1000, random_state=seed)
        answers = y[known, label]
        n_with = answers.sum()
        if 0 < n_with < len(answers):
            model.fit(features[known], answers)
            coef[:, label], intercept[label] = model.coef_[0], model.intercept_[0]
        else:  # a fold may know one answer alone: it then says how often, so that being left out looks like no merit
            intercept[label] = np.log((n_with + 0.5) / (len(answers) - n_with + 0.5))
    return coef, intercept


def out_of_fold(
    make_blocks: Callable[[], Sequence[PenalisedBlock]],
    batch: Batch,
    y: NDArray[np.float64],
    groups: Sequence[Any] | None,
    *,
    n_folds: int,
    seed: int,
    n_jobs: int | None,
) -> NDArray[np.float64]:
    """Return what each block says of texts whose group it was not fitted on: shape (n_texts, n_labels, n_blocks)."""
    from joblib import Parallel, delayed

    folds = list(make_folds(len(batch), groups, n_folds, seed))
    tasks = (
        delayed(_held_out)(make_blocks(), batch.rows(train), y[train], batch.rows(test), seed) for train, test in folds
    )
    parts = Parallel(n_jobs=n_jobs)(tasks)
    decisions = np.empty((*y.shape, parts[0].shape[2]))
    for (_, test), part in zip(folds, parts, strict=True):
        decisions[test] = part
    return decisions


def _held_out(
    blocks: Sequence[PenalisedBlock], train: Batch, y: NDArray[np.float64], test: Batch, seed: int
) -> NDArray[np.float64]:
    return fit_blocks(blocks, train, y, seed).decisions(test)


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

    if groups is not None and len(groups) != n_texts:
        raise CorpusError(f"groups has {len(groups)} entries; expected one for each of {n_texts} texts")
    n_groups = n_texts if groups is None else len(set(groups))
    if n_groups < n_folds:
        what = "texts" if groups is None else "writers"
        raise CorpusError(f"{n_groups} {what}; expected at least {n_folds}, one a fold")
    kind = KFold if groups is None else GroupKFold
    yield from kind(n_folds, shuffle=True, random_state=seed).split(np.empty(n_texts), groups=groups)
