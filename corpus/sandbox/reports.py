"""What a worker process reports, checked: it read what strangers wrote, so it may be theirs."""

from dataclasses import replace
from itertools import pairwise
from typing import Annotated, NamedTuple

from pydantic import StringConstraints, TypeAdapter, ValidationError

from corpus.article import (
    LIBRARY,
    LONGEST_SENTENCE,
    MOST_CHARACTERS,
    MOST_SENTENCES,
    Article,
    Reason,
)
from corpus.errors import CorpusError, NotAnArticleError, UnavailableError
from corpus.metadata import MAX_VALUE, URL
from corpus.sandbox.feed_items import Feed, is_sound_feed
from corpus.sandbox.task import LONGEST_ADDRESS, LONGEST_VALIDATOR, FetchedPage

LONGEST_NAME = 1000  # characters of a file's name or an address in an error
DAMAGED = "takes too much memory to read, or is damaged"
LANGUAGE = 35  # characters of a language tag


class Failure(NamedTuple):
    """Why a file or a page cannot be used.

    A server asked to wait for ``retry_after`` seconds, or the page holds ``no_article``.
    """

    name: Annotated[str, StringConstraints(max_length=LONGEST_NAME)]
    reason: Annotated[str, StringConstraints(max_length=LONGEST_NAME)]
    retry_after: int | None = None
    no_article: bool = False


class Report(NamedTuple):
    """Something that a task found; a page may come with its article or its feed."""

    failure: Failure | None = None
    page: FetchedPage | None = None
    article: Article | None = None
    feed: Feed | None = None

    @property
    def error(self) -> CorpusError | None:
        """The failure as the error that it was in the worker."""
        if self.failure is None:
            return None
        name, reason, retry_after, no_article = self.failure
        if retry_after is not None:
            return UnavailableError(name, reason, retry_after)
        return NotAnArticleError(name, reason) if no_article else CorpusError(name, reason)


_REPORT = TypeAdapter(Report)


def read_report(line: bytes, name: str) -> Report:
    """Parse and check a line about the file or page of this name.

    Raises:
        CorpusError: The line is not a report; the worker may have ended early.
    """
    try:
        found = _REPORT.validate_json(line)
    except ValidationError:
        raise CorpusError(name, DAMAGED) from None
    is_valid = (
        (found.article is None or is_sound(found.article))
        and (found.feed is None or is_sound_feed(found.feed))
        and (found.page is None or _is_sound_page(found.page))
    )
    if found == Report() or not is_valid:
        raise CorpusError(name, DAMAGED)
    article = found.article and replace(
        found.article, collection=LIBRARY, number=None, added=None, apart=None
    )
    return found._replace(article=article)


def is_sound(article: Article) -> bool:
    """Whether an article's values are such as reading a file gives."""
    if len(article.text) > MOST_CHARACTERS or len(article.spans) > MOST_SENTENCES:
        return False
    pieces = [span for _, span, _ in article.pieces()]
    in_order = all(before.end <= after.start for before, after in pairwise(pieces))
    within = all(0 <= start < end <= len(article.text) for start, end in pieces)
    named = all(
        len(value) <= MAX_VALUE
        for value in (article.title, article.source, article.author, article.url)
        if value is not None
    )
    return (
        bool(article.spans)
        and in_order
        and within
        and named
        and list(article.spans) == sorted(article.spans)
        and list(article.headings) == sorted(set(article.headings) & set(article.spans))
        and all(end - start <= LONGEST_SENTENCE for start, end in article.spans)
        and {stretch.reason for stretch in article.left_out} <= set(Reason)
        and len(article.language or "") <= LANGUAGE
        and (article.url is None or URL.fullmatch(article.url) is not None)
    )


def _is_sound_page(page: FetchedPage) -> bool:
    """Whether a page's values are such as fetching one gives."""
    headers = [value for value in (page.etag, page.modified, page.charset) if value is not None]
    return (
        page.size >= 0
        and len(page.url) <= LONGEST_ADDRESS
        and URL.fullmatch(page.url) is not None
        and all(
            value.isascii() and value.isprintable() and len(value) <= LONGEST_VALIDATOR
            for value in headers
        )
    )
