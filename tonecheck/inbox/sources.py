"""Where bytes come from: a file, or a stream that somebody else has opened."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from tonecheck.errors import InputError
from tonecheck.inbox.decoding import HEAD_BYTES


@dataclass(frozen=True, slots=True)
class ByteSource:
    """Something to read bytes from.

    Attributes
    ----------
    name : str
        For errors and ids.
    opened : callable
        Returns a context manager around a buffered binary stream.
    head : callable
        Returns the first bytes, at most `HEAD_BYTES`, without taking them from a stream.
    is_repeatable : bool
        Whether it can be opened again.
    """

    name: str
    opened: Callable[[], AbstractContextManager[io.BufferedReader]]
    head: Callable[[], bytes]
    is_repeatable: bool


def open_path(path: Path) -> io.BufferedReader:
    """Open a file for reading.

    Raises
    ------
    InputError
        If the system does not let us.
    """
    try:
        return io.BufferedReader(io.FileIO(path), HEAD_BYTES)
    except OSError as error:
        raise InputError(
            f"{path.name}: cannot be opened: {error.strerror}; expected a file that may be read"
        ) from error


def path_source(path: Path) -> ByteSource:
    """Return a source for a file; for a named pipe, which can be read only once, an open one."""
    if path.is_file():
        return ByteSource(path.name, partial(open_path, path), partial(_head_of, path), is_repeatable=True)
    pipe = open_path(path)
    return ByteSource(path.name, lambda: pipe, partial(pipe.peek, HEAD_BYTES), is_repeatable=False)


def stream_source(stream: IO[bytes] | IO[str]) -> ByteSource:
    """Return a source for an open binary or text stream, which is left open."""
    name = getattr(stream, "name", None)
    shown = Path(name).name if isinstance(name, str) else "stream"
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(_Pulled(stream), HEAD_BYTES)
    return ByteSource(shown, lambda: nullcontext(buffered), partial(buffered.peek, HEAD_BYTES), is_repeatable=False)


def _head_of(path: Path) -> bytes:
    with open_path(path) as stream:
        return stream.peek(HEAD_BYTES)


class _Pulled(io.RawIOBase):
    """Bytes of a stream that only promises ``read`` and ``readline``; text becomes UTF-8.

    Nobody can go back in text, whose places are no numbers of bytes. Only text leaves a rest.
    """

    def __init__(self, stream: IO[bytes] | IO[str]) -> None:
        self._stream = stream
        self._rest = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return isinstance(self._stream, io.BufferedIOBase | io.RawIOBase) and self._stream.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: Any) -> int:
        # A line, not a block: a terminal or a pipe would keep a block back until it is full.
        data = self._rest or self._stream.readline(len(buffer))
        if isinstance(data, str):
            data = _encoded(data)
        self._rest = data[len(buffer) :]
        data = data[: len(buffer)]
        buffer[: len(data)] = data
        return len(data)


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")  # the bytes that the caller's own decoding let through
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
