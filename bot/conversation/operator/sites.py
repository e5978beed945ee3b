"""Sites that may publish what a question asks for, and have a feed that is not followed."""

import logging
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from bot.library.library import Library
from bot.library.second_process import Responder
from bot.replies.operator.open_questions import FoundFeed
from corpus.addresses import host_of, is_same_address
from corpus.article import LIBRARY, Article
from corpus.errors import CorpusError
from corpus.web.pages import find_feed_at, is_url

logger = logging.getLogger(__name__)

MOST = 3  # sites that are visited for a question


class Sites:
    """Visits sites of the library's sources; ``trusted`` are hosts that need not be public."""

    def __init__(self, library: Library, answering: Responder, trusted: Collection[str]) -> None:
        self._library = library
        self._answering = answering
        self._trusted = trusted

    async def with_feeds(self, question: str) -> list[FoundFeed]:
        """The feeds of up to MOST sites whose articles are closest to a question, closest first.

        Those that the library already follows are left out.
        """
        followed = [feed.url for feed in self._library.store.subscriptions.feeds(LIBRARY)]
        found = []
        for site in await self._sites(question):
            try:
                address, feed = await find_feed_at(site, self._trusted)
            except CorpusError as error:
                logger.info("No feed on the site of a source: %s", error.reason)
                continue
            if not any(is_same_address(address, one) for one in followed):
                found.append(FoundFeed(site, host_of(site), feed.title))
        return found

    async def _sites(self, question: str) -> list[str]:
        """The front pages of the sites whose articles are closest to a question."""
        sources = self._library.sources(LIBRARY)
        if sources.samples:
            return []
        answer = await self._answering.answer(question, sources)
        if not answer.found:
            answer = await self._answering.nearest(question, sources)
        articles = (passage.sentence.article for passage in answer.passages)
        return list(dict.fromkeys(_fronts(articles)))[:MOST]


def _fronts(articles: Iterable[Article]) -> Iterable[str]:
    """Yield the front page of each article's site, if its address is known."""
    for article in articles:
        if article.url and is_url(article.url) and host_of(article.url):
            parts = urlsplit(article.url)
            yield f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2]}"
