"""What the starters of all engines need: free ports, folders, waiting, skipping."""

import os
import random
import socket
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
from finding import ENGINES, MissingError
from keeper import keeper

# Below the ports that systems give to outgoing connections: none of those takes the port of a
# server that is down and will be started again.
PORTS = range(20_000, 32_000)
SHARES = 40
given = set()
PAUSE = 0.02  # seconds between two looks


class SkippedError(pytest.skip.Exception):
    """A test is skipped because its engine cannot be had here."""


def found(engine):
    """Return the folder with an engine's programs; skip the test if there is none.

    If ``QUOTEWIRE_TEST_ENGINES``, which .ci/run sets, names the engine, the test fails instead.
    """
    try:
        return ENGINES[engine]()
    except MissingError as error:
        if engine in os.environ.get("QUOTEWIRE_TEST_ENGINES", "").split():
            pytest.fail(f"QUOTEWIRE_TEST_ENGINES names {engine}, which needs {error}")
        raise SkippedError(f"needs {error}") from None


def free_port():
    """Return a port of 127.0.0.1 that nothing listens on; no port twice.

    Processes that run side by side, as pytest-xdist's do, choose from different ports.
    """
    mine = set(PORTS[os.getpid() % SHARES :: SHARES]) - given
    for port in random.sample(sorted(mine), len(mine)):
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", port))
            given.add(port)
            return port
    raise RuntimeError("no free port")


def new_folder(engine):
    """Make a folder directly below the system's, whose parents any user may pass."""
    folder = Path(tempfile.mkdtemp(prefix=f"quotewire-{engine}-"))
    keeper().remove(folder)
    return folder


def wait_until(is_so, seconds, otherwise):
    """Wait until ``is_so()``; raise TimeoutError with the text of ``otherwise()``."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(otherwise())
        time.sleep(PAUSE)
