"""A database and a place for its copy."""

import sys

import pytest
from click.testing import CliRunner
from command_line import program


@pytest.fixture
def run(db, monkeypatch):  # noqa: ARG001 - db is needed for QUOTEWIRE_DB, which it sets
    monkeypatch.setattr(sys, "argv", ["quotewire"])
    return lambda *words: CliRunner().invoke(program, [str(word) for word in words])


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "copies"
    folder.mkdir()
    return folder / "copy.db"
