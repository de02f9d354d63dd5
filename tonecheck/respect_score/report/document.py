"""The frame of every page: head, style, skip link, footer. Nothing is fetched and nothing runs."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from tonecheck.respect_score.report.markup import Markup, tag
from tonecheck.respect_score.report.words import Words

GENERATOR = "tonecheck respect report"
"""What each page names as its maker, so that a folder of them can be told from any other."""


def document(title: str, *content: str, words: Words, kind: str) -> str:
    """Make a whole page.

    Its policy allows this page's own style, known by its digest, and forbids all else: scripts, pictures, fonts, frames
    and style attributes. So even a mistake in what makes the page could not run anything.

    Parameters
    ----------
    title : str
        Of the window.
    *content : str
        What stands in it: header and main.
    words : Words
        Of the report.
    kind : str
        Class of the body.
    """
    css = _style()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="robots", content="noindex, nofollow"),
        tag("meta", name="generator", content=GENERATOR),
        tag("title", title),
        tag("style", Markup(css)),
    )
    foot = f"{words.say('footer', version=version('tonecheck'))} {words.say('generator_note')}"
    body = tag(
        "body",
        tag("a", words.say("skip"), href="#content", class_="skip"),
        *content,
        tag("footer", tag("p", foot)),
        class_=kind,
    )
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang=words.language)}\n"


@cache
def _style() -> str:
    """Read the style sheet; its lines end alike everywhere, for its digest."""
    css = files(__package__).joinpath("style.css").read_text(encoding="utf-8")
    return "\n".join(css.splitlines())
