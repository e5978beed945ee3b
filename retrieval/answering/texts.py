"""Where the texts of articles and sentences come from."""

from collections.abc import Collection, Mapping
from typing import Protocol

from corpus.article import Article
from retrieval.answer import Key


class Texts(Protocol):
    """Reads stored articles by their keys in the index, skipping missing ones."""

    def at(self, keys: Collection[int], /) -> Mapping[int, Article]:
        """The articles with these keys."""

    def sentences(self, keys: Collection[Key], /) -> Mapping[Key, str]:
        """The texts of these sentences."""
