"""Times as people and programs read them."""

from __future__ import annotations

from datetime import date, datetime

from tonecheck.records import ClientRespect
from tonecheck.respect_score.report.markup import Markup, tag, text
from tonecheck.respect_score.report.words import Words


def show_moment(sent: datetime | None, words: Words) -> Markup:
    """Show when a message was sent, to the minute."""
    if sent is None:
        return text(words.say("no_time"))
    return tag("time", words.moment(sent), datetime=sent.isoformat(timespec="minutes"))


def show_day(day: date, words: Words) -> Markup:
    """Show a day; of a time, its day."""
    return tag("time", words.day(day), datetime=f"{day.year:04}-{day.month:02}-{day.day:02}")


def times_of(client: ClientRespect) -> list[datetime]:
    """Return when a client wrote, as far as that is known, in the order of time."""
    return [point.sent for point in client.timeline if point.sent is not None and not point.is_readers]
