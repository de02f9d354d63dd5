"""JSON lines, one JSON array of objects, or a single object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tonecheck.corpus.base import Row
from tonecheck.errors import CorpusError

_ARRAY_OF_OBJECTS = re.compile(r"\s*\[\s*[{\]]")
_BROKEN = (ValueError, RecursionError)  # RecursionError: brackets nested a thousand deep


def read_json_rows(path: Path, content: str) -> list[Row]:
    """Return the objects of a file, numbered by line, or by item in an array.

    Raises
    ------
    CorpusError
        If something is no JSON, or no object.
    """
    if _ARRAY_OF_OBJECTS.match(content):
        return _array_rows(path, content)
    return list(_line_rows(path, content))


def _array_rows(path: Path, content: str) -> list[Row]:
    try:
        values = json.loads(content)
    except _BROKEN as error:
        raise CorpusError(
            f"{path}: no JSON ({_why(error)}); expected an array of objects, or an object a line"
        ) from error
    return [_row(f"{path}, item {number}", value, "objects in the array") for number, value in enumerate(values, 1)]


def _line_rows(path: Path, content: str) -> Iterator[Row]:
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            value = json.loads(line)
        except _BROKEN as error:
            whole = _whole_object(content) if number == 1 else None
            if whole is None:
                raise CorpusError(f"{where}: no JSON ({_why(error)}); expected an object a line") from error
            yield f"{path}, item 1", whole
            return
        yield _row(where, value, "an object a line")


def _whole_object(content: str) -> dict[str, Any] | None:
    """Return the only object of a file that is written over several lines, as Label Studio's storages hold one task."""
    try:
        value = json.loads(content)
    except _BROKEN:
        return None
    return value if isinstance(value, dict) else None


def _why(error: Exception) -> str:
    return "nested too deep" if isinstance(error, RecursionError) else str(error)


def _row(where: str, value: Any, expected: str) -> Row:
    if not isinstance(value, dict):
        raise CorpusError(f"{where}: {type(value).__name__}; expected {expected}")
    return where, value
