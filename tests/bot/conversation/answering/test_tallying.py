import asyncio
import sqlite3
from contextlib import closing

from fake_telegram import GROUP, NOW, Talk

from bot.conversation.answering.tallying import PAUSE, keep_writing
from bot.library.library import Library
from corpus.store.chats.tallies import Event, Quoted
from corpus.store.store import Store

TODAY = NOW.date()


def counts(library):
    library.store.tallies.write()
    return dict(library.store.tallies.since(TODAY))


def test_each_question_is_counted_once_by_its_outcome(ferry, bridge):
    library = Library.of([ferry, bridge])
    with Talk(library) as talk:
        talk.say("Who built the vessel?")
        talk.say("@QuotewireBot Who built the vessel?", GROUP)
        talk.say("What is the price of gold on Mars?")
        talk.say("thank you")
    assert counts(library) == {Event.SURE: 2, Event.NOT_FOUND: 1}
    assert library.store.tallies.most_quoted(TODAY, 5) == [Quoted(1, 2)]


def test_sample_articles_and_those_of_a_chat_are_not_counted():
    library = Library.of([])
    with Talk(library) as talk:
        talk.say("who won the world cup")
        talk.say("/add The ferry Aurora was built by Brevik Yard. It sails on Mondays.")
        talk.say("Who built the ferry Aurora?")
    assert sum(counts(library).values()) == 2
    assert library.store.tallies.most_quoted(TODAY, 5) == []


def test_a_question_that_is_sent_again_counts_once(ferry):
    library = Library.of([ferry])
    with Talk(library) as talk:
        talk.api.fail("sendMessage", 502, "Bad Gateway", times=9)
        talk.say("Who built the vessel?")
    assert counts(library) == {Event.SURE: 1}


def test_while_another_program_writes_counts_wait_and_are_written_later(ferry, tmp_path, caplog):
    path = tmp_path / "quotewire.db"
    with closing(Store(path, busy_seconds=0)) as store:
        store.add(ferry)
        with Talk(Library(store)) as talk:
            talk.say("Who built the vessel?")
            with closing(sqlite3.connect(path, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                run(talk, store, 3 * PAUSE)
                assert dict(store.tallies.since(TODAY)) == {}
            run(talk, store, 2 * PAUSE)
            assert dict(store.tallies.since(TODAY)) == {Event.SURE: 1}
    assert caplog.text.count("Could not write the counts") == 1


def run(talk, store, seconds):
    async def for_a_while():
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(keep_writing(store.tallies))
            await asyncio.sleep(seconds)
            writing.cancel()

    talk.runner.run(for_a_while())
