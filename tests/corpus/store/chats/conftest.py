from contextlib import closing

import pytest

from corpus.store.store import Store


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as opened:
        yield opened
