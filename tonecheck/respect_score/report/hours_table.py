"""How many messages a client wrote at each hour of each weekday: a table that is a heat map, too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tonecheck.respect_score.report.markup import Markup, tag
from tonecheck.respect_score.report.words import Words

_DAYS, _HOURS = range(7), range(24)
_LEVELS = 4
_WEEKEND = (5, 6)
_NIGHT = (*range(20, 24), *range(7))


def hours_table(sents: Sequence[datetime], words: Words) -> Markup:
    """Show messages by weekday and hour, the more the larger and the darker, with their number.

    Parameters
    ----------
    sents : sequence of datetime
        By the clock that the reader shall see them by.
    words : Words
        Of the report.
    """
    if not sents:
        return tag("p", words.say("no_hours"), class_="empty")
    counts = [[0] * len(_HOURS) for _ in _DAYS]
    for sent in sents:
        counts[sent.weekday()][sent.hour] += 1
    most = max(map(max, counts))
    heads = [tag("th", words.say("weekday"), scope="col", class_="day"), *(_hour(hour, words) for hour in _HOURS)]
    heads.append(tag("th", words.say("in_all"), scope="col", class_="sum"))
    return tag(
        "figure",
        tag("p", _summary(counts, words)),
        tag(
            "table",
            tag("caption", words.say("when_about"), class_="unseen"),
            tag("thead", tag("tr", *heads)),
            tag("tbody", *(_row(day, counts[day], most, words) for day in _DAYS)),
            class_="heat",
        ),
    )


def _hour(hour: int, words: Words) -> Markup:
    shown = tag("span", str(hour), aria_hidden="true")
    told = tag("span", words.say("hour", hour=hour), class_="unseen")
    return tag("th", shown, told, scope="col", class_="hour" if hour % 6 == 0 else "hour between")


def _row(day: int, counts: Sequence[int], most: int, words: Words) -> Markup:
    head = tag(
        "th",
        tag("span", words.short_weekday(day), aria_hidden="true"),
        tag("span", words.weekday(day), class_="unseen"),
        scope="row",
    )
    cells = [tag("td", tag("span", words.number(n)), class_=f"l{-(-_LEVELS * n // most)}") for n in counts]
    return tag("tr", head, *cells, tag("td", words.number(sum(counts)), class_="sum"))


def _summary(counts: Sequence[Sequence[int]], words: Words) -> str:
    days = [sum(row) for row in counts]
    n_night = sum(row[hour] for row in counts for hour in _NIGHT)
    return words.say(
        "when_summary",
        day=words.weekday(days.index(max(days))),
        weekend=words.percent(sum(days[day] for day in _WEEKEND) / sum(days)),
        night=words.percent(n_night / sum(days)),
    )
