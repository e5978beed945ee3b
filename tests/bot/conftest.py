"""Conversations that several tests share."""

import pytest
from fake_telegram import Talk
from slow_reading import Reading

from bot.library.library import Library
from corpus.article import Article, Span


@pytest.fixture
def talk(ferry, bridge):
    with Talk(Library.of([ferry, bridge])) as conversation:
        yield conversation


@pytest.fixture
def bridge_talk(bridge):
    with Talk(Library.of([bridge])) as conversation:
        yield conversation


@pytest.fixture
def pages():
    """A talk with a bot that has three pages of sources."""
    news = [Article(f"{n} ships.", f"News {n}", (Span(0, 7 + n // 10),)) for n in range(1, 24)]
    with Talk(Library.of(news)) as conversation:
        yield conversation


@pytest.fixture
def reading(monkeypatch):
    """Let every file and text take as long to read as it says."""
    reading = Reading()
    monkeypatch.setattr("bot.conversation.adding.reading.read_in_worker", reading.read)
    return reading
