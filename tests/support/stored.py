"""Articles for tests of the store."""

from dataclasses import replace

from corpus.reading import read_article


def texts(store):
    return [kept.text for kept in store.articles()]


def article(text):
    return read_article(f"{text}\n".encode(), "note.txt")


def owned(text, collection):
    return replace(article(text), collection=collection)
