"""What passes between the readers of labelled files: the rows of a file, then what each says of its text.

A container (`table`, `json_rows`, `frames`, `fasttext`) turns a file into a `Sheet`. A shape (`plain`, `doccano`,
`label_studio`, `argilla`) turns a sheet into one `LabelledRow` a text. What the answers mean is then the same for all,
in `votes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

from tonecheck.corpus.asked import Asked, fold
from tonecheck.errors import CorpusError, shorten

Row = tuple[str, Mapping[str, Any]]
"""Where it stands, such as 'a.csv, row 3', and its values by column or key."""

NO_ANNOTATION = "no annotation"
"""Why a text that nobody has labelled is skipped."""


@dataclass(frozen=True)
class Sheet:
    """The rows of one file, before anyone asks what they mean.

    Attributes
    ----------
    path : Path
        The file.
    format : str
        What it is, in words.
    rows : list of (str, mapping)
        Its rows in order.
    is_table : bool
        Whether every value is a cell, in which several labels stand as one text.
    encoding, delimiter : str or None
        Where it is text, how it was decoded; where it is a table of text, what stands between its cells.
    notes : tuple of str
        What was assumed.
    """

    path: Path
    format: str
    rows: list[Row]
    is_table: bool = False
    encoding: str | None = None
    delimiter: str | None = None
    notes: tuple[str, ...] = ()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Each column or key once, in the order in which they are first seen."""
        # Most rows have the same keys in the same order: each such order is looked through once.
        orders = dict.fromkeys(tuple(row) for _, row in self.rows)
        return tuple(dict.fromkeys(chain.from_iterable(orders)))


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """One text and what its annotators answered.

    Attributes
    ----------
    where : str
        File and row.
    text : object
        The message. What is no text makes the row a skipped one.
    answers : tuple of mapping
        One mapping a annotator: from a question (a column, or a group of choices) to the answer, which is a yes or no,
        or the names of the labels that hold.
    columns : mapping
        What else stood beside the text.
    shares : mapping
        Where a file states it: the share of annotators who see a label, by label.
    lacking : str
        Why there are no answers, where there are none.
    """

    where: str
    text: Any
    answers: tuple[Mapping[str, Any], ...]
    columns: Mapping[str, Any]
    shares: Mapping[str, Any] = field(default_factory=dict)
    lacking: str = NO_ANNOTATION


def text_key(row: Mapping[str, Any], asked: Asked, where: str) -> str:
    """Return the key that holds the text, whatever its case.

    Raises
    ------
    CorpusError
        If there is none.
    """
    if asked.text_column in row:
        return asked.text_column
    for key in row:
        if fold(key) == fold(asked.text_column):
            return key
    raise CorpusError(
        f"{where}: no column {asked.text_column!r}; found {names_of(row)}; name the message's with text_column="
    )


def names_of(row: Mapping[str, Any]) -> str:
    """Show the names of columns in an error."""
    return shorten([str(name) for name in row], 100)


def refuse(where: str, key: str, value: object, expected: str) -> NoReturn:
    """Say that a part of a record is not what its format has there."""
    came = type(value).__name__ if isinstance(value, list | dict) else shorten(value)
    raise CorpusError(f"{where}: {key} is {came}; expected {expected}")
