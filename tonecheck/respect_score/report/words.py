"""What a report says, in the language of its reader: words, numbers, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from math import floor

from tonecheck.respect_score.reasons import describe, disclaimer
from tonecheck.respect_score.report.english import ENGLISH
from tonecheck.respect_score.report.french import FRENCH
from tonecheck.respect_score.report.markup import Markup, text
from tonecheck.respect_score.verdict import band_of

_TABLES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "fr": FRENCH}

_KEPT = re.compile(r"(?<=\S) (?=[:;?!»%])|(?<=«) |(?<=\d) (?=h\b)|(?<=\d[ \xa0]h) (?=\d)")
"""Blanks at which French breaks no line: before high signs and units, after the opening guillemet."""

_UNBROKEN_T_IL = "-t-il".replace("-", "\N{NON-BREAKING HYPHEN}")

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
NO_BREAK = "\N{NO-BREAK SPACE}"


class Words:
    r"""The words of one language.

    Parameters
    ----------
    language : str
        'en' or 'fr'.

    Raises
    ------
    InputError
        If it is another.

    Examples
    --------
    >>> Words("en").count("messages", 1), Words("fr").count("messages", 1200)
    ('1 message', '1\u202f200 messages')
    """

    def __init__(self, language: str) -> None:
        disclaimer(language)  # raises
        self.language = language
        self._table = _TABLES[language]

    def say(self, key: str, **values: str | int) -> str:
        """Return a sentence of the table, with its places filled."""
        return self._typeset(self._table[key].format(**values))

    def fill(self, key: str, **values: str) -> Markup:
        """Return a sentence of the table with markup in its places; text is escaped."""
        sentence = text(self._typeset(self._table[key]))
        return Markup(sentence.format(**{name: text(value) for name, value in values.items()}))

    def has(self, key: str) -> bool:
        """Return whether the table has a sentence of this name."""
        return key in self._table

    def count(self, key: str, n: int) -> str:
        """Return a number of things, in the singular or the plural; the table holds both, with a '|' between them."""
        one, many = self._table[key].split("|")
        is_one = n == 1 or (self.language == "fr" and n == 0)
        return self._typeset((one if is_one else many).format(n=self.number(n)))

    def reason(self, code: str) -> str:
        """Return why a message is evidence, as the beginning of a sentence."""
        return _capital(self._typeset(describe(code, self.language)))

    def disclaimer(self) -> str:
        """Return what a respect score is not."""
        return self._typeset(disclaimer(self.language))

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number.

        Examples
        --------
        >>> Words("en").number(-1234.56, 1), Words("fr").number(-12.5, 1)
        ('−1,234.6', '−12,5')
        """
        shown = f"{value:,.{digits}f}"
        if not float(shown.replace(",", "")):
            shown = shown.lstrip("-")
        if self.language == "fr":
            shown = shown.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")
        return shown.replace("-", MINUS)

    def percent(self, share: float) -> str:
        """Write a share of 1 as a percentage."""
        return self._typeset(f"{self.number(100 * share)} %" if self.language == "fr" else f"{100 * share:.0f}%")

    def score(self, value: float) -> str:
        """Write a score of 0 to 100 without decimals; rounding puts none in a better band than its own.

        Examples
        --------
        >>> Words("en").score(74.4), Words("en").score(73.9), Words("en").score(74.9)
        ('74', '74', '74')
        """
        return self.number(round(value) if band_of(round(value)) == band_of(value) else floor(value))

    def interval(self, ends: tuple[float, float]) -> str:
        """Write the ends of an interval."""
        low, high = map(self.score, ends)
        return self.say("interval", low=low, high=high)

    def points(self, value: float) -> str:
        """Write what a message took from a score, or gave to it."""
        if abs(value) < 0.05:
            return self.say("hardly_a_point", n=self.number(0.1, 1))
        sign = "+" if value > 0 else ""
        shown = self.number(value, 1)
        is_one = abs(value) < 2 if self.language == "fr" else shown.lstrip(MINUS) == "1.0"
        return self.say("point" if is_one else "points", n=sign + shown)

    def day(self, day: date) -> str:
        r"""Write a day.

        Examples
        --------
        >>> Words("en").day(date(2026, 3, 1)), Words("fr").day(date(2026, 3, 1))
        ('1\xa0March 2026', '1er\xa0mars 2026')
        """
        number = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        return f"{number}{NO_BREAK}{self._month(day, 'months')} {day.year}"

    def moment(self, moment: datetime) -> str:
        """Write a day and a time of day."""
        return self.say("moment", day=self.day(moment), hour=moment.hour, minute=f"{moment.minute:02}")

    def month(self, day: date) -> str:
        """Write a month, short, with its year."""
        return f"{self._month(day, 'short_months')}{NO_BREAK}{day.year}"

    def short_day(self, day: date) -> str:
        """Write a day, short, without its year."""
        return f"{day.day}{NO_BREAK}{self._month(day, 'short_months')}"

    def weekday(self, number: int) -> str:
        """Return the name of a day of the week; 0 is Monday."""
        return self._table["weekdays"].split()[number]

    def short_weekday(self, number: int) -> str:
        """Return the short name of a day of the week; 0 is Monday."""
        return self._table["short_weekdays"].split()[number]

    def _month(self, day: date, key: str) -> str:
        return self._table[key].split()[day.month - 1]

    def _typeset(self, shown: str) -> str:
        """Keep French signs on the line of the word before them, and a verb on that of its pronoun."""
        if self.language != "fr":
            return shown
        shown = _KEPT.sub(NO_BREAK, shown)
        return shown.replace("-t-il", _UNBROKEN_T_IL)


def _capital(shown: str) -> str:
    return shown[:1].upper() + shown[1:]
