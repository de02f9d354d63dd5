"""The text of a mail's body, with everything in it by which quotes are told apart later."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message as Mail

from tonecheck.text.mail_body import read_body


def body_text(mail: Mail) -> str:
    r"""Return the whole text of a mail, quotes still in it.

    HTML becomes plain text, unless the mail program marked quotes or a signature in it: a plain text has no place for
    such marks, so HTML that has some is returned as it is.

    Examples
    --------
    >>> from email import message_from_string
    >>> body_text(message_from_string("Subject: Logo\n\nBigger, please."))
    'Bigger, please.'
    """
    body = read_body(mail)
    if not body.marks:
        return body.text
    return "\n".join(_html_sources(mail)) or body.text


def _html_sources(mail: Mail) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_type() != "text/html" or part.get_content_disposition() == "attachment":
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield _decoded(payload, part.get_content_charset("utf-8"))


def _decoded(payload: bytes, charset: str) -> str:
    for candidate in (charset, "utf-8"):
        try:
            return payload.decode(candidate)
        except (LookupError, ValueError):  # an unknown charset, or another than the mail says
            continue
    return payload.decode("cp1252", errors="replace")
