"""Fixtures for tests that send many updates to the bot."""

import logging

import pytest

from bot.conversation import posted as gathering
from corpus.metadata import UNKNOWN
from corpus.reading import read_articles


class Errors(logging.Handler):
    """Collect logged errors; caplog cannot be cleared between hypothesis examples."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.records = []

    def emit(self, record):
        self.records.append(logging.Formatter().format(record))


@pytest.fixture(scope="module")
def errors():
    """The errors logged so far, for a test to clear and check."""
    handler = Errors()
    logging.getLogger().addHandler(handler)
    yield handler.records
    logging.getLogger().removeHandler(handler)


@pytest.fixture(scope="module")
def read_here():
    """Read files in this process, which is faster than in a worker process."""

    async def read(data, name, given=UNKNOWN):
        for found in read_articles(data, name, given):
            yield found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "read_in_worker", read)
        yield
