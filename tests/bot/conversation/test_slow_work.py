"""Strangers who keep the readers busy; nobody else notices."""

from contextlib import closing

import pytest
from articles import FERRY
from sent import BUILT, QUESTION
from slow_reading import Crowd, document, left, pressed

from bot.jobs import job_queue
from bot.library.library import Library
from bot.replies.chat_sources.own_sources import ADD_AGAIN
from bot.updates.inbox import Inbox
from corpus.sandbox.task import FetchedPage
from corpus.store.store import Store
from corpus.web.pages import Gathered

USERS, GROUPS, VICTIMS = 15, 20, 50  # 300 messages, none over a user's quota
HOSTILE = "/add@QuotewireBot Storm{}\nThis takes 50 seconds to read.\nIt rained."
FLOOD = 1.1 / 30  # seconds between two messages: Telegram's limit, and not ours
ALICE, VICTIM = 90_001, 90_002  # private chats, and users

pytestmark = pytest.mark.usefixtures("reading")


@pytest.fixture
def crowd(ferry):
    with Crowd(Library.of([ferry]), quotewire_everyone_may_add=True) as crowd:
        yield crowd
        crowd.runner.run(crowd.bot.jobs.close(0))


def attack(crowd, seconds=50):
    for user in range(1, USERS + 1):
        for number in range(GROUPS):
            group = -(1000 * user + number)
            words = f"Storm{user}.{number}\nThis takes {seconds} seconds to read. It rained."
            crowd.write(f"/add@QuotewireBot {words}", group, user)


def test_300_hostile_adds_of_15_users_delay_no_question(crowd, reading):
    attack(crowd)
    crowd.pass_time(1)
    start = crowd.now
    for number in range(VICTIMS):
        crowd.write(QUESTION, 50_000 + number, user=50_000 + number)
    crowd.pass_time(VICTIMS * FLOOD + 0.2)
    waits = [crowd.times(50_000 + number)[0] - start for number in range(VICTIMS)]
    assert all(BUILT in crowd.sent(50_000 + number)[0] for number in range(VICTIMS))
    others = len(crowd.sent()) - VICTIMS
    assert others <= reading.most == 2  # "Reading…" of those being read, nothing of those waiting
    assert max(waits) <= (VICTIMS + others) * FLOOD


def test_another_chats_add_waits_only_for_the_jobs_being_read(crowd, reading):
    attack(crowd)
    crowd.pass_time(120)
    start = crowd.now
    crowd.write(f"/add {FERRY}", VICTIM, user=VICTIM)
    crowd.pass_time(50)
    assert crowd.sent(VICTIM)[-1].startswith("Added [C1]")
    assert crowd.times(VICTIM)[0] - start <= 50
    assert len(reading.started) == 9  # of 301


def test_hostile_users_get_no_more_than_their_hours_reading_time(crowd, reading):
    attack(crowd)
    crowd.idle()
    each = [word.partition(".")[0] for word in reading.started]
    assert {each.count(user) for user in each} == {6}  # of 50 seconds: 300
    assert sum("read any more for you" in said for said in crowd.sent()) == 300 - 6 * USERS
    assert reading.most == 2


def test_one_user_with_twenty_groups_reads_in_one_at_a_time(crowd, reading):
    for group in range(20):
        crowd.write(
            f"/add@QuotewireBot Greedy{group} takes 10 seconds.\nIt rained.", -1 - group, 7
        )
    crowd.pass_time(15)
    assert (len(reading.started), reading.most) == (2, 1)
    start = crowd.now
    crowd.write(f"/add {FERRY}", VICTIM, user=VICTIM)
    crowd.pass_time(1)
    assert crowd.times(VICTIM)[0] - start < 1


def test_one_group_with_twenty_users_reads_for_one_at_a_time(crowd, reading):
    for user in range(1, 21):
        crowd.write(f"/add@QuotewireBot Greedy{user} takes 10 seconds.\nIt rained.", -1, user)
    crowd.pass_time(15)
    assert (len(reading.started), reading.most) == (2, 1)


def test_a_question_does_not_wait_for_an_add_in_the_same_chat(crowd):
    crowd.write("/add Storm\nThis takes 30 seconds.\nIt rained.", ALICE, user=ALICE)
    crowd.write(QUESTION, ALICE, user=ALICE)
    crowd.pass_time(1)
    assert BUILT in crowd.sent(ALICE)[0]
    crowd.idle()
    assert crowd.sent(ALICE)[-1].startswith("Added [C1]")


def test_a_user_with_too_much_waiting_is_told_at_once(crowd):
    for group in range(20):
        crowd.write(
            f"/add@QuotewireBot Greedy{group} takes 10 seconds.\nIt rained.", -1 - group, 7
        )
    crowd.pass_time(61)  # the quota of questions is another one
    crowd.write(f"/add@QuotewireBot {FERRY}", -99, user=7)
    crowd.pass_time(0.1)
    assert crowd.sent(-99) == []
    for group in range(20, 27):
        crowd.write(f"/add@QuotewireBot {FERRY}", -1 - group, user=7)
    crowd.pass_time(0.1)
    assert "I still have too much to read" in crowd.sent(-27)[0]


