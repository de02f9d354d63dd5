"""A cheap first look: most messages have nothing to set aside, and must not pay for the search."""

from __future__ import annotations

import re

_SIGNS = "\v\f\r\x1c\x1d\x1e\x85<>|`"
_SIGNS_AMONG_LINES = "\t{}=\\"


def _kind(character: str) -> str:
    if character in _SIGNS:
        return "\x01"
    if character in _SIGNS_AMONG_LINES:
        return "\x02"
    if character in "\n (:;-":
        return character
    if character == "\u00a0":
        return " "
    return "a" if character.isalpha() else "0" if character.isdigit() else "."


# Each character becomes one of a few kinds, so that a sign is found by looking for one or two of them.
_KINDS = "".join(_kind(chr(code)) for code in range(256)).encode("latin-1")

_HEADER = re.compile(r"[A-Za-z-]+:(?:\s|$)")
_HEADS = (
    "Sent from",
    "Sent via",
    "Sent with",
    "Get Outlook",
    "Envoy",
    "Télé",
    "Tele",
    "-",
    "—",
    "_",
    "[",
    "$ ",
    "~~~",
    "&gt;",
)
_OPENINGS = """
    Sent |Get |Envoy|Tél|Tel|Obten|From|De :|De:|Error|Trace|Warn|Erreur|SELECT|You rec|You are rec|Vous rec|PS|P.S|P.-S
    |Forw|Début|Begin|HTH|BR|BW|—|–
"""
_CLOSINGS = """
    Thank|Thx|Best|Kind|Cheers|Many|All the|All my|Warm|Regards|With |Yours|Sincer|Cord|Bien|Très|Merci|Bonne|Belle|Bon
    |Ami|Sal|Respect|À |A b|Meill|Bis|Veuill|Talk|Speak|Take|Have a|Look|Hope|Cdlt|Cdt|Un grand|Love|Ciao|Je vous prie
    |Dans l
"""


def _words(listed: str) -> list[str]:
    return [re.escape(word) for word in listed.strip().replace("\n    ", "").split("|")]


# Plain words side by side: sets of letters such as [Tt] would make this three times as slow.
_LINE = re.compile(
    "\n(?:" + "|".join(_words(_OPENINGS) + _words(_CLOSINGS) + _words(_CLOSINGS.lower())) + r"|[^\s\w\"'«(¿¡*•“‘…])"
)


def may_hold_parts(text: str) -> bool:
    r"""Say whether anything in a text could be set aside; a false alarm costs time, nothing else.

    Parameters
    ----------
    text : str
        A mail's text, stripped.

    Returns
    -------
    bool
        False for most messages of plain sentences.

    Examples
    --------
    >>> may_hold_parts("The header is still blue."), may_hold_parts("Fine.\n\n> Shall we?")
    (False, True)
    """
    shape = text.encode("latin-1", "replace").translate(_KINDS).decode("latin-1")
    if "\x01" in shape or "\u2028" in text or "\u2029" in text or text.startswith(_HEADS):
        return True
    if "\n" not in shape:
        return text[-1:] == ":"
    if "\x02" in shape or "\n " in shape or "  " in shape or "a(" in shape or ":\n" in shape or ";\n" in shape:
        return True
    if "\n-" in shape or "00:00" in shape:
        return True
    last = text[text.rfind("\n") + 1 :]
    if last[-1] not in ".?!…)" or last.count(" ") < 3:
        return True
    if "onfident" in text or "nviron" in text or " virus" in text:
        return True
    return _HEADER.match(text) is not None or _LINE.search(text) is not None
