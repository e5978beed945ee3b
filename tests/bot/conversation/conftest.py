"""Files that are sent in a conversation are read without a worker process."""

import pytest

from bot.conversation import posted
from corpus.metadata import UNKNOWN
from corpus.reading import read_articles


@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """Read files in this process, which is faster than in a worker process."""

    async def read(data, name, given=UNKNOWN):
        for found in read_articles(data, name, given):
            yield found

    monkeypatch.setattr(posted, "read_in_worker", read)
