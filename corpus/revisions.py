"""Decides whether a text is a newer version of another, and whether both are one publisher's."""

import re
from collections.abc import Iterable, Sequence

from corpus.addresses import is_same_address, is_same_site, site_of_address
from corpus.article import Article
from corpus.fingerprint import words_of

SHRUNKEN = 1 / 3  # of the text; anything shorter is a page that lost its article
SHARED = 1 / 3  # of the old sentences, by their length, or of the old words under the same title
MOST = 2 / 3  # of the old sentences; a page with that many has not been cut off
RETOLD = 1 / 6  # of the old words that are gone with their sentences; offers have nearly none
LONG = 5  # letters; every text has the shorter words, so they do not show what it is about
FEWEST = 4  # words of a title that may end differently, as in "… | Harbour Courier"
SIGNS = re.compile(r"[\W_]+")


def is_revision(old: Article, new: Article) -> bool:
    """Whether the new text of a page is a newer version of the old one.

    Otherwise the page shows something else: another article, an index of articles, a request.
    Such a page can have the old title, so the title alone proves nothing.
    """
    if len(new.text) < SHRUNKEN * len(old.text):
        return False
    ours, theirs = _told(old), _told(new)
    share = _share_kept(ours, theirs)
    if share < MOST and _is_cut_off(ours, theirs):
        return False
    return share >= SHARED or (has_same_title(old, new) and _shares_words(ours, theirs))


def shares_sentences(old: Article, new: Article) -> bool:
    """Whether a good part of the old sentences are in the new text."""
    return _share_kept(_told(old), _told(new)) >= SHARED


def has_same_title(old: Article, new: Article) -> bool:
    """Whether two titles are the same but for the end, and not the publisher's name."""
    shorter, longer = sorted((words_of(old.title), words_of(new.title)), key=len)
    if not shorter or shorter == words_of(new.source or ""):
        return False
    return shorter == longer or (len(shorter) >= FEWEST and shorter == longer[: len(shorter)])


def is_of_same_publisher(one: Article, other: Article) -> bool:
    """Whether nothing says that two articles with the same text have different publishers."""
    if is_same_address(one.url, other.url):
        return True
    ours, theirs = _name(one), _name(other)
    if one.url and other.url:
        if not is_same_site(one.url, other.url):
            return False
        ours, theirs = _beyond_site(one), _beyond_site(other)
    return not ours or not theirs or ours == theirs


def publisher_key(article: Article) -> str:
    """The article's site and publisher, as far as known, in a spelling that seldom changes."""
    return f"{site_of_address(article.url) or ''} {_beyond_site(article)}".strip()


def _told(article: Article) -> list[str]:
    """The words of each sentence that is no heading, on one line."""
    headings = frozenset(article.headings)
    spans = (span for span in article.spans if span not in headings)
    lines = (" ".join(words_of(article.text[slice(*span)])) for span in spans)
    return [line for line in lines if line]


def _share_kept(old: Iterable[str], new: Iterable[str]) -> float:
    """How much of the old sentences, by their length, are in the new text."""
    ours = set(old)
    return sum(map(len, ours.intersection(new))) / max(sum(map(len, ours)), 1)


def _is_cut_off(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether only the old beginning is left, followed by something that has none of the rest.

    That is how an article looks of which only subscribers can read the rest.
    """
    theirs = set(new)
    kept = next((at for at, line in enumerate(old) if line not in theirs), len(old))
    added = theirs.difference(old)
    lost = _long_words(old[kept:]) - _long_words(old[:kept])
    if not kept or not added or not lost or not theirs.isdisjoint(old[kept:]):
        return False
    return len(lost & _long_words(added)) < RETOLD * len(lost)


def _shares_words(old: Iterable[str], new: Iterable[str]) -> bool:
    ours, theirs = _long_words(old), _long_words(new)
    return len(ours & theirs) >= SHARED * len(ours)


def _long_words(lines: Iterable[str]) -> set[str]:
    words = {word for line in lines for word in line.split()}
    return {word for word in words if len(word) >= LONG or not word.isalpha()} or words


def _name(article: Article) -> str:
    """The publisher's name without signs; empty if it is unknown."""
    return SIGNS.sub("", (article.source or "").casefold())


def _beyond_site(article: Article) -> str:
    """The publisher's name, unless it only repeats the name of the site."""
    name = _name(article)
    labels = (site_of_address(article.url) or "").split(".")
    hosts = (SIGNS.sub("", "".join(labels[start:])) for start in range(len(labels)))
    return "" if any(host.startswith(name) for host in hosts) else name
