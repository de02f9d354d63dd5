"""Times in tables and JSON: ISO 8601 text to a datetime."""

from __future__ import annotations

from datetime import datetime

from tonecheck.errors import InputError, shorten

EXPECTED_TIME = "expected date and time in ISO 8601, such as '2026-03-02T09:30:00+01:00'"
"""The form that `parse_sent` reads, for errors and for reasons of skipped messages."""

_DATE_ONLY = len("2026-W10-1")
"""The longest ISO date without a time has 10 characters; the shortest with one, '20260302T09', has 11."""


def parse_sent(text: str) -> datetime:
    """Read the time at which a message was sent.

    A date without a time is refused: taken as midnight, it would count as a message sent at night.

    Parameters
    ----------
    text : str
        ISO 8601, such as ``2026-03-02T09:30:00+01:00``, ``2026-03-02 09:30`` or ``2026-03-02T08:30:00Z``.

    Returns
    -------
    datetime
        Aware where the text has an offset, else naive, for the reader's time zone is applied later.

    Raises
    ------
    InputError
        If the text has another form.

    Examples
    --------
    >>> parse_sent("2026-03-02 09:30:00+01:00")
    datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(seconds=3600)))
    """
    stripped = text.strip()
    if len(stripped) <= _DATE_ONLY:
        raise InputError(f"sent: {shorten(text)}; {EXPECTED_TIME}")
    try:
        return datetime.fromisoformat(stripped)
    except ValueError as error:
        raise InputError(f"sent: {shorten(text)}; {EXPECTED_TIME}") from error
