"""Public holidays by country, from the package ``holidays``."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from tonecheck.errors import InputError, shorten


def read_holidays(country: str | Collection[date | str] | None) -> Collection[date]:
    """Return the days that count as free.

    Parameters
    ----------
    country : str, collection of date or str, or None
        A country by its two letters, such as 'FR', or with its region, such as 'CA-QC'; or the days themselves, as
        dates or ISO 8601 text.

    Returns
    -------
    collection of date
        That knows of any date whether it is in it. Empty for None.

    Raises
    ------
    InputError
        If the country is unknown, or a day is no date.

    Examples
    --------
    >>> date(2026, 7, 14) in read_holidays("FR"), date(2026, 7, 14) in read_holidays("GB")
    (True, False)
    >>> date(2026, 3, 2) in read_holidays(["2026-03-02"])
    True
    """
    if country is None:
        return frozenset()
    if isinstance(country, str):
        return _of_country(country)
    try:
        return frozenset(map(_day, country))
    except (TypeError, ValueError) as error:
        raise InputError(f"holidays: {shorten(country)}; expected a country such as 'FR', or dates") from error


def _day(day: date | str) -> date:
    if isinstance(day, datetime):
        return day.date()
    return day if isinstance(day, date) else date.fromisoformat(day)


def _of_country(country: str) -> Collection[date]:
    from holidays import country_holidays

    code, _, region = country.upper().partition("-")
    try:
        found: Collection[date] = country_holidays(code, subdiv=region or None)
    except NotImplementedError as error:
        raise InputError(
            f"holidays: {shorten(country)}; expected a country by its two letters, such as 'FR', or with its region, "
            "such as 'CA-QC'"
        ) from error
    return found
