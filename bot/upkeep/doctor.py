"""Checks of all the bot depends on: token, Telegram, clock, database, index, disk, model."""

import asyncio
import logging
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.library.index_folder import index_folder
from bot.replies.labels import counted, label
from bot.settings import Settings, SettingsError
from bot.upkeep.engine_checks import check_engine
from bot.upkeep.finding import Finding
from bot.upkeep.index_checks import check_index, check_meaning, check_vectors
from bot.upkeep.server_checks import check_server
from corpus.clock import Clock, now
from corpus.errors import CorpusError
from corpus.store.articles import current, versions
from corpus.store.database.interface import Database
from corpus.store.database.opening import open_database
from corpus.store.database.sqlite import SQLiteDatabase
from corpus.store.subscriptions import Subscriptions
from corpus.store.waiting_updates import WaitingUpdates

TIMEOUT = 10.0  # seconds for all requests together
LARGEST_SKEW = timedelta(seconds=60)  # of the clock; certificate checks depend on the time
RECENT = timedelta(hours=1)  # Telegram reports a webhook's last error long after it is fixed
LATE = timedelta(hours=2)  # since the removal; the bot deletes after an hour
MIN_FREE = 200_000_000  # bytes
CHECK_NETWORK = "check the network, the proxy, the firewall, and TELEGRAM_BASE_URL if it is set"


async def findings(settings: Settings, clock: Clock = now) -> list[Finding]:
    """Run all checks, the token's first; no finding contains the token."""
    token = check_token(settings)
    if token.ok:
        network = await ask_telegram(settings, clock)
    else:
        network = [Finding(None, "Telegram was not checked", "that needs a token")]
    model = check_meaning(settings)
    return [token, *network, model, *_check_stored(settings, meant=bool(model.ok))]


def check_token(settings: Settings) -> Finding:
    """Whether the token is set and has the right format."""
    try:
        settings.check_token()
    except SettingsError as error:
        return Finding(False, str(error))
    return Finding(True, "TELEGRAM_BOT_TOKEN is set and looks like a token")


async def ask_telegram(
    settings: Settings, clock: Clock = now, seconds: float = TIMEOUT
) -> list[Finding]:
    """Check the clock, the token, group privacy and the webhook with Telegram."""
    # Keep the library's warnings, which can contain the token, off the terminal.
    logging.getLogger("telegram").addHandler(logging.NullHandler())
    found: list[Finding] = []
    try:
        async with asyncio.timeout(seconds):
            found.append(await check_clock(settings, clock))
            await _ask_bot(settings, clock, found)
    except InvalidToken:
        advice = "get the right one from @BotFather"
        found.append(Finding(False, "Telegram rejects the token in TELEGRAM_BOT_TOKEN", advice))
    except TimeoutError:
        what = f"Telegram did not answer within {seconds:g} seconds"
        found.append(Finding(False, what, CHECK_NETWORK))
    except (TelegramError, httpx.HTTPError) as error:
        what = f"Telegram cannot be reached ({type(error).__name__})"
        found.append(Finding(False, what, CHECK_NETWORK))
    return found


async def _ask_bot(settings: Settings, clock: Clock, found: list[Finding]) -> None:
    secret = settings.telegram_bot_token
    token = secret.get_secret_value() if secret else ""
    async with Bot(token, settings.telegram_base_url) as bot:
        found += [check_name(bot.bot), check_privacy(bot.bot)]
        wanted = settings.quotewire_webhook_url
        found.append(check_webhook(await bot.get_webhook_info(), wanted, clock()))


async def check_clock(settings: Settings, clock: Clock = now) -> Finding:
    """Whether this machine's clock agrees with Telegram's."""
    url = urlsplit(settings.telegram_base_url)
    async with httpx.AsyncClient(timeout=TIMEOUT) as client:
        response = await client.get(f"{url.scheme}://{url.netloc}/")
    try:
        theirs = parsedate_to_datetime(response.headers.get("Date", ""))
        skew = clock() - theirs
    except (ValueError, TypeError):
        return Finding(None, "the clock was not checked", "the server sends no date")
    if abs(skew) <= LARGEST_SKEW:
        return Finding(True, "the clock agrees with Telegram's")
    way = "ahead of" if skew > timedelta() else "behind"
    what = f"the clock is {abs(skew).total_seconds():.0f} seconds {way} Telegram's"
    return Finding(False, what, "synchronize it over the network (NTP)")


def check_name(me: User) -> Finding:
    """The bot that the token belongs to."""
    return Finding(True, f"Telegram answers, and the token belongs to @{me.username}")


def check_privacy(me: User) -> Finding:
    """Whether the bot receives mentions in groups."""
    if me.can_read_all_group_messages:
        return Finding(True, "group privacy is off: the bot receives mentions in groups")
    return Finding(
        None,
        "group privacy is on: in groups, only commands and replies are sure to reach the bot",
        "to change that, send /setprivacy to @BotFather, choose Disable, then remove the bot from "
        "its groups and add it again",
    )


