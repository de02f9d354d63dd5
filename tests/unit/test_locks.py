import errno
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from tonecheck import locks
from tonecheck.locks import held, locked

N_HOLDERS, N_TURNS = 4, 50


@pytest.fixture
def path(tmp_path):
    return tmp_path / "lock"


def test_the_file_is_there_while_it_is_held(path):
    with held(path):
        assert path.exists()
    assert not path.exists()


def test_the_file_goes_after_an_error_too(path):
    with pytest.raises(KeyboardInterrupt), held(path):
        raise KeyboardInterrupt
    assert not path.exists()


def test_a_file_that_was_left_is_no_hindrance(path):
    path.touch()
    with held(path):
        pass
    assert not path.exists()


def test_one_holds_it_at_a_time(path, tmp_path):
    count = tmp_path / "count"
    count.write_text("0")

    def add_often():
        for _ in range(N_TURNS):
            with held(path):
                seen = int(count.read_text())
                time.sleep(0.0002)
                count.write_text(str(seen + 1))

    with ThreadPoolExecutor(N_HOLDERS) as holders:
        for adding in [holders.submit(add_often) for _ in range(N_HOLDERS)]:
            adding.result()
    assert count.read_text() == str(N_HOLDERS * N_TURNS)


@pytest.mark.skipif(sys.platform == "win32", reason="flock is not there")
def test_where_the_file_system_has_no_locks_we_go_on_without(path, monkeypatch):
    def fail(number):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", lambda *_: fail(errno.ENOSYS))
    with held(path):
        assert path.exists()
    monkeypatch.setattr("fcntl.flock", lambda *_: fail(errno.EIO))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)), held(path):
        pass


def test_on_windows_one_waits_for_a_byte_past_the_end_and_gives_it_free(path, monkeypatch):
    """As far as it can be seen from another system: what is asked of msvcrt, in which order, and where."""
    asked = []
    answers = [PermissionError(errno.EACCES, "Permission denied"), None, None]

    def locking(descriptor, mode, n_bytes):
        asked.append((mode, os.lseek(descriptor, 0, os.SEEK_CUR), n_bytes))
        answer = answers.pop(0)
        if answer is not None:
            raise answer

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK="try", LK_UNLCK="free", locking=locking))
    monkeypatch.setattr(locks.sys, "platform", "win32")
    with path.open("ab") as file, locked(file.fileno()):
        file.write(b"line")
    monkeypatch.undo()
    assert asked == [("try", 1 << 30, 1), ("try", 1 << 30, 1), ("free", 1 << 30, 1)]
    assert path.read_bytes() == b"line"


def test_on_windows_the_file_is_taken_away_when_it_is_closed(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, LK_UNLCK=0, locking=lambda *_: None))
    monkeypatch.setattr(locks.sys, "platform", "win32")
    refused = []
    unlink = type(path).unlink

    def refuse_once(path, *arguments, **options):
        if not refused:
            refused.append(path)
            raise PermissionError(errno.EACCES, "Permission denied")
        unlink(path, *arguments, **options)

    monkeypatch.setattr(type(path), "unlink", refuse_once)
    with held(path):
        assert path.exists()
    monkeypatch.undo()
    assert refused == [path]
    assert not path.exists()
