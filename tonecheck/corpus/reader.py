"""Labelled files in, one corpus out."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tonecheck.corpus.asked import Asked, to_asked
from tonecheck.corpus.base import LabelledRow
from tonecheck.corpus.corrections import Kept, apply_corrections
from tonecheck.corpus.decoding import check_encoding, read_bytes
from tonecheck.corpus.doubles import find_doubles
from tonecheck.corpus.formats import check_format, read_labelled, says_something
from tonecheck.corpus.labelled import Corpus
from tonecheck.corpus.report import FileReading, Reading
from tonecheck.corpus.votes import Votes, count_votes
from tonecheck.errors import CorpusError

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""JSON can escape halves of characters, which no file can hold."""


def read_corpus(
    *paths: str | os.PathLike[str],
    labels: Sequence[str] | None = None,
    text_column: str = "text",
    label_names: Mapping[str, str] | None = None,
    format: str | None = None,  # noqa: A002 - the word of the command line and of the whole interface
    encoding: str | None = None,
) -> Corpus:
    r"""Read labelled files.

    Parameters
    ----------
    *paths : path
        Files of any of these kinds:

        - CSV or TSV with a header and comma, semicolon, tab or bar; Excel (.xlsx, its first sheet); Parquet;
        - JSON lines (an object a line) or one JSON array of objects;
        - exports of Label Studio (JSON, JSON_MIN, CSV), doccano (JSONL, CSV, the older one with annotations) and
          Argilla (records, flat);
        - fastText's lines ``__label__insulting the text``.

        A label is a column or key with 0 or 1 (or yes and no, true and false, oui and non, vrai and faux, x), and
        nothing, -1 or nan where it is not known. Or one column or key 'label' or 'labels' names those that hold; the
        others are 0 then, an empty list means all 0, and a text without any annotation is skipped.

        What `tonecheck.correct` and ``tonecheck suggest`` wrote overrules other rows on the same text, for the labels
        that it speaks of.
    labels : sequence of str, optional
        Names of the labels, in the order of columns. Where texts list the names that hold, these are the labels that
        they were read for, so that one that is nowhere is 0. Default: those of `tonecheck.LABELS` that have a column,
        or all names that texts list.
    text_column : str
        Where the message is.
    label_names : mapping of str to str, optional
        A label of `labels` for each name that the files have instead: ``{"rude": "insulting"}``.
    format : str, optional
        One of `tonecheck.corpus.FORMATS`. Default: found by ending and content. Only doccano's CSV without comments has
        to be named: nothing tells its empty lists from cells that nobody filled in.
    encoding : str, optional
        Encoding of text files. Default: UTF-8, UTF-16 with a byte order mark, or cp1252 for what is neither.

    Returns
    -------
    Corpus
        The messages. Labels that one of several files does not have are NaN for its messages. Where several annotators
        labelled a text, `Corpus.votes` has the share of those who see the label, and `Corpus.y` is what the majority
        says, NaN for a tie. `Corpus.reading` says what was read, what was skipped, and which rows contradict each
        other.

    Raises
    ------
    CorpusError
        If a file or all labels are missing, a value is no label, or no message is left: the message names file, row and
        column.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "mine.csv").write_text("text;rude\nStill wrong, genius.;oui\nMerci !;non\n", encoding="cp1252")
    >>> corpus = read_corpus(folder / "mine.csv", label_names={"rude": "insulting"})
    >>> corpus.labels, corpus.y.tolist()
    (('insulting',), [[1.0], [0.0]])
    >>> print(corpus.reading.files[0].format, corpus.reading.files[0].delimiter)
    CSV ;
    """
    if not paths:
        raise CorpusError("no file given; expected at least one labelled file")
    asked = to_asked(text_column, labels, label_names)
    check_format(format)
    check_encoding(encoding, CorpusError)
    rows: list[list[Kept]] = []
    skipped: list[str] = []
    files: list[FileReading] = []
    sources: dict[str, str] = {}
    for path in map(Path, paths):
        content = read_bytes(path)
        sources[path.name if path.name not in sources else str(path)] = hashlib.sha256(content).hexdigest()
        found, left_out, file = _read_file(path, content, asked, format, encoding)
        rows.append(found)
        skipped += left_out
        files.append(file)
    rows, overruled = apply_corrections(rows)
    files = [replace(file, n_messages=len(found)) for file, found in zip(files, rows, strict=True)]
    kept = [one for found in rows for one in found]
    if not kept:
        why = f" (skipped: {len(skipped)}, the first of them {skipped[0]})" if skipped else ""
        raise CorpusError(f"{', '.join(map(str, paths))}: no message{why}; expected labelled rows")
    reading = Reading(tuple(files), tuple(skipped), overruled=overruled)
    return _to_corpus(kept, reading, sources, asked)


