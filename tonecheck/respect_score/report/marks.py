"""What a message cost points for, as the mark of a chart: one shape for each part, so that colour is not all."""

from __future__ import annotations

from collections.abc import Iterable

from tonecheck.respect_score import reasons
from tonecheck.respect_score.report.markup import Markup, tag

MARKS = ("none", "unsure", "time", "feedback", "work")
"""In the order in which they are drawn: what weighs most comes last and lies on top."""

_MARK_OF_REASON = {
    reasons.UNSURE: "unsure",
    reasons.PRESSURING: "time",
    reasons.CHASING: "time",
    reasons.OUT_OF_HOURS: "time",
    reasons.BRUSHED_OFF: "feedback",
    reasons.MOCKED: "feedback",
    reasons.IGNORED: "feedback",
    reasons.CHANGED: "feedback",
    reasons.CONTEMPT: "work",
    reasons.INSULTING: "work",
    reasons.DISMISSIVE: "work",
}

_SHAPES = {
    "none": tag("circle", r=3.5),
    "unsure": tag("circle", r=5),
    "time": tag("rect", x=-5, y=-5, width=10, height=10, rx=1.5),
    "feedback": tag("path", d="M0-7L7 0 0 7-7 0Z"),
    "work": tag("path", d="M0-7L7 6H-7Z"),
}


def mark_of(codes: Iterable[str]) -> str:
    """Return the mark of a message with these reasons.

    Examples
    --------
    >>> mark_of([]), mark_of(["out_of_hours", "contempt"])
    ('none', 'work')
    """
    return max((_MARK_OF_REASON.get(code, "unsure") for code in codes), key=MARKS.index, default="none")


def draw_mark(mark: str, x: str, y: float, title: str | None = None) -> Markup:
    """Draw a mark with its middle at a place; x may be a percentage of the drawing's width."""
    told = None if title is None else tag("title", title)
    return tag("svg", tag("g", told, _SHAPES[mark], class_=f"mark {mark}"), x=x, y=y, overflow="visible")


def draw_key(mark: str) -> Markup:
    """Draw a mark for a legend; its word stands beside it."""
    drawn = tag("g", _SHAPES[mark], class_=f"mark {mark}")
    return tag("svg", drawn, class_="key", viewBox="-8 -8 16 16", aria_hidden="true")
