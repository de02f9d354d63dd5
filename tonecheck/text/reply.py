"""A mail reduced to what its sender wrote there and then; everything else is set aside, with its place and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tonecheck.records import OwnWords
from tonecheck.text.first_look import may_hold_parts

if TYPE_CHECKING:
    from email.message import Message

REASONS = (
    "quote",
    "attribution",
    "forwarded",
    "signature",
    "disclaimer",
    "sent_from",
    "code",
    "log",
    "table",
    "list_footer",
)
"""Why a part of a mail is set aside."""


def own_words(mail: str | bytes | Message) -> OwnWords:
    r"""Reduce a mail to its sender's own words.

    Parameters
    ----------
    mail : str, bytes or email.message.Message
        A str is a body, plain or HTML, or a whole mail with its headers; bytes are a whole mail, in any charset.

    Returns
    -------
    OwnWords
        ``text`` is '' where the mail is nothing but quotes. Each character of the mail's text (of its HTML turned to
        text) is either kept or in exactly one part of ``set_aside``, whose reason is one of `REASONS`.

    Raises
    ------
    InputError
        If `mail` is of another type.

    Examples
    --------
    >>> mail = "Fine by me.\n\nOn 3 Mar 2026, at 14:02, Ann <ann@shop.example> wrote:\n\n> Shall we?"
    >>> own_words(mail).text
    'Fine by me.'
    >>> [part.reason for part in own_words(mail).set_aside]
    ['attribution', 'quote']
    """
    if isinstance(mail, str):
        text = mail.strip()
        if not may_hold_parts(text):
            return OwnWords(text)
    from tonecheck.text.mail_parts import take_apart

    return take_apart(mail)


def trace_own_words(mail: str) -> tuple[str, str, list[int]]:
    r"""Reduce a mail to its sender's own words and keep track of where each character stood.

    Parameters
    ----------
    mail : str
        As for `own_words`.

    Returns
    -------
    whole : str
        The mail as given; its text, where it was HTML or had headers.
    own_text : str
        What `own_words` keeps of it.
    offsets : list of int, length of `own_text`
        For each of its characters the offset in `whole`; rising.

    Examples
    --------
    >>> trace_own_words(" Fine.\n> Shall we?")[1:]
    ('Fine.', [1, 2, 3, 4, 5])
    """
    from tonecheck.text.mail_body import read_body

    whole = read_body(mail).text
    own = own_words(mail)
    kept: list[int] = []
    at = 0
    for part in own.set_aside:
        kept += range(at, part.start)
        at = part.end
    kept += range(at, len(whole))
    text = "".join([whole[index] for index in kept])
    start = len(text) - len(text.lstrip())
    return whole, own.text, kept[start : start + len(own.text)]
