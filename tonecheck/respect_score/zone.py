"""The reader's time zone, and the times that are read in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tonecheck.errors import InputError, shorten
from tonecheck.inbox.times import parse_sent


def read_zone(name: str | None) -> ZoneInfo | None:
    """Look up a time zone by its name, such as 'Europe/Paris'; None stays None.

    Raises
    ------
    InputError
        If no zone has this name.
    """
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, AttributeError, OSError) as error:
        # The last are what zoneinfo raises for a name that is no text, and for a folder of zones such as 'Europe'.
        raise InputError(f"timezone: {shorten(name)}; expected the name of a zone, such as 'Europe/Paris'") from error


def commonest_offset(sents: Iterable[datetime | None]) -> timezone | None:
    """Return the UTC offset that most of these times have, None where none has one.

    It is one offset for the whole year: with summer time, half of the messages are read an hour off.

    Examples
    --------
    >>> str(commonest_offset([datetime.fromisoformat("2026-03-02T09:30:00+01:00"), None]))
    'UTC+01:00'
    """
    offsets = Counter(offset for sent in sents if sent is not None and (offset := sent.utcoffset()) is not None)
    if not offsets:
        return None
    return timezone(max(offsets, key=lambda offset: (offsets[offset], offset)))


def read_sent(sent: object, index: int) -> datetime | None:
    """Read when a message was sent.

    Parameters
    ----------
    sent : datetime, str or None
        As in `tonecheck.records.Message`. The "no time" of a table (NaT, NaN) is None.
    index : int
        Which message it is, for the error.

    Returns
    -------
    datetime or None
        Aware where it came with an offset.

    Raises
    ------
    InputError
        If it is something else.
    """
    if sent is None or sent != sent:  # NaN and NaT are what is not equal to itself
        return None
    if isinstance(sent, datetime):
        return sent
    if not isinstance(sent, str):
        raise InputError(f"message {index}: sent is {type(sent).__name__} ({shorten(sent)}); expected datetime or str")
    try:
        return parse_sent(sent)
    except InputError as error:
        raise InputError(f"message {index}: {error}") from error


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """Return a time as the reader's clock shows it; one without an offset is that clock's already.

    Raises
    ------
    InputError
        If it lies at the very edge of what a datetime can hold.

    Examples
    --------
    >>> in_zone(datetime.fromisoformat("2026-07-03T20:30:00Z"), ZoneInfo("Europe/Paris")).isoformat()
    '2026-07-03T22:30:00+02:00'
    """
    try:
        return moment.replace(tzinfo=zone) if moment.utcoffset() is None else moment.astimezone(zone)
    except OverflowError as error:
        raise InputError(f"time: {moment.isoformat()}; expected one between the years 2 and 9998") from error


def read_moment(option: str, value: date | datetime | str | None, zone: tzinfo) -> datetime | None:
    """Read an option that is a day or a time; a day is its first moment in the reader's zone.

    Parameters
    ----------
    option : str
        Name of the option, for the error.
    value : date, datetime, str or None
        Text is a date, or a date and time, in ISO 8601.
    zone : tzinfo
        Where it has no offset of its own.

    Returns
    -------
    datetime or None
        Aware; None for None.

    Raises
    ------
    InputError
        If it is something else.

    Examples
    --------
    >>> from datetime import UTC
    >>> read_moment("since", "2026-03-02", UTC).isoformat()
    '2026-03-02T00:00:00+00:00'
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError as error:
            raise _not_a_moment(option, value) from error
    if value is None:
        return None
    if isinstance(value, datetime):
        return in_zone(value, zone)
    if isinstance(value, date):
        return in_zone(datetime(value.year, value.month, value.day), zone)
    raise _not_a_moment(option, value)


def show_offset(zone: timezone) -> str:
    """Write an offset as '+01:00'.

    Examples
    --------
    >>> from datetime import timedelta
    >>> show_offset(timezone(timedelta(hours=-3, minutes=-30)))
    '-03:30'
    """
    return datetime(2000, 1, 1, tzinfo=zone).isoformat()[len("2000-01-01T00:00:00") :]


def _not_a_moment(option: str, value: object) -> InputError:
    return InputError(f"{option}: {shorten(value)}; expected a date or a time in ISO 8601, such as '2026-03-02'")
