"""Labelled messages, with what was read and what was skipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.corpus.report import Reading


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labelled messages.

    Attributes
    ----------
    texts : list of str, length n_messages
        The messages.
    y : float array of shape (n_messages, n_labels)
        0, 1, or NaN where not labelled. With several annotators it is what the majority says, NaN for a tie.
    labels : tuple of str, length n_labels
        Names of the columns of `y`.
    columns : mapping of str to list, each of length n_messages
        What else stood beside the messages, such as 'writer', 'lang' and 'kind'.
    skipped : tuple of str
        For each row that was not read: where and why.
    sources : mapping of str to str
        SHA-256 of each file, by its name.
    votes : float array of shape (n_messages, n_labels), optional
        The share of annotators who see the label, NaN where nobody was asked; where one annotator answered, it is `y`.
        Range: 0 to 1. Direction: 1 is all of them. None where no message has several annotators.
    where : tuple of str, length n_messages
        File and row of each message; empty where the messages come from no file.
    reading : Reading, optional
        What was read of files; printing it tells a person.
    """

    texts: list[str]
    y: NDArray[np.float64]
    labels: tuple[str, ...]
    columns: Mapping[str, list[Any]] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    votes: NDArray[np.float64] | None = None
    where: tuple[str, ...] = ()
    reading: Reading | None = None

    def __len__(self) -> int:
        return len(self.texts)

    def rows(self, chosen: NDArray[Any]) -> Corpus:
        """Return some of the messages: those of a bool array, or in the order of an int array."""
        rows = np.arange(len(self))[chosen]
        return Corpus(
            [self.texts[row] for row in rows],
            self.y[rows],
            self.labels,
            {name: [values[row] for row in rows] for name, values in self.columns.items()},
            self.skipped,
            self.sources,
            None if self.votes is None else self.votes[rows],
            tuple(self.where[row] for row in rows) if self.where else (),
            self.reading,
        )
