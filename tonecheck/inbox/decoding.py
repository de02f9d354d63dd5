"""Bytes to lines of text: UTF-8, UTF-16 with a byte order mark, cp1252 for what is neither."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from typing import AnyStr

from tonecheck.errors import InputError
from tonecheck.inbox.message_file import MAX_MESSAGE_BYTES, TOO_LARGE, Tally

HEAD_BYTES = 1 << 16
"""How many bytes of a file decide its format and encoding."""

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_ENDS = ("\n", "\r")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def whole_characters(text: str) -> str:
    """Replace halves of surrogate pairs, which no encoding can write, with the replacement character.

    JSON escapes and undecodable bytes in mail headers make them.
    """
    return text if text.isascii() else _HALF_CHARACTER.sub("\ufffd", text)


def decoded_lines(
    stream: io.BufferedReader,
    name: str,
    tally: Tally,
    encoding: str | None = None,
    *,
    max_length: int = MAX_MESSAGE_BYTES,
) -> Iterator[tuple[int, str]]:
    r"""Yield number and text of each line, line ends included, the byte order mark left out.

    Without `encoding` each line is read as UTF-8 or else as cp1252: a file that was put together from several has both.
    A line over `max_length` (bytes, or characters of UTF-16) is skipped without being held.
    Only "\n" ends such a line (and "\r" in a file without any "\\n", as Excel for the Mac writes it).

    Raises
    ------
    InputError
        If the file looks binary.
    """
    chosen = encoding or _wide_encoding(stream.peek(HEAD_BYTES)[:HEAD_BYTES], name)
    if chosen is None:
        lines = _guessed_lines(stream, name, tally, max_length)
    else:
        lines = _wrapped_lines(stream, name, tally, max_length, chosen)
    for number, line in lines:
        yield number, line.removeprefix("\ufeff") if number == 1 else line


def _wide_encoding(head: bytes, name: str) -> str | None:
    """Return the encoding of a file that cannot be cut into lines at its newline bytes; None for all others."""
    if head.startswith(_UTF16_MARKS):
        return "utf-16"
    if b"\0" in head:
        raise InputError(
            f"{name}: looks binary (it holds NUL bytes); expected text in UTF-8, cp1252 or UTF-16 with a byte order "
            "mark, or another encoding named with encoding="
        )
    if b"\n" in head or b"\r" not in head.rstrip(b"\r"):
        return None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _guessed_lines(stream: io.BufferedReader, name: str, tally: Tally, max_length: int) -> Iterator[tuple[int, str]]:
    for number, line in _bounded_lines(stream.readline, (b"\n",), name, tally, max_length):
        try:
            yield number, line.decode("utf-8")
        except UnicodeDecodeError:
            tally.note("line is not UTF-8, read as cp1252")
            yield number, line.decode("cp1252", errors="replace")


def _wrapped_lines(
    stream: io.BufferedReader, name: str, tally: Tally, max_length: int, encoding: str
) -> Iterator[tuple[int, str]]:
    wrapper = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    try:
        for number, line in _bounded_lines(wrapper.readline, _LINE_ENDS, name, tally, max_length):
            if "\ufffd" in line:
                tally.note(f"line holds bytes that are not {encoding}")
            yield number, line
    finally:
        wrapper.detach()  # or the wrapper would close a stream that is the caller's


def _bounded_lines(
    readline: Callable[[int], AnyStr], ends: tuple[AnyStr, ...], name: str, tally: Tally, max_length: int
) -> Iterator[tuple[int, AnyStr]]:
    """Yield the lines, but never hold one that is longer than `max_length`."""
    number = 0
    while piece := readline(max_length):
        number += 1
        if len(piece) < max_length or piece.endswith(ends):
            yield number, piece
            continue
        tally.skip(f"{name}, line {number}", TOO_LARGE)
        while piece and not piece.endswith(ends):
            piece = readline(HEAD_BYTES)
