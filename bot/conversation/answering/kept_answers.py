"""Recent answers on disk, so that a restart does not make the bot forget them."""

import json
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from bot.conversation.answering.recent_answer import RecentAnswer
from bot.conversation.requests import Request
from bot.delivery.place import Place
from corpus.clock import Clock
from corpus.errors import CorpusError
from corpus.store.recent_answers import (
    MICROSECOND,
    REMEMBERED_FOR,
    StoredAnswer,
    StoredAnswers,
    microseconds,
)
from retrieval.answer import Turn

logger = logging.getLogger(__name__)

LARGEST = 2**63 - 1  # of SQLite's integers
MOST_BOTS = 1000
LATE = 5_000_000  # microseconds by which an answer may be stored after another one of its time
# What a row raises that is damaged, or of another version.
DAMAGED = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)


class Read(NamedTuple):
    """An answer that was read, the place of its question, and its time on disk.

    It is remembered for so many more seconds.
    """

    question: Place
    answer: RecentAnswer
    seconds: float
    time: int


class KeptAnswers:
    """Writes recent answers to the database, and reads those of the last run and of other bots.

    ``bot`` is this bot's number among several, or 0.

    No method raises CorpusError. What cannot be written, because another process keeps the
    database busy or the disk is full, is written with the next answer.
    """

    def __init__(self, stored: StoredAnswers, clock: Clock) -> None:
        self.bot = 0
        self._stored = stored
        self._seen = 0  # the time of the last answer of another bot
        self._clock = clock
        self._rows: dict[Place, int] = {}  # the times of what is on disk, by place of the question
        self._unstored: dict[Place, StoredAnswer] = {}
        self._dropped: set[int] = set()  # but still on disk
        self._last = 0  # the time of the last answer
        self._fails = False

    def read(self) -> list[Read]:
        """Return the answers of the last run, oldest first."""
        rows = self._found(self._stored.answers) or []
        if rows:
            self._last = rows[-1].time
        return self._decoded(rows)

    def read_new(self) -> list[Read]:
        """Return the answers of other bots since the last call or so, oldest first."""
        known = set(self._rows.values())
        rows = self._found(partial(self._stored.after, self._seen - LATE)) or []
        self._seen = rows[-1].time if rows else self._seen
        return self._decoded([row for row in rows if row.time not in known])

    def read_changed(self, chats: Mapping[int, Collection[Place]]) -> dict[int, list[Read]]:
        """Return the answers in those of these chats where other bots changed them.

        ``chats`` has the places of the questions whose answers are known.
        """
        rows: dict[int, list[StoredAnswer]] = {chat: [] for chat in chats}
        found = self._found(partial(self._stored.in_chats, chats))
        if found is None:
            return {}
        for row in found:
            rows[row.chat].append(row)
        known = {
            chat: [self._rows[one] for one in places if one in self._rows]
            for chat, places in chats.items()
        }
        return {
            chat: self._decoded(of_chat)
            for chat, of_chat in rows.items()
            if sorted(known[chat]) != [row.time for row in of_chat]
        }

    def note(self, read: Read) -> None:
        """Note where an answer is stored that was read."""
        self._rows[read.question] = read.time

    def add(self, question: Place, answer: RecentAnswer) -> None:
        """Have an answer written with the next call of ``write``."""
        self._last = self._next_time()
        body = json.dumps(_encoded(question, answer), separators=(",", ":")).encode()
        self._unstored[question] = StoredAnswer(self._last, answer.sent.chat, body)

    def drop(self, question: Place) -> None:
        """Have an answer deleted with the next call of ``write``."""
        if self._unstored.pop(question, None) is None and question in self._rows:
            self._dropped.add(self._rows.pop(question))

    def release(self, question: Place) -> None:
        """Forget an answer whose row is deleted by ``Store.forget`` or ``StoredAnswers.prune``."""
        self._unstored.pop(question, None)
        self._rows.pop(question, None)

    def write(self) -> None:
        """Write and delete what is to be written and deleted."""
        try:
            self._stored.store(self._unstored.values(), self._dropped)
        except CorpusError as error:
            if not self._fails:
                logger.warning("Could not store recent answers: %s", error)
            self._fails = True
            return
        self._fails = False
        self._rows.update((place, row.time) for place, row in self._unstored.items())
        self._unstored.clear()
        self._dropped.clear()

    def _next_time(self) -> int:
        """The time of the next answer; no other bot's answer has the same."""
        time = microseconds(self._clock())
        if self.bot:
            time += self.bot - time % MOST_BOTS
            return time if time > self._last else self._last + MOST_BOTS
        return max(self._last + 1, time)

    def _found(self, look: Callable[[datetime], list[StoredAnswer]]) -> list[StoredAnswer] | None:
        """What a look at the database finds; None if it fails."""
        try:
            return look(self._clock())
        except CorpusError as error:
            logger.warning("Could not read recent answers: %s", error)
            return None

    def _decoded(self, rows: Iterable[StoredAnswer]) -> list[Read]:
        now, found = self._clock(), []
        for row in rows:
            left = REMEMBERED_FOR - (microseconds(now) - row.time) * MICROSECOND
            try:
                place, answer = _decoded(row)
            except DAMAGED:
                self._dropped.add(row.time)
            else:
                seconds = min(left, REMEMBERED_FOR).total_seconds()
                found.append(Read(place, answer, seconds, row.time))
        return found


def _encoded(question: Place, answer: RecentAnswer) -> dict[str, Any]:
    """An answer as JSON; a turn that asks the same words does not repeat them."""
    request = answer.request
    return {
        "question": question,
        "sent": answer.sent.message,
        "request": [request.command, request.words],
        "turn": _encoded_turn(answer.turn, request.words),
        "before": _encoded_turn(answer.before, request.words),
        "quoted": answer.quoted,
        "samples": answer.samples,
        **({"joint": True} if answer.is_joint else {}),
    }


def _encoded_turn(turn: Turn | None, words: str) -> list[Any] | None:
    if turn is None:
        return None
    return [None if turn.question == words else turn.question, turn.shown]


def _decoded(row: StoredAnswer) -> tuple[Place, RecentAnswer]:
    """The place of the question, and its answer.

    Raises:
        ArithmeticError, LookupError, RecursionError, TypeError, ValueError: The row is not an
            answer.
    """
    found = json.loads(row.body)
    command, words = map(str, found["request"])
    answer = RecentAnswer(
        Request(command, words),
        Place(row.chat, int(found["sent"])),
        _decoded_turn(found["turn"], words),
        _decoded_turn(found["before"], words),
        tuple(map(str, found["quoted"])),
        bool(found["samples"]),
        bool(found.get("joint")),
    )
    chat, message = found["question"]
    return Place(int(chat), int(message)), answer


def _decoded_turn(found: list[Any] | None, words: str) -> Turn | None:
    if found is None:
        return None
    question, shown = found
    places = tuple((_number(article), _number(number)) for article, number in shown)
    return Turn(words if question is None else str(question), places)


def _number(found: Any) -> int:
    """The number of an article or a sentence.

    Raises:
        TypeError, ValueError: It is none that can be looked up.
    """
    if not 0 <= found <= LARGEST:
        raise ValueError(f"no article or sentence has the number {found}")
    return int(found)
