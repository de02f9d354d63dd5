"""One at a time: the lock of an open file, and a file that is there only while somebody holds it.

The system gives a lock free when its process ends, however it ends: none is ever left behind.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)
"""What a file system answers that has no locks, as some do that many machines share. There we go on without: one who
writes alone must not be refused for it."""

_BEYOND = 1 << 30
"""Position of the byte that is locked on Windows: past the end, for nobody else can read what is locked there."""


@contextmanager
def locked(descriptor: int) -> Iterator[None]:
    """Have an open file for oneself until the block ends and the file is closed.

    Whoever else asks for it waits, in this process and in others.
    """
    if sys.platform == "win32":
        with _locked_on_windows(descriptor):
            yield
        return
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    yield


@contextmanager
def _locked_on_windows(descriptor: int) -> Iterator[None]:
    msvcrt: Any = import_module("msvcrt")
    while True:
        os.lseek(descriptor, _BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            break
        except PermissionError:  # somebody has it; to wait for it is possible there only for ten seconds
            time.sleep(0.05)
    try:
        yield
    finally:
        os.lseek(descriptor, _BEYOND, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Have a file that one holder at a time has, made for it and taken away at the end; others wait.

    It is taken away while it is still locked, or another could get hold of what is about to go; on Windows, where an
    open file stays, after it was closed, which is refused if another has it open by then.
    """
    try:
        while True:
            with path.open("ab") as file, locked(file.fileno()):
                if not _is_there(path, file.fileno()):
                    continue  # the holder before took it away while we waited: whoever comes next finds another file
                try:
                    yield
                finally:
                    _take_away(path)
                return
    finally:
        if sys.platform == "win32":
            _take_away(path)


def _is_there(path: Path, descriptor: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _take_away(path: Path) -> None:
    with suppress(OSError):  # what stays is no hindrance: the next holder takes it away
        path.unlink()
