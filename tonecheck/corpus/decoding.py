"""The bytes of a labelled file, and its text: UTF-8, UTF-16 with a byte order mark, cp1252 for what is neither."""

from __future__ import annotations

import codecs
import io
from pathlib import Path

from tonecheck.errors import CorpusError, ToneCheckError, shorten

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises
    ------
    CorpusError
        If it is not there or is a folder.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise CorpusError(f"{path}: no such file; expected a labelled file") from error
    except IsADirectoryError as error:
        raise CorpusError(f"{path}: a folder; expected a labelled file") from error


def decode(path: Path, content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of a file and the encoding by which it was read.

    Raises
    ------
    CorpusError
        If the content is binary or not in the encoding that was given.
    """
    if encoding is not None:
        return _decode_as(path, content, encoding), encoding
    for mark, name in _MARKS.items():
        if content.startswith(mark):
            return _decode_as(path, content, name), name
    if b"\0" in content:
        raise CorpusError(f"{path}: looks binary; expected JSON lines or CSV, or another encoding named with encoding=")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "cp1252"


def check_encoding(encoding: str | None, error_type: type[ToneCheckError]) -> None:
    """Refuse, by an error of a type, a name that is not a text encoding."""
    if encoding is None:
        return
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    except (LookupError, ValueError) as error:
        raise error_type(
            f"encoding: {shorten(encoding)} is unknown; expected a name such as 'utf-8', 'utf-16' or 'cp1252'"
        ) from error


def _decode_as(path: Path, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeError as error:
        place = f"byte {error.start:,}" if isinstance(error, UnicodeDecodeError) else "its bytes"
        raise CorpusError(f"{path}: {place} cannot be read as {encoding}; expected text in that encoding") from error
