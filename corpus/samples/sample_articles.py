"""Loads the sample articles."""

from importlib.resources import files

from corpus.article import Article
from corpus.reading import read_article


def load_samples() -> tuple[Article, ...]:
    """The sample articles, sorted by file name."""
    briefs = sorted(
        (entry for entry in files(__package__).iterdir() if entry.name.endswith(".md")),
        key=lambda entry: entry.name,
    )
    return tuple(read_article(brief.read_bytes(), brief.name) for brief in briefs)
