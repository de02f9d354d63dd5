"""Savers that are killed, and several at once: processes that fork, so they have one thread and little to import.

``python -m tests.robustness.killed MANNER FOLDER``, where nothing is yet, prints a JSON list of what was found.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from itertools import count, cycle
from pathlib import Path

from tests.robustness.file_operations import run
from tests.robustness.small_models import beside, find, load, save
from tonecheck.errors import ModelFormatError

N_MOMENTS = 20
N_SAVES = 100
N_PLACES = 10
SEED = 5
REFUSED = 3


def _fork(act: Callable[[], object]) -> int:
    """Do something in a process of its own, and return its number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        act()
        code = 0
    except ModelFormatError:
        code = REFUSED
    except BaseException:
        traceback.print_exc()  # on standard error, which the tests look at
    finally:
        os._exit(code)


def _end(child: int) -> int:
    """Wait for a process, and return its exit code, or the signal that ended it, negative."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _kill_oneself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_at_each_operation(folder: Path) -> list[tuple[str | None, str | None, list[str]]]:
    """Kill a save at each of its file operations: what is found then, after the next save, and beside it."""
    found = []
    for moment in ("call", "return"):
        for at in count(1):
            save(folder, "old")
            saving = partial(save, folder, "new")
            ended = _end(_fork(partial(run, saving, at=at, moment=moment, then=_kill_oneself)))
            if ended != -signal.SIGKILL:
                break
            between = find(folder)
            save(folder, "next")
            found.append((between, find(folder), beside(folder)))
    return found


def kill_at_random_moments(folder: Path) -> list[tuple[str | None, bool]]:
    """Kill a process that saves over and over: what is found then, and whether it was in the midst of it."""
    draw = random.Random(SEED)  # noqa: S311 - for the same moments every time
    save(folder, "old")

    def save_on() -> None:
        for name in cycle(("new", "old")):
            save(folder, name)

    found = []
    for _ in range(N_MOMENTS):
        child = _fork(save_on)
        time.sleep(draw.uniform(0.01, 0.2))
        os.kill(child, signal.SIGKILL)
        _end(child)
        was_saving = bool(beside(folder))
        found.append((find(folder), was_saving))
    save(folder, "next")
    found.append((find(folder), bool(beside(folder))))
    return found


def save_two_at_once(folder: Path) -> list[tuple[str, int]]:
    """Save two models over one another while both are read: the exit codes, and how often which was found."""

    def save_often(name: str) -> None:
        for _ in range(N_SAVES):
            save(folder, name)

    def read_often() -> None:
        until = time.monotonic() + 60
        while not (folder.parent / "done").exists() and time.monotonic() < until:
            assert load(folder) in ("one", "other")

    save(folder, "one")
    savers = [_fork(partial(save_often, name)) for name in ("one", "other")]
    reader = _fork(read_often)
    ended = [("saver", _end(child)) for child in savers]
    (folder.parent / "done").touch()
    ended.append(("reader", _end(reader)))
    (folder.parent / "done").unlink()
    return [*ended, (str(find(folder)), len(beside(folder)))]


def save_two_where_nothing_is(folder: Path) -> list[tuple[list[int], str | None, list[str]]]:
    """Save two models, of which none may overwrite: the exit codes, what is found, and what is beside it."""
    found = []
    for number in range(N_PLACES):
        place = folder / str(number) / "mine"
        children = [_fork(partial(save, place, name, overwrite=False)) for name in ("one", "other")]
        found.append(([_end(child) for child in children], find(place), beside(place)))
    return found


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](Path(sys.argv[2]))))
