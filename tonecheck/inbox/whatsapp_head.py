"""The beginning of a WhatsApp message: date, time and sender, in the forms that phones write."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal, NamedTuple

Order = Literal["day first", "month first", "year first"]

MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Direction marks, which stand around numbers and names and before what the program itself says."""

_HEAD = re.compile(
    rf"[{MARKS}]*(?P<bracket>\[)?"
    r"(?P<a>[0-9]{1,4})(?P<sign>[./-])(?P<b>[0-9]{1,2})(?P=sign)(?P<c>[0-9]{2,4})\.?"
    r"(?:,\s?|\s)(?P<at>à |at |um )?"
    r"(?P<hour>[0-9]{1,2})(?:[:.]|\s?h\s?)(?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2}))?"
    r"(?:\s?(?P<half>[ap])\.?\s?m\.?)?"
    r"(?(bracket)\]\s?|\s[-–]\s)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_SENDER = re.compile(r"(?P<sender>[^:\n]{1,200}?):(?:\s(?P<text>.*))?", re.DOTALL)


class Style(NamedTuple):
    """What all heads of a file have in common, for one phone wrote them."""

    is_bracketed: bool
    sign: str
    is_year_first: bool


class Head(NamedTuple):
    """The first line of a message: three numbers of its date as they stand, its time, and what follows."""

    style: Style
    date: tuple[int, int, int]
    time: tuple[int, int, int]
    is_french: bool
    rest: str

    def sent(self, order: Order) -> datetime | None:
        """Return the time of sending, without a zone; None where there is no such day or time."""
        a, b, c = self.date
        day, month, year = {"day first": (a, b, c), "month first": (b, a, c), "year first": (c, b, a)}[order]
        try:
            return datetime(year + 2000 if year < 100 else year, month, day, *self.time)
        except ValueError:
            return None


def read_head(line: str) -> Head | None:
    r"""Read the first line of a message; None for any other line.

    Examples
    --------
    >>> head = read_head("3/12/26, 9:05\u202fPM - Dana: Hello")
    >>> head.sent("month first").isoformat(), head.rest
    ('2026-03-12T21:05:00', 'Dana: Hello')
    """
    found = _HEAD.fullmatch(line)
    if found is None:
        return None
    hour = int(found["hour"])
    if found["half"] and hour <= 12:
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    style = Style(found["bracket"] is not None, found["sign"], len(found["a"]) == 4)
    date = (int(found["a"]), int(found["b"]), int(found["c"]))
    time = (hour, int(found["minute"]), int(found["second"] or 0))
    return Head(style, date, time, (found["at"] or "").lower() == "à ", found["rest"])


def split_sender(rest: str) -> tuple[str, str]:
    r"""Part what follows the time into sender and text; the sender is '' where only the program speaks.

    Examples
    --------
    >>> split_sender("~\u202fDana Marsh: Hello"), split_sender("Dana left")
    (('Dana Marsh', 'Hello'), ('', 'Dana left'))
    """
    found = _SENDER.fullmatch(rest)
    if found is None:
        return "", rest
    sender = " ".join(found["sender"].translate(dict.fromkeys(map(ord, MARKS))).split())
    return sender.removeprefix("~").lstrip(), found["text"] or ""