def is_labelled(
    path: str | os.PathLike[str],
    *,
    labels: Sequence[str] | None = None,
    text_column: str = "text",
    label_names: Mapping[str, str] | None = None,
) -> bool:
    """Return whether a file labels any of its texts; the options are those of `read_corpus`.

    Raises
    ------
    CorpusError
        If it is of a kind that `read_corpus` reads, but is not what it should be.
    """
    if os.path.isdir(path) or not os.path.exists(path):
        return False
    asked = to_asked(text_column, labels, label_names)
    return says_something(Path(path), read_bytes(Path(path)), asked)


def _read_file(
    path: Path, content: bytes, asked: Asked, format_name: str | None, encoding: str | None
) -> tuple[list[Kept], list[str], FileReading]:
    """Return the rows of a file with their votes, what was skipped, and what to say of it."""
    labelled = read_labelled(path, content, asked, format_name, encoding)
    sheet = labelled.sheet
    counted = count_votes(path, labelled.rows, asked, is_table=sheet.is_table, missing_is_none=labelled.missing_is_none)
    kept: list[Kept] = []
    skipped: list[str] = []
    for row, votes in zip(labelled.rows, counted.votes, strict=True):
        why = _why_not(row, votes)
        if why:
            skipped.append(f"{row.where}: {why}")
        elif votes is not None:
            kept.append((row, votes))
    notes = (*sheet.notes, *counted.notes)
    file = FileReading(
        str(path), sheet.format, sheet.encoding, sheet.delimiter, len(sheet.rows), len(kept), counted.labels, notes
    )
    return kept, skipped, file


def _why_not(row: LabelledRow, votes: Votes | None) -> str | None:
    """Return why a row is skipped; None if it is not."""
    if not isinstance(row.text, str):
        return "no text" if row.text is None or row.text != row.text else f"text is {type(row.text).__name__}"
    if not row.text.strip():
        return "no text"
    if votes is None:
        return "no label" if row.answers else row.lacking
    return None


def _to_corpus(kept: list[Kept], reading: Reading, sources: Mapping[str, str], asked: Asked) -> Corpus:
    names = asked.labels or asked.in_order(label for file in reading.files for label in file.labels)
    shares, n_answers = _shares(kept, names)
    stated = np.array([[row.shares.get(name, np.nan) for name in names] for row, _ in kept])
    y = _majority(np.where(n_answers > 0, shares, stated))
    texts = [row.text if row.text.isascii() else _HALF_CHARACTER.sub("\ufffd", row.text) for row, _ in kept]
    where = tuple(row.where for row, _ in kept)
    duplicates, contradictions = find_doubles(texts, y, names, where)
    is_voted = (n_answers > 1).any(axis=1)
    reading = replace(
        reading,
        duplicates=duplicates,
        contradictions=contradictions,
        ties=tuple(_ties(where, names, shares, n_answers)),
        n_voted=int(is_voted.sum()),
    )
    votes = np.where(np.isnan(stated), shares, stated) if is_voted.any() or any(row.shares for row, _ in kept) else None
    return Corpus(texts, y, names, _columns(kept), reading.skipped, sources, votes, where, reading)


def _shares(kept: list[Kept], names: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the share of annotators who see each label, and how many answered: both (n_messages, n_labels)."""
    nobody = (np.nan, 0)
    counted = np.array([[votes.get(name, nobody) for name in names] for _, votes in kept], float)
    n_yes, n_answers = counted[..., 0], counted[..., 1]
    return n_yes / np.maximum(n_answers, 1), n_answers.astype(int)


def _majority(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 or 0, NaN for a tie and where nobody answered."""
    return np.where(shares == 0.5, np.nan, np.round(shares))


def _ties(
    where: Sequence[str], names: Sequence[str], shares: NDArray[np.float64], n_answers: NDArray[np.int64]
) -> list[str]:
    return [
        f"{where[row]}, {names[column]}: {n_answers[row, column] // 2} of {n_answers[row, column]} votes"
        for row, column in np.argwhere((shares == 0.5) & (n_answers > 1))
    ]


def _columns(kept: list[Kept]) -> dict[str, list[Any]]:
    names = dict.fromkeys(name for row, _ in kept for name in row.columns)
    return {name: [row.columns.get(name) for row, _ in kept] for name in names}
