"""Labelled messages from JSON lines, CSV or arrays, with what was read and what was skipped."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.corpus.checks import check_texts, check_y, label_names
from tonecheck.errors import CorpusError, shorten
from tonecheck.labels import LABELS

_UNKNOWN = ("", "-1", "nan", "none", "null")
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labelled messages.

    Attributes
    ----------
    texts : list of str, length n_messages
        The messages.
    y : float array of shape (n_messages, n_labels)
        0, 1, or NaN where not labelled.
    labels : tuple of str, length n_labels
        Names of the columns of `y`.
    columns : mapping of str to list, each of length n_messages
        What else stood beside the messages, such as 'writer', 'lang' and 'kind'.
    skipped : tuple of str
        For each row that was not read: where and why.
    sources : mapping of str to str
        SHA-256 of each file, by its name.
    """

    texts: list[str]
    y: NDArray[np.float64]
    labels: tuple[str, ...]
    columns: Mapping[str, list[Any]] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.texts)

    def rows(self, chosen: NDArray[Any]) -> Corpus:
        """Return some of the messages: those of a bool array, or in the order of an int array."""
        where = np.arange(len(self))[chosen]
        columns = {name: [values[row] for row in where] for name, values in self.columns.items()}
        return Corpus(
            [self.texts[row] for row in where], self.y[where], self.labels, columns, self.skipped, self.sources
        )


def read_corpus(
    *paths: str | os.PathLike[str], labels: Sequence[str] | None = None, text_column: str = "text"
) -> Corpus:
    """Read labelled files.

    Parameters
    ----------
    *paths : path
        JSON lines (.jsonl: an object a line) or CSV (.csv, .tsv: a header, then a row a message; comma, semicolon or
        tab). A label is a key or column with 0, 1, or nothing or -1 where it is not known.
    labels : sequence of str, optional
        Names of the labels. Default: those of `tonecheck.LABELS` that the first row has.
    text_column : str
        Where the message is.

    Returns
    -------
    Corpus
        Rows without a text are skipped, and listed.

    Raises
    ------
    CorpusError
        If a file or a label is missing, a value is no label, or no message is left: the message names file, row and
        column.
    """
    if not paths:
        raise CorpusError("no file given; expected at least one labelled file")
    rows: list[tuple[str, Mapping[str, Any]]] = []
    skipped: list[str] = []
    sources = {}
    for path in map(Path, paths):
        content = _read_bytes(path)
        sources[path.name] = hashlib.sha256(content).hexdigest()
        for where, row in _read_rows(path, _decode(path, content)):
            if isinstance(row.get(text_column), str) and row[text_column].strip():
                rows.append((where, row))
            elif text_column in row:
                skipped.append(f"{where}: no text")
            else:
                raise CorpusError(f"{where}: no column {text_column!r}; found {_names(row)}")
    if not rows:
        raise CorpusError(f"{', '.join(map(str, paths))}: no message; expected labelled rows")
    names = tuple(labels) if labels is not None else tuple(label for label in LABELS if label in rows[0][1])
    if not names:
        raise CorpusError(
            f"{rows[0][0]}: none of the labels {', '.join(LABELS)}; found {_names(rows[0][1])}; name yours with labels="
        )
    y = np.array([[_to_label(row, name, where) for name in names] for where, row in rows])
    others = [name for name in rows[0][1] if name not in (*names, text_column)]
    columns = {name: [row.get(name) for _, row in rows] for name in others}
    return Corpus([row[text_column] for _, row in rows], y, names, columns, tuple(skipped), sources)


def to_corpus(source: Any, y: Any = None, *, labels: Sequence[str] | None = None, text_column: str = "text") -> Corpus:
    """Make a corpus of what `tonecheck.train` was given: a file, several files, a DataFrame, or texts and `y`."""
    if isinstance(source, Corpus):
        return source
    if y is not None:
        texts = check_texts(source)
        names = label_names(y, labels)
        return Corpus(texts, check_y(y, len(texts), names), names)
    if isinstance(source, str | os.PathLike):
        return read_corpus(source, labels=labels, text_column=text_column)
    if hasattr(source, "columns") and hasattr(source, "to_dict"):
        return _from_frame(source, labels, text_column)
    if isinstance(source, Iterable):
        return read_corpus(*source, labels=labels, text_column=text_column)
    raise CorpusError(f"corpus is {type(source).__name__}; expected a file, files, a DataFrame, or texts and y")


def _from_frame(frame: Any, labels: Sequence[str] | None, text_column: str) -> Corpus:
    if text_column not in frame.columns:
        raise CorpusError(f"DataFrame: no column {text_column!r}; found {shorten(list(frame.columns), 80)}")
    names = tuple(labels) if labels is not None else tuple(label for label in LABELS if label in frame.columns)
    if not names:
        raise CorpusError(f"DataFrame: none of the labels {', '.join(LABELS)}; name yours with labels=")
    texts = check_texts(frame[text_column].tolist())
    others = [name for name in frame.columns if name not in (*names, text_column)]
    columns = {str(name): frame[name].tolist() for name in others}
    return Corpus(texts, check_y(frame[list(names)], len(texts), names), names, columns)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise CorpusError(f"{path}: no such file; expected a labelled file") from error
    except IsADirectoryError as error:
        raise CorpusError(f"{path}: a folder; expected a labelled file") from error


def _decode(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in content:
            raise CorpusError(f"{path}: looks binary; expected JSON lines or CSV") from error
        return content.decode("cp1252", "replace")


def _read_rows(path: Path, content: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if path.suffix.lower() in (".csv", ".tsv"):
        return _read_table(path, content)
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return _read_json_lines(path, content)
    raise CorpusError(f"{path}: ending {path.suffix!r}; expected .jsonl, .csv or .tsv")


def _read_json_lines(path: Path, content: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{where}: no JSON ({error}); expected an object a line") from error
        if not isinstance(row, dict):
            raise CorpusError(f"{where}: {type(row).__name__}; expected an object a line")
        yield where, row


def _read_table(path: Path, content: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    header = content.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=header.count)
    for number, row in enumerate(csv.DictReader(content.splitlines(keepends=True), delimiter=delimiter), 1):
        where = f"{path}, row {number}"
        if None in row:
            raise CorpusError(f"{where}: more fields than the header has columns; expected {len(row) - 1}")
        yield where, row


def _to_label(row: Mapping[str, Any], name: str, where: str) -> float:
    value = row.get(name)
    shown = str(value).strip().lower()
    if value is None or shown in _UNKNOWN:
        return np.nan
    if shown in ("0", "1", "0.0", "1.0", "false", "true"):
        return float(shown in ("1", "1.0", "true"))
    raise CorpusError(
        f"{where}, column {name}: {shorten(value)}; expected 0 or 1, or nothing or -1 where it is not known"
    )


def _names(row: Mapping[str, Any]) -> str:
    return shorten([str(name) for name in row], 100)
