"""What in a mail is not its sender's own: every line looked at by every rule, until nothing more is found.

Read only where `tonecheck.text.first_look` finds that something may be there: most messages have no such part, and the
patterns of the rules take longer to make ready than a model takes to load.
"""

from __future__ import annotations

from email.message import Message

from tonecheck.records import OwnWords, SetAside
from tonecheck.text.code_blocks import set_code_aside, set_fenced_code_aside
from tonecheck.text.first_look import may_hold_parts
from tonecheck.text.footers import set_armour_aside, set_footers_aside
from tonecheck.text.html import MarkedText
from tonecheck.text.lines import Lines, bare_line
from tonecheck.text.mail_body import is_raw_mail, read_body
from tonecheck.text.quotes import set_heads_aside, set_quotes_aside
from tonecheck.text.signatures import set_delimited_signature_aside, set_names_aside

MOST_ROUNDS = 8
"""Times that what is left is looked at again. Real mail needs two or three; the bound keeps hostile mail cheap."""

_RULES = (
    set_fenced_code_aside,
    set_armour_aside,
    set_quotes_aside,
    set_heads_aside,
    set_footers_aside,
    set_delimited_signature_aside,
    set_code_aside,
    set_names_aside,
)


def take_apart(mail: str | bytes | Message) -> OwnWords:
    """Reduce a mail to its sender's own words, as `tonecheck.own_words` says."""
    body = read_body(mail)
    raw = body.text.splitlines(keepends=True)
    reasons = _reasons(raw, _marked_lines(raw, body))
    text = "".join(line for line, reason in zip(raw, reasons, strict=True) if reason is None).strip()
    return OwnWords(text, _parts(raw, reasons))


def _marked_lines(raw: list[str], body: MarkedText) -> list[str | None]:
    """Return for each line what the mail program marked it as; marks begin and end with lines."""
    marks: list[str | None] = [None] * len(raw)
    if not body.marks:
        return marks
    starts = [0]
    for line in raw:
        starts.append(starts[-1] + len(line))
    index = 0
    for start, end, reason in sorted(body.marks):
        while index < len(raw) and starts[index] < start:
            index += 1
        while index < len(raw) and starts[index] < end:
            marks[index] = reason
            index += 1
    return marks


def _reasons(raw: list[str], marked: list[str | None]) -> list[str | None]:
    """Return why each line is set aside, None where it is kept; run until another run would change nothing."""
    reasons: list[str | None] = [None] * len(raw)
    kept = list(range(len(raw)))
    for _ in range(MOST_ROUNDS):
        kept = _as_split_again(raw, _trimmed(raw, kept))
        text = "".join(raw[index] for index in kept).strip()
        if not may_hold_parts(text) and not any(marked):
            break
        lines = Lines([raw[index] for index in kept])
        lines.reasons = [marked[index] for index in kept]
        if is_raw_mail(text):  # a whole mail within the mail
            lines.set_aside(0, len(lines), "forwarded")
        for rule in _RULES:
            rule(lines)
        for index, reason in zip(kept, lines.reasons, strict=True):
            reasons[index] = reason
        marked = [None] * len(raw)
        still_kept = [index for index in kept if reasons[index] is None]
        if len(still_kept) == len(kept):
            break
        kept = still_kept
    return reasons


def _trimmed(raw: list[str], kept: list[int]) -> list[int]:
    """Leave out blank lines at both ends, as stripping the text does."""
    start, end = 0, len(kept)
    while start < end and not bare_line(raw[kept[start]]):
        start += 1
    while end > start and not bare_line(raw[kept[end - 1]]):
        end -= 1
    return kept[start:end]


def _as_split_again(raw: list[str], kept: list[int]) -> list[int]:
    """Leave out a bare line feed that comes to stand behind a carriage return: read again, the two are one break."""
    return [
        index
        for place, index in enumerate(kept)
        if raw[index] != "\n" or not place or not raw[kept[place - 1]].endswith("\r")
    ]


def _parts(raw: list[str], reasons: list[str | None]) -> tuple[SetAside, ...]:
    """Put neighbouring lines of one reason together."""
    parts: list[SetAside] = []
    starts = [0]
    for line in raw:
        starts.append(starts[-1] + len(line))
    text = "".join(raw)
    index = 0
    while index < len(raw):
        reason = reasons[index]
        end = index + 1
        if reason is not None:
            while end < len(raw) and reasons[end] == reason:
                end += 1
            start_at, end_at = starts[index], starts[end]
            parts.append(SetAside(start_at, end_at, reason, text[start_at:end_at]))
        index = end
    return tuple(parts)
