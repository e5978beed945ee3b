"""The program as the tests of its commands run it."""

import sys

import pytest
from articles import BRIDGE, FERRY
from click.testing import CliRunner
from command_line import program


@pytest.fixture
def run(db, monkeypatch):  # noqa: ARG001 - db is needed for QUOTEWIRE_DB, which it sets
    """Run the program with some arguments."""
    monkeypatch.setattr(sys, "argv", ["quotewire"])

    def run(*words, said=b""):
        return CliRunner().invoke(program, [str(word) for word in words], input=said)

    return run


@pytest.fixture
def files(tmp_path):
    """A folder with two articles, and a file that is not read."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a-ferry.txt").write_text(FERRY)
    (folder / "b-bridge.md").write_text("---\nsource: Courier\ndate: 2025-03-04\n---\n" + BRIDGE)
    (folder / "c-notes.doc").write_bytes(b"not read")
    return folder


@pytest.fixture(autouse=True)
def read_here(read_here):
    """Read the files of every command in this process."""
