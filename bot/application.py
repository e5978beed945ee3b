"""The Telegram bot as a program: from its start to its end."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Coroutine, Iterable
from typing import Any

import httpx
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    Update,
)
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder
from telegram.request import BaseRequest, HTTPXRequest

from bot.clock import Clock, now
from bot.conversation.failures import Failures
from bot.conversation.handlers import Handlers
from bot.conversation.own_sources import Collector
from bot.delivery.flood_limits import CONNECTIONS, MessageRate
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.monitoring.logs import log_to_stderr
from bot.monitoring.metrics import Metrics
from bot.monitoring.status import by_polls, by_webhook, status_shown
from bot.replies.commands import MENU
from bot.settings import Settings, SettingsError
from bot.updates.dispatch import Dispatch
from bot.updates.inbox import Inbox
from bot.updates.polling import insist
from corpus.errors import CorpusError

logger = logging.getLogger(__name__)

Bots = Application[Any, Any, Any, Any, Any, Any]

GRACE = 1.0  # seconds for answers under way at the end; a message under way has one more
SLOWEST = 15.0  # seconds for Telegram to take a message; a timeout may make it come twice
DISPATCH = "dispatch"
METRICS = "metrics"
SETTINGS = "settings"
BACKGROUND = "background"  # what goes on while the bot answers: what makes each coroutine
LOOK = 1.0  # seconds between two looks for what another process has added
SOON = 0.1  # seconds until the first poll is under way
STEP = 0.05  # while there is more of it than was taken in
SCOPES = (BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats())


def run(settings: Settings, library: Library) -> int:
    """Answer in Telegram until SIGTERM or SIGINT; return the exit status."""
    secret = settings.telegram_bot_token
    token = secret.get_secret_value() if secret else ""
    log_to_stderr(settings.quotewire_log_level, token, settings.quotewire_log)
    return asyncio.run(_run(build(settings, library, *connections())))


def connections() -> tuple[BaseRequest, BaseRequest]:
    """The connections to Telegram: for what is sent, and for polls."""
    trust = {"verify": httpx.create_ssl_context()}  # for both: it takes long to make
    sending = HTTPXRequest(
        CONNECTIONS, read_timeout=SLOWEST, pool_timeout=SLOWEST, httpx_kwargs=trust
    )
    return sending, HTTPXRequest(httpx_kwargs=trust)


def build(
    settings: Settings,
    library: Library,
    request: BaseRequest,
    poll_request: BaseRequest,
    clock: Clock = now,
    *,
    limited: bool = True,
) -> Bots:
    """The application, not yet connected; polling has a connection of its own.

    Without ``limited`` Telegram's limits are not kept, to measure.
    """
    secret = settings.telegram_bot_token
    collector = Collector(library, settings)
    inbox = Inbox(library.store.database, clock)
    metrics = Metrics()
    answering = Responder(library, second=settings.quotewire_second_process)
    handlers = Handlers(library, answering, collector, settings, metrics, clock)
    rate = MessageRate(metrics, limited=limited)
    application = (
        ApplicationBuilder()
        .token(secret.get_secret_value() if secret else "")
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_base_file_url)
        .request(request)
        .get_updates_request(poll_request)
        .rate_limiter(rate)
        .updater(None)
        .job_queue(None)
        .build()
    )
    application.add_handlers(handlers.routes())
    application.add_error_handler(Failures(metrics).handle)
    application.bot_data[BACKGROUND] = (
        collector.keep_up,
        answering.keep_up,
        lambda: keep_in_step(library),
        lambda: warm_up(library),
    )

    def concerns(update: Update) -> bool:
        return handlers.concerns(update, application.bot.bot)

    dispatch = Dispatch(
        inbox, application.bot, application.process_update, concerns, rate.room, clock
    )
    application.bot_data[DISPATCH] = dispatch
    application.bot_data[METRICS] = metrics
    application.bot_data[SETTINGS] = settings
    metrics.watch("queue", "Updates that wait or are in hand", lambda: dispatch.waiting)
    metrics.watch("sentences", "Sentences that can be found", lambda: library.size)
    metrics.watch("second_process", "Whether one answers", lambda: answering.has_second)
    return application


async def _run(application: Bots) -> int:
    """Serve until a signal; return the exit status."""
    _stop_on_signals()
    try:
        await serve(application)
    except asyncio.CancelledError:
        logger.info("Stopped.")
        return 0
    except (InvalidToken, SettingsError, OSError) as error:
        logger.error("%s", _in_words(error))  # noqa: TRY400 - the operator can mend it: where in our code it came up is of no use
    except Exception:  # Python itself would print the traceback, token and all; the log hides it
        logger.exception("Quotewire ends because of an error that it did not expect.")
    return 1


def _in_words(error: InvalidToken | SettingsError | OSError) -> str:
    """What keeps the bot from running, for whoever can change that."""
    if isinstance(error, InvalidToken):
        return "Telegram refuses the token in TELEGRAM_BOT_TOKEN; @BotFather tells the right one."
    if isinstance(error, OSError):  # the place is taken, or a file is missing
        return f"Quotewire cannot listen where it should: {error}"
    return str(error)


def _stop_on_signals() -> None:
    """Let SIGINT and SIGTERM cancel the task that calls this."""
    this = asyncio.current_task()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # asyncio has no signals on Windows
            if this is not None:
                asyncio.get_running_loop().add_signal_handler(number, this.cancel)


async def serve(application: Bots) -> None:
    """Connect and answer until cancelled, then finish the answers under way.

    Raises:
        InvalidToken: Telegram does not accept the token.
    """
    bot = application.bot
    settings: Settings = application.bot_data[SETTINGS]
    try:
        await insist(application.initialize)
        dispatch: Dispatch = application.bot_data[DISPATCH]
        if left := dispatch.resume():  # before anything new
            logger.info("%d updates wait from before.", left)
        receive = by_webhook if settings.quotewire_webhook_url else by_polls
        async with (
            status_shown(settings, application.bot_data[METRICS], dispatch),
            receive(bot, dispatch, settings) as receiving,
        ):
            logger.info("Answering as @%s.", bot.username)
            beside = [make() for make in application.bot_data[BACKGROUND]]
            async with _beside([_introduce(bot), *beside]):
                await receiving
    finally:
        await _finish(application)


@contextlib.asynccontextmanager
async def _beside(works: Iterable[Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Let some works go on meanwhile; what goes wrong with one is logged."""
    tasks = [asyncio.create_task(work) for work in works]
    for task in tasks:
        task.add_done_callback(_log_failure)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        logger.error("What goes on beside the answers has ended", exc_info=task.exception())


