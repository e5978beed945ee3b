"""Ports: none is given twice, none is in use."""

import socket

import starting
from starting import PORTS, free_port


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
