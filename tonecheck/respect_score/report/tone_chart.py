"""The tone of one client's messages over time: a picture, and a table for those who do not see it.

A concern of the reader's that the client passed over has no message of the client's: it stands at the foot of the
picture, where the reader raised it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from tonecheck.records import TimelinePoint
from tonecheck.respect_score.report.dates import show_moment
from tonecheck.respect_score.report.marks import MARKS, draw_key, draw_mark, mark_of
from tonecheck.respect_score.report.markup import Markup, join, tag
from tonecheck.respect_score.report.words import Words

_TOP, _BOTTOM, _HEIGHT = 12, 202, 232
_EDGE = 1.5
"""Per cent of the width that stay free on either side, so that no mark is cut."""

_MOST_TICKS = 5
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 6000)

_LABELS = ("idiot_test", "insulting")


def tone_chart(points: Sequence[TimelinePoint], words: Words) -> Markup:
    """Draw one mark a message: time from left to right, the larger of contempt and insult upwards."""
    if points and not any(tone_of(point) is not None for point in points):
        return tag("p", words.say("no_tone"), class_="empty")
    dated = [(point.sent, point) for point in points if point.sent is not None]
    n_undated = len(points) - len(dated)
    pieces = [_picture(dated, words), _legend(points, words)] if dated else [tag("p", words.say("no_dates"))]
    n_passed_over = sum(point.is_readers for _, point in dated)
    if n_passed_over:
        pieces.append(tag("p", words.count("passed_over", n_passed_over), class_="small"))
    if dated and n_undated:
        pieces.append(tag("p", words.count("undated", n_undated), class_="small"))
    return tag("figure", *pieces, _table(points, words), class_="tone")


def tone_of(point: TimelinePoint) -> float | None:
    """Return the larger probability of contempt and insult; None where the model has neither label."""
    return max((point.probability[label] for label in _LABELS if label in point.probability), default=None)


def _picture(dated: Sequence[tuple[datetime, TimelinePoint]], words: Words) -> Markup:
    moments = [_seconds(sent) for sent, _ in dated]
    first, last = min(moments), max(moments)

    def across(seconds: float) -> str:
        share = 0.5 if last == first else (seconds - first) / (last - first)
        return f"{_EDGE + (100 - 2 * _EDGE) * share:.2f}%"

    marks: dict[str, list[Markup]] = {name: [] for name in MARKS}
    for (sent, point), seconds in zip(dated, moments, strict=True):
        mark = mark_of(point.reasons)
        told = f"{words.moment(sent)}: {_told_tone(point, words)}{_told_reasons(point, words)}"
        marks[mark].append(draw_mark(mark, across(seconds), _down(tone_of(point) or 0.0), told))
    tones = [tone_of(point) or 0.0 for _, point in dated if not point.is_readers]
    n_high = sum(tone > 0.5 for tone in tones)
    desc = words.say("tone_desc", n=words.count("messages", len(tones)), high=words.number(n_high))
    ticks = _ticks([sent for sent, _ in dated], words)
    return tag(
        "svg",
        tag("title", words.say("tone"), id="tone-title"),
        tag("desc", desc, id="tone-desc"),
        *(_level(share, words) for share in (1.0, 0.5, 0.0)),
        *(_tick(across(seconds), label, place, len(ticks)) for place, (seconds, label) in enumerate(ticks)),
        *(drawn for name in MARKS for drawn in marks[name]),
        class_="chart",
        width="100%",
        height=_HEIGHT,
        role="img",
        aria_labelledby="tone-title tone-desc",
    )


def _down(share: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * share


def _level(share: float, words: Words) -> Markup:
    return join(
        [
            tag("line", x1=0, x2="100%", y1=_down(share), y2=_down(share), class_="level" if share else "level ground"),
            tag("text", words.percent(share), x=-10, y=_down(share) + 4, text_anchor="end"),
        ]
    )


def _tick(x: str, label: str, place: int, n_ticks: int) -> Markup:
    at_edge = place == 0 and float(x[:-1]) < 8, place == n_ticks - 1 and float(x[:-1]) > 92
    anchor = "start" if at_edge[0] else "end" if at_edge[1] else "middle"
    return join(
        [
            tag("line", x1=x, x2=x, y1=_BOTTOM, y2=_BOTTOM + 6, class_="level ground"),
            tag("text", label, x=x, y=_BOTTOM + 22, text_anchor=anchor),
        ]
    )


def _ticks(sents: Sequence[datetime], words: Words) -> list[tuple[float, str]]:
    """Choose first days of months; where the messages span too few of them, the first and the last day."""
    first, last = (choose(sents, key=_seconds) for choose in (min, max))
    months = [12 * sent.year + sent.month - 1 for sent in (first, last)]
    for step in _MONTH_STEPS:
        starts = range(-(-(months[0] + 1) // step) * step, months[1] + 1, step)
        if len(starts) <= _MOST_TICKS:
            break
    if len(starts) >= 2:
        days = [date(number // 12, number % 12 + 1, 1) for number in starts]
        return [(_seconds(datetime(day.year, day.month, 1, tzinfo=UTC)), words.month(day)) for day in days]
    if first.date() == last.date():
        return [((_seconds(first) + _seconds(last)) / 2, words.day(first.date()))]
    return [(_seconds(sent), f"{words.short_day(sent)} {sent.year}") for sent in (first, last)]


def _seconds(sent: datetime) -> float:
    return (sent if sent.utcoffset() is not None else sent.replace(tzinfo=UTC)).timestamp()


def _told_tone(point: TimelinePoint, words: Words) -> str:
    tone = tone_of(point)
    return words.say("your_message") if point.is_readers else "–" if tone is None else words.percent(tone)


def _told_reasons(point: TimelinePoint, words: Words) -> str:
    return "".join(f" – {words.reason(code)}" for code in point.reasons)


def _legend(points: Sequence[TimelinePoint], words: Words) -> Markup:
    used = {mark_of(point.reasons) for point in points}
    entries = [tag("li", draw_key(name), words.say(f"mark.{name}")) for name in reversed(MARKS) if name in used]
    return tag("ul", *entries, class_="legend", aria_label=words.say("legend"))


def _table(points: Sequence[TimelinePoint], words: Words) -> Markup:
    heads = [tag("th", words.say(f"column.{name}"), scope="col") for name in ("date", "tone", "reasons", "id")]
    return tag(
        "details",
        tag("summary", words.say("as_table")),
        tag(
            "div",
            tag(
                "table",
                tag("caption", words.say("tone"), class_="unseen"),
                tag("thead", tag("tr", *heads)),
                tag("tbody", *(_row(point, words) for point in points)),
                class_="data",
            ),
            class_="scroll",
            tabindex=0,
            role="region",
            aria_label=words.say("as_table"),
        ),
    )


def _row(point: TimelinePoint, words: Words) -> Markup:
    told = "; ".join(words.reason(code) for code in point.reasons) or words.say("nothing")
    return tag(
        "tr",
        tag("td", show_moment(point.sent, words)),
        tag("td", _told_tone(point, words)),
        tag("td", told),
        tag("td", tag("bdi", point.message_id, class_="id")),
    )
