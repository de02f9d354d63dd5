"""What a feature block is. The classifier adds blocks up; each is a file beside this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from tonecheck.features.batch import Batch

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


class Attribution(NamedTuple):
    """Where in one text a block's decision comes from: all of it adds up to the decision.

    Attributes
    ----------
    base : float array of shape (n_outputs,)
        What belongs to no place of the text.
    characters : float array of shape (n_characters, n_outputs)
        What belongs to a character.
    sentences : float array of shape (n_sentences, n_outputs)
        What belongs to a sentence as a whole.
    """

    base: NDArray[np.float64]
    characters: NDArray[np.float64]
    sentences: NDArray[np.float64]


class Scorer(Protocol):
    """The weighed half of a block: what scoring needs, and nothing that only training needs."""

    def decision(self, batch: Batch) -> NDArray[np.float64]:
        """Return the share of each text and output in the decision value: shape (n_texts, n_outputs)."""
        ...

    def attribute(self, text: str, sentences: Sequence[str]) -> Attribution:
        """Return where the decision of one text comes from; its sentences are given in their order."""
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
