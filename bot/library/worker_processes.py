"""What worker processes have in common: how many make sense, how they start and how they end."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import active_children, parent_process
from threading import Thread


def processors() -> int:
    """The number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # missing on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def no_signals() -> Iterator[None]:
    """Make processes started inside ignore signals that a terminal or systemd sends to all."""
    if not hasattr(signal, "pthread_sigmask"):  # missing on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def kill_workers() -> None:
    """Kill the worker processes of this process at once."""
    for child in active_children():
        child.kill()


def end_with_parent() -> None:
    """Have this worker process exit when the process that started it ends, whatever the cause."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
