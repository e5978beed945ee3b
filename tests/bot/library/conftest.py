"""What the tests of the index on disk share."""

import pytest

from retrieval.index import index as index_module
from retrieval.index.index import Index


@pytest.fixture
def small_segments(monkeypatch):
    """Make segments of a few sentences."""
    monkeypatch.setattr(index_module, "TAIL", 6)
    monkeypatch.setattr(Index.unsettled, "__defaults__", (6,))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "quotewire.db"
