"""Ports: none is given twice, none is in use; and the Telegram of tests ends with them."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import starting
from patience import PATIENCE
from starting import PORTS, free_port

KILLED = """
import os, signal
from api_server import ApiServer

telegram = ApiServer()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_telegram_of_killed_tests_ends():
    died = subprocess.run(
        [sys.executable, "-c", KILLED],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "support")},
        stderr=subprocess.PIPE,  # read until all who hold it have ended
        timeout=PATIENCE,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL


def test_no_port_is_given_twice():
    ports = [free_port() for _ in range(50)]
    assert len(set(ports)) == len(ports)
    assert set(ports) <= set(PORTS)


def test_a_port_in_use_is_not_given(monkeypatch):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        monkeypatch.setattr(starting, "PORTS", [taken, *PORTS[:9]])
        monkeypatch.setattr(starting, "SHARES", 1)
        monkeypatch.setattr(starting, "given", set())
        assert taken not in {free_port() for _ in range(5)}
