"""Counts answers for the operator, and writes the counts now and then."""

import asyncio
import logging
from datetime import date
from functools import partial

from bot.conversation.feature import Feature
from bot.monitoring.supervisor import BackgroundJob
from corpus.article import LIBRARY
from corpus.errors import CorpusError
from corpus.store.chats.tallies import Event, Tallies
from retrieval.answer import Answer, Band

logger = logging.getLogger(__name__)

PAUSE = 5.0  # seconds between two writes; a killed process loses what it counted since
EVENTS = {Band.SURE: Event.SURE, Band.CLOSEST: Event.CLOSEST}


def count_answer(tallies: Tallies, answer: Answer, day: date, *, samples: bool) -> None:
    """Count a question by its outcome, and the articles of the library that were quoted.

    Small talk is no question. ``samples`` says whether the articles are the sample articles.
    """
    if not answer.query and not answer.found:
        return
    tallies.count(day, EVENTS.get(answer.band, Event.CLOSEST) if answer.found else Event.NOT_FOUND)
    if not samples:
        articles = [passage.sentence.article for passage in answer.passages]
        numbers = {one.number for one in articles if one.collection == LIBRARY}
        tallies.count_quoted(day, (number for number in numbers if number is not None))


def counts(tallies: Tallies) -> Feature:
    """The work of writing the counts, which each bot has its own of."""
    return Feature(own_jobs=[BackgroundJob("counts", partial(keep_writing, tallies))])


async def keep_writing(tallies: Tallies) -> None:
    """Write what was counted every few seconds, until cancelled.

    While the database is busy or the disk is full, it waits in memory.
    """
    fails = False
    while True:
        await asyncio.sleep(PAUSE)
        try:
            tallies.write()
        except CorpusError as error:
            if not fails:
                logger.warning("Could not write the counts of questions: %s", error)
            fails = True
        else:
            fails = False
