"""Times as people and programs read them."""

from __future__ import annotations

from datetime import datetime

from tonecheck.respect_score.report.markup import Markup, tag, text
from tonecheck.respect_score.report.words import Words


def show_moment(sent: datetime | None, words: Words) -> Markup:
    """Show when a message was sent, to the minute."""
    if sent is None:
        return text(words.say("no_time"))
    return tag("time", words.moment(sent), datetime=sent.isoformat(timespec="minutes"))


def show_day(sent: datetime, words: Words) -> Markup:
    """Show the day on which a message was sent."""
    return tag("time", words.day(sent), datetime=sent.date().isoformat())
