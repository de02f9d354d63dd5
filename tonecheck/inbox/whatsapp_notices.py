"""What WhatsApp writes into a chat itself: notices, and words that stand for pictures and deleted messages."""

from __future__ import annotations

import re

from tonecheck.inbox.message_file import DELETED, NO_TEXT, NOTICE
from tonecheck.inbox.whatsapp_head import MARKS

_PROGRAM_MARK = "\u200e"
"""Stands before what an iPhone's WhatsApp says in the name of a person or a group."""

_EDITED = re.compile(
    r"this message was edited|ce message a été modifié|diese nachricht wurde bearbeitet", re.IGNORECASE
)
_MEDIA = re.compile(
    r"<(?:media omitted|médias? omis|medien ausgeschlossen)>"
    r"|(?:image|video|video note|audio|gif|sticker|document|contact card) omitted"
    r"|(?:image|vidéo|note vidéo|audio|gif|sticker|document|fiche (?:de )?contact|carte de contact)"
    r" (?:omise?|absente?|retirée?)"
    r"|(?:bild|video|videonachricht|audio|gif|sticker|dokument|kontaktkarte) weggelassen"
    r"|<(?:attached|pièce jointe|anhang)\s?: [^<>]*>"
    r"|[^\n]{1,200} \((?:file attached|fichier joint|datei angehängt)\)"
    r"|null",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\bdo[ck]ument (?:omitted|omis|absent|retiré|weggelassen)\Z", re.IGNORECASE)
_DELETED = re.compile(
    r"(?:this message was deleted(?: by admin .*)?|you deleted this message"
    r"|ce message a été supprimé(?: par .*)?|(?:vous avez|tu as) supprimé ce message"
    r"|diese nachricht wurde gelöscht|du hast diese nachricht gelöscht)\.?",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"(?:messages and calls are|messages you send to this chat and calls are) (?:now )?(?:secured with )?end-to-end .*"
    r"|les messages (?:et (?:les )?appels|envoyés dans cette discussion) .*\bde bout en bout\b.*"
    r"|nachrichten und anrufe sind ende-zu-ende.*"
    r"|missed (?:group )?(?:voice|video) call(?: at .*)?"
    r"|appel (?:de groupe )?(?:vocal|vidéo)(?: de groupe)? manqué(?: à .*)?"
    r"|verpasster (?:sprach|video)anruf"
    r"|waiting for this message\..*|en attente de ce message\..*",
    re.IGNORECASE | re.DOTALL,
)
_EVENT_WITH_COLON = re.compile(
    r"[^\"“«:]*\b(?:changed|created|a (?:changé|modifié|créé)|(?:avez|as) (?:changé|modifié|créé)|hat)\b[^:]*[\"“«].*",
    re.IGNORECASE | re.DOTALL,
)


def is_event(rest: str) -> bool:
    """Tell whether a line without a sender only looks as if it had one, for a colon stands in a group's name.

    Examples
    --------
    >>> is_event('Dana changed the group name to "Shop: site"'), is_event("Dana: the header changed")
    (True, False)
    """
    return _EVENT_WITH_COLON.fullmatch(rest) is not None


def own_text(text: str, is_bracketed: bool) -> tuple[str, str | None]:
    """Return what the person wrote, and where that is nothing, the reason.

    Parameters
    ----------
    text : str
        Of the whole message, after the sender.
    is_bracketed : bool
        Whether an iPhone wrote the file, which marks what the program says.

    Examples
    --------
    >>> own_text("<Media omitted>", False), own_text("Bigger, please.", False)
    (('', 'no text'), ('Bigger, please.', None))
    """
    if _DELETED.fullmatch(_bare(text)):
        return "", DELETED
    lines = text.split("\n")
    written = "\n".join(line for line in map(_without_media, lines) if line is not None).strip()
    if not written:
        return "", NO_TEXT
    if _NOTICE.fullmatch(_bare(written)) or (is_bracketed and written.startswith(_PROGRAM_MARK)):
        return "", NOTICE
    return written.lstrip(MARKS), None


def without_edit_mark(text: str) -> tuple[str, bool]:
    """Cut off the mark of a message that was changed; say whether there was one."""
    before, _, mark = text.rstrip().removesuffix(">").rpartition("<")
    is_edited = _EDITED.fullmatch(mark) is not None
    return (before.rstrip(MARKS + " \n\u00a0\u202f") if is_edited else text), is_edited


def _without_media(line: str) -> str | None:
    """Return a line without the words that stand for a picture or a file; None where they are all of it."""
    if _MEDIA.fullmatch(_bare(line)):
        return None
    before, mark, after = line.rpartition(_PROGRAM_MARK)
    if not mark or not _MEDIA.fullmatch(_bare(after)):
        return line
    return None if _DOCUMENT.search(_bare(after)) else before.rstrip() or None


def _bare(text: str) -> str:
    return " ".join(text.strip(MARKS + " \t\r\n\u00a0\u202f").split())
