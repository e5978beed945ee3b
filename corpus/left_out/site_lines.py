"""Finds lines that a site repeats in many of its articles."""

from collections.abc import Collection
from dataclasses import replace

from corpus.addresses import host_of
from corpus.article import Article, LeftOut, Reason, Span
from corpus.fingerprint import fingerprint, words_of
from corpus.left_out.appeals import is_story

LONGEST_SITE = 200  # characters; PostgreSQL takes no key of more than some 2,700 bytes
# A site's boilerplate appears in many of its articles. So can a news sentence, if they cover the
# same story; it is left out only if most articles have it.
FEWEST, SHARE = 4, 1 / 3
FEWEST_STORY, SHARE_STORY = 8, 0.6


def site_of(article: Article) -> str | None:
    """The article's site: the host of its address, or its publisher if it has no address."""
    site = host_of(article.url or "") or (article.source or "").casefold()
    return site[:LONGEST_SITE] or None


def lines_of(article: Article) -> dict[Span, int]:
    """The fingerprint of each sentence, including those left out as repeated."""
    left_out = (Span(start, end) for start, end, why in article.left_out if why == Reason.REPEATED)
    return {
        span: fingerprint(words_of(article.text[slice(*span)]))
        for span in (*article.spans, *left_out)
    }


def without_lines(article: Article, fingerprints: Collection[int]) -> Article:
    """The article without these lines, or unchanged if none but headings would be left."""
    out = {span for span, number in lines_of(article).items() if number in fingerprints}
    kept = tuple(span for span in article.spans if span not in out)
    headings = tuple(span for span in article.headings if span not in out)
    if len(kept) in (len(headings), len(article.spans)):
        return article
    added = (LeftOut(*span, Reason.REPEATED) for span in article.spans if span in out)
    left_out = tuple(sorted((*article.left_out, *added)))
    return replace(article, spans=kept, left_out=left_out, headings=headings)


def is_repeated(line: str, count: int, articles: int) -> bool:
    """Whether a line in ``count`` of a site's ``articles`` is boilerplate, not news."""
    fewest, share = (FEWEST_STORY, SHARE_STORY) if is_story(line) else (FEWEST, SHARE)
    return count >= max(fewest, share * articles)
