import asyncio
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from fake_telegram import NOW, PRIVATE, Talk
from stored import owned

from bot.conversation.operator import alerts, incidents
from bot.conversation.operator.alerts import MOST_A_DAY, Alerts
from bot.conversation.operator.incidents import ENOUGH, LOW, WAITED
from bot.library.library import Library
from bot.replies.operator.alerts import ATTENTION, DISK, OVER, STUCK
from corpus.store.store import Store
from corpus.store.subscriptions import Followed, Page
from corpus.store.waiting_updates import Stored, WaitingUpdates

FEED = "https://courier.example/feed"
DAY = timedelta(days=1)
Usage = namedtuple("Usage", "free")


class Watch:
    """A bot with two operators, whose alerts are looked for when a test says so."""

    def __init__(self, store):
        self.store = store
        self.now = NOW
        self.talk = Talk(Library(store), quotewire_operators={1, 2})
        self.talk.api.chats.append({"id": 2, "type": "private", "first_name": "Bob"})
        self.alerts = self.started()

    def started(self):
        return Alerts(self.store, {1, 2}, lambda: self.now)

    def look(self, minutes=1):
        """Let minutes pass and look; return the texts that operator 1 was sent."""
        self.now += timedelta(minutes=minutes)
        self.talk.pass_time(60 * minutes)
        before = len(self.talk.api.calls)
        self.talk.runner.run(self.alerts.look(self.talk.bot.application.bot))
        calls = [call.parameters for call in self.talk.api.calls[before:]]
        assert all(call["chat_id"] in (1, 2) for call in calls)
        return [call["text"] for call in calls if call["chat_id"] == PRIVATE["id"]]


@pytest.fixture
def disk(monkeypatch):
    """The free space on the disk, for a test to change."""
    space = {"free": 10 * ENOUGH}
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(space["free"]))
    return space


@pytest.fixture
def watch(tmp_path, disk):  # noqa: ARG001 - this machine's disk may be full
    with closing(Store(tmp_path / "quotewire.db", busy_seconds=0)) as store:
        watch = Watch(store)
        with watch.talk:
            yield watch


def follow(store, collection="library", failing=None, error=None, url=FEED):
    feed = Followed(collection, url, "Harbour Courier", None, None, NOW, 0)
    store.subscriptions.follow(feed)
    store.subscriptions.reschedule(feed._replace(failing=failing, error=error))


# What is told


def test_a_feed_is_told_of_after_a_day_and_when_it_works_again(watch):
    follow(watch.store, failing=NOW - DAY + timedelta(minutes=1, seconds=30), error="is gone")
    assert watch.look() == []
    (said,) = watch.look()
    assert said == (
        f"{ATTENTION}\n"
        "The feed Harbour Courier has not been readable since 2 Mar 2025: it is gone."
    )
    assert watch.look() == []  # once
    follow(watch.store)
    (said,) = watch.look()
    assert said.startswith(f"{OVER}\nThe feed Harbour Courier")
    assert watch.look() == []


def test_what_other_chats_follow_is_not_told(watch):
    follow(watch.store, "7", NOW - 2 * DAY, "is gone")
    assert watch.look() == []


def test_pages_of_a_site_that_began_to_fail_on_one_day_are_told_together(watch):
    since = NOW - 2 * DAY
    for number, site in enumerate(["courier", "courier", "times"], 1):
        url = f"https://www.{site}.example/{number}"
        watch.store.add(replace(owned(f"It rained {number} times.", "library"), url=url), page=url)
        page = Page("library", number, url, None, None, NOW, 60, since, "responds with 404")
        watch.store.subscriptions.watch_new(page)
    other = "https://courier.example/9"
    watch.store.add(replace(owned("It snowed.", "7"), url=other), page=other)
    watch.store.subscriptions.watch_new(Page("7", 1, other, None, None, NOW, 60, since, "is gone"))
    (said,) = watch.look()
    assert said.splitlines() == [
        str(ATTENTION),
        "2 pages of courier.example have not been readable since 1 Mar 2025. One of them responds "
        "with 404.",
        "A page of times.example has not been readable since 1 Mar 2025: it responds with 404.",
    ]


def test_a_disk_is_low_until_there_is_clearly_enough_again(watch, disk):
    disk["free"] = LOW
    assert watch.look() == []
    disk["free"] = LOW - 1
    assert watch.look() == [f"{ATTENTION}\n{DISK}"]
    disk["free"] = ENOUGH - 1
    assert watch.look() == []
    disk["free"] = ENOUGH
    assert watch.look() == [f"{OVER}\n{DISK}"]


def test_a_disk_that_cannot_be_measured_is_not_told_of(watch, monkeypatch):
    def fail(_):
        raise OSError

    monkeypatch.setattr(incidents.shutil, "disk_usage", fail)
    assert watch.look() == []


