from fake_telegram import GROUP, NOW, Talk

from bot.library.library import Library
from corpus.store.chats.tallies import Event, Quoted

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