async def warm_up(library: Library) -> None:
    """Make the library ready for questions, once the bot listens."""
    await asyncio.sleep(SOON)
    try:
        library.warm_up()
    except CorpusError as error:
        logger.warning("The first question will take longer: %s", error)


async def keep_in_step(library: Library) -> None:
    """Take in what other processes add, also while nobody asks."""
    while True:
        try:
            library.sources()
        except CorpusError as error:
            logger.warning("What was added could not be looked at: %s", error)
        await asyncio.sleep(STEP if library.behind else LOOK)


async def _introduce(bot: Bot) -> None:
    """Tell Telegram the commands, and the operator what may keep the bot from hearing."""
    commands = [BotCommand(name, description) for name, description in MENU.items()]
    try:
        for scope in SCOPES:
            await bot.set_my_commands(commands, scope)
    except TelegramError as error:
        logger.warning("The list of commands could not be set: %s", error)
    if not bot.can_read_all_group_messages:
        logger.warning(
            "Group privacy is on: in groups the bot may not hear its name. To change that, send "
            "/setprivacy to @BotFather, then take the bot out of its groups and add it again."
        )


async def _finish(application: Bots) -> None:
    dispatch: Dispatch = application.bot_data[DISPATCH]
    await dispatch.close(GRACE)
    if left := dispatch.left:
        logger.info("%d updates wait for the next start.", left)
    await application.shutdown()
    await application.bot.shutdown()  # the application does not, unless it was initialized
