"""WhatsApp: a chat that a phone has exported as text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tonecheck.errors import InputError
from tonecheck.inbox.columns import address_or_name
from tonecheck.inbox.decoding import decoded_lines, whole_characters
from tonecheck.inbox.message_file import EDITED, MAX_MESSAGE_BYTES, NOTICE, TOO_LARGE, Tally
from tonecheck.inbox.whatsapp_dates import DateEvidence
from tonecheck.inbox.whatsapp_head import Head, Order, Style, read_head, split_sender
from tonecheck.inbox.whatsapp_notices import is_event, own_text, without_edit_mark
from tonecheck.records import Message

MAX_PIPE_BYTES = 100_000_000
"""The largest chat that is held where it comes through a pipe, for it is read twice. Phones export 40,000 messages."""

BEFORE_FIRST = "line before the first message"
"""Reason for a line that belongs to no message."""

_ORDERS: tuple[Order, ...] = ("day first", "month first", "year first")
_PAIR = 2

_CHAT_NAME = re.compile(r"(?:whatsapp[ -]chat (?:with|mit|-)|discussion whatsapp avec)\s+(?P<name>.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Survey:
    """What the first pass finds: the form of the heads, the order of the date, and the people of a chat of two."""

    style: Style
    order: Order
    pair: tuple[str, ...]


def is_whatsapp(head: bytes) -> bool:
    """Tell whether a file that begins like this is a chat: its first line has a date and a time as phones write them.

    One of its first lines must name a sender, too.
    """
    lines = head.decode("utf-8", "replace").removeprefix("\ufeff").lstrip().splitlines()
    first = read_head(lines[0]) if lines else None
    if first is None:
        return False
    heads = (read_head(line) for line in lines)
    return any(found.style == first.style and split_sender(found.rest)[0] for found in heads if found)


def chat_name(file_name: str) -> str:
    """Return the name of a chat by that of its file.

    Examples
    --------
    >>> chat_name("WhatsApp Chat with Dana Marsh.txt"), chat_name("dana.txt")
    ('Dana Marsh', 'dana')
    """
    stem = Path(file_name).stem.strip()
    found = _CHAT_NAME.fullmatch(stem)
    return found["name"] if found else stem


def read_whatsapp(
    stream: io.BufferedReader, name: str, tally: Tally, encoding: str | None = None, *, chat: str | None = None
) -> Iterator[Message]:
    """Yield the messages of a chat; the number of its first line is a message's id.

    The file is read twice, for a date such as 03/04/26 can only be understood by the others.

    Parameters
    ----------
    stream : BufferedReader
        The text; what cannot be read twice is held.
    name : str
        For errors.
    tally : Tally
        Takes the counts, and a note on the order of the dates.
    encoding : str, optional
        Default: UTF-8.
    chat : str, optional
        Name of the conversation. Default: by `name`.

    Raises
    ------
    InputError
        If the file looks binary, or comes through a pipe and is too large.
    """
    stream = stream if stream.seekable() else _held(stream, name)
    start = stream.tell()
    survey = _survey(stream, name, tally, encoding)
    stream.seek(start)
    if survey is None:
        for number, line in decoded_lines(stream, name, tally, encoding):
            if line.strip():
                tally.skip(f"{name}, line {number}", BEFORE_FIRST)
        return
    thread = chat or chat_name(name)
    for number, head, lines in _blocks(stream, name, tally, encoding, survey):
        where = f"{name}, line {number}"
        if lines is None:
            tally.skip(where, TOO_LARGE)
            continue
        sender, text, reason = _understood(head, lines)
        if reason is not None:
            tally.skip(where, reason)
            continue
        text, is_edited = without_edit_mark(text)
        if is_edited:
            tally.note(EDITED)
        yield Message(
            id=str(number),
            sent=head.sent(survey.order),
            sender=sender,
            text=whole_characters(text),
            to=tuple(person for person in survey.pair if person != sender) if sender in survey.pair else (),
            thread=thread,
        )


def _held(stream: io.BufferedReader, name: str) -> io.BufferedReader:
    content = stream.read(MAX_PIPE_BYTES + 1)
    if len(content) > MAX_PIPE_BYTES:
        raise InputError(f"{name}: over {MAX_PIPE_BYTES:,} bytes through a pipe; expected the path of the file")
    return io.BufferedReader(io.BytesIO(content))


def _survey(stream: io.BufferedReader, name: str, tally: Tally, encoding: str | None) -> _Survey | None:
    """Read the whole file for what single lines do not tell; None where no line begins a message."""
    style = None
    evidence = DateEvidence()
    writers: set[str] = set()
    for _, line in decoded_lines(stream, name, Tally(), encoding):
        head = read_head(line.rstrip("\r\n"))
        if head is None or not any(map(head.sent, _ORDERS)) or style not in (None, head.style):
            continue
        style = head.style
        evidence.add(head)
        sender, _, reason = _understood(head, [])
        if reason != NOTICE and len(writers) <= _PAIR:
            writers.add(sender)
    if style is None:
        return None
    order, note = evidence.order()
    if note:
        tally.note(note)
    return _Survey(style, order, tuple(sorted(writers)) if len(writers) == _PAIR else ())


def _understood(head: Head, lines: list[str]) -> tuple[str, str, str | None]:
    """Return sender, text, and the reason why a message is left out."""
    sender, first = split_sender(head.rest)
    if not sender or is_event(head.rest):
        return "", "", NOTICE
    text, reason = own_text("\n".join([first, *lines]), head.style.is_bracketed)
    return address_or_name(whole_characters(sender)), text, reason


def _blocks(
    stream: io.BufferedReader, name: str, tally: Tally, encoding: str | None, survey: _Survey
) -> Iterator[tuple[int, Head, list[str] | None]]:
    """Yield number and head of each message's first line, and the lines after it; None where they are too many.

    Only a line in the style of the first head, with a day that exists, begins a message: others are part of a text,
    such as a chat that somebody pasted.
    """
    number, size = 0, 0
    head: Head | None = None
    lines: list[str] = []
    for line_number, line in decoded_lines(stream, name, tally, encoding):
        line = line.rstrip("\r\n")
        found = read_head(line)
        if found and found.style == survey.style and found.sent(survey.order):
            if head is not None:
                yield number, head, lines if size <= MAX_MESSAGE_BYTES else None
            number, head, lines, size = line_number, found, [], len(line)
        elif head is None:
            if line.strip():
                tally.skip(f"{name}, line {line_number}", BEFORE_FIRST)
        else:
            size += len(line) + 1
            lines = lines if size <= MAX_MESSAGE_BYTES else []
            lines.append(line)
    if head is not None:
        yield number, head, lines if size <= MAX_MESSAGE_BYTES else None
