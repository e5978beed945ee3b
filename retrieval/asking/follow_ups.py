"""Recognizes follow-up questions and completes them with the previous question.

A question is a follow-up if it

- points back: it begins with "and", "but", "what about" or the like, or it has a question word and
  a pronoun but no name, such as "where was he?";
- or has a question word and fewer than two terms, such as "why?".

A follow-up also searches for the terms of the previous question, which count half, and asks for
the same kind of answer unless it names another. Only its own meaning is compared, unless it has no
terms. If it is merely short and the answer found this
way contains none of its terms, it was about something else, and the answerer searches for it
alone.

In the terminal and in private chats, the previous question is the last one asked. A reply in
Telegram follows up on the question whose answer it replies to, as long as
``bot.conversation.answering.memory`` remembers that.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from retrieval.asking.small_talk import talk_of
from retrieval.ranking.answer_kinds import OTHER
from retrieval.ranking.question import Query
from retrieval.words.analysis import Analysis
from retrieval.words.tokens import WORD

QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
CONTINUES = re.compile(r"\W*(?:and|but|or|so|(?:what|how) about)\b", re.IGNORECASE)
POINTING = frozenset(
    "he him his she her hers it its they them their theirs "
    "this that these those there then".split()
)
STANDS_ALONE = 2  # terms that make a question understandable by itself


def is_follow_up(question: str, analysis: Analysis) -> bool:
    """Whether a question only makes sense after another one."""
    return points_back(question, analysis) or _is_short(question, analysis)


def points_back(question: str, analysis: Analysis) -> bool:
    """Whether a question refers to what was said before: "and when?", "where was he?"."""
    if CONTINUES.match(question):
        return True
    words = _words(question)
    points = not analysis.names(question) and not POINTING.isdisjoint(words)
    return points and not QUESTION_WORDS.isdisjoint(words)


def _is_short(question: str, analysis: Analysis) -> bool:
    few = len(analysis.query(question)) < STANDS_ALONE and not talk_of(question)
    return few and not QUESTION_WORDS.isdisjoint(_words(question))


def _words(question: str) -> list[str]:
    return [word.lower() for word in WORD.findall(question)]


def completed(query: Query, before: Query) -> Query:
    """A follow-up's query, completed with that of the previous question.

    If its own words say nothing, as in "why?", both questions count as one. Otherwise what it
    means counts more: the meaning of both would be closest to the answer to the previous one.
    """
    return replace(
        query,
        text=query.text if query.terms else f"{query.text} {before.text}",
        text_before=before.text if query.terms else "",
        terms=tuple(dict.fromkeys((*query.terms, *before.terms))),
        words={**before.words, **query.words},
        pairs=query.pairs | before.pairs,
        names=query.names | before.names,
        kind=before.kind if query.kind == OTHER else query.kind,
        numbers=tuple(dict.fromkeys((*query.numbers, *before.numbers))),
        leaned=frozenset(before.terms).difference(query.terms),
    )


def changes_subject(question: str, own: Query, answer: Iterable[str], analysis: Analysis) -> bool:
    """Whether a follow-up was about something else, given the terms of its answer.

    ``own`` is the follow-up's query without the previous question.
    """
    if not own.terms or points_back(question, analysis):
        return False
    return frozenset(answer).isdisjoint(own.terms)
