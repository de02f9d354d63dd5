"""JSON lines: an object or a text a line; a whole JSON array, too."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping

from tonecheck.errors import InputError
from tonecheck.inbox.columns import check_columns, to_message
from tonecheck.inbox.decoding import decoded_lines
from tonecheck.inbox.message_file import Tally
from tonecheck.records import Message

MAX_ARRAY_CHARACTERS = 100_000_000
"""The largest array that is read. It is held as a whole, which lines are not."""


def read_jsonl(
    stream: io.BufferedReader, name: str, tally: Tally, names: Mapping[str, str], encoding: str | None = None
) -> Iterator[Message]:
    """Yield a message for each object or text; `names` is what `tonecheck.inbox.columns.column_names` returns.

    Raises
    ------
    InputError
        If an array is broken or too large, or objects were found and none has the text.
    """
    lines = _not_blank(decoded_lines(stream, name, tally, encoding, max_length=MAX_ARRAY_CHARACTERS))
    first = next(lines, None)
    if first is None:
        return
    is_array = first[1].lstrip().startswith("[")
    values = _array_values(first[1], lines, name) if is_array else _line_values(first, lines, name, tally)
    lacking: dict[str, object] | None = None
    n_read = 0
    for where, row_id, value in values:
        if isinstance(value, dict) and names["text"] not in value:
            lacking = lacking or value
        try:
            message = _to_message(value, names, row_id)
        except InputError as error:
            tally.skip(where, str(error))
            continue
        n_read += 1
        yield message
    if lacking is not None and n_read == 0:
        check_columns(lacking, names, name)


def _not_blank(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in lines if line.strip())


def _line_values(
    first: tuple[int, str], others: Iterable[tuple[int, str]], name: str, tally: Tally
) -> Iterator[tuple[str, str, object]]:
    for lines in ((first,), others):
        for number, line in lines:
            where = f"{name}, line {number}"
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):  # RecursionError: brackets nested a thousand deep
                tally.skip(where, "not JSON")
                continue
            yield where, str(number), value


def _array_values(first: str, others: Iterable[tuple[int, str]], name: str) -> Iterator[tuple[str, str, object]]:
    lines = [first]
    size = len(first)
    for _, line in others:
        lines.append(line)
        size += len(line)
        if size > MAX_ARRAY_CHARACTERS:
            raise InputError(f"{name}: an array of over {MAX_ARRAY_CHARACTERS:,} characters; expected an object a line")
    try:
        values = json.loads("".join(lines))
    except (ValueError, RecursionError) as error:
        place = f" (line {error.lineno} of it)" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"{name}: begins like a JSON array and is none{place}; expected an object a line") from error
    for number, value in enumerate(values, start=1):
        yield f"{name}, item {number}", str(number), value


def _to_message(value: object, names: Mapping[str, str], row_id: str) -> Message:
    if isinstance(value, str):
        value = {names["text"]: value}
    if not isinstance(value, dict):
        raise InputError("neither an object nor a text")
    return to_message(value, names, row_id)
