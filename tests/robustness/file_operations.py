"""What a piece of code asks of the system, one file operation at a time, so that each can be made to fail."""

import io
import sys
from collections.abc import Callable
from typing import Any

_MODULES = frozenset({"posix", "nt", "fcntl", "msvcrt", "io", "_io"})
_NO_OPERATIONS = frozenset({"fspath", "_path_normpath", "text_encoding", "getpid", "fileno"})
"""Functions of those modules that ask the system for nothing."""

_FILES = (io.FileIO, io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper)


def run(act: Callable[[], Any], *, at: int = 0, moment: str = "call", then: Callable[[], Any] = int) -> list[str]:
    """Run `act`, do `then` at its file operation number `at`, counted from 1, and return the names of all of them.

    The interpreter itself reports each call of a function that is written in C, so that an operation that is new in the
    code is found without being listed here. After an error it reports no more.

    Parameters
    ----------
    act : callable
        What to run.
    at : int
        Number of the operation; 0 for none.
    moment : str
        'call', before the operation is done, or 'return', as soon as it is.
    then : callable
        What happens there: an error, or the end of the process.
    """
    names: list[str] = []

    def watch(_: Any, event: str, function: Any) -> None:
        if event == f"c_{moment}" and _is_operation(function):
            names.append(function.__name__)
            if len(names) == at:
                then()

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        act()
    finally:
        sys.setprofile(before)
    return names


def _is_operation(function: Any) -> bool:
    if function.__name__ in _NO_OPERATIONS:
        return False
    return isinstance(function.__self__, _FILES) or function.__module__ in _MODULES
