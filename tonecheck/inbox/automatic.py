"""Mail that no person wrote to the reader: newsletters, automatic replies, senders that take no answer."""

from __future__ import annotations

import re
from email.message import Message as Mail

from tonecheck.inbox.mail_headers import header_text, people

AUTOMATIC = "automatic"
"""Reason for a message that no person wrote."""

_NO_REPLY = re.compile(
    r"(?:^|[._+-])(?:no[._-]?reply|do[._-]?not[._-]?reply|ne[._-]?pas[._-]?r[eé]pondre|pas[._-]?de[._-]?r[eé]ponse"
    r"|mailer-daemon|postmaster)(?:[._+-].*)?@"
)


def is_no_reply(sender: str) -> bool:
    """Tell whether an address says that nobody reads answers.

    Examples
    --------
    >>> is_no_reply("ne-pas-repondre@impots.example"), is_no_reply("dana@shop.example")
    (True, False)
    """
    return bool(_NO_REPLY.search(sender.lower()))


def is_automatic(mail: Mail, sender: str) -> bool:
    """Tell whether a program sent a mail. What a person writes to a mailing list is not automatic."""
    submitted = header_text(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    autoreply = header_text(mail, "X-Autoreply").strip().lower()
    return submitted not in ("", "no") or autoreply not in ("", "no") or is_no_reply(sender) or _is_newsletter(mail)


def _is_newsletter(mail: Mail) -> bool:
    if mail["List-Unsubscribe"] is None or mail["In-Reply-To"] is not None:
        return False
    if header_text(mail, "Precedence").strip().lower() != "bulk":
        return False
    posts = header_text(mail, "List-Post").lower()
    return not any(f"mailto:{address}>" in posts for address in people(mail, "To", "Cc"))
