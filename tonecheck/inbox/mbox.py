"""Cut an mbox into mails, line by line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise

from tonecheck.inbox.message_file import MAX_MESSAGE_BYTES

_PIECE_BYTES = 1 << 20
_BLANK = (b"\n", b"\r\n")
_DATED = re.compile(rb"From .*\b[A-Z][a-z]{2},? +[A-Z][a-z]{2} +\d{1,2} +\d{1,2}:\d{2}\b.*\b\d{4}\b")
_HEADER = re.compile(
    rb"(?:Return-Path|Received|Delivered-To|Envelope-To|Message-ID|MIME-Version|Content-Type|From|Sender|Reply-To|To|Date"
    rb"|Subject|X-[!-9;-~]+|ARC-[!-9;-~]+|DKIM-Signature|Authentication-Results):",
    re.IGNORECASE,
)
_QUOTED_FROM = re.compile(rb">+From ")


def is_mbox(head: bytes) -> bool:
    """Tell whether a file that begins like this is an mbox, and not a text whose first word is "From"."""
    first, _, rest = head.partition(b"\n")
    return first.startswith(b"From ") and _is_separator(first, rest.partition(b"\n")[0])


def split_mbox(stream: io.BufferedReader) -> Iterator[bytes | None]:
    """Yield the bytes of each mail, without the line that separates mails; None for one that is too large.

    A mail begins at a "From " line at the start of the file or after a blank line. The line has a date (as Unix,
    Gmail's Takeout, Thunderbird and pipermail write it), or a header that mails begin with follows: a paragraph that
    begins with "From " is none. A ">From " loses its first ">". What stands before the first separator is a
    mail, too.
    """
    mail: _Mail | None = None
    is_after_blank = True
    for line, following in pairwise(_pieces(stream)):
        if is_after_blank and line.startswith(b"From ") and _is_separator(line, following):
            if mail is not None:
                yield mail.content()
            mail = _Mail()
        elif mail is not None or line not in _BLANK:
            mail = mail or _Mail()
            mail.add(line)
        is_after_blank = line in _BLANK
    if mail is not None:
        yield mail.content()


def _pieces(stream: io.BufferedReader) -> Iterator[bytes]:
    """Yield the lines, an overlong one in pieces, and an empty line after the last."""
    while piece := stream.readline(_PIECE_BYTES):
        yield piece
    yield b""


def _is_separator(line: bytes, following: bytes) -> bool:
    return bool(_DATED.match(line) or _HEADER.match(following))


class _Mail:
    """The lines of one mail, until there are too many."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._size = 0

    def add(self, line: bytes) -> None:
        self._size += len(line)
        if self._size > MAX_MESSAGE_BYTES:
            self._lines.clear()
            return
        self._lines.append(line[1:] if _QUOTED_FROM.match(line) else line)

    def content(self) -> bytes | None:
        if self._size > MAX_MESSAGE_BYTES:
            return None
        # The last blank line belongs to the separator that followed, unless it is the one that ends the headers.
        if self._lines and self._lines[-1] in _BLANK and any(line in _BLANK for line in self._lines[:-1]):
            self._lines.pop()
        return b"".join(self._lines)