def check_webhook(info: WebhookInfo, wanted: str | None, time: datetime) -> Finding:
    """Whether Telegram sends updates to the URL in the settings.

    Only its host is shown, since the rest can be secret.
    """
    host = label(urlsplit(info.url).netloc.rpartition("@")[2], 100)
    if info.url != (wanted or ""):
        if not wanted:
            advice = "quotewire run removes it and polls; does another program use this token?"
            return Finding(False, f"a webhook is set, to {host}, but not in the settings", advice)
        what = f"the webhook is set, to {host}" if info.url else "no webhook is set"
        return Finding(
            False if info.url else None,
            f"{what}, which differs from QUOTEWIRE_WEBHOOK_URL",
            "quotewire run sets it when it starts",
        )
    waiting = f"; {counted(info.pending_update_count, 'update')} waiting at Telegram"
    if not wanted:
        return Finding(True, f"no webhook is set, as in the settings{waiting}")
    if info.last_error_date and time - info.last_error_date <= RECENT:
        reason = label(info.last_error_message or "no reason given", 200)
        advice = "check that the URL reaches the bot, and check its certificate"
        return Finding(False, f"Telegram recently failed to use the webhook ({reason})", advice)
    return Finding(True, f"the webhook is set, to {host}{waiting}")


def _check_stored(settings: Settings, *, meant: bool) -> list[Finding]:
    location = settings.quotewire_db
    folder = index_folder(location)
    path = location if isinstance(location, Path) else folder
    try:
        vectors = check_vectors(location, folder) if meant else ()
        index = check_engine(settings) if settings.search_urls else [check_index(folder)]
        return [*check_database(location), *index, *vectors, check_disk(path)]
    except OSError as error:  # such as no access to the folder
        advice = "give the user who runs the bot access to that folder"
        return [Finding(False, f"{path} cannot be checked ({error.strerror})", advice)]


def check_database(location: Path | str) -> Iterator[Finding]:
    """Yield whether the database is sound and writable, and its contents."""
    if isinstance(location, Path) and not location.exists():
        advice = "quotewire add or quotewire run creates it"
        yield Finding(None, f"there is no database at {location} yet", advice)
        return
    try:
        with closing(open_database(location)) as database:
            yield from _inspect(database)
    except CorpusError as error:
        yield Finding(False, f"the database {error.path} {error.reason}")


def _inspect(database: Database) -> Iterator[Finding]:
    if isinstance(database, SQLiteDatabase) and not _is_sound(database):
        advice = "restore a backup with quotewire restore"
        yield Finding(False, f"the database {database.path} is damaged", advice)
        return
    with database.noting(durable=False):  # fails if it cannot be written
        pass
    if isinstance(database, SQLiteDatabase):
        yield Finding(True, f"the database {database.path} is sound and can be written")
    else:
        yield Finding(True, f"the database {database.path} can be written")
        yield from check_server(database)
    with database.reading() as connection:
        count = current.count(connection)
    yield Finding(True, f"it contains {counted(count, 'article')}")
    with database.reading() as connection:
        expired = versions.removed_before(connection, now() - LATE)
    if expired:
        what = f"{counted(len(expired), 'removed source')} should have been deleted"
        yield Finding(None, what, "the bot does that while it runs; its log says what fails")
    yield from _inspect_watched(database)
    updates = WaitingUpdates(database)
    if set_aside := updates.count_set_aside():
        what = f"{counted(set_aside, 'update')} set aside after two crashes of the bot"
        yield Finding(None, what, 'search the log for "set aside", and report the cause')
    if waiting := updates.count():
        advice = "the bot answers them when it runs"
        yield Finding(None, f"{counted(waiting, 'update')} waiting for an answer", advice)
    else:
        yield Finding(True, "no messages are waiting for an answer")


def _is_sound(database: SQLiteDatabase) -> bool:
    with database.reading() as connection:
        (first, *_) = connection.execute("PRAGMA quick_check").fetchone()
    return bool(first == "ok")


def _inspect_watched(database: Database) -> Iterator[Finding]:
    """Yield how many feeds are failing and how many pages are no longer readable, if any."""
    subscriptions = Subscriptions(database)
    if failing := sum(feed.failing is not None for feed in subscriptions.feeds()):
        advice = "quotewire feeds says why, and /feeds does for a chat's own"
        yield Finding(None, f"{counted(failing, 'feed')} failing", advice)
    if lost := sum(page.failing is not None for page in subscriptions.pages()):
        advice = "quotewire sources marks their articles, and /sources does for a chat's own"
        yield Finding(None, f"{counted(lost, 'page')} no longer readable", advice)


def check_disk(path: Path) -> Finding:
    """Whether there is room for new articles, and for a copy of the database."""
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    size = path.stat().st_size if path.exists() else 0
    free = shutil.disk_usage(folder).free
    what = f"{free / 1e6:,.0f} MB free in {folder}"
    needed = max(MIN_FREE, 2 * size)
    if free < needed:
        return Finding(False, f"only {what}", f"at least {needed / 1e6:,.0f} MB are needed")
    return Finding(True, what)
