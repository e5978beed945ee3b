"""Articles for tests of the store."""

from dataclasses import replace

from corpus.reading import read_article


def articles_in(store):
    """The current articles, in the order in which they were added."""
    return list(store.at(store.positions()).values())


def texts(store):
    return [kept.text for kept in articles_in(store)]


def article(text):
    return read_article(f"{text}\n".encode(), "note.txt")


def owned(text, collection):
    return replace(article(text), collection=collection)
