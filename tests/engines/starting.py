"""What the starters of all engines need: free ports, folders, waiting, skipping."""

import os
import random
import socket
import tempfile
import time
from pathlib import Path

import pytest
from finding import ENGINES, MissingError
from keeper import keeper

# Below the ports that systems give to outgoing connections: none of those takes the port of a
# server that is down and will be started again.
PORTS = range(20_000, 32_000)
PAUSE = 0.02  # seconds between two looks


def found(engine):
    """Return the folder with an engine's programs; skip the test if there is none.

    If ``QUOTEWIRE_TEST_ENGINES``, which .ci/run sets, names the engine, the test fails instead.
    """
    try:
        return ENGINES[engine]()
    except MissingError as error:
        if engine in os.environ.get("QUOTEWIRE_TEST_ENGINES", "").split():
            pytest.fail(f"QUOTEWIRE_TEST_ENGINES names {engine}, which needs {error}")
        pytest.skip(f"needs {error}")


def free_port():
    """Return a port of 127.0.0.1 that nothing listens on."""
    for port in random.sample(PORTS, 100):
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
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
