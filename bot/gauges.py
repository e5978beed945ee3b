"""The bot's gauges: values that change all the time."""

from bot.background import Housekeeping
from bot.jobs.job_queue import JobQueue
from bot.library.assembly.engine_health import EngineHealth
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.monitoring.metrics import Metrics
from bot.updates.dispatch import Dispatch
from bot.updates.sharing.bots import Bots


def watch(
    metrics: Metrics,
    dispatch: Dispatch,
    jobs: JobQueue,
    library: Library,
    answering: Responder,
    housekeeping: Housekeeping,
    bots: Bots,
) -> None:
    """Add the gauges."""
    metrics.watch("queue", "Updates waiting or being answered", lambda: dispatch.waiting)
    metrics.watch("jobs", "Sources and feeds waiting or being read", lambda: jobs.size)
    metrics.watch(
        "seconds_since_purge",
        "Seconds since expired data was last deleted",
        lambda: housekeeping.seconds_since_purge() if bots.leads else 0.0,
    )
    metrics.watch(
        "set_aside",
        "Updates set aside at the start because handling them ended the bot twice",
        lambda: dispatch.set_aside,
    )
    _watch_bots(metrics, bots)
    _watch_answers(metrics, library, answering)
    if library.search is not None:
        _watch_engine(metrics, library)


def _watch_bots(metrics: Metrics, bots: Bots) -> None:
    """Add the gauges of a bot among several."""
    metrics.watch(
        "leads",
        "1 while this bot does what one of several does for all, otherwise 0",
        lambda: bots.leads,
    )
    metrics.watch("bot", "The number of this bot among several", lambda: bots.number)


def _watch_answers(metrics: Metrics, library: Library, answering: Responder) -> None:
    """Add the gauges of what answers are chosen from, and of what chooses them."""
    metrics.watch("sentences", "Sentences in the index", lambda: library.size)
    metrics.watch(
        "second_process",
        "1 while the second process answers, otherwise 0",
        lambda: answering.has_second,
    )
    metrics.watch(
        "meaning",
        "1 while the model of meaning helps to choose answers, otherwise 0",
        lambda: library.uses_model,
    )
    metrics.watch(
        "articles_without_vectors",
        "Articles whose vectors are still to be made",
        lambda: library.without_vectors,
    )


def _watch_engine(metrics: Metrics, library: Library) -> None:
    """Add the gauges of the search engine."""
    metrics.watch(
        "search_status",
        "The search engine: 3 green, 2 yellow, 1 red, 0 not reachable, -1 without an index",
        lambda: library.health or EngineHealth.UNREACHABLE,
    )
    metrics.watch(
        "search_changes_left",
        "Changes of articles that the search engine has not taken in yet",
        lambda: library.changes_left,
    )
