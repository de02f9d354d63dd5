"""Gmail's Takeout, which puts all mail into one mbox and writes the folders into a header."""

from __future__ import annotations

import csv
import unicodedata
from email.message import Message as Mail

from tonecheck.inbox.mail_headers import header_text
from tonecheck.inbox.message_file import DRAFT, THROWN_AWAY

SPAM = "spam"
"""Reason for a mail that Gmail or the reader put there."""

_REASONS = {
    "spam": SPAM,
    "trash": THROWN_AWAY,
    "bin": THROWN_AWAY,
    "corbeille": THROWN_AWAY,
    "papierkorb": THROWN_AWAY,
    "draft": DRAFT,
    "drafts": DRAFT,
    "brouillon": DRAFT,
    "brouillons": DRAFT,
    "entwurf": DRAFT,
    "entwürfe": DRAFT,
}
"""Gmail's own labels in English (American and British), French and German."""


def why_left_out(mail: Mail) -> str | None:
    r"""Return why a mail of a Takeout does not count: it is spam, thrown away or a draft; None for all other mail.

    What the reader has sent needs no label: its sender tells.

    Examples
    --------
    >>> from email import message_from_string
    >>> why_left_out(message_from_string("X-Gmail-Labels: =?UTF-8?Q?Corbeille,Non_lus?=\n\nHello"))
    'thrown away'
    """
    header = unicodedata.normalize("NFC", header_text(mail, "X-Gmail-Labels"))
    labels = next(csv.reader([header], skipinitialspace=True), [])
    found = [_REASONS[label] for label in (label.strip().lower() for label in labels) if label in _REASONS]
    return min(found, key=(SPAM, THROWN_AWAY, DRAFT).index) if found else None
