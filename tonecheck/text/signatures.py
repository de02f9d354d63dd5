"""Signatures: what stands below "-- ", below a closing formula, and a name alone at the end."""

from __future__ import annotations

import re

from tonecheck.text.lines import Lines
from tonecheck.text.names import is_lower_name, is_name, is_signed_off

LONGEST_SIGNATURE_LINE = 80
"""Characters; a longer line is a sentence."""

MOST_SIGNATURE_LINES = 12
"""Lines of a signature below a rule that is not the "-- " which mail programs write."""

MOST_LINES_AFTER_CLOSING = 15
"""Kept lines that may follow a closing formula; "Thanks," further up is no closing."""

_CLOSING = re.compile(
    r"""(?:
    (?:(?:with|sending)\s)?(?:my\s)?(?:best|kind|kindest|warm|warmest|many)?\s?(?:personal\s)?regards
    | (?:with\s)?best\s?wishes | all\s(?:the|my)\sbest | best | bw | cheers | br | rgds | hth
    | ciao | warmly | love | thx
    | sincerely(?:\syours)? | yours(?:\s(?:sincerely|faithfully|truly|ever))? | respectfully(?:\syours)? | cordially
    | take\scare | (?:talk|speak)\s(?:to\syou\s)?soon | many\sthanks | ta | hope\s(?:this|that|it)\shelps
    | looking\sforward\sto\s.{2,40} | have\sa\s(?:nice|good|great|lovely)\s(?:day|week|weekend|evening|one)
    | (?:thanks|thank\syou)(?:\s(?:again|a\slot|so\smuch|very\smuch|in\sadvance|all|everyone|kindly|once\sagain
        |you|for\s.{2,40}))?
    | (?:bien\s|tr[èe]s\s|plus\s)?cordialement(?:\s[àa]\s(?:vous|toi|tous))? | cdlt | cdt
    | bien\s[àa]\s(?:vous|toi|tous)
    | (?:bien\s|tr[èe]s\s)?amicalement | amiti[ée]s | sinc[èe]rement(?:\svôtre)? | respectueusement
    | (?:avec\s)?(?:mes\s|nos\s)?(?:meilleures|cordiales|sinc[èe]res|bien\scordiales|respectueuses)\ssalutations
        (?:\sdistingu[ée]es)?
    | salutations(?:\s(?:distingu[ée]es|cordiales|respectueuses))?
    | [àa]\s(?:bient[ôo]t|plus|demain|tout\sde\ssuite|lundi)
    | (?:tr[èe]s\s)?(?:bonne|belle)\s(?:journ[ée]e|soir[ée]e|fin\sde\s(?:journ[ée]e|semaine)|semaine|r[ée]ception
        |continuation|lecture)(?:\s[àa]\s(?:vous|toi|tous))?
    | (?:un\sgrand\s)?merci(?:\s(?:d['’]avance|par\savance|beaucoup|bien|encore|infiniment|pour\s.{2,40}
        |[àa]\s(?:vous|toi|tous)))?
    | (?:grosses\s)?bises | bisous | bon\sweek-?end
    | (?:je\svous\sprie|nous\svous\sprions|veuillez|recevez|dans\sl['’]attente).{2,160}
    )
    (?:\s?(?:,|and|et|&)\s(?:best|kind|bien|bonne|belle|[àa]|thanks|merci|cordialement|regards|have).{0,40})?
    (?:,?\s[A-ZÀ-Ý][\w'’-]{1,15})?
    \s?[,.!;:)\s-]{0,6}$""",
    re.IGNORECASE | re.VERBOSE,
)
_POSTSCRIPT = re.compile(r"(?:P\.?\s?-?\s?S\.?|N\.?\s?B\.?)(?:\s?[:.,–-]|\s)", re.IGNORECASE)
_CONTACT = re.compile(
    r"""
    \b[\w.+-]{1,64}(?:@|\sat\s)[\w-]{1,60}\.[\w.-]{2,60}
    | \bhttps?:// | \bwww\.
    | ^(?:[\w-]{1,40}\.){1,3}(?:com|fr|org|net|eu|io|example|co|be|ch|ca|uk|de)(?:/\S*)?$
    | (?:\b(?:t[ée]l|phone|mobile?|mob|cell|fax|office|direct|port|portable|ligne\sdirecte|skype|twitter|linkedin
        |instagram|web|site|e-?mail|siret|siren|tva|vat|rcs)\b|^[tmf]|☎|📞)\.?\s?[:.+(\d]
    | (?:\+|\b0|\()\d[\d\s().-]{7,20}\d
    | ^\d{1,5}(?:\s?(?:bis|ter))?,?\s(?:rue|avenue|av\.|bd|boulevard|place|allée|chemin|quai|impasse|cours|route)\b
    | ^\d{1,5}\s[\w'. -]{3,40}\s(?:street|st|road|rd|avenue|ave|lane|drive|square|place|boulevard|blvd|parade|way)\b
    | \b(?:F-|FR-)?\d{5}\s[A-ZÀ-Ý] | \b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b | \b[A-Z]{2}\s\d{5}\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TITLE = re.compile(
    r"""\b(?:
    designer | manager | director | directeur | directrice | responsable | chef(?:fe)?\sd | chief | ceo | cto | cfo
    | coo | pdg | founder | fondat | g[ée]rant | head\sof | assistante? | ing[ée]nieure? | engineer |
    prof(?:essor|esseur|\.) | lecturer | student | [ée]tudiante? | consultante? | officer | pr[ée]sidente? | owner |
    developer | d[ée]veloppeu | programmer | analyst | freelance | studio | agency | agence | universit | department
    | d[ée]partement | dept | institut | laborato | faculty | facult[ée] | school | [ée]cole | college | ltd | inc |
    gmbh | sarl | sas\b | s\.a\. | llc | group | groupe | account | sales | marketing | communication | partner |
    associ[ée]e? | secr[ée]taire | secretary | accountant | comptable | lawyer | avocate? | architecte? | editor |
    [ée]ditrice | administrat | coordinat | research | company | soci[ée]t[ée] | cabinet | ph\.?d | m\.?d\.
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_DELIMITERS = frozenset(("--", "—", "––"))
_RULE = re.compile(r"(?:[-_—–=*~•]{2,}|[—–])$")


def set_delimited_signature_aside(lines: Lines) -> None:
    """Set aside what stands below "-- ", and below another rule where it reads like a signature."""
    kept = lines.open_indexes()
    for place, index in enumerate(kept):
        if not _RULE.match(lines.bare[index]):
            continue
        is_sure = lines.bare[index] == "--" and lines.raw[index].rstrip("\r\n").endswith("-- ")
        is_near_end = len(kept) - place <= MOST_SIGNATURE_LINES
        if is_sure or (is_near_end and _is_signature_below(lines, index, kept[place + 1 :])):
            lines.set_aside(index, len(lines), "signature")
            return


def _is_signature_below(lines: Lines, index: int, below: list[int]) -> bool:
    """Say whether the short lines below a rule are a signature and not just what comes next."""
    block = [lines.bare[at] for at in below]
    if any(len(bare) > LONGEST_SIGNATURE_LINE for bare in block):
        return False
    if lines.bare[index] in _DELIMITERS:
        return True
    return all(map(_is_signature_line, block)) and any(map(_is_contact, block))


def set_names_aside(lines: Lines) -> None:
    """Set aside name, title and addresses below a closing formula, and a name alone at the end."""
    _set_below_closing_aside(lines)
    _set_contact_block_aside(lines)
    _set_last_name_aside(lines)


def _set_below_closing_aside(lines: Lines) -> None:
    kept = lines.open_indexes()
    for place in range(max(0, len(kept) - MOST_LINES_AFTER_CLOSING), len(kept) - 1):
        if _is_closing(lines.bare[kept[place]]):
            for index in _signature_after(lines, kept, place):
                lines.set_aside(index, index + 1, "signature")


def _signature_after(lines: Lines, kept: list[int], place: int) -> list[int]:
    """Return the kept lines after a closing formula that sign the letter; a postscript ends them."""
    signature: list[int] = []
    for index in kept[place + 1 :]:
        bare = lines.bare[index]
        if _POSTSCRIPT.match(bare) or _is_closing(bare):
            break
        if not signature:
            signs = is_name(bare) or _is_contact(bare) or (index == kept[-1] and is_lower_name(bare))
        else:
            signs = _is_contact(bare) or (index == signature[-1] + 1 and _is_signature_line(bare))
        if not signs:
            break
        signature.append(index)
    return signature


def _set_contact_block_aside(lines: Lines) -> None:
    """Set aside a last paragraph of name, title and addresses, with no closing formula above it."""
    paragraphs = list(lines.paragraphs())
    if len(paragraphs) < 2:
        return
    start, end = paragraphs[-1]
    if end - start < 2 or lines.bare[start - 1]:
        return
    block = lines.bare[start:end]
    if is_name(block[0]) and all(map(_is_signature_line, block)) and any(map(_is_contact, block)):
        lines.set_aside(start, end, "signature")


def _set_last_name_aside(lines: Lines) -> None:
    """Set aside a name of one to three words that is the last line and stands below a blank one."""
    kept = lines.open_indexes()
    while len(kept) > 1:
        last = kept.pop()
        bare = lines.bare[last]
        is_alone = not lines.bare[last - 1] and len(bare.split()) < 4 and is_name(bare) and not _is_closing(bare)
        if not is_alone and not is_signed_off(bare):
            return
        lines.set_aside(last, last + 1, "signature")


def _is_closing(bare: str) -> bool:
    return len(bare) <= 200 and _CLOSING.match(bare) is not None


def _is_contact(bare: str) -> bool:
    if len(bare) > LONGEST_SIGNATURE_LINE or not _CONTACT.search(bare):
        return False
    return not (len(bare.split()) > 5 and bare[-1] in ".?!")


def _is_signature_line(bare: str) -> bool:
    """Say whether a line can stand in a signature: a name, an address, a title, a firm."""
    if len(bare) > LONGEST_SIGNATURE_LINE or (bare[-1] in ".?!…" and len(bare.split()) > 3):
        return False
    return is_name(bare) or _is_contact(bare) or _TITLE.search(bare) is not None or _RULE.match(bare) is not None
