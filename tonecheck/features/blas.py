"""No more threads than cores for matrix products."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from functools import cache
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


@cache
def _controller(process: int) -> Any:
    """Look for the loaded BLAS libraries, once in a process."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")
