"""The sign of a band: a shape, a word and a colour, so that none of them stands alone."""

from __future__ import annotations

from tonecheck.records import OverallScore
from tonecheck.respect_score.report.markup import Markup, tag
from tonecheck.respect_score.report.words import Words

NONE = "none"
"""What stands where there is no band."""

BAND_OF_VERDICT = {"keep": "good", "a_bit_difficult": "mixed", "break_up": "bad", "not_enough_messages": NONE}

_SHAPES = {
    "good": ("M8 0a8 8 0 1 0 0 16A8 8 0 0 0 8 0Z", "M4.2 8.4l2.5 2.5 5-5.4"),
    "mixed": ("M8 0l8 8-8 8-8-8Z", "M5 8h6"),
    "bad": ("M2 0h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V2a2 2 0 0 1 2-2Z", "M5 5l6 6M11 5l-6 6"),
}


def shown_band(overall: OverallScore) -> str:
    """Return the band to show the whole in: none without a verdict, so that no colour says what it does not."""
    return NONE if overall.verdict == "not_enough_messages" else overall.band


def icon(band: str) -> Markup:
    """Draw the shape of a band: a ticked disc, a diamond, a crossed square, a dashed ring. A word stands beside it."""
    if band not in _SHAPES:
        drawn = [tag("circle", cx=8, cy=8, r=6.8, class_="ring")]
    else:
        body, stroke = _SHAPES[band]
        drawn = [tag("path", d=body), tag("path", d=stroke, class_="cut")]
    return tag("svg", *drawn, class_=f"icon {band}", viewBox="0 0 16 16", aria_hidden="true")


def chip(band: str, words: Words) -> Markup:
    """Show a band as shape and word."""
    return tag("span", icon(band), words.say(band), class_=f"chip {band}")
