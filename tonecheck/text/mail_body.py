"""A mail as it travels, in any charset and encoding, to the text of its body."""

from __future__ import annotations

import codecs
import re
from email import message_from_bytes
from email.message import Message

from tonecheck.errors import InputError, shorten
from tonecheck.text.html import MarkedText, looks_like_html, read_html

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?:[ \t]|$)")
_ENVELOPE = re.compile(r">?From \S+ ")
_SURE_HEADERS = frozenset(("received", "mime-version", "content-type", "message-id", "return-path"))
# Heads that mail programs put above what they quote; they are no headers of a mail.
_REPLY_HEADS = frozenset(("sent", "de", "objet"))
# Python has codecs by these names, but no mail is written in them.
_NO_MAIL_CHARSETS = frozenset(("unicode_escape", "raw_unicode_escape", "unicode-escape", "punycode", "idna"))
_LATIN = frozenset(("", "ascii", "us-ascii", "iso8859-1", "cp1252", "iso8859-15", "utf-8"))


def is_raw_mail(text: str) -> bool:
    r"""Say whether a text is a whole mail with its headers, not only a body.

    Parameters
    ----------
    text : str
        What came from a file or a mailbox.

    Returns
    -------
    bool
        True if it starts with at least two header lines, a From, or a Date and a Subject among them, or with one that
        no body starts with (Received, MIME-Version, Content-Type, Message-ID, Return-Path).

    Examples
    --------
    >>> is_raw_mail("From: a@shop.example\nSubject: Logo\n\nBigger, please.")
    True
    >>> is_raw_mail("From: the shop\n\nBigger, please.")
    False
    """
    if ":" not in text[:200] or "\n" not in text.strip():
        return False
    names = _header_names(text)
    if not names or names & _REPLY_HEADS:
        return False
    if names & _SURE_HEADERS:
        return True
    return len(names) > 1 and ("from" in names or {"date", "subject"} <= names)


def _header_names(text: str) -> set[str]:
    """Return the names of the header lines that a text starts with, in lower case; none if other lines follow."""
    names: set[str] = set()
    position = 0
    while position < len(text):
        end = text.find("\n", position)
        line = text[position : end if end >= 0 else len(text)].rstrip("\r")
        if not line:
            break
        header = _HEADER.match(line)
        if header:
            names.add(header[1].lower())
        elif not (names and line[0] in " \t") and not (position == 0 and _ENVELOPE.match(line)):
            return set()
        position = end + 1 if end >= 0 else len(text)
    return names


def read_body(mail: str | bytes | Message) -> MarkedText:
    r"""Return the text of a mail's body, whatever form the mail has.

    Parameters
    ----------
    mail : str, bytes or email.message.Message
        A str is a body, plain or HTML, or a whole mail with its headers; bytes are a whole mail.

    Returns
    -------
    MarkedText
        The plain part where there is one with words, else the HTML turned to text, with what the mail program marked.
        Attachments are left out. A missing or wrong charset gives the best decoding there is, never an error.

    Raises
    ------
    InputError
        If `mail` is of another type.

    Examples
    --------
    >>> read_body(b"Subject: Logo\nContent-Type: text/plain; charset=latin-1\n\nPlus grand, \xe9videmment.").text
    'Plus grand, évidemment.'
    """
    if isinstance(mail, str):
        if is_raw_mail(mail):
            # Its characters are known already, whatever charset its parts declare.
            return _read_bytes(mail.encode("utf-8", "replace"), known_charset="utf-8")
        return read_html(mail) if looks_like_html(mail) else MarkedText(mail)
    if isinstance(mail, bytes):
        return _read_bytes(mail)
    if isinstance(mail, Message):
        return _read_part(mail, "")
    raise InputError(f"mail: {shorten(mail)}; expected str, bytes or email.message.Message")


def _read_bytes(raw: bytes, known_charset: str = "") -> MarkedText:
    try:
        return _read_part(message_from_bytes(raw), known_charset)
    except RecursionError:  # parts within parts, hundreds deep: no mail program writes that
        return MarkedText(_decode(raw, known_charset))


def _read_part(part: Message, known_charset: str) -> MarkedText:
    """Return the text of a mail or of one of its parts; '' for what is not to be read as its words."""
    kind = part.get_content_type()
    if kind == "message/rfc822" or kind == "message/delivery-status" or _is_attached(part):
        return MarkedText("")
    payload = part.get_payload()
    if isinstance(payload, list):
        children = [child for child in payload if isinstance(child, Message)]
        read = [_read_part(child, known_charset) for child in children]
        if kind == "multipart/alternative":
            return _best_alternative(children, read)
        return _join(read)
    if kind == "text/html":
        return read_html(_text_of(part, known_charset))
    if part.get_content_maintype() in ("text", "multipart"):
        text = _text_of(part, known_charset)
        return read_html(text) if looks_like_html(text) else MarkedText(text)
    return MarkedText("")


def _is_attached(part: Message) -> bool:
    if part.get_content_maintype() == "multipart":
        return False
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _best_alternative(children: list[Message], read: list[MarkedText]) -> MarkedText:
    with_words = [(child, body) for child, body in zip(children, read, strict=True) if body.text.strip()]
    plain = [body for child, body in with_words if child.get_content_type() == "text/plain"]
    if plain:
        return plain[0]
    return with_words[0][1] if with_words else MarkedText("")


def _join(bodies: list[MarkedText]) -> MarkedText:
    """Put the parts of a mail below each other, a blank line between them."""
    pieces: list[str] = []
    marks: list[tuple[int, int, str]] = []
    length = 0
    for body in bodies:
        if not body.text.strip():
            continue
        if pieces:
            pieces.append("\n\n")
            length += 2
        pieces.append(body.text)
        marks += [(start + length, end + length, reason) for start, end, reason in body.marks]
        length += len(body.text)
    return MarkedText("".join(pieces), tuple(marks))


def _text_of(part: Message, known_charset: str) -> str:
    try:
        payload = part.get_payload(decode=True)
    except UnicodeEncodeError:  # a mail parsed from a str with lone surrogates in it
        return ""
    if not isinstance(payload, bytes):
        return ""
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if known_charset and encoding not in ("quoted-printable", "base64", "x-uuencode", "uuencode"):
        return _decode(payload, known_charset)
    undecoded = part.get_payload()
    if isinstance(undecoded, str) and any(sign > "\u00ff" for sign in undecoded) and b"\\u" in payload:
        return undecoded  # parsed from a str, with characters that the payload's bytes only spell out
    return _decode(payload, _charset_of(part))


def _charset_of(part: Message) -> str:
    """Return the declared charset under Python's own name for it, '' if none is known."""
    try:
        name = codecs.lookup(str(part.get_content_charset() or "")).name
    except (LookupError, ValueError):
        return ""
    return "" if name in _NO_MAIL_CHARSETS else name


def _decode(payload: bytes, charset: str) -> str:
    """Decode with the declared charset, or with UTF-8 where Latin is declared and the bytes say otherwise."""
    candidates = ("utf-8", charset) if charset in _LATIN else (charset, "utf-8")
    for candidate in (*candidates, "cp1252"):
        try:
            return payload.decode(candidate or "utf-8")
        except (UnicodeError, LookupError):
            continue
    return payload.decode("cp1252", "replace")
