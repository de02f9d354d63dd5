"""Rows with named values to messages: which column holds what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime

from tonecheck.errors import InputError, shorten
from tonecheck.inbox.decoding import whole_characters
from tonecheck.inbox.times import EXPECTED_TIME, parse_sent
from tonecheck.records import Message

FIELDS = tuple(field.name for field in fields(Message))
"""Our names of the columns."""

_SHOWN_COLUMNS = 12
_ADDRESS = re.compile(r"[^<>\s@]+@[^<>\s@]+")
_NAMED_ADDRESS = re.compile(rf".*<({_ADDRESS.pattern})>\s*", re.DOTALL)


def column_names(columns: Mapping[str, str] | None) -> dict[str, str]:
    """Return their column for each of our names, ours where `columns` names none.

    Raises
    ------
    InputError
        If `columns` names a field that a message lacks, or a column that is not text.

    Examples
    --------
    >>> column_names({"text": "message"})["text"], column_names(None)["text"]
    ('message', 'text')
    """
    names = dict.fromkeys(FIELDS)
    for field, column in (columns or {}).items():
        if field not in names:
            raise InputError(f"columns: no field {shorten(field)}; expected some of {_listed(FIELDS)}")
        if not isinstance(column, str):
            raise InputError(f"columns: {field!r} is {shorten(column)}; expected the name of a column")
    return {field: (columns or {}).get(field, field) for field in FIELDS}


def check_columns(found: Iterable[str], names: Mapping[str, str], where: str) -> None:
    """Refuse a file that lacks the text, or a column that was asked for by its name.

    Raises
    ------
    InputError
        With the columns that are there.
    """
    found = tuple(found)
    for field, column in names.items():
        if column in found or (field != "text" and column == field):
            continue
        option = "--text-column or columns=" if field == "text" else "columns="
        raise InputError(f"{where}: no column {shorten(column)}; found {_listed(found)}; name it with {option}")


def to_message(row: Mapping[str, object], names: Mapping[str, str], row_id: str) -> Message:
    """Turn a row into a message; `row_id` is its id where it has none of its own.

    Raises
    ------
    InputError
        With the reason alone, without a value of the row, so that reasons can be counted.
    """
    text = row.get(names["text"])
    if text is None:
        raise InputError(f"no {shorten(names['text'])}")
    if not isinstance(text, str):
        raise InputError(f"{shorten(names['text'])} is not a text")
    return Message(
        id=_plain(row, names["id"]) or row_id,
        sent=_sent(row, names["sent"]),
        sender=address_or_name(_plain(row, names["sender"])),
        text=whole_characters(text),
        to=_several(row, names["to"]),
        reply_to=_plain(row, names["reply_to"]) or None,
        thread=_plain(row, names["thread"]) or None,
    )


def address_or_name(person: str) -> str:
    """Return the address in lower case, or the name where there is no address.

    Examples
    --------
    >>> address_or_name("Dana <Dana@Shop.example>"), address_or_name(" Dana ")
    ('dana@shop.example', 'Dana')
    """
    person = person.strip()
    named = _NAMED_ADDRESS.fullmatch(person)
    if named:
        return named[1].lower()
    return person.lower() if _ADDRESS.fullmatch(person) else person


def _plain(row: Mapping[str, object], column: str) -> str:
    value = row.get(column)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InputError(f"{shorten(column)} is neither text nor number")
    return whole_characters(str(value)).strip()


def _sent(row: Mapping[str, object], column: str) -> datetime | None:
    value = row.get(column)
    if value is None or not str(value).strip():
        return None
    try:
        return parse_sent(str(value))
    except InputError as error:
        raise InputError(f"{shorten(column)} is no time; {EXPECTED_TIME}") from error


def _several(row: Mapping[str, object], column: str) -> tuple[str, ...]:
    """Read a list of people, or a text in which ';' (else ',') stands between them."""
    value = row.get(column)
    if isinstance(value, list) and all(isinstance(person, str) for person in value):
        people = value
    else:
        text = _plain(row, column)
        people = text.split(";" if ";" in text else ",")
    return tuple(address_or_name(whole_characters(person)) for person in people if person.strip())


def _listed(names: Iterable[str]) -> str:
    names = tuple(names)
    shown = ", ".join(shorten(name) for name in names[:_SHOWN_COLUMNS])
    return f"{shown} and {len(names) - _SHOWN_COLUMNS} more" if len(names) > _SHOWN_COLUMNS else shown or "none"
