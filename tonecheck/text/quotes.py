"""Quotes in a mail: marked lines, the heads that mail programs put above them, and what was forwarded."""

from __future__ import annotations

import re

from tonecheck.text.code_blocks import is_prompt, looks_like_code
from tonecheck.text.lines import Lines

MOST_HEADER_LINES = 40
"""Lines that a block of "From:", "Sent:", "To:" can take, long lists of addresses included."""

_QUOTE_MARK = re.compile(r"(?:[A-Za-zÀ-ÿ][\w.-]{0,11}(?=>[ >]|>$))?(?:>|＞|&gt;)|\|[ ]?(?=[^|]*$)")
_DEEPER_MARK = re.compile(r"(?:[\w.-]{0,12})>\s?(?:>|[\w.-]{1,12}>)")

_MONTHS = (
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|f[ée]vr|mars|avr|mai|juin|juil|ao[ûu]t|sept|d[ée]c"
    r"|mon|tue|wed|thu|fri|sat|sun|lun|mer|jeu|ven|sam|dim"
)
_DATE_OR_ADDRESS = re.compile(
    rf"\d{{1,2}}\s?[:h]\s?\d\d|\b(?:19|20)\d\d\b|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|[@<]|\b(?:{_MONTHS})\w{{0,6}}\.?\s\d"
    rf"|\d\s(?:{_MONTHS})",
    re.IGNORECASE,
)
_WROTE_END = re.compile(
    r"\b(?:wrote|writes|has written|a [ée]crit(?: ce qui suit)?|[ée]crivait|[ée]crit|a r[ée]pondu|said) ?[:;]?$",
    re.IGNORECASE,
)
_WROTE_THEN_DATE = re.compile(r"[^:]{2,80}\b(?:wrote|a [ée]crit) (?:on|le|in|dans|at)\b.{0,120}:$", re.IGNORECASE)
_WHEN_START = re.compile(
    r"(?:On|Le|At|In (?:article|message|a message|reply)|En date du|Dans (?:son|le|un) message)\b[\s:]", re.IGNORECASE
)
_QUOTING = re.compile(r"(?:Quoting|Selon|Quote from|En réponse à|Citation de)\s.{2,120}:$", re.IGNORECASE)
_BARE_DATE = re.compile(r"\d{4}[-/]\d\d?[-/]\d\d?,? .{2,80}<[^<>]{3,80}>:?$")
_SPOKEN = re.compile(
    r"\b(?:you|I|we|he|she|they|il|elle|on|tu|vous|je|ils|elles) "
    r"(?:wrote|writes|said|a [ée]crit|[ée]crivait|[ée]crit)\b",
    re.IGNORECASE,
)

_HEADER = re.compile(
    r"[*_]{0,2}(From|De|Exp[ée]diteur|Sent|Envoy[ée](?: le)?|Date|To|[ÀA]|Destinataires?|Cc|Copie [àa]|Bcc|Cci"
    r"|Subject|Objet|Sujet"
    r"|Reply-To|R[ée]pondre [àa]|Importance|Attachments?|Pi[èe]ces? jointes?|When|Where|Message-ID"
    r"|References|In-Reply-To)"
    r"[*_]{0,2} ?:[*_]{0,2}(?:\s|$)",
    re.IGNORECASE,
)
_WHO = frozenset(("from", "de", "expéditeur", "expediteur"))
_WHEN_OR_WHAT = frozenset(("sent", "envoyé", "envoye", "envoyé le", "envoye le", "date", "subject", "objet", "sujet"))
_ORIGINAL = re.compile(
    r"[-_*—–= ]{2,}(?:Original Message|Message d['’]origine|Message original|Message initial|Original Appointment"
    r"|Reply message|Reply [Ss]eparator|Ursprüngliche Nachricht)[-_*—–= ]{2,}$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"(?:[-_*—–= ]{2,}(?:Forwarded (?:message|by .{1,80})|Message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée]|transmis)"
    r"|Transf[ée]r[ée] par .{1,80})[-_*—–= ]{0,40}"
    r"|(?:Begin forwarded message|D[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])) ?:)$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[_\-—=]{5,}$")


def is_quoted(bare: str) -> bool:
    """Say whether a line carries a quote mark: ">", "Ann>", or a bar that is no table's.

    Parameters
    ----------
    bare : str
        A line as `bare_line` makes it.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_quoted("> No."), is_quoted("Ann> No."), is_quoted("5 > 3")
    (True, True, False)
    """
    if not _QUOTE_MARK.match(bare):
        return False
    return bare[0] in ">|＞&" or not is_prompt(bare)


def set_quotes_aside(lines: Lines) -> None:
    """Set aside the lines that carry a quote mark; R prompts look the same and are told apart."""
    index = 0
    while index < len(lines):
        if not lines.is_open(index) or not is_quoted(lines.bare[index]):
            index += 1
            continue
        end = _quote_end(lines, index)
        if _is_session(lines, index, end):
            end = _session_end(lines, end)
            lines.set_aside(index, end, "code")
        else:
            lines.set_aside(index, end, "quote")
        index = end


def _quote_end(lines: Lines, start: int) -> int:
    """Return the line after a run of quoted lines; a lone remnant of a wrapped one belongs to it."""
    end = start
    while end < len(lines):
        if is_quoted(lines.bare[end]):
            end += 1
        elif _is_remnant(lines.bare[end - 1], lines.bare[end]) and is_quoted(lines.bare[min(end + 1, len(lines) - 1)]):
            end += 2
        else:
            break
    return end


