"""Exports of doccano: lists of names, names joined by '#' in a table, and the older lists of numbered annotations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tonecheck.corpus.answers import to_names
from tonecheck.corpus.asked import Asked, fold
from tonecheck.corpus.base import LabelledRow, Sheet, names_of, refuse, text_key
from tonecheck.corpus.plain import LISTS
from tonecheck.errors import CorpusError

COMMENTS = "Comments"
"""A column that nobody else writes, by which an export is known."""

_ANNOTATIONS = "annotations"


def is_doccano(sheet: Sheet) -> bool:
    """Return whether rows have doccano's comments, or its older annotations."""
    keys = set(sheet.keys)
    lists = any(fold(key) in LISTS for key in keys)
    return (lists and COMMENTS in keys) or (_ANNOTATIONS in keys and not keys & {"data", "fields"})


def read_doccano(sheet: Sheet, asked: Asked) -> Iterator[LabelledRow]:
    """Yield each text with the names that it carries; in the older form, one answer for each annotator.

    Raises
    ------
    CorpusError
        If a row has no label, or something else in its place.
    """
    for where, row in sheet.rows:
        text = text_key(row, asked, where)
        key = _ANNOTATIONS if _ANNOTATIONS in row else next((key for key in row if fold(key) in LISTS), None)
        if key is None:
            raise CorpusError(f"{where}: no 'label', 'labels' or 'annotations'; found {names_of(row)}")
        answers = _annotations(where, row[key]) if key == _ANNOTATIONS else _names(where, row[key], key, sheet.is_table)
        columns = {name: value for name, value in row.items() if name not in (text, key, COMMENTS)}
        yield LabelledRow(where, row[text], answers, columns)


def _names(where: str, value: Any, key: str, is_table: bool) -> tuple[Mapping[str, Any], ...]:
    if value is None and not is_table:
        return ()
    # An empty cell is how a table writes an empty list.
    return ({"label": to_names(value, where, key, is_cell=is_table) or []},)


def _annotations(where: str, annotations: Any) -> tuple[Mapping[str, Any], ...]:
    if annotations is None:
        return ()
    if not isinstance(annotations, list):
        refuse(where, _ANNOTATIONS, annotations, "a list")
    by_user: dict[Any, list[str]] = {}
    for annotation in annotations:
        if not isinstance(annotation, dict) or not isinstance(annotation.get("label"), int | str):
            refuse(where, "an annotation", annotation, 'an object such as {"label": 2, "user": 1}')
        by_user.setdefault(str(annotation.get("user")), []).append(str(annotation["label"]))
    return tuple({"label": names} for names in by_user.values())
