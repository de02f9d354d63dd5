"""When the reader works, by the reader's own clock."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from tonecheck.errors import InputError, shorten

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = "|".join(_DAYS)
_ENTRY = re.compile(
    rf"\s*({_DAY})(?:\s*-\s*({_DAY}))?\s+(\d{{1,2}}):([0-5]\d)\s*-\s*(\d{{1,2}}):([0-5]\d)\s*", re.IGNORECASE | re.ASCII
)
_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The minutes of a week in which the reader works, and the days on which they do not.

    Attributes
    ----------
    is_open : bytes
        One byte a minute from Monday, 00:00: 1 within working hours, else 0. Length: 10,080.
    holidays : collection of date
        Free days.
    """

    is_open: bytes
    holidays: Collection[date] = frozenset()

    def __contains__(self, local: datetime) -> bool:
        if local.date() in self.holidays:
            return False
        return bool(self.is_open[local.weekday() * _DAY_MINUTES + local.hour * 60 + local.minute])


def parse_working_hours(text: str, holidays: Collection[date] = frozenset()) -> WorkingHours:
    """Read when the reader works.

    Parameters
    ----------
    text : str
        Days and hours such as ``Mon-Fri 09:00-18:00``, several separated by commas. The end does not belong to them:
        18:00 sharp is out of hours. Hours may go past midnight (``Fri 22:00-06:00``) or end at 24:00, and days round
        the week (``Sat-Mon``).
    holidays : collection of date
        Free days, whatever day of the week they fall on.

    Returns
    -------
    WorkingHours
        Asked with ``local in hours``.

    Raises
    ------
    InputError
        If the text has another form.

    Examples
    --------
    >>> hours = parse_working_hours("Mon-Thu 09:00-17:30, Fri 09:00-12:00")
    >>> datetime(2026, 3, 6, 11, 59) in hours, datetime(2026, 3, 6, 12, 0) in hours
    (True, False)
    """
    is_open = bytearray(_WEEK_MINUTES)
    for entry in text.split(",") if isinstance(text, str) else ("",):
        found = _ENTRY.fullmatch(entry)
        if found is None:
            raise _not_hours(text)
        first, last, *times = found.groups()
        start_hour, start_minute, end_hour, end_minute = map(int, times)
        start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
        if start >= _DAY_MINUTES or end > _DAY_MINUTES or start == end:
            raise _not_hours(text)
        length = (end - start) % _DAY_MINUTES or _DAY_MINUTES
        for day in _days_between(first, last or first):
            for minute in range(day * _DAY_MINUTES + start, day * _DAY_MINUTES + start + length):
                is_open[minute % _WEEK_MINUTES] = 1
    return WorkingHours(bytes(is_open), holidays)


def _days_between(first: str, last: str) -> list[int]:
    start = _DAYS.index(first.lower())
    n_more = (_DAYS.index(last.lower()) - start) % len(_DAYS)
    return [(start + step) % len(_DAYS) for step in range(n_more + 1)]


def _not_hours(text: object) -> InputError:
    return InputError(f"working_hours: {shorten(text)}; expected e.g. 'Mon-Fri 09:00-18:00'")
