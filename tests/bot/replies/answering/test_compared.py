"""The lines above quotes are the same in the answer and in its context."""

from dataclasses import replace

from any_articles import answer, article
from listed_sources import sources_of
from marks import quoted

from bot.conversation.shown.blocks import blocks_in
from bot.replies.answering.answers import answer_reply
from bot.replies.answering.context import context_reply
from corpus.article import Sentence
from retrieval.answer import Band, Stance

ONE = article("It closed.", "It rained.", title="One")
OTHER = article("It did not close.", "It snowed.", title="Other")
SOURCES = sources_of((ONE, OTHER))


def of(article):
    return answer(article.sentences[0]).passages[0]


def context_of(shown):
    every = [*ONE.sentences, *OTHER.sentences]
    bold = [sentence for sentence in every if sentence.text in quoted(shown)]
    stored = [SOURCES.find(sentence.article.id) for sentence in bold]
    found = [Sentence(a, s.start, s.end) for a, s in zip(stored, bold, strict=True)]
    return context_reply(blocks_in(shown, found, SOURCES), SOURCES)


def lines(reply):
    return [line for line in reply.text.splitlines() if line.startswith("Sources ")]


def test_the_context_says_which_source_differs():
    found = replace(answer(), passages=(replace(of(ONE), differing=(of(OTHER),)),), band=Band.SURE)
    shown = answer_reply(found, SOURCES)
    context = context_of(shown)
    assert lines(shown) == lines(context) == ["Sources differ:"]
    assert quoted(context) == ["It closed.\nIt rained.", "It did not close.\nIt snowed."]


def test_the_context_says_which_source_says_otherwise():
    passages = tuple(
        replace(of(each), stance=stance) for each, stance in zip((ONE, OTHER), Stance, strict=True)
    )
    found = replace(answer(), passages=passages, band=Band.SURE)
    shown = answer_reply(found, SOURCES)
    context = context_of(shown)
    expected = ["Sources that say so:", "Sources that say otherwise:"]
    assert lines(shown) == lines(context) == expected
