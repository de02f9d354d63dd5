"""CSV and TSV: a header, then a row a message, as spreadsheets of several countries write them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from tonecheck.corpus.asked import Asked, fold
from tonecheck.corpus.base import Row
from tonecheck.errors import CorpusError, shorten

_DELIMITERS = (",", ";", "\t", "|")
_EXCEL_DELIMITER = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
"""What Excel may write above the header."""

_LARGEST_FIELD = 50_000_000
"""Characters of the longest message; the csv module's own limit of 131,072 would refuse a long mail."""


def read_table(path: Path, content: str, asked: Asked) -> tuple[list[Row], str]:
    """Return the rows of a table, numbered without its header, and its delimiter.

    A row whose cells are all empty is passed over, as spreadsheets leave them at the end.

    Raises
    ------
    CorpusError
        If quotes do not match, a row has more fields than the header, or two columns hold the same thing.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_FIELD))
    lines = io.StringIO(content, newline="")
    first = lines.readline()
    told = _EXCEL_DELIMITER.fullmatch(first)
    if not told:
        lines.seek(0)
    delimiter = told[1] if told else _delimiter(first, asked)
    return list(_rows(path, lines, delimiter, asked)), delimiter


def _delimiter(header: str, asked: Asked) -> str:
    """Return the delimiter by which the header has the text's column, or else the most columns."""

    def fitness(delimiter: str) -> tuple[bool, int]:
        columns = next(csv.reader([header], delimiter=delimiter), [])
        return fold(asked.text_column) in map(fold, columns), len(columns)

    return max(_DELIMITERS, key=fitness)


def _rows(path: Path, lines: io.StringIO, delimiter: str, asked: Asked) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    header: list[str] = []
    number = 0
    while True:
        where = f"{path}, row {number}" if number else f"{path}, header"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CorpusError(
                f"{where}: quotes do not match ({error}); expected a quote inside a field to be doubled"
            ) from error
        if not cells:
            continue
        if number == 0:
            header = _header(path, cells, asked)
        elif any(cell.strip() for cell in cells[len(header) :]):
            raise CorpusError(f"{where}: more fields than the header has columns; expected {len(header)}")
        elif any(cell.strip() for cell in cells):
            values = zip(header, cells, strict=False)
            yield where, dict.fromkeys(filter(None, header)) | {name: cell for name, cell in values if name}
        number += 1


def _header(path: Path, cells: list[str], asked: Asked) -> list[str]:
    header = [cell.strip() for cell in cells]
    meanings = [asked.label_of(name) or fold(name) for name in header]
    for name, meaning in zip(header, meanings, strict=True):
        if meanings.count(meaning) > 1 and (asked.label_of(name) or meaning == fold(asked.text_column)):
            found = [other for other, same in zip(header, meanings, strict=True) if same == meaning]
            raise CorpusError(f"{path}, header: {len(found)} columns for {meaning}: {shorten(found)}; expected one")
    return header
