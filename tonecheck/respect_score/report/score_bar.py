"""A score with its interval on a line from 0 to 100."""

from __future__ import annotations

from tonecheck.records import OverallScore, PartScore
from tonecheck.respect_score.report.bands import shown_band
from tonecheck.respect_score.report.markup import Markup, tag
from tonecheck.respect_score.report.words import Words
from tonecheck.respect_score.verdict import GOOD_FROM, MIXED_FROM

_HEIGHT = 28
_TRACK = 8


def score_bar(part: PartScore, name: str, words: Words, *, key: str) -> Markup:
    """Draw a score as a dot, and its 90% interval as a bar.

    Lengths are percentages of the drawing's width, so that it fits any page and its lines keep their thickness.

    Parameters
    ----------
    part : PartScore
        The score.
    name : str
        What it is a score of, for those who do not see the picture.
    words : Words
        Of the report.
    key : str
        Beginning of its ids; unique on the page.
    """
    low, high = part.interval
    band = shown_band(part) if isinstance(part, OverallScore) else part.band
    title = words.say("bar_title", name=name, score=words.score(part.score), band=words.say(part.band))
    middle = _HEIGHT / 2
    steps = [tag("line", x1=f"{at}%", x2=f"{at}%", y1=4, y2=_HEIGHT - 4, class_="step") for at in _ends()]
    return tag(
        "svg",
        tag("title", title, id=f"{key}-title"),
        tag("desc", words.say("bar_text", interval=words.interval(part.interval)), id=f"{key}-desc"),
        tag("rect", x=0, y=middle - _TRACK / 2, width="100%", height=_TRACK, rx=_TRACK / 2, class_="track"),
        *steps,
        tag(
            "rect",
            x=_percent(low),
            y=middle - _TRACK / 2,
            width=_percent(max(high - low, 0.5)),
            height=_TRACK,
            rx=_TRACK / 2,
            class_="span",
        ),
        tag("circle", cx=_percent(part.score), cy=middle, r=8, class_="dot"),
        class_=f"bar {band}",
        height=_HEIGHT,
        width="100%",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
    )


def _ends() -> tuple[str, str]:
    return f"{MIXED_FROM:g}", f"{GOOD_FROM:g}"


def _percent(value: float) -> str:
    return f"{min(max(value, 0.0), 100.0):.2f}%"
