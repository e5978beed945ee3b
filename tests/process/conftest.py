"""Fixtures for the tests that start processes, which are all in this folder."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from corpus.store.store import Store

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def no_processes(monkeypatch):
    """Allow processes, and have them import this code whatever their working directory."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))


@pytest.fixture
def folder(tmp_path, ferry):
    """A data folder with an article in the database."""
    with closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(ferry)
    return tmp_path
