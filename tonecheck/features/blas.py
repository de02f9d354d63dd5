"""No more threads than cores for matrix products, or one alone."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, ExitStack, nullcontext
from functools import cache
from threading import Lock
from typing import Any


def at_most_one_thread_a_core() -> AbstractContextManager[Any]:
    """Return a context in which BLAS uses at most one thread for each core that this process may use.

    With more threads than cores, as in a container that sees all cores of its machine, small products are many times
    slower. The setting is put back on leaving, and is not touched at all where it is fine already.
    """
    controller = _controller(os.getpid())
    n_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if all(library.num_threads <= n_cores for library in controller.lib_controllers):
        return nullcontext()
    limited: AbstractContextManager[Any] = controller.limit(limits=n_cores, user_api="blas")
    return limited


def one_thread() -> AbstractContextManager[None]:
    """Return a context in which BLAS uses one thread: products are then the same to the bit on any number of cores.

    The setting belongs to the process: of threads that are within at the same time, the last one out puts it back.
    """
    return _ONE_THREAD.setdefault(os.getpid(), _OneThread())


class _OneThread:
    def __init__(self) -> None:
        self._lock = Lock()
        self._n_within = 0
        self._setting = ExitStack()

    def __enter__(self) -> None:
        with self._lock:
            if not self._n_within:
                self._setting.enter_context(_controller(os.getpid()).limit(limits=1, user_api="blas"))
            self._n_within += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._n_within -= 1
            if not self._n_within:
                self._setting.close()


_ONE_THREAD: dict[int, _OneThread] = {}
"""By process: what a fork inherits of its parent's threads nobody will leave."""


@cache
def _controller(process: int) -> Any:
    """Look for the loaded BLAS libraries, once in a process."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")
