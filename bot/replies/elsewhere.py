"""Replies outside the bot's own chats, and greetings in groups."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from bot.replies.answering.answer_buttons import Venue, answer_buttons
from bot.replies.answering.answers import answer_reply
from bot.replies.answering.asked import LONGEST_HEADING
from bot.replies.answering.quoting import date_of, quoted_passages
from bot.replies.commands import HELP
from bot.replies.labels import label, listed
from bot.replies.reply import (
    LONGEST_MESSAGE,
    Button,
    Press,
    Reply,
    joined,
)
from bot.replies.talk.messages import below_question, message_reply
from bot.replies.talk.small_talk import small_talk_reply
from bot.wording.wording import Wording
from corpus.article import Article
from corpus.store.sources import Sources
from retrieval.answer import Answer, Band, Passage
from retrieval.asking.small_talk import talk_of

# Translators: on the button above what is found while a user types after the bot's name in another
# chat; it opens the private chat with the bot.
HOW_TO_TYPE = Wording("Type a question about the news")
ASK_IN_PRIVATE = Wording("Ask me in private")
NOTHING = Wording("I found nothing about that")
NOTHING_ID = "nothing"
TOO_FAST = Wording("You’re asking too fast. Try again in a minute")
NOT_SERVED_ELSEWHERE = Wording("This is a private bot. Ask its operator")
ONLY_QUESTIONS = Wording(
    "Here I only answer questions about the news. For everything else, open my private chat."
)
ADD_TO_GROUP = Wording("Add me to a group")
OPEN_PRIVATE = Wording("Open the private chat")
OPEN_SOURCE = Wording("Show the source")
BOT_LINK = "https://t.me/{username}?{asks}"  # see bot/conversation/elsewhere/deep_links.py
# Translators: {privacy} is a sentence about which messages the bot sees in the group.
GREETING = Wording(
    "Hello! I answer questions about the news with sentences quoted word for word from articles, "
    "each with its source.\n"
    "To ask me, mention @{username}, reply to one of my messages, or send /ask@{username} and "
    "your question.\n"
    "{privacy}"
)
SEES_ALL = Wording("I can see all messages here, but I only use those addressed to me.")
SEES_FEW = Wording(
    "Group privacy is on: I only see commands and replies to me, so I may miss mentions unless "
    "you make me an administrator."
)
LONGEST_RESULT = 100  # UTF-16 units of a result's title, which a phone shows on one or two lines
LONGEST_DESCRIPTION = 100
COMMAND = re.compile(r"/[a-z]")
ROOM = LONGEST_MESSAGE - LONGEST_HEADING - 1  # below the question


class Result(NamedTuple):
    """A passage to choose in another chat: its sentence's place, how it is listed, the message."""

    place: str
    title: str
    description: str
    reply: Reply


def passage_results(answer: Answer, sources: Sources, username: str) -> list[Result]:
    """Return a result for each passage of an answer, in order, none for the same sentence twice.

    The message has the question as typed in its first line, so that it stands by itself.
    """
    found: dict[str, Result] = {}
    for part in answer.parts or [answer]:
        for passage in part.passages:
            alone = _as_now(replace(part, passages=(passage,), more=0))
            quoted = answer_reply(alone, sources, ROOM, noted=False)
            quoted = replace(quoted, buttons=_buttons(alone, sources, username))
            result = _result(passage, below_question(part.question, quoted))
            found.setdefault(result.place, result)
    return list(found.values())


def nothing_result(answer: Answer, sources: Sources) -> Result:
    """Return a result that says that nothing was found; so does the message, if it is sent."""
    said = answer_reply(answer, sources, noted=False)
    described = label(answer.question, LONGEST_DESCRIPTION)
    return Result(NOTHING_ID, str(NOTHING), described, below_question(answer.question, said))


def lead_results(articles: Iterable[Article], sources: Sources, username: str) -> Iterator[Result]:
    """Yield a result with the first sentence of each article that has one."""
    for article in articles:
        lead = next((one for one in article.sentences if not one.is_heading), None)
        if lead is not None:
            passage = Passage(lead, 1.0)
            answer = Answer("", (), (passage,), 1.0, band=Band.SURE)
            quoted = joined(quoted_passages(answer, sources, LONGEST_MESSAGE))
            buttons = _buttons(answer, sources, username)
            yield _result(passage, replace(quoted, buttons=buttons))


def guest_reply(answer: Answer, sources: Sources, username: str) -> Reply:
    """Return the answer to a guest message, without what needs the bot to be in the chat."""
    if not answer.query and (talk := talk_of(answer.question)):
        said = small_talk_reply(talk, sources)
        return only_questions(username) if COMMAND.search(said.text) else said
    answer = _as_now(replace(answer, more=0))
    reply = message_reply(answer, sources, noted=False)
    return replace(reply, buttons=_buttons(answer, sources, username))


def group_greeting(username: str, *, sees_all: bool) -> Reply:
    """Return three lines: what the bot does, how to ask, and what it sees in the group."""
    return Reply(GREETING.format(username=username, privacy=SEES_ALL if sees_all else SEES_FEW))


def add_to_group(username: str) -> Button:
    """Return a button with which a user adds the bot to a group."""
    return Button(
        str(ADD_TO_GROUP), BOT_LINK.format(username=username, asks="startgroup=hello"), Press.OPEN
    )


def only_questions(username: str) -> Reply:
    """Return a line that nothing but questions is answered where the bot is a guest."""
    return Reply(str(ONLY_QUESTIONS), buttons=(_open_private(OPEN_PRIVATE, username, HELP),))


def _open_private(words: Wording, username: str, payload: str) -> Button:
    """Return a button that opens the private chat, which gets /start with the payload."""
    link = BOT_LINK.format(username=username, asks=f"start={payload}")
    return Button(str(words), link, Press.OPEN)


def _as_now(answer: Answer) -> Answer:
    """Return the answer without what tells of /verify, which needs the bot to be in the chat."""
    passages = tuple(replace(one, reworded=None) for one in answer.passages)
    return replace(answer, passages=passages, parts=tuple(map(_as_now, answer.parts)))


def _result(passage: Passage, reply: Reply) -> Result:
    sentence = passage.sentence
    article = sentence.article
    about = [label(article.source or "", LONGEST_DESCRIPTION), date_of(article)]
    known = [one for one in about if one]
    described = listed(known) if known else label(article.title, LONGEST_DESCRIPTION)
    title = label(sentence.text, LONGEST_RESULT) or "…"
    return Result(f"{article.id}-{sentence.start}", title, described, reply)


def _buttons(answer: Answer, sources: Sources, username: str) -> tuple[Button, ...]:
    """Return the buttons that work in any chat.

    If no page of the answer is known, one opens the private chat at its first sentence: a reader
    in another chat could not look up the number of the source.
    """
    buttons = answer_buttons(answer, sources, Venue(private=False))
    kept = [one for one in buttons if one.press in (Press.OPEN, Press.COPY)]
    if answer.passages and not any(one.press is Press.OPEN for one in kept):
        sentence = answer.passages[0].sentence
        payload = f"s{sources.label(sentence.article)}_{sentence.number}"
        kept.insert(0, _open_private(OPEN_SOURCE, username, payload))
    return tuple(kept)
