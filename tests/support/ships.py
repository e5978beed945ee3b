"""Numbered articles, each with words of its own, and a search for them."""

from contextlib import closing
from dataclasses import replace

from bot.library.library import Library
from corpus.reading import read_article
from corpus.store.store import Store


def article(number, **fields):
    text = f"Ship{number} left the harbour of Sund.\nIt carried cargo{number} to Harwick."
    return replace(read_article(text.encode(), f"{number}.txt"), **fields)


def fill(path, *numbers):
    with closing(Store(path)) as store:
        for number in numbers:
            store.add(article(number))


def found(path, numbers=range(20), **more):
    """Return the numbers of the articles that a newly opened library finds."""
    with closing(Store(path)) as store, closing(Library(store, samples=list, **more)) as library:
        sources = library.sources()
        answers = {n: library.nearest(f"ship{n} cargo{n}", sources).passages for n in numbers}
        held = [n for n, one in answers.items() if one and f"{n} " in one[0].sentence.text]
        every = library.nearest("harbour", sources, 1000).passages
        texts = [sentence.text for one in every for sentence in (one.sentence, *one.also)]
        assert len(texts) == len(set(texts))
        return held
