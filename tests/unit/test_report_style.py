"""What can be reckoned of a style sheet: contrast by WCAG 2.2, and that it is whole."""

import re
from importlib.resources import files

import pytest

CSS = files("tonecheck.respect_score.report").joinpath("style.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in re.findall(r":root {(.*?)}", CSS, re.DOTALL)
)
GROUNDS = ("ground", "card")
BANDS = ("good", "mixed", "bad", "none")
TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "muted", "link", *BANDS) for ground in GROUNDS),
    *((band, f"{band}-soft") for band in BANDS),
    ("mark-ink", "mark"),
    *(("ink", f"heat-{level}") for level in (1, 2, 3, 4)),
]
SHAPE_PAIRS = [("focus", "ground"), ("focus", "card"), *((band, "track") for band in BANDS)]


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_wcag_reckons_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_can_be_read_on_its_ground(colours, pair):
    assert contrast(*(colours[name] for name in pair)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", SHAPE_PAIRS, ids="-on-".join)
def test_shapes_can_be_told_from_their_ground(colours, pair):
    assert contrast(*(colours[name] for name in pair)) >= 3


def test_light_and_dark_have_the_same_colours_and_no_name_is_unknown():
    assert LIGHT.keys() == DARK.keys()
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) == {*LIGHT, "accent", "soft"}


def test_paper_is_light_and_nothing_is_fetched():
    assert "@media screen and (prefers-color-scheme: dark)" in CSS
    assert "@media print" in CSS
    assert not re.search(r"url\(|@import|@font-face|</", CSS)
    assert CSS.count("{") == CSS.count("}")
