"""Reading of files in a conversation, without a worker process."""

import pytest

from bot.conversation import posted
from corpus.metadata import UNKNOWN
from corpus.reading import read_articles


@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """Read files in this process, which is faster than in a worker process."""

    async def read(data, name, metadata=UNKNOWN):
        for found in read_articles(data, name, metadata):
            yield found

    monkeypatch.setattr(posted, "read_in_worker", read)
