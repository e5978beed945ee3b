import pytest

from corpus.errors import CorpusError
from corpus.metadata import Metadata
from corpus.reading import read_article
from corpus.sandbox.task import FetchedPage
from corpus.web.pages import Gathered


class Web:
    """Pages without a server: each has one sentence, which names its address's last letters."""

    def __init__(self):
        self.fetched = []
        self.incomplete = False

    async def fetch(self, url, *_):
        self.fetched.append(url)
        name = url.rpartition("/")[2]
        if name == "wall":
            raise CorpusError(url, "asks for a login")
        text = f"News {name}\n\nThe harbour of {name} was opened by Ida Holm."
        article = read_article(text.encode(), "page", Metadata(url=url))
        if self.incomplete:
            object.__setattr__(article, "incomplete", True)
        return Gathered(article, FetchedPage(url, True, None, None, 1000))


@pytest.fixture
def web(monkeypatch):
    web = Web()
    monkeypatch.setattr("bot.conversation.adding.reading.fetch_article", web.fetch)
    return web
