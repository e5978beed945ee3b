"""Articles kept in memory for an answerer without a store."""

from collections.abc import Collection, Mapping

from corpus.article import Article
from retrieval.answer import Key


class Added(dict[int, Article]):
    """The articles by their keys in the index."""

    def at(self, keys: Collection[int]) -> Mapping[int, Article]:
        """The articles with these keys, skipping missing ones."""
        return {key: self[key] for key in keys if key in self}

    def sentences(self, keys: Collection[Key]) -> Mapping[Key, str]:
        """The texts of these sentences, skipping missing ones."""
        return {
            (key, number): article.text[slice(*article.spans[number])]
            for key, number in keys
            if (article := self.get(key)) is not None and number < len(article.spans)
        }
