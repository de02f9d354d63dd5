"""The messages behind a score: why, when, how many points, and their words."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from tonecheck.records import Evidence, PartScore
from tonecheck.respect_score.evidence import MOST_EVIDENCE
from tonecheck.respect_score.reasons import IGNORED
from tonecheck.respect_score.report.dates import show_moment
from tonecheck.respect_score.report.marks import draw_key, mark_of
from tonecheck.respect_score.report.markup import Markup, join, tag
from tonecheck.respect_score.report.quotes import Quotes
from tonecheck.respect_score.report.words import Words

SHOWN = 5
"""Most messages shown for a part; a reader looks at few."""


def evidence_list(part: PartScore, quotes: Quotes, words: Words) -> Markup:
    """List what took points from a part, weightiest first; a reason stands once for those in a row that share it.

    A message that cost less than this client's other messages do raises the score: it is no evidence against them.
    """
    found = [entry for entry in part.evidence if entry.points < 0]
    if not found:
        return tag("p", words.say("no_evidence"), class_="empty")
    n_more = len(found) - SHOWN
    more = "more_evidence" if len(found) < MOST_EVIDENCE else "much_more_evidence"
    runs = groupby(found[:SHOWN], key=lambda entry: entry.reason)
    return join(
        [
            *(_run(reason, entries, quotes, words) for reason, entries in runs),
            tag("p", words.count(more, n_more), class_="more") if n_more > 0 else "",
        ]
    )


def _run(reason: str, entries: Iterable[Evidence], quotes: Quotes, words: Words) -> Markup:
    return tag(
        "div",
        tag("h3", draw_key(mark_of([reason])), tag("span", words.reason(reason))),
        tag("ol", *(_entry(entry, quotes, words) for entry in entries)),
        class_="evidence",
    )


def _entry(entry: Evidence, quotes: Quotes, words: Words) -> Markup:
    quote, language = quotes.quote(entry)
    # A concern that was passed over shows the reader's own message, for there is no answer to show.
    whose = tag("span", words.say("your_message")) if entry.reason == IGNORED else None
    return tag(
        "li",
        tag("blockquote", tag("p", quote, dir="auto", lang=language)),
        tag(
            "p",
            tag("span", words.points(entry.points), class_="points"),
            whose,
            show_moment(entry.sent, words),
            tag("span", words.say("message_id"), " ", tag("bdi", entry.message_id), class_="id"),
            class_="meta",
        ),
    )
