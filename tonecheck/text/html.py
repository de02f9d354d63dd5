"""HTML mail to text: block elements become lines, and what mail programs mark as quote or signature stays marked.

Written by hand because the standard library's ``html.parser`` takes a minute for 20,000 times ``<a ``; here each sign
is looked at once.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

MAX_ESCAPES = 3
"""Times that markup is unwrapped: some mailers escape what is HTML already; more often than this is no mailer."""


class MarkedText(NamedTuple):
    """A text, and the parts of it that the mail program itself marked.

    Attributes
    ----------
    text : str
        What a reader would see.
    marks : tuple of (int, int, str)
        Start and end in `text`, end exclusive, and reason: 'quote', 'attribution' or 'signature'.
    """

    text: str
    marks: tuple[tuple[int, int, str], ...] = ()


# No alternative can begin like another and none is given back, so a tag costs its length once.
_TAG = re.compile(r"""<(/?)([a-zA-Z][\w:.-]*)((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""")
_UNTIDY_TAG = re.compile(r"<(/?)([a-zA-Z][\w:.-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(
    r"""\b(class|id|style|data-smartmail)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_STRUCTURE = re.compile(
    r"<(/?)(?:html|head|body|div|p|br|blockquote|table|tr|td|ul|ol|li|span|font)\b"
    r"[^<>\n\r\v\f\x1c-\x1e\x85\u2028\u2029]{0,2000}>",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_HUGE_NUMBER = re.compile(r"&#0*[1-9][0-9]{7,}")  # int() refuses more than 4300 digits

_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_HIDDEN_NAMES = "script style title template svg object noscript textarea select"
_PARAGRAPH_NAMES = "p h1 h2 h3 h4 h5 h6 ul ol table pre"
_BLOCK_NAMES = """
    address article aside body blockquote center dd details div dl dt fieldset figure footer form header hr html li main
    nav section tbody tfoot thead tr
"""
_VOID = frozenset(_VOID_NAMES.split())
_HIDDEN = frozenset(_HIDDEN_NAMES.split())
_RAW = frozenset(("script", "style", "title", "textarea"))
_PARAGRAPHS = frozenset(_PARAGRAPH_NAMES.split())
_BLOCKS = _PARAGRAPHS.union(_BLOCK_NAMES.split())

_QUOTE_NAMES = re.compile(
    r"yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|gmail_extra|reply-intro|OLK_SRC_BODY_SECTION",
    re.IGNORECASE,
)
_ATTRIBUTION_NAMES = re.compile(r"gmail_attr\b|moz-cite-prefix|moz-email-headers", re.IGNORECASE)
_SIGNATURE_NAMES = re.compile(
    r"gmail_signature|moz-signature|AppleMailSignature|ms-outlook-mobile-signature|protonmail_signature"
    r"|(?:^|\s)(?:x_)?signature(?:\s|$)",
    re.IGNORECASE,
)
_REST_NAMES = re.compile(r"divRplyFwdMsg|appendonsend|mail-editor-reference-message-container", re.IGNORECASE)
_LINE_ABOVE = re.compile(r"border-top\s*:\s*solid", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_HEADER_START = re.compile(r"\s*\w{1,14}\s?:")


def _is_paragraph(name: str, names: str) -> bool:
    """Say whether an element stands between blank lines; Outlook makes each line a "MsoNormal" paragraph."""
    return name in _PARAGRAPHS and "MsoNormal" not in names


class _Element:
    """An element that is open: what it will mark when it closes."""

    __slots__ = ("holds_quote", "is_paragraph", "kind", "name", "start")

    def __init__(self, name: str, names: str, kind: str, start: int) -> None:
        self.name = name
        self.is_paragraph = _is_paragraph(name, names)
        self.kind = kind
        self.start = start
        self.holds_quote = False


class _Writer:
    """Puts text together as a browser would lay out its lines."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.at_line_start = True
        self.wants_blank_line = False
        self.ends_blank = True

    def _append(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)

    def break_line(self) -> None:
        if not self.at_line_start:
            self._append("\n")
            self.at_line_start = True
            self.ends_blank = False

    def break_paragraph(self) -> None:
        self.break_line()
        self.wants_blank_line = True

    def force_line(self) -> None:
        if self.at_line_start:
            self.ends_blank = True
        self._append("\n")
        self.at_line_start = True

    def write(self, text: str) -> None:
        if self.at_line_start:
            text = text.lstrip(" ")
            if not text:
                return
            if self.wants_blank_line and not self.ends_blank:
                self._append("\n")
            self.wants_blank_line = False
            self.ends_blank = False
            self.at_line_start = False
        self._append(text)

    def write_lines(self, text: str) -> None:
        """Write preformatted text, whose line breaks and spaces count."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.force_line()
            if line:
                if self.at_line_start and line[0] == " ":
                    self.write("\u00a0")
                    line = line[1:]
                self.write(line)


class _Reader:
    """Follows the tags of one document."""

    def __init__(self) -> None:
        self.out = _Writer()
        self.open: list[_Element] = []
        self.open_names: Counter[str] = Counter()
        self.marks: list[tuple[int, int, str]] = []
        self.hidden = 0
        self.marked = 0
        self.preformatted = 0
        self.cells = 0
        self.rest_from: int | None = None

    def start(self, name: str, attributes: str) -> None:
        names, style = _read_attributes(attributes)
        self._lay_out(name, names)
        if name in _VOID or (attributes.endswith("/") and name not in _BLOCKS):
            return
        kind = self._kind(name, names, style)
        if kind:
            self.out.break_line()
        if kind == "rest" and self.rest_from is None:
            self.rest_from = self.out.length
        self.hidden += kind == "hidden"
        self.preformatted += name == "pre"
        self.marked += kind in ("quote", "attribution", "signature")
        self.open.append(_Element(name, names, kind, self.out.length))
        self.open_names[name] += 1

    def _lay_out(self, name: str, names: str) -> None:
        if self.hidden:
            return
        if name == "br":
            self.out.force_line()
        elif _is_paragraph(name, names):
            self.out.break_paragraph()
        elif name in _BLOCKS:
            self.out.break_line()
        if name == "li":
            self.out.write("- ")
        elif name == "tr":
            self.cells = 0
        elif name in ("td", "th"):
            if self.cells and not self.out.at_line_start:
                self.out.write("\t")
            self.cells += 1

    def _kind(self, name: str, names: str, style: str) -> str:
        if name in _HIDDEN or _HIDDEN_STYLE.search(style):
            return "hidden"
        if self.marked:
            return ""
        if name == "blockquote":
            for element in reversed(self.open):
                if element.holds_quote:
                    break
                element.holds_quote = True
            return "quote"
        if not names and not style:
            return ""
        if _QUOTE_NAMES.search(names):
            return "quote"
        if _ATTRIBUTION_NAMES.search(names):
            return "attribution"
        if _SIGNATURE_NAMES.search(names):
            return "signature"
        if _REST_NAMES.search(names):
            return "rest"
        if name == "div" and "gmail_quote" in names:
            return "gmail_quote"
        if name == "div" and _LINE_ABOVE.search(style):
            return "line_above"
        return ""

    def end(self, name: str) -> None:
        if name == "p" and not self.open_names["p"]:
            self.out.break_paragraph()
        if not self.open_names[name]:
            return
        while True:
            element = self.open.pop()
            self._close(element)
            if element.name == name:
                return

    def _close(self, element: _Element) -> None:
        self.open_names[element.name] -= 1
        kind, start = element.kind, element.start
        if kind == "hidden":
            self.hidden -= 1
            return
        self.preformatted -= element.name == "pre"
        if self.hidden:
            return
        if kind or element.name in _BLOCKS:
            self.out.break_line()
        if element.is_paragraph:
            self.out.wants_blank_line = True
        if kind in ("quote", "attribution", "signature"):
            self.marked -= 1
            self.marks.append((start, self.out.length, kind))
        elif kind == "gmail_quote" and not element.holds_quote:
            self.marks.append((start, self.out.length, "quote"))
        elif kind == "line_above" and self.rest_from is None and _HEADER_START.match(self._since(start)):
            self.rest_from = start

    def _since(self, start: int) -> str:
        """Return the first few characters written since `start`."""
        length, beginning = self.out.length, ""
        for piece in reversed(self.out.pieces[-400:]):
            if length <= start:
                break
            length -= len(piece)
            beginning = piece + beginning
        return beginning[max(0, start - length) :][:40]

    def data(self, text: str) -> None:
        if self.hidden:
            return
        if "&" in text:
            text = html.unescape(_HUGE_NUMBER.sub("\ufffd", text))
        if self.preformatted:
            self.out.write_lines(text.replace("\r\n", "\n").replace("\r", "\n"))
        else:
            self.out.write(_SPACES.sub(" ", text))

    def result(self) -> MarkedText:
        while self.open:
            self._close(self.open.pop())
        if self.rest_from is not None:
            self.marks.append((self.rest_from, self.out.length, "quote"))
        return MarkedText("".join(self.out.pieces), tuple(self.marks))


def _read_attributes(attributes: str) -> tuple[str, str]:
    """Return the names that an element goes by (class, id, ...), and its style."""
    if "=" not in attributes:
        return "", ""
    names, style = "", ""
    for attribute, double, single, bare in _ATTRIBUTE.findall(attributes):
        value = double or single or bare
        if attribute.lower() == "style":
            style += value
        else:
            names += " " + value
    return names, style


def _tokens(source: str) -> Iterator[tuple[str, str, str]]:
    """Yield ('data', text, ''), ('start', name, attributes) and ('end', name, '') in order."""
    last_close, last_comment_end = source.rfind(">"), source.rfind("-->")
    position = 0
    while True:
        sign = source.find("<", position)
        is_comment = sign >= 0 and source.startswith("<!--", sign)
        if sign < 0 or (sign > last_close and not is_comment):
            yield "data", source[position:], ""
            return
        if sign > position:
            yield "data", source[position:sign], ""
        if is_comment:
            if sign > last_comment_end:
                return
            position = source.index("-->", sign) + 3
            continue
        if source.startswith(("<!", "<?"), sign):
            position = source.index(">", sign) + 1
            continue
        tag = _TAG.match(source, sign) or _UNTIDY_TAG.match(source, sign)
        if tag is None:
            yield "data", "<", ""
            position = sign + 1
            continue
        position = tag.end()
        name = tag[2].lower()
        if tag[1]:
            yield "end", name, ""
            continue
        yield "start", name, tag[3]
        if name in _RAW:
            end = re.compile(rf"</{name}", re.IGNORECASE).search(source, position)
            if end is None:
                return
            position = end.start()


def looks_like_html(text: str) -> bool:
    """Say whether a text is HTML rather than words with a tag or two in them.

    Parameters
    ----------
    text : str
        A mail's body.

    Returns
    -------
    bool
        True with at least two tags of a page's structure, one of which closes an element or breaks a line.

    Examples
    --------
    >>> looks_like_html("<p>Hello</p>"), looks_like_html("Put the <p> into a <div>."), looks_like_html("a < b")
    (True, False, False)
    """
    if "<" not in text:
        return False
    is_closed = False
    for number, tag in enumerate(_STRUCTURE.finditer(text)):
        is_closed = is_closed or bool(tag[1]) or tag[0][1:3].lower() == "br"
        if number and is_closed:
            return True
    return False


def read_html(source: str) -> MarkedText:
    r"""Turn HTML into the text a reader sees, and note which parts the mail program marked.

    Parameters
    ----------
    source : str
        An HTML document or a piece of one, however broken.

    Returns
    -------
    MarkedText
        Its text, and the places of block quotes, of what Gmail, Outlook, Thunderbird, Apple Mail and Yahoo put around a
        quote, and of signatures. Scripts, styles, comments and hidden elements are left out.

    Examples
    --------
    >>> read_html("<p>No.</p><blockquote>Shall we?</blockquote>")
    MarkedText(text='No.\n\nShall we?\n', marks=((4, 15, 'quote'),))
    """
    result = MarkedText(source)
    for _ in range(MAX_ESCAPES):
        reader = _Reader()
        for kind, text, attributes in _tokens(result.text):
            if kind == "data":
                reader.data(text)
            elif kind == "start":
                reader.start(text, attributes)
            else:
                reader.end(text)
        result = reader.result()
        if not looks_like_html(result.text):
            break
    return result


def html_to_text(source: str) -> str:
    r"""Turn HTML into the text a reader sees.

    Parameters
    ----------
    source : str
        An HTML document or a piece of one, however broken.

    Returns
    -------
    str
        One line a block element or ``<br>``, "- " before list items, table cells divided by tabs.

    Examples
    --------
    >>> html_to_text("<div>Two things:</div><ul><li>the logo<li>the price &amp; more</ul>")
    'Two things:\n\n- the logo\n- the price & more\n'
    """
    return read_html(source).text