def test_a_full_queue_keeps_room_for_those_who_have_nothing_in_it(crowd, monkeypatch):
    monkeypatch.setattr(job_queue, "MOST", 8)
    for user in (1, 2, 3):
        for number in (1, 2):
            text = f"/add@QuotewireBot Storm{user}.{number} takes 50 seconds.\nIt rained."
            crowd.write(text, -(10 * user + number), user)
    crowd.pass_time(0.5)
    refused = [chat for chat in (-11, -12, -21, -22, -31, -32) if crowd.sent(chat)]
    assert refused == [-32]  # user 3's second one: half of the room is taken
    for user in range(4, 9):
        crowd.write(f"/add Storm{user} takes 50 seconds.\nIt rained.", user, user)
    crowd.pass_time(0.5)
    assert [user for user in range(4, 9) if crowd.sent(user)] == [7, 8]


def test_a_user_over_the_budget_is_refused_for_an_hour(crowd, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("corpus.web.fair_share.monotonic", lambda: clock[0])
    for number in range(6):
        crowd.write(f"/add Storm{number} takes 55 seconds.\nIt rained.", ALICE, user=ALICE)
    crowd.idle()
    assert all(said.startswith(("Reading", "Added")) for said in crowd.sent(ALICE))
    crowd.write(f"/add {FERRY}", ALICE, user=ALICE)
    crowd.write(f"/add@QuotewireBot {FERRY}", -5, user=ALICE)
    crowd.write(f"/add {FERRY}", VICTIM, user=VICTIM)
    crowd.idle()
    refusal = "I can’t read any more for you this hour. Please try again later."
    assert crowd.sent(ALICE)[-1] == crowd.sent(-5)[-1] == refusal
    assert crowd.sent(VICTIM)[-1].startswith("Added [C1]")
    clock[0] = 3600.0
    crowd.write(f"/add {FERRY}", ALICE, user=ALICE)
    crowd.idle()
    assert crowd.sent(ALICE)[-1].startswith("Added [C7]")


def test_bytes_count_towards_the_budget(crowd, monkeypatch):
    monkeypatch.setattr(
        job_queue, "BUDGET", job_queue.BUDGET._replace(size=len(FERRY.strip().encode()))
    )
    crowd.write(f"/add {FERRY}", ALICE, user=ALICE)
    crowd.idle()
    crowd.write("/add Storm.\nIt rained.", ALICE, user=ALICE)
    crowd.idle()
    assert "read any more for you" in crowd.sent(ALICE)[-1]


def test_the_bytes_of_a_page_count_towards_the_budget(crowd, ferry, monkeypatch):
    async def fetch(url, *_):
        return Gathered(ferry, FetchedPage(url, True, None, None, 200_000_000))

    monkeypatch.setattr("bot.conversation.adding.reading.fetch_article", fetch)
    for _ in range(2):
        crowd.write("/add https://courier.example/ferry", ALICE, user=ALICE)
        crowd.idle()
    assert crowd.sent(ALICE)[0].startswith("Added [C1]")
    assert "read any more for you" in crowd.sent(ALICE)[1]


def test_operators_have_no_budget(ferry, reading):
    with Crowd(Library.of([ferry]), quotewire_operators={ALICE}) as crowd:
        for number in range(8):
            crowd.write(f"/add Storm{number} takes 55 seconds.\nIt rained.", ALICE, user=ALICE)
        crowd.idle()
        assert sum(said.startswith("Added") for said in crowd.sent(ALICE)) == 8
    assert len(reading.started) == 8


def test_a_long_job_delays_no_short_one_and_two_long_ones_are_not_read_at_once(crowd, reading):
    for number, chat in enumerate((1, 2)):
        crowd.api.files[f"a{number}.zip"] = f"Long{number} takes 100 seconds. It rained.".encode()
        crowd.write(None, chat, user=chat, **document(f"a{number}.zip", 9))
    crowd.pass_time(1)
    crowd.write("/add Short takes 5 seconds.\nIt rained.", 3, user=3)
    crowd.pass_time(10)
    assert reading.started == ["Long0", "Short"]
    assert crowd.sent(3)[-1].startswith("Added")
    crowd.idle()
    assert reading.started[2] == "Long1"


@pytest.mark.parametrize(
    ("name", "size", "seconds", "said"),
    [("big.txt", 2_000_000, 100, "Added"), ("small.txt", 9, 100, "too long to read"),
     ("archive.zip", 9, 200, "too long to read"), ("unknown.bin", 9, 100, "Added")],
)  # fmt: skip
def test_a_small_file_is_given_less_time_than_a_large_one(crowd, name, size, seconds, said):
    crowd.api.files[name] = f"Rain takes {seconds} seconds. It rained.".encode()
    crowd.write(None, ALICE, user=ALICE, **document(name, size))
    crowd.idle()
    assert said in crowd.sent(ALICE)[-1]


def test_after_a_restart_running_and_waiting_jobs_are_done_once(ferry, reading):
    library = Library.of([ferry])
    with Crowd(library) as crowd:
        for chat in range(1, 6):
            crowd.write(f"/add Storm{chat} takes 9 seconds.\nIt rained.", chat, user=chat)
        crowd.pass_time(5)
        assert len(reading.started) == 2
        crowd.runner.run(crowd.bot.jobs.close(1))
        assert crowd.bot.jobs.size == 0
        assert len(reading.interrupted) == 2
        assert set(crowd.sent()) == {"Reading…"}
        chats = crowd.api.chats
    assert len(Inbox(library.store.database).waiting()) == 5
    with Crowd(library) as crowd:
        crowd.api.chats = chats
        crowd.resume()
        crowd.idle()
        for chat in range(1, 6):
            (added,) = [said for said in crowd.sent(chat) if "Reading" not in said]
            assert added.startswith("Added [C1] Storm")
    assert Inbox(library.store.database).waiting() == []


def test_a_job_that_is_read_at_two_crashes_is_set_aside_and_those_waiting_are_done(
    tmp_path, reading
):
    path = tmp_path / "quotewire.db"
    marks = path.with_name("quotewire.db.under-way")
    chats = range(1, 5)
    for life in range(3):
        with closing(Store(path)) as store, Crowd(Library(store)) as crowd:
            if life == 0:
                crowd.write("/add Fatal takes 50 seconds.\nIt rained.", 1, user=1)
                for chat in chats[1:]:
                    crowd.write(f"/add Storm{chat} takes 9 seconds.\nIt rained.", chat, user=chat)
            else:
                crowd.api.chats = [{"id": chat, "type": "private"} for chat in chats]
                crowd.resume()
            crowd.pass_time(5 if life == 0 else 30)
            if life == 2:
                crowd.idle()
            under_way = marks.read_bytes()
            sent = [crowd.sent(chat)[-1:] for chat in chats]
            crowd.runner.run(crowd.bot.jobs.close(0))
        marks.write_bytes(under_way)  # as a killed process leaves it
    assert reading.started.count("Fatal") == 2
    assert sent[0][0].startswith("Sorry")
    assert all(len(said) == 0 or said[0].startswith("Added") for said in sent[1:])
    with closing(Store(path)) as store:
        assert [Library(store).sources(str(chat)).own for chat in chats] == [0, 1, 1, 1]


def test_jobs_that_have_started_may_finish_when_the_bot_stops(ferry, reading):
    library = Library.of([ferry])
    with Crowd(library) as crowd:
        for chat in range(1, 4):
            crowd.write(f"/add Storm{chat} takes 1.4 seconds.\nIt rained.", chat, user=chat)
        crowd.pass_time(1)
        crowd.runner.run(crowd.bot.jobs.close(1))
        crowd.write(f"/add {FERRY}", 9, user=9)
        crowd.pass_time(1)
        assert [len(crowd.sent(chat)) for chat in (1, 2, 3, 9)] == [1, 1, 0, 0]
    assert [chat for _, chat in Inbox(library.store.database).waiting()] == [3, 9]
    assert len(reading.started) == 2


@pytest.mark.parametrize("stubborn", [False, True])
@pytest.mark.parametrize("how", ["the button", "removed from the group", "a supergroup"])
def test_nothing_under_way_is_added_after_forget(crowd, reading, how, stubborn):
    reading.ignores_cancellation = stubborn
    group = -70
    for number in range(3):
        text = f"/add@QuotewireBot Storm{number} takes 40 seconds.\nIt rained."
        crowd.write(text, group, user=number + 1)
    crowd.write("/add Other takes 45 seconds.\nIt rained.", ALICE, user=ALICE)
    crowd.pass_time(5)
    if how == "the button":
        crowd.deliver("callback_query", pressed("forget", group))
    elif how == "removed from the group":
        crowd.deliver("my_chat_member", left(group))
    else:
        crowd.write(None, group, migrate_to_chat_id=-9001)
    crowd.idle()
    assert crowd.library.sources(str(group)).own == 0
    moved = stubborn and how == "a supergroup"  # what was added before the move
    assert crowd.library.sources("-9001").own == moved
    assert not any("Added" in said for said in crowd.sent(group))
    assert crowd.sent(group).count(str(ADD_AGAIN)) == (how == "a supergroup")
    assert reading.started == ["Storm0", "Other"]
    assert crowd.sent(ALICE)[-1].startswith("Added")
    assert Inbox(crowd.library.store.database).waiting() == []
