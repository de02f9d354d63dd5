"""What a feature block is. The classifier adds blocks up; each is a file beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from tonecheck.features.batch import Batch

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


class Scorer(Protocol):
    """The weighed half of a block: what scoring needs, and nothing that only training needs."""

    def decision(self, batch: Batch) -> NDArray[np.float64]:
        """Return the share of each text and output in the decision value: shape (n_texts, n_outputs)."""
        ...

    def to_arrays(self) -> Mapping[str, NDArray[Any]]:
        """Return the arrays that a model folder keeps of it."""
        ...


class FeatureBlock(Protocol):
    """One kind of feature: texts as rows of numbers that a linear model weighs."""

    name: str

    def fit(self, batch: Batch) -> Self:
        """Learn from texts what `transform` needs. Labels are not seen."""
        ...

    def transform(self, batch: Batch) -> csr_matrix | NDArray[np.float64]:
        """Return one row a text: shape (n_texts, n_features), rows of about unit length."""
        ...

    def weigh(self, coef: NDArray[np.float64]) -> Scorer:
        """Return the scorer for a linear model's weights, of shape (n_features, n_outputs)."""
        ...
