"""The base block: what a shipped model says of a text, as a feature of a model that is trained on it.

The base reads the same `Batch`, so that what both need of a text is worked out once. Its weights stay where they are:
a folder keeps its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tonecheck.errors import ModelFormatError
from tonecheck.features.base import Attribution
from tonecheck.features.batch import Batch


class Base(Protocol):
    """What the block needs of a fitted model: `tonecheck.ToneClassifier` has it."""

    labels_: tuple[str, ...]

    def log_odds(self, batch: Batch) -> NDArray[np.float64]:
        """Return its decision values: shape (n_texts, n_base_labels)."""
        ...

    def attribute(self, text: str, sentences: Sequence[str]) -> Attribution:
        """Return where its decision values of one text come from."""
        ...


class BaseFeatures:
    """The log odds of all labels of a base as rows, for fitting.

    Parameters
    ----------
    name : str
        The base's name.
    base : Base
        The fitted model.
    """

    name = "base"

    def __init__(self, name: str, base: Base) -> None:
        self.base_name = name
        self.base = base

    def fit(self, batch: Batch) -> BaseFeatures:
        """Learn nothing: the base is frozen."""
        return self

    def transform(self, batch: Batch) -> NDArray[np.float64]:
        """Return the base's log odds: shape (n_texts, n_base_labels)."""
        return said_by(self.base_name, self.base, batch)

    def weigh(self, coef: NDArray[np.float64]) -> BaseScorer:
        """Return the scorer for weights of shape (n_base_labels, n_outputs)."""
        return BaseScorer(self.base_name, self.base, coef)

    def known_coef(self, labels: Sequence[str]) -> NDArray[np.float64]:
        """Return weights of shape (n_base_labels, n_labels): a label that the base has takes over its log odds.

        NaN for the others, whose weights are to be learned.
        """
        coef = np.full((len(self.base.labels_), len(labels)), np.nan)
        for column, label in enumerate(labels):
            if label in self.base.labels_:
                coef[:, column] = np.array(self.base.labels_) == label
        return coef


class BaseScorer:
    """The share of the base in decision values.

    Parameters
    ----------
    name : str
        The base's name.
    base : Base
        The fitted model.
    coef : float array of shape (n_base_labels, n_outputs)
        Weights of its log odds.
    """

    def __init__(self, name: str, base: Base, coef: NDArray[np.float64]) -> None:
        self.base_name = name
        self.base = base
        self.coef = coef

    def decision(self, batch: Batch) -> NDArray[np.float64]:
        """Return the share of each text and output: shape (n_texts, n_outputs)."""
        return self._weigh(said_by(self.base_name, self.base, batch))

    def attribute(self, text: str, sentences: Sequence[str]) -> Attribution:
        """Return where the decision of one text comes from: where those of the base come from."""
        return Attribution(*(self._weigh(part) for part in self.base.attribute(text, sentences)))

    def _weigh(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Weigh the last axis; not as a matrix product, whose last bits depend on how many rows there are."""
        result: NDArray[np.float64] = (values[..., None] * self.coef).sum(axis=-2)
        return result

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that a folder keeps, by name."""
        return {"base_coef": self.coef}

    @classmethod
    def from_arrays(cls, name: str, base: Base, arrays: Mapping[str, NDArray[Any]], n_outputs: int) -> BaseScorer:
        """Make a scorer from the arrays of a folder.

        Raises
        ------
        ModelFormatError
            If the shape does not fit the labels of the base and the outputs.
        """
        coef = arrays["base_coef"]
        expected = (len(base.labels_), n_outputs)
        if coef.dtype != np.float64 or coef.shape != expected:
            raise ModelFormatError(f"base_coef is {coef.dtype} {coef.shape}; expected float64 {expected}")
        return cls(name, base, coef)


def said_by(name: str, base: Base, batch: Batch) -> NDArray[np.float64]:
    """Return the log odds of a base for a batch, worked out once for a batch and the parts taken of it."""
    return batch.once(f"base {name}", lambda: base.log_odds(batch))