def _is_remnant(before: str, bare: str) -> bool:
    return 0 < len(bare) <= 40 and len(before) >= 60 and bare[0].islower() and before[-1] not in ".?!:"


def _is_session(lines: Lines, start: int, end: int) -> bool:
    """Say whether lines that begin with ">" are typed at R's prompt rather than quoted."""
    if start and _WROTE_END.search(lines.bare[start - 1][-40:]):
        return False
    typed = [bare[1:].strip() for bare in lines.bare[start:end]]
    if any(bare[0] != ">" or _DEEPER_MARK.match(bare) for bare in lines.bare[start:end]):
        return False
    typed = [line for line in typed if line and line[0] != "#"]
    return bool(typed) and 2 * sum(looks_like_code(line) for line in typed) > len(typed)


def _session_end(lines: Lines, end: int) -> int:
    """Return the line after what R printed below a prompt: it reaches to the next blank line or sentence."""
    while end < len(lines) and lines.bare[end] and not is_quoted(lines.bare[end]):
        bare = lines.bare[end]
        if bare[-1] in ".?!" and bare[0] not in "[+" and len(bare.split()) > 3:
            break
        end += 1
    return end


def set_heads_aside(lines: Lines) -> None:
    """Set aside the heads above quotes, and all that follows where no quote marks tell where it ends."""
    index = 0
    while index < len(lines):
        bare = lines.bare[index]
        if not bare or lines.reasons[index] not in (None, "attribution"):
            index += 1
            continue
        if _FORWARDED.match(bare):
            lines.set_aside(index, len(lines), "forwarded")
            return
        start, end, is_sure = _find_head(lines, index)
        if end == start:
            index += 1
            continue
        below = lines.next_words(end)
        is_above_quote = below < len(lines) and lines.reasons[below] in ("quote", "code")
        if is_above_quote or is_sure:
            lines.set_aside(start, end, "attribution")
        if is_sure and not is_above_quote:
            lines.set_aside(end, len(lines), "quote")
            return
        index = max(end, index + 1)


def _find_head(lines: Lines, index: int) -> tuple[int, int, bool]:
    """Return start and end of the head that begins, or says "wrote:", at a line; and whether it can be nothing else."""
    bare = lines.bare[index]
    if lines.reasons[index] == "attribution":
        return index, index + 1, True
    if _ORIGINAL.match(bare):
        return index, _header_block_end(lines, lines.next_words(index + 1))[0] or index + 1, True
    if _RULE.match(bare):
        end, is_whole = _header_block_end(lines, lines.next_words(index + 1))
        return (index, end, True) if is_whole else (index, index, False)
    if _HEADER.match(bare):
        end, is_whole = _header_block_end(lines, index)
        return (index, end, True) if is_whole else (index, index, False)
    if _WROTE_END.search(bare[-40:]):
        return _wrote_head(lines, index)
    if bare[-1] == ":" and _WROTE_THEN_DATE.match(bare):
        return index, index + 1, bool(_DATE_OR_ADDRESS.search(bare))
    if _BARE_DATE.match(bare):
        return index, index + 1, bare[-1] == ":"
    if bare[-1] == ":" and _QUOTING.match(bare):
        return index, index + 1, "@" in bare
    return index, index, False


def _wrote_head(lines: Lines, end: int) -> tuple[int, int, bool]:
    """Return the head that ends in "wrote:": its date may stand up to three lines above."""
    start = end
    for candidate in range(end, max(-1, end - 4), -1):
        if not lines.is_open(candidate):
            break
        if _WHEN_START.match(lines.bare[candidate]):
            start = candidate
            break
    head = " ".join(lines.bare[start : end + 1])
    if _SPOKEN.search(head):
        return end, end, False
    says_when = _WHEN_START.match(head) is not None or len(head) < 120
    if start == end and end and lines.is_open(end - 1) and lines.bare[end - 1][-1] in ",>" and len(head) < 60:
        start = end - 1 if _DATE_OR_ADDRESS.search(lines.bare[end - 1]) else end
    has_colon = lines.bare[end][-1] in ":;"
    return start, end + 1, has_colon and says_when and _DATE_OR_ADDRESS.search(head) is not None


def _header_block_end(lines: Lines, start: int) -> tuple[int, bool]:
    """Return the line after a block of "From:", "Sent:", ... and whether it is one; 0 if there is none at all."""
    names: set[str] = set()
    end, index, n_others = 0, start, 0
    while index < min(len(lines), start + MOST_HEADER_LINES) and lines.reasons[index] is None:
        bare = lines.bare[index]
        header = _HEADER.match(bare)
        if header:
            names.add(header[1].lower())
            end, n_others = index + 1, 0
        elif bare:
            n_others += 1
            if n_others > 2 or not names:
                break
        elif names and not _continues(lines, index):
            break
        index += 1
    is_whole = bool(names & _WHO) and len(names & _WHEN_OR_WHAT) > 0 and len(names) > 1
    return end, is_whole and (len(names) > 2 or bool(names & {"sent", "envoyé", "envoye", "date"}))


def _continues(lines: Lines, index: int) -> bool:
    following = lines.next_words(index)
    return following < len(lines) and following - index < 3 and _HEADER.match(lines.bare[following]) is not None
