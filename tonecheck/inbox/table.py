"""CSV and TSV with a header line."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Mapping

from tonecheck.errors import InputError, shorten
from tonecheck.inbox.columns import check_columns, to_message
from tonecheck.inbox.decoding import decoded_lines
from tonecheck.inbox.message_file import MAX_MESSAGE_BYTES, Tally
from tonecheck.records import Message

_DELIMITERS = (",", ";", "\t")
_EXCEL_DELIMITER = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""What Excel may write above the header."""

_QUOTED = re.compile(r'"[^"]*"')


def read_table(
    stream: io.BufferedReader,
    name: str,
    tally: Tally,
    names: Mapping[str, str],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Iterator[Message]:
    """Yield a message for each row; `names` is what `tonecheck.inbox.columns.column_names` returns.

    Without `delimiter` it is the one of comma, semicolon and tab that the header has most of.

    Raises
    ------
    InputError
        If the header lacks the text column or one that was named, or names one twice.
    """
    lines = _RecordLines(line for _, line in decoded_lines(stream, name, tally, encoding))
    first = next(lines, None)
    if first is None:
        return
    told = _EXCEL_DELIMITER.fullmatch(first)
    lines.give_back(keep=1 if told else 0)
    delimiter = told[1] if told else delimiter or max(_DELIMITERS, key=_QUOTED.sub("", first).count)
    # The limit is the process's own and only ever raised: the default of 131,072 would refuse a long mail.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_MESSAGE_BYTES))
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    header = _header(rows, name, names)
    number = 0
    while True:
        lines.start_record()
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            tally.skip(f"{name}, row {number}", "quotes do not match")
            lines.give_back()
            continue
        try:
            yield to_message(_named(header, row), names, str(number))
        except InputError as error:
            tally.skip(f"{name}, row {number}", str(error))


class _RecordLines:
    """Lines for the csv module, with a way back.

    A quote that is opened and never closed makes the rest of a file one field. The lines after the one with the fault
    are given back and read again, so that one bad row costs one row.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._ahead: deque[str] = deque()
        self._record: list[str] = []

    def __iter__(self) -> _RecordLines:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else next(self._lines)
        self._record.append(line)
        return line

    def start_record(self) -> None:
        self._record.clear()

    def give_back(self, keep: int = 1) -> None:
        """Hand out again what was read since `start_record`, but for the first `keep` lines."""
        self._ahead.extendleft(reversed(self._record[keep:]))
        self._record.clear()


def _header(rows: Iterator[list[str]], name: str, names: Mapping[str, str]) -> list[str]:
    try:
        header = [column.strip() for column in next(rows, [])]
    except csv.Error as error:
        raise InputError(f"{name}: quotes in the header do not match; expected names of columns") from error
    check_columns(header, names, name)
    for column in names.values():
        if header.count(column) > 1:
            raise InputError(f"{name}: {header.count(column)} columns named {shorten(column)}; expected one")
    return header


def _named(header: list[str], row: list[str]) -> dict[str, str]:
    """Name the values of a row, which may lack some at its end."""
    if not row and len(header) == 1:
        return {header[0]: ""}  # a blank line is how an empty text looks in a file with one column
    if not row:
        raise InputError("blank line")
    if len(row) > len(header):
        raise InputError("more values than columns")
    return dict(zip(header, row, strict=False))
