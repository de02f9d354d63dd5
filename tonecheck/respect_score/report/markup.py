"""HTML that is escaped by the way it is made: whatever is not markup already is text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

_VOID = frozenset({"meta", "link", "br", "wbr", "hr"})
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no HTML file may hold: control characters, and halves of characters, which cannot be written either."""


class Markup(str):
    """A piece of HTML, made by `tag` and `join`; a plain str is text, and is escaped where it is put in.

    Examples
    --------
    >>> str(tag("p", "2 < 3 ", tag("b", "surely")))
    '<p>2 &lt; 3 <b>surely</b></p>'
    """

    __slots__ = ()


def text(value: str) -> Markup:
    """Escape a text; what no HTML file may hold becomes the sign for an unknown character.

    Examples
    --------
    >>> str(text('<script>"a"'))
    '&lt;script&gt;&quot;a&quot;'
    """
    return value if isinstance(value, Markup) else Markup(escape(_NOT_TEXT.sub("\ufffd", value)))


def join(pieces: Iterable[str], between: str = "") -> Markup:
    """Put pieces one after the other; those that are not markup are escaped."""
    return Markup(text(between).join(map(text, pieces)))


def tag(name: str, /, *children: str | None, **attributes: str | float | bool | None) -> Markup:
    """Make an element.

    Parameters
    ----------
    name : str
        Such as 'p'.
    *children : str or None
        Markup stays, text is escaped, None is nothing.
    **attributes : str, number, bool or None
        A final '_' is dropped and every other one becomes '-': ``class_``, ``aria_hidden``. True gives a bare name, and
        None or False none at all.

    Returns
    -------
    Markup

    Examples
    --------
    >>> str(tag("a", "R&D", href="x.html?a&b", class_="chip", hidden=False))
    '<a href="x.html?a&amp;b" class="chip">R&amp;D</a>'
    """
    opened = "".join([f"<{name}", *(_attribute(key, value) for key, value in attributes.items()), ">"])
    if name in _VOID:
        return Markup(opened)
    return Markup(f"{opened}{join(child for child in children if child is not None)}</{name}>")


def _attribute(key: str, value: str | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(_shown(value))}"'


def _shown(value: str | float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
