from contextlib import closing
from datetime import UTC, datetime

import pytest
from away import Away
from fake_telegram import GROUP, message

from bot.updates.gathering import Gathering
from bot.updates.inbox import Waiting
from bot.updates.parsing import Parsing
from bot.updates.queues.chat_queues import ChatQueues
from bot.updates.sharing import shared_inbox
from bot.updates.sharing.shared_inbox import SharedInbox
from corpus.errors import CorpusError, DatabaseError
from corpus.store.database.opening import open_database
from corpus.store.waiting_updates import Taken

MONDAY = datetime(2025, 3, 3, 12, tzinfo=UTC)


def update(number):
    return {"update_id": number, "message": {"text": "who?"}}


def taken(number, chat=5):
    return Taken(number, chat, "{}", MONDAY, 0, was_taken=False)


@pytest.fixture
def server(postgresql_url):
    with closing(open_database(postgresql_url)) as database:
        yield Away(database)


@pytest.fixture
def inbox(server):
    return SharedInbox(server, lambda: MONDAY)


def test_new_updates_are_left_to_whoever_takes_them(inbox):
    assert inbox.put([(5, update(7))]) == []
    assert inbox.waiting() == []
    assert inbox.hold([taken(7)]) == [taken(7)]
    assert inbox.waiting() == [Waiting(7, 5)]
    assert inbox.read(7) == (update(7), MONDAY)
    inbox.close(7)
    assert inbox.read(7) is None
    assert inbox.waiting() == []


def test_what_cannot_be_stored_is_not_accepted(inbox, server):
    server.is_away = True
    with pytest.raises(CorpusError):
        inbox.put([(5, update(7))])
    server.is_away = False
    inbox.put([(5, update(7))])
    assert inbox.read(7) == (update(7), MONDAY)


def test_what_was_closed_while_the_database_was_away_is_closed_later(inbox, server):
    inbox.put([(5, update(7))])
    inbox.hold([taken(7)])
    server.is_away = True
    inbox.close(7)
    assert inbox.read(7) is None
    assert inbox.hold([taken(7)]) == []  # it is not handled again
    server.is_away = False
    inbox.record()
    assert SharedInbox(server).read(7) is None


def test_what_another_bot_may_have_taken_is_dropped_and_not_closed(inbox, server):
    inbox.put([(5, update(7)), (5, update(8))])
    inbox.hold([taken(7), taken(8)])
    assert inbox.lose({8}) == []
    assert inbox.chats() == {5}
    assert inbox.read(7) is None
    inbox.close(7)
    assert SharedInbox(server).read(7) == (update(7), MONDAY)
    assert inbox.read(8) == (update(8), MONDAY)


def test_an_answer_that_was_sent_closes_an_update_that_was_lost_meanwhile(inbox, server):
    inbox.put([(5, update(7))])
    inbox.hold([taken(7)])
    assert inbox.read(7) is not None
    inbox.lose(set())
    inbox.close(7)
    assert SharedInbox(server).read(7) is None


def test_what_was_lost_and_taken_again_is_handled_where_it_waits(inbox):
    inbox.put([(5, update(7))])
    inbox.hold([taken(7)])
    inbox.lose(set())
    assert inbox.hold([taken(7)]) == []
    assert inbox.read(7) == (update(7), MONDAY)


def test_own_updates_that_the_bot_does_not_know_are_named(inbox):
    inbox.put([(5, update(7)), (5, update(8))])
    inbox.hold([taken(7)])
    assert inbox.lose({7, 8}) == [8]


def test_what_a_crashed_server_forgot_is_closed_again(inbox, server):
    inbox.put([(5, update(7))])
    inbox.hold([taken(7)])
    inbox.close(7)
    with server.noting(durable=True) as connection:
        connection.execute("DELETE FROM answered")
    inbox.put([(5, update(7))])  # as if it had never been closed
    inbox.lose(set())
    assert SharedInbox(server).read(7) is None


def test_what_a_server_forgot_is_closed_again_however_long_it_was_away(inbox, server, monkeypatch):
    time = [0.0]
    monkeypatch.setattr(shared_inbox, "monotonic", lambda: time[0])
    inbox.put([(5, update(7)), (5, update(8))])
    inbox.hold([taken(7), taken(8)])
    inbox.close(7)
    inbox.is_cut_off = True
    time[0] = 600.0
    inbox.close(8)  # one connection is back before the other
    with server.noting(durable=True) as connection:
        connection.execute("DELETE FROM answered")
    inbox.put([(5, update(7))])
    inbox.lose(set())
    assert SharedInbox(server).read(7) is None


def test_while_a_bot_is_cut_off_it_begins_nothing_that_others_may_take(inbox):
    inbox.put([(5, update(7)), (6, update(8))])
    inbox.hold([taken(7)])
    inbox.is_cut_off = True
    with pytest.raises(DatabaseError) as found:
        inbox.read(7)
    assert found.value.is_busy
    assert inbox.read(8) == (update(8), MONDAY)
    inbox.is_cut_off = False
    assert inbox.read(7) == (update(7), MONDAY)


def test_a_part_of_what_a_bot_holds_is_stored_though_it_is_cut_off(inbox):
    parsing = Parsing(inbox, None, lambda new: new.message.text.startswith("/add"), lambda: MONDAY)
    gathering, chat = Gathering(ChatQueues(), parsing), GROUP["id"]
    first, second = (
        {"update_id": number, "message": message(text, GROUP, message_id=number)}
        for number, text in [(7, "/add" + " words" * 500), (8, "words " * 500)]
    )
    assert [body for body, _ in gathering.select([first])] == [first]
    inbox.put([(chat, first)])
    inbox.hold([taken(7, chat)])
    inbox.is_cut_off = True
    assert [body for body, _ in gathering.select([second])] == [second]


def test_looking_at_what_others_have_taken_leaves_it_closed_once_it_was_answered(inbox, server):
    inbox.put([(5, update(7))])
    inbox.hold([taken(7)])
    assert inbox.read(7) == (update(7), MONDAY)
    inbox.lose(set())
    assert inbox.peek(7) is None
    inbox.close(7)
    assert SharedInbox(server).read(7) is None


def test_what_was_dropped_and_is_this_bots_after_all_is_closed(inbox, server):
    inbox.put([(5, update(7))])
    inbox.hold([taken(7)])
    inbox.lose(set())
    assert inbox.read(7) is None
    inbox.lose({7})
    assert inbox.read(7) == (update(7), MONDAY)
    inbox.close(7)
    assert SharedInbox(server).read(7) is None


def test_any_number_of_updates_can_be_closed(inbox, server):
    inbox.put([(5, update(50_001))])
    inbox.close(*range(50_002))
    assert not inbox.owes
    assert SharedInbox(server).read(50_001) is None


def test_an_update_that_is_closed_makes_room(inbox):
    calls = []
    inbox.freed = lambda: calls.append(len(inbox))
    inbox.put([(5, update(7))])
    inbox.hold([taken(7)])
    inbox.close(7)
    assert calls == [0]
