"""Zip files, read where they lie: nothing is unpacked to disk, and what would unpack to too much is refused."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from tonecheck.errors import InputError, shorten
from tonecheck.inbox.decoding import HEAD_BYTES

MAX_UNPACKED_BYTES = 2_000_000_000
"""Most that the files we read of a zip may come to when unpacked; a bomb of 10 MB can come to 10 GB."""

MAX_ENTRIES = 500_000
"""Most files in a zip, whose list is held in memory: a thousand channels over two years of working days."""

_FAULTS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, OSError)
"""What the standard library raises for a damaged zip, an unknown compression and a password."""

_STARTS = (b"PK\x03\x04", b"PK\x05\x06")


def is_zip(head: bytes) -> bool:
    """Tell whether a file that begins like this is a zip."""
    return head.startswith(_STARTS)


def open_zip(stream: io.BufferedReader, name: str) -> zipfile.ZipFile:
    """Open a zip without reading more than the list of its files. The stream stays open when the zip is closed.

    Raises
    ------
    InputError
        If it is damaged, holds too many files, or comes through a pipe, in which nobody can go back.
    """
    if not stream.seekable():
        raise InputError(f"{name}: a zip through a pipe; expected the path of the file")
    try:
        archive = zipfile.ZipFile(stream)
    except (*_FAULTS, ValueError) as error:
        raise InputError(f"{name}: begins like a zip and cannot be opened; expected one that is whole") from error
    if len(archive.infolist()) > MAX_ENTRIES:
        raise InputError(f"{name}: {len(archive.infolist()):,} files in a zip; expected at most {MAX_ENTRIES:,}")
    return archive


def names_in(archive: zipfile.ZipFile) -> list[str]:
    """Return the names of the files in a zip, without folders and without what a Mac adds."""
    names = dict.fromkeys(info.filename for info in archive.infolist() if not info.is_dir())
    return [name for name in names if not name.startswith("__MACOSX/")]


def check_unpacked_size(archive: zipfile.ZipFile, entries: Iterable[str], name: str) -> None:
    """Refuse a zip in which these files come to more than `MAX_UNPACKED_BYTES`.

    The sizes are those that the zip states; reading stops at the stated size, so a lie gains nothing.

    Raises
    ------
    InputError
        With the size that the zip states.
    """
    size = sum(archive.getinfo(entry).file_size for entry in entries)
    if size > MAX_UNPACKED_BYTES:
        raise InputError(f"{name}: {size:,} bytes when unpacked; expected at most {MAX_UNPACKED_BYTES:,}")


@contextmanager
def opened_entry(archive: zipfile.ZipFile, entry: str, name: str) -> Iterator[io.BufferedReader]:
    """Open one file of a zip for reading.

    Raises
    ------
    InputError
        If it cannot be unpacked, be that found at its end only.
    """
    try:
        with archive.open(entry) as raw, io.BufferedReader(cast(Any, raw), HEAD_BYTES) as stream:
            yield stream
    except _FAULTS as error:
        raise InputError(
            f"{name}: {shorten(entry)} in it cannot be unpacked; expected a zip that is whole and has no password"
        ) from error
