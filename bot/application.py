"""Assembling, starting and stopping the Telegram bot."""

import asyncio
import contextlib
import logging
import signal
from functools import partial
from pathlib import Path

from telegram.error import InvalidToken
from telegram.ext import ApplicationBuilder
from telegram.request import BaseRequest

from bot.background import FEEDS_AND_PAGES, Housekeeping, background_jobs, own_jobs
from bot.conversation.access import Access
from bot.conversation.adding.additions import Additions
from bot.conversation.admission import Admission
from bot.conversation.answering.joint_answers import JointAnswers
from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.answering.questions import Questions
from bot.conversation.buttons import Buttons
from bot.conversation.chat_sources.feeds import Feeds
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.features import Parts, features_of
from bot.conversation.groups.memberships import Memberships
from bot.conversation.handlers import Handlers
from bot.conversation.presses import Presses
from bot.conversation.quotas import GroupQuota, QuestionQuota, StorageQuota
from bot.conversation.responses import Responses
from bot.conversation.shown.asked_again import AskedAgain
from bot.conversation.silence import read_request
from bot.conversation.sorting import Sorting
from bot.delivery.connections import connections
from bot.delivery.limits.flood_limits import MessageRate
from bot.delivery.limits.shared_counts import counting_in
from bot.delivery.telegram_time import TelegramTime
from bot.gauges import watch
from bot.jobs.job_queue import JobQueue
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.monitoring.logs import log_to_stderr
from bot.monitoring.metrics import Metrics
from bot.monitoring.status import Check, engine_note, engine_trouble
from bot.monitoring.supervisor import Supervisor
from bot.serving import QuotewireBot, TelegramApplication, serve
from bot.settings import Settings, SettingsError
from bot.updates.dispatch import Dispatch
from bot.updates.failures import Failures
from bot.updates.inbox import Inbox, key_for
from bot.updates.sharing.bots import Bots, OneBot, SeveralBots
from bot.updates.sharing.shared_inbox import SharedInbox
from bot.updates.speech import Speech
from bot.updates.under_way import UnderWay
from bot.upkeep.database_files import part_of
from corpus.clock import Clock, now
from corpus.store.chats.languages import ChatLanguages
from corpus.store.database.location import is_server
from corpus.web.due_checks import DueChecks
from corpus.web.feed_watch import Follower
from corpus.web.page_watch import Refresher
from retrieval.meaning import minilm

logger = logging.getLogger(__name__)


def run(settings: Settings, library: Library) -> int:
    """Answer in Telegram until SIGTERM or SIGINT; return the exit status."""
    token = _token(settings)
    log_to_stderr(settings.quotewire_log_level, token, settings.quotewire_log)
    if settings.quotewire_meaning and (missing := minilm.missing()):
        logger.warning(minilm.UNUSED, f"{' and '.join(missing)} cannot be imported")
    time = TelegramTime()
    return asyncio.run(_run(build(settings, library, *connections(time), telegram_time=time)))


def build(
    settings: Settings,
    library: Library,
    request: BaseRequest,
    poll_request: BaseRequest,
    clock: Clock = now,
    *,
    telegram_time: Clock | None = None,  # for the age of messages, if not ``clock``
    limited: bool = True,
) -> QuotewireBot:
    """Assemble the bot; ``limited=False`` ignores Telegram's flood limits, for benchmarks."""
    metrics = Metrics()
    answering = Responder(library, second=settings.quotewire_second_process)
    counting = counting_in(library.store.database, _token(settings))
    rate = MessageRate(metrics, counting, limited=limited)
    application = _telegram_application(settings, request, poll_request, rate, metrics)
    jobs = JobQueue(application.process_error)
    time = telegram_time or clock
    recent = RecentAnswers(library.store.recent_answers, time)  # all bots have the same
    handlers, checks = _conversation(settings, library, answering, recent, jobs, metrics, time)
    application.add_handlers(handlers.routes())
    dispatch, bots = _dispatch(library, application, recent, rate, clock)
    housekeeping = _housekeeping(settings, library, clock, time)
    watch(metrics, dispatch, jobs, library, answering, housekeeping, bots)
    work = background_jobs(application.bot, settings, library, housekeeping, checks)
    background = Supervisor(metrics, [*work, *handlers.jobs(application.bot)])
    own = Supervisor(metrics, [*own_jobs(library, answering), *handlers.own_jobs()])
    parts = (dispatch, jobs, metrics, background, own, bots)
    checked = ((housekeeping.broken, checks.broken), *_engine_checks(library))
    return QuotewireBot(settings, application, *parts, *checked)


def _engine_checks(library: Library) -> tuple[Check, Check]:
    return partial(engine_trouble, library), partial(engine_note, library)


def _housekeeping(
    settings: Settings, library: Library, clock: Clock, telegram_time: Clock
) -> Housekeeping:
    keeps, store = settings.quotewire_keep_unanswered, library.store
    return Housekeeping(
        store, library.scrub, clock, telegram_time=telegram_time, keeps_unanswered=keeps
    )


def _telegram_application(
    settings: Settings,
    request: BaseRequest,
    poll_request: BaseRequest,
    rate: MessageRate,
    metrics: Metrics,
) -> TelegramApplication:
    application = (
        ApplicationBuilder()
        .token(_token(settings))
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_base_file_url)
        .request(request)
        .get_updates_request(poll_request)
        .rate_limiter(rate)
        .updater(None)
        .job_queue(None)
        .build()
    )
    application.add_error_handler(Failures(metrics, read_request).handle)
    return application


