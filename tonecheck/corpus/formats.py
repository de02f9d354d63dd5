"""Find out what a labelled file is, and hand its rows to the reader of that format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tonecheck.corpus import argilla, doccano, label_studio, plain
from tonecheck.corpus.answers import is_blank
from tonecheck.corpus.asked import Asked
from tonecheck.corpus.base import LabelledRow, Sheet
from tonecheck.corpus.decoding import decode
from tonecheck.corpus.fasttext import is_fasttext, read_fasttext
from tonecheck.corpus.frames import read_excel, read_parquet
from tonecheck.corpus.json_rows import read_json_rows
from tonecheck.corpus.table import read_table
from tonecheck.errors import CorpusError, shorten

FORMATS = ("csv", "jsonl", "parquet", "excel", "label-studio", "doccano", "argilla", "fasttext")
"""Names of the formats: 'csv' with any delimiter, 'jsonl' also for one JSON array, 'excel' for .xlsx."""

_CONTAINERS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "excel",
}
_TOOLS = ("label-studio", "doccano", "argilla")
_WORDS = {"csv": "CSV", "jsonl": "JSON lines", "parquet": "Parquet", "excel": "Excel", "fasttext": "fastText"}
_ADVICE = {
    ".xls": "save it as .xlsx or .csv",
    ".ods": "save it as .xlsx or .csv",
    ".zip": "unpack it and name its files",
}


@dataclass(frozen=True, slots=True)
class _Shape:
    """One way in which a tool writes its records."""

    tool: str
    name: str
    is_it: Callable[[Sheet], bool]
    read: Callable[[Sheet, Asked], Iterator[LabelledRow]]
    missing_is_none: bool = False


_SHAPES = (
    _Shape("label-studio", "Label Studio", label_studio.is_tasks, label_studio.read_tasks, missing_is_none=True),
    _Shape("label-studio", "Label Studio, a row an annotation", label_studio.is_flat, label_studio.read_flat, True),
    _Shape("argilla", "Argilla", argilla.is_records, argilla.read_records),
    _Shape("argilla", "Argilla, flat", argilla.is_flat, argilla.read_flat),
    _Shape("doccano", "doccano", doccano.is_doccano, doccano.read_doccano),
)
_LAST_RESORT = {"doccano": _SHAPES[-1]}
"""What a tool writes that nothing tells from other people's files, so that its name has to be given."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A file's rows with their answers.

    Attributes
    ----------
    sheet : Sheet
        The rows as they stood there.
    rows : list of LabelledRow
        What they say.
    missing_is_none : bool
        As for `tonecheck.corpus.votes.count_votes`.
    """

    sheet: Sheet
    rows: list[LabelledRow]
    missing_is_none: bool


def check_format(format_name: str | None) -> None:
    """Refuse a name that is no format.

    Raises
    ------
    CorpusError
        If it is not in `FORMATS`.
    """
    if format_name is not None and format_name not in FORMATS:
        raise CorpusError(f"format is {shorten(format_name)}; expected one of {', '.join(FORMATS)}")


def read_labelled(path: Path, content: bytes, asked: Asked, format_name: str | None, encoding: str | None) -> Labelled:
    """Read the rows of one file.

    Raises
    ------
    CorpusError
        If it is of no format that we read, or is not what it should be.
    """
    sheet = _read_sheet(path, content, asked, format_name, encoding)
    shape = _shape(sheet, format_name)
    if shape is None:
        return Labelled(sheet, list(plain.read_plain(sheet, asked)), missing_is_none=False)
    named = replace(sheet, format=f"{shape.name}, {sheet.format}")
    return Labelled(named, list(shape.read(sheet, asked)), shape.missing_is_none)


def says_something(path: Path, content: bytes, asked: Asked) -> bool:
    """Return whether a file says something about a label of some text; files of messages only do not.

    Raises
    ------
    CorpusError
        If it is of a format that we read, but is not what it should be.
    """
    if path.suffix.lower() not in _CONTAINERS and (b"\0" in content or not is_fasttext(decode(path, content)[0])):
        return False
    sheet = _read_sheet(path, content, asked, None, None)
    if _shape(sheet, None) is None and not plain.question_columns(sheet, asked):
        return False
    rows = read_labelled(path, content, asked, None, None).rows
    return any(not is_blank(value) for row in rows for answer in row.answers for value in answer.values())


def _shape(sheet: Sheet, format_name: str | None) -> _Shape | None:
    if not sheet.rows or format_name not in (None, *_TOOLS):
        return None
    for shape in _SHAPES:
        if format_name in (None, shape.tool) and shape.is_it(sheet):
            return shape
    if format_name in _LAST_RESORT:
        return _LAST_RESORT[format_name]
    if format_name is not None:
        expected = {"label-studio": "tasks with data and annotations", "argilla": "records with fields and responses"}
        raise CorpusError(f"{sheet.rows[0][0]}: not what {format_name} exports; expected {expected[format_name]}")
    return None


def _read_sheet(path: Path, content: bytes, asked: Asked, format_name: str | None, encoding: str | None) -> Sheet:
    container = _container(path, content, format_name, encoding)
    words = _WORDS[container]
    if container == "parquet":
        return Sheet(path, words, read_parquet(path, content))
    if container == "excel":
        rows, notes = read_excel(path, content)
        return Sheet(path, words, rows, is_table=True, notes=notes)
    text, used = decode(path, content, encoding)
    if container == "csv":
        rows, delimiter = read_table(path, text, asked)
        words = "TSV" if delimiter == "\t" else words
        return Sheet(path, words, rows, is_table=True, encoding=used, delimiter=delimiter)
    if container == "fasttext":
        return Sheet(path, words, read_fasttext(path, text, asked.text_column), encoding=used)
    return Sheet(path, "JSON" if path.suffix.lower() == ".json" else words, read_json_rows(path, text), encoding=used)


def _container(path: Path, content: bytes, format_name: str | None, encoding: str | None) -> str:
    ending = path.suffix.lower()
    if format_name is not None and format_name not in _TOOLS:
        return format_name
    if ending in _CONTAINERS:
        return _CONTAINERS[ending]
    if ending in _ADVICE:
        raise CorpusError(f"{path}: ending {path.suffix!r} is not read; {_ADVICE[ending]}")
    if format_name is not None:
        return "jsonl" if decode(path, content, encoding)[0].lstrip()[:1] in ("{", "[") else "csv"
    if b"\0" not in content and is_fasttext(decode(path, content, encoding)[0]):
        return "fasttext"
    raise CorpusError(
        f"{path}: ending {path.suffix!r}; expected .jsonl, .csv or .tsv (or .json, .parquet, .xlsx, fastText's lines), "
        f"or format= with one of {', '.join(FORMATS)}"
    )
