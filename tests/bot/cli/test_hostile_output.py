"""Articles with control characters in them, shown in a terminal."""

import re
import sys
from dataclasses import replace

from hostile_articles import COMMANDING, hostile_articles
from hypothesis import given
from hypothesis import strategies as st
from listed_sources import sources_of

from bot.cli.listing import article_lines, source_lines
from bot.cli.terminal import printable, render
from bot.replies.answering.answers import answer_reply, nearest_reply
from bot.replies.chat_sources.source_list import sources_reply
from bot.replies.chat_sources.sources import source_reply
from corpus.article import Span
from retrieval.answer import Answer, Passage

STYLE = re.compile(r"\x1b\[(?:0|1|2)m")  # made by click


@given(hostile_articles(), st.sampled_from([None, 20, 60]))
def test_hostile_articles_cannot_control_the_terminal(article, width):
    sources = sources_of([article])
    (article,) = sources
    passages = tuple(
        Passage(one, 1.0, (Span(one.start, one.start + 1),)) for one in article.sentences
    )
    answer = Answer("who?", ("who",), passages, 0.5)
    nothing = replace(answer, passages=(), unknown=("\x1b[2J\u202e",))
    shown = [
        render(answer_reply(answer, sources, sys.maxsize), width),
        render(nearest_reply(nothing, answer, sources), width),
        render(sources_reply(sources), width),
        render(source_reply(sources, "C1"), width),
        *source_lines(sources),
        *article_lines(article),
    ]
    for lines in shown:
        assert not COMMANDING.search(STYLE.sub("", lines))
    assert [line.count("\n") for line in source_lines(sources)] == [0]
    assert [line for line in article_lines(article) if "\n" in line] == []


@given(st.text())
def test_printable_text_keeps_its_length_and_controls_nothing(text):
    shown = printable(text)
    assert len(shown) == len(text)
    assert not COMMANDING.search(shown)
    assert all(new in (old, "\ufffd") for new, old in zip(shown, text, strict=True))