def _conversation(
    settings: Settings,
    library: Library,
    answering: Responder,
    recent: RecentAnswers,
    jobs: JobQueue,
    metrics: Metrics,
    clock: Clock,
) -> tuple[Handlers, DueChecks]:
    """Create the update handlers, and the checks of chats' feeds and pages."""
    access = Access(settings)
    own, additions, feeds, checks = _sources(library, settings, access, jobs, metrics)
    unanswered = library.store.unanswered if settings.quotewire_keep_unanswered else None
    questions = Questions(library, answering, unanswered, recent, metrics, clock)
    counting = counting_in(library.store.database, _token(settings))
    quota = QuestionQuota(settings.quotewire_questions_per_minute, metrics, counting)
    group_quota = GroupQuota(counting)
    presses = Presses(access, quota, group_quota)
    again = AskedAgain(answering, own, recent, clock)
    parts = Parts(
        *(settings, library, answering, access, own, questions, recent, again, quota),
        *(group_quota, counting, presses, metrics, clock, feeds, jobs),
    )
    return _handlers(parts, additions), checks


def _handlers(parts: Parts, additions: Additions) -> Handlers:
    own, recent, access, jobs = parts.own_sources, parts.recent, parts.access, parts.jobs
    features = features_of(parts)
    admission = Admission(access, parts.quota, parts.group_quota, parts.clock)
    return Handlers(
        Responses(parts.questions, own, additions, access, features),
        JointAnswers(parts.questions, own, recent, admission, parts.metrics),
        Buttons(own, additions, jobs, recent, parts.presses, parts.again),
        Memberships(own, additions, recent, access, features),
        *(features, admission, recent, jobs, parts.metrics),
    )


def _sources(
    library: Library, settings: Settings, access: Access, jobs: JobQueue, metrics: Metrics
) -> tuple[OwnSources, Additions, Feeds, DueChecks]:
    """Create what changes the sources of chats, and the checks of their feeds and pages."""
    store, trusted = library.store, settings.quotewire_fetch_hosts
    storage_quota = StorageQuota(store, settings)
    follower = Follower(store, trusted, storage_quota.is_full)
    refresher = Refresher(store, trusted)
    failed = metrics.background_failures.labels(FEEDS_AND_PAGES).inc
    return (
        OwnSources(library, access, jobs),
        Additions(library, refresher, access, storage_quota, trusted),
        Feeds(store.subscriptions, follower, access, storage_quota),
        DueChecks(store.subscriptions, follower, refresher, count_failure=failed),
    )


def _dispatch(
    library: Library,
    application: TelegramApplication,
    recent: RecentAnswers,
    rate: MessageRate,
    clock: Clock,
) -> tuple[Dispatch, Bots]:
    """Create what has updates handled, and what shares them with other bots if there are any."""
    bot, database, key = application.bot, library.store.database, key_for(application.bot.token)
    speech = Speech(ChatLanguages(database), application.process_update)
    sorting = Sorting(bot, recent)
    rest = (bot, speech.handle, rate, sorting, clock, speech.of_stored)
    if is_server(database.location):
        shared = SharedInbox(database, clock, key)
        dispatch = Dispatch(shared, *rest)
        place, token = str(database.location), int.from_bytes(key[:4]) >> 1
        bots = SeveralBots(place, token, dispatch, shared, recent, library.scrub_as_well)
        library.on_scrub = bots.ask_to_scrub
        return dispatch, bots
    own = Inbox(database, clock, key, UnderWay(_marks_file(library.store.path)))
    return Dispatch(own, *rest), OneBot()


def _marks_file(database: Path | str) -> Path | None:
    """The path of the file beside a database that remembers which updates are being handled."""
    return None if database == ":memory:" else part_of(Path(database).resolve(), ".under-way")


def _token(settings: Settings) -> str:
    secret = settings.telegram_bot_token
    return secret.get_secret_value() if secret else ""


async def _run(bot: QuotewireBot) -> int:
    """Serve until a signal; return the exit status."""
    _stop_on_signals()
    try:
        await serve(bot)
    except asyncio.CancelledError:
        logger.info("Stopped.")
        return 0
    except (InvalidToken, SettingsError, OSError) as error:
        logger.error("%s", _explanation(error))  # noqa: TRY400 - for the operator, who does not need the traceback
    except Exception:  # Python would print the traceback with the token in it; the log hides it
        logger.exception("Quotewire is stopping because of an unexpected error.")
    return 1


def _explanation(error: InvalidToken | SettingsError | OSError) -> str:
    """The message to the operator about an error that stops the bot."""
    if isinstance(error, InvalidToken):
        return "Telegram rejects the token in TELEGRAM_BOT_TOKEN. Get a valid one from @BotFather."
    if isinstance(error, OSError):  # the port is taken, or a certificate file is missing
        return f"Cannot listen for requests: {error}"
    return str(error)


def _stop_on_signals() -> None:
    """Let SIGINT and SIGTERM cancel the current task."""
    this = asyncio.current_task()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # asyncio has no signals on Windows
            if this is not None:
                asyncio.get_running_loop().add_signal_handler(number, this.cancel)