def test_the_inbox_is_stuck_if_nothing_has_been_handled_for_ten_minutes(watch):
    updates = WaitingUpdates(watch.store.database)
    updates.put([Stored(1, 7, "{}", NOW), Stored(2, 7, "{}", NOW)], NOW)
    assert watch.look() == []
    assert watch.look(9) == []  # it has not run for ten minutes
    assert watch.look() == [f"{ATTENTION}\n{STUCK}"]
    updates.close([1], watch.now)  # one is handled, the other one waits
    assert watch.look() == [f"{OVER}\n{STUCK}"]
    assert watch.look(20) == [f"{ATTENTION}\n{STUCK}"]
    updates.close([2], watch.now)
    assert watch.look() == [f"{OVER}\n{STUCK}"]


def test_what_waits_since_before_the_start_gets_time_to_be_handled(watch):
    updates = WaitingUpdates(watch.store.database)
    updates.put([Stored(1, 7, "{}", NOW - timedelta(hours=3))], NOW)
    assert watch.look() == []
    updates.close([1], watch.now)
    assert watch.look(WAITED // timedelta(minutes=1)) == []


def test_several_at_once_are_one_message_of_bounded_length(watch, disk):
    disk["free"] = 0
    long = "is " + "very " * 300 + "slow"
    for number in range(20):
        follow(watch.store, failing=NOW - 2 * DAY, error=long, url=f"{FEED}/{number}")
    (said,) = watch.look()
    assert said.endswith("And 13 more.")
    assert len(said) < 4096


def test_strangers_words_are_no_links(watch):
    follow(watch.store, failing=NOW - 2 * DAY, error="redirects to evil.example more than 5 times")
    watch.look()
    calls = watch.talk.api.calls
    sent = next(call.parameters for call in calls if call.method == "sendMessage")
    covered = [sent["text"][one["offset"] :][: one["length"]] for one in sent["entities"]]
    assert covered == ["evil.example"]


# When, and to whom


def test_after_a_restart_nothing_is_told_again(watch, disk):
    disk["free"] = 0
    assert len(watch.look()) == 1
    watch.alerts = watch.started()
    assert watch.look() == []
    disk["free"] = ENOUGH
    assert watch.look() == [f"{OVER}\n{DISK}"]


def test_there_are_few_messages_a_day_even_after_restarts_and_what_is_left_comes_later(
    watch, disk
):
    said = []
    for round_ in range(2 * MOST_A_DAY):
        disk["free"] = ENOUGH if round_ % 2 else 0
        said += watch.look()
        watch.alerts = watch.started()
    assert len(said) == MOST_A_DAY
    disk["free"] = 0
    assert watch.look(24 * 60) == [f"{ATTENTION}\n{DISK}"]


def test_an_operator_who_cannot_be_reached_is_logged_once_and_the_others_are_told(
    watch, disk, caplog
):
    for free in (0, ENOUGH):
        disk["free"] = free
        watch.talk.api.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
        assert len(watch.look()) == 1  # tried, and sent to the other
    assert watch.talk.methods().count("sendMessage") == 4
    assert caplog.text.count("Cannot send alerts to operator 1") == 1


def test_what_telegram_does_not_take_now_is_sent_later(watch, disk):
    disk["free"] = 0
    watch.talk.api.fail("sendMessage", 502, "Bad Gateway", times=100)
    watch.look()
    watch.talk.api._faults.clear()  # noqa: SLF001 - Telegram works again
    assert watch.look() == [f"{ATTENTION}\n{DISK}"]


def test_a_full_disk_repeats_nothing_although_nothing_can_be_stored(watch, disk):
    disk["free"] = 0
    path = watch.store.path
    watch.look()
    disk["free"] = ENOUGH
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert watch.look() == [f"{OVER}\n{DISK}"]
        assert watch.look() == []


def test_without_operators_nobody_looks(ferry):
    with Talk(Library.of([ferry])) as talk:
        assert "alerts" not in names(talk)
    with Talk(Library.of([ferry]), quotewire_operators={1}) as talk:
        assert "alerts" in names(talk)


def names(talk):
    return talk.bot.metrics.text().decode()


def test_the_bot_looks_every_minute_while_it_runs(watch, disk, monkeypatch):
    disk["free"] = 0
    monkeypatch.setattr(alerts, "ROUND", 1.0)

    async def until_sent():
        async with watch.talk.bot.background.running():
            for _ in range(200_000):  # the loop's clock runs on while a thread measures the disk
                if watch.talk.methods().count("sendMessage") == 2:  # one to each operator
                    return
                await asyncio.sleep(0.01)
        pytest.fail("nothing was sent")

    watch.talk.runner.run(until_sent())
