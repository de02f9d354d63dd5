"""The headers of a mail, in whichever of the standard library's two readings they came."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message as Mail
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime

_PIPERMAIL_ADDRESS = re.compile(r"([\w.+=-]+) at ([\w-]+(?:\.[\w-]+)+)")
_MESSAGE_ID = re.compile(r"<([^<>\s]+)>")
_THREAD_PREFIX = re.compile(r"\s*(?:(?:re|fwd?|tr|réf)\s*(?:\[\d+\])?\s*:|\[[^\]]{1,40}\])\s*", re.IGNORECASE)
_FIRST_YEAR_OF_MAIL = 1971


def header_text(mail: Mail, name: str) -> str:
    """Return a header decoded and on one line, '' where the mail has none."""
    value = mail.get(name)
    return "" if value is None else _decoded(mail, value)


def people(mail: Mail, *names: str) -> Iterator[str]:
    """Yield who is named in these headers: the address in lower case, or the name where there is no address.

    The archives of pipermail write "dana at shop.example" for dana@shop.example.
    """
    for name in names:
        for value in mail.get_all(name, []):
            text = str(value)
            if "@" not in text and _PIPERMAIL_ADDRESS.search(text):
                yield from (f"{user}@{host}".lower() for user, host in _PIPERMAIL_ADDRESS.findall(text))
                continue
            for shown, address in _pairs(mail, text):
                person = address.lower() if "@" in address else shown.strip() or address.strip('<>" ')
                if person:
                    yield person


def message_id(mail: Mail) -> str:
    """Return the Message-ID without its brackets, '' where there is none."""
    return header_text(mail, "Message-ID").strip().strip("<>").strip()


def replied_to(mail: Mail) -> str | None:
    """Return the id of the mail that this one answers: In-Reply-To, or the last of References."""
    answered = _MESSAGE_ID.search(header_text(mail, "In-Reply-To"))
    if answered:
        return answered[1]
    references = _MESSAGE_ID.findall(header_text(mail, "References"))
    return references[-1] if references else None


def sent_at(mail: Mail) -> datetime | None:
    """Return the time of the Date header, aware where it gives an offset; None where there is none that can be read."""
    try:
        sent = parsedate_to_datetime(header_text(mail, "Date"))
    except (ValueError, TypeError, OverflowError):
        return None
    return sent if sent.year >= _FIRST_YEAR_OF_MAIL else None


def thread_name(mail: Mail) -> str | None:
    """Return the subject without the marks of answers, forwarding and mailing lists; None where nothing is left."""
    subject = unicodedata.normalize("NFC", header_text(mail, "Subject"))
    start = 0
    while prefix := _THREAD_PREFIX.match(subject, start):
        start = prefix.end()
    return " ".join(subject[start:].split()) or None


def _pairs(mail: Mail, header: str) -> Iterator[tuple[str, str]]:
    with suppress(RecursionError):  # brackets in brackets: nobody is named, and the rest of the mail is fine
        yield from ((_decoded(mail, shown), address) for shown, address in getaddresses([header]))


def _decoded(mail: Mail, value: object) -> str:
    text = str(value)
    if isinstance(mail.policy, Compat32):
        with suppress(HeaderParseError, LookupError, ValueError):  # an unknown charset is no reason to lose a mail
            text = str(make_header(decode_header(text)))
    return " ".join(text.splitlines())
