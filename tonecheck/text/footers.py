"""What programs and lists add to a mail: "Sent from my phone", disclaimers, list footers, PGP armour."""

from __future__ import annotations

import re

from tonecheck.text.lines import Lines

LINES_OF_A_DISCLAIMER = 30
"""Lines of a paragraph in which a disclaimer is looked for."""

_RULE = re.compile(r"(?:[-_—–=*~•]{4,})$")
_SENT_FROM = re.compile(
    r"""(?:
    Sent[ ](?:from|via|with|using)[ ](?:my|the|a|Yahoo|Mail|Outlook|Samsung|Proton|iPhone|iPad|Android|BlackBerry
        |Windows|Gmail|Spark|Superhuman|Mobile|Nokia|Airmail|Mailbird|AOL|Nine|Blue)\b
    | Get[ ](?:Outlook[ ]for|BlueMail|Spark) | T[ée]l[ée]charger?[ ]Outlook | Obten(?:ez|ir)[ ](?:Outlook|BlueMail)
    | Envoy[ée][ ](?:depuis|de|[àa][ ]partir[ ]de|via|avec|d['’])[ ]?
        (?:mon|ma|l['’]|un|une|Yahoo|Courrier|Mail|Outlook|Samsung|Proton|iPhone|iPad|Android|Windows|Gmail|Orange|SFR|Free
        |La[ ]Poste|Spark|smartphone)
    | Provenance[ ]:[ ]Courrier | Typed[ ](?:on|with)[ ]my[ ](?:phone|thumbs|iPhone)
    | (?:Please[ ])?excuse[ ](?:the[ ]|any[ ]|my[ ])?(?:brevity|typos) | D[ée]sol[ée]e?[ ]pour[ ]les[ ]fautes
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE_AFTER_DEVICE = re.compile(r"[?]|\b(?:yesterday|hier|did|was|were|est|sont|avez|you)\b", re.IGNORECASE)

# The first expression is cheap and goes before the second.
_DISCLAIMER_WORD = re.compile(
    r"confiden|environ|recipient|destinataire|imprim|virus|disclaimer|avertissement|privileged|intended", re.IGNORECASE
)
_DISCLAIMER = re.compile(
    r"""
    th(?:is|e)[ ](?:e-?mail|message|communication|transmission|information)
        (?:[ ]\([^)]{0,40}\)|,?[ ](?:and|including|contained|together|is|are|may|in[ ]this|transmitted)\b)
        .{0,200}(?:confidential|intended|privileged|attachments)
    | (?:intended|destin[ée]e?s?)[ ](?:solely|only|exclusively|for[ ]the[ ](?:sole[ ])?use|exclusivement|uniquement
        |[àa][ ]l['’](?:usage|attention)[ ]exclusi|strictement)
    | (?:are[ ]not|n['’][êe]tes[ ]pas)[ ](?:the|an|le|la)[ ](?:intended[ ])?(?:recipient|addressee|destinataire)
    | not[ ]the[ ](?:intended|named)[ ](?:recipient|addressee)
    | received[ ](?:this|it)[ ].{0,30}(?:in|by)[ ]error | (?:re[çc]u|recevez)[ ](?:ce|cet|cette)[ ].{0,30}par[ ]erreur
    | ^(?:ce|cet)[ ](?:message|e-?mail|mail|courriel|courrier)(?:[ ][ée]lectronique)?,?
        [ ](?:et|ainsi[ ]que|est|peut|y[ ]compris|contient)\b.{0,200}(?:confidenti|pi[èe]ces[ ]jointes|destin)
    | confidentiality[ ]notice | (?:avis|clause)[ ]de[ ]confidentialit | ^disclaimer\b | ^avertissement[ ]?:
    | consider[ ](?:the|your|our)[ ]environment | think[ ](?:about|of)[ ]the[ ]environment
    | (?:pensez|pensons)[ ][àa][ ]l['’]environnement | respect(?:ez|ons)?[ ](?:de[ ])?l['’]environnement
    | n['’]imprimez[ ](?:ce|cet|que) | avant[ ]d['’]imprimer[ ](?:ce|cet) | before[ ]printing[ ](?:this|it)
    | scanned[ ](?:for|by)[ ].{0,40}virus | virus[- ]free\.[ ] | sans[ ]virus\.[ ] | absence[ ]de[ ]virus[ ]dans[ ]ce
    """,
    re.IGNORECASE | re.VERBOSE,
)

_LIST_WORDS = re.compile(
    r"""
    mailing[ ]list | mailman/listinfo | liste[ ]de[ ]diffusion | unsubscribe | d[ée]sabonn | d[ée]sinscri
    | to[ ]post[ ]to[ ]this[ ]group | subscribed[ ]to[ ]the | abonn[ée]e?[ ][àa][ ](?:la[ ]liste|ce[ ]groupe)
    | list[ ]archives
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LIST_LINE = re.compile(
    r"""(?:
    \[\[alternative[ ]HTML[ ]version[ ]deleted\]\] | -{8,}[ ](?:next[ ]part|section[ ]suivante)[ ]-{8,}
    | an?[ ](?:embedded|HTML|non-text)[ ].{0,60}was[ ]scrubbed
    | une[ ]pi[èe]ce[ ]jointe[ ].{0,40}a[ ][ée]t[ée][ ](?:nettoy|enlev)
    | you[ ](?:received[ ]this[ ]message[ ]because[ ]you[ ]are|are[ ]receiving[ ]this[ ](?:e-?mail|message)[ ]because)
    | vous[ ]recevez[ ]ce(?:t|tte)?[ ](?:message|e-?mail|courriel)[ ](?:car|parce[ ]que)
    | to[ ]unsubscribe[ ]from[ ]this[ ]group | pour[ ](?:vous|se)[ ]d[ée]sabonner
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SCRUBBED_FIELD = re.compile(r"(?:Name|Nom|Type|Size|Taille|Desc|URL|Url) ?: ")
_PGP_BEGIN = re.compile(r"-----BEGIN PGP ([A-Z ]{5,20})-----$")


def is_sent_from(bare: str) -> bool:
    """Say whether a line is what a phone or a mail program adds about itself.

    Parameters
    ----------
    bare : str
        A line as `tonecheck.text.lines.bare_line` makes it.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_sent_from("Envoyé de mon iPhone"), is_sent_from("Sent from my office yesterday, did you get it?")
    (True, False)
    """
    return len(bare) <= 120 and bool(_SENT_FROM.match(bare)) and not _SENTENCE_AFTER_DEVICE.search(bare)


def set_armour_aside(lines: Lines) -> None:
    """Set aside PGP's head above a signed message, and its blocks of letters."""
    index = 0
    while index < len(lines):
        begin = _PGP_BEGIN.match(lines.bare[index])
        if not begin or lines.reasons[index] is not None:
            index += 1
            continue
        end = _armour_end(lines, index, begin[1])
        lines.set_aside(index, end, "signature" if begin[1].startswith("SIGN") else "code")
        index = end


def _armour_end(lines: Lines, start: int, kind: str) -> int:
    if kind == "SIGNED MESSAGE":
        end = start + 1
        while end < len(lines) and lines.bare[end].startswith("Hash:"):
            end += 1
        return end
    closing = f"-----END PGP {kind}-----"
    return next((at + 1 for at in range(start, len(lines)) if lines.bare[at] == closing), len(lines))


def set_footers_aside(lines: Lines) -> None:
    """Set aside "Sent from my phone", disclaimers, and what mailing lists append."""
    for start, end in list(lines.paragraphs()):
        for index in range(start, end):
            if not lines.is_open(index):
                continue
            if _LIST_LINE.match(lines.bare[index]):
                lines.set_aside(index, _list_note_end(lines, index, end), "list_footer")
            elif is_sent_from(lines.bare[index]):
                lines.set_aside(index, index + 1, "sent_from")
        _set_list_footer_aside(lines, start, end)
        head = " ".join(lines.bare[start : min(end, start + LINES_OF_A_DISCLAIMER)])
        if _DISCLAIMER_WORD.search(head) and _DISCLAIMER.search(head):
            _set_disclaimer_aside(lines, start, end)


def _list_note_end(lines: Lines, index: int, end: int) -> int:
    """Return the line after what a list's software says about a part that it took out, or about the list."""
    if lines.bare[index].startswith("[["):
        return index + 1
    after = index + 1
    while after < end and (_SCRUBBED_FIELD.match(lines.bare[after]) or _LIST_LINE.match(lines.bare[after])):
        after += 1
    return after if after > index + 1 or lines.bare[index].startswith("-") else end


def _set_list_footer_aside(lines: Lines, start: int, end: int) -> None:
    """Set aside a rule and the address of a list below it."""
    for index in range(start, end - 1):
        if not _RULE.match(lines.bare[index]):
            continue
        if any(_LIST_WORDS.search(bare) for bare in lines.bare[index + 1 : min(end, index + 8)]):
            lines.set_aside(index, end, "list_footer")
            return


def _set_disclaimer_aside(lines: Lines, start: int, end: int) -> None:
    """Set aside a paragraph from the line on which its disclaimer begins; what stands above is the author's."""
    first = next((index for index in range(start, end) if _DISCLAIMER_WORD.search(lines.bare[index])), start)
    while first > start and len(lines.bare[first - 1]) > 60 and lines.bare[first - 1][-1] not in ".!?:":
        first -= 1
    while first > start and _RULE.match(lines.bare[first - 1]):
        first -= 1
    lines.set_aside(first, end, "disclaimer")
