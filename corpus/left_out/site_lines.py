"""What articles have in common: lines that a site repeats, and texts printed twice."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import islice
from urllib.parse import urlsplit

from corpus.article import Article, LeftOut, Span
from corpus.left_out.appeals import is_story

REPEATED = "repeated by this site"
# A site's own lines stand in many of its articles; a sentence of its news can, too, where the
# articles tell one story. That one is left out only if nearly every article has it.
FEWEST, SHARE = 4, 1 / 3
FEWEST_STORY, SHARE_STORY = 8, 0.6
SHINGLE = 5  # words
SKETCH = (
    12  # of a text's shingles that stand for it: of two alike by half, one is both's nearly always
)
ALIKE = 0.5  # the share of the shorter text that is in the other: then they are linked
WORD = re.compile(r"\w+")


def site_of(article: Article) -> str | None:
    """Whose lines the article's are: the host of its address, or its publisher."""
    host = urlsplit(article.url).hostname if article.url else None
    return (host or "").removeprefix("www.") or (article.source or "").casefold() or None


def lines_of(article: Article) -> dict[Span, int]:
    """The sentences, those left out as repeated with them, and a hash of each one's words."""
    left_out = (Span(start, end) for start, end, why in article.left_out if why == REPEATED)
    return {span: _hash(article.text[slice(*span)]) for span in (*article.spans, *left_out)}


def without_lines(article: Article, hashes: Collection[int]) -> Article:
    """The article with these lines left out, unless they are all that it has."""
    out = {span for span, number in lines_of(article).items() if number in hashes}
    kept = tuple(span for span in article.spans if span not in out)
    if len(kept) in (0, len(article.spans)):
        return article
    added = (LeftOut(*span, REPEATED) for span in article.spans if span in out)
    return replace(article, spans=kept, left_out=tuple(sorted((*article.left_out, *added))))


def is_repeated(line: str, held_by: int, articles: int) -> bool:
    """Whether a line that so many of a site's articles have is the site's and not the news'."""
    fewest, share = (FEWEST_STORY, SHARE_STORY) if is_story(line) else (FEWEST, SHARE)
    return held_by >= max(fewest, share * articles)


def sketch_of(article: Article) -> list[int]:
    """A few numbers that a text shares with another one that is mostly the same.

    They are the smallest hashes of its runs of words.

    Source: Broder 1997, "On the resemblance and containment of documents".
    """
    return sorted(_shingles(article))[:SKETCH]


def are_alike(one: Article, other: Article) -> bool:
    """Whether most of the shorter text is in the other."""
    ours, theirs = _shingles(one), _shingles(other)
    return len(ours & theirs) >= ALIKE * max(min(len(ours), len(theirs)), 1)


def _shingles(article: Article) -> set[int]:
    words = [word for span in article.spans for word in _words(article.text[slice(*span)])]
    runs = zip(*(islice(words, start, None) for start in range(SHINGLE)), strict=False)
    return {_number(" ".join(run)) for run in runs}


def _words(text: str) -> Sequence[str]:
    return WORD.findall(text.casefold())


def _hash(line: str) -> int:
    return _number(" ".join(_words(line)))


def _number(words: str) -> int:
    """64 bits, signed as SQLite's integers are."""
    digest = blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
