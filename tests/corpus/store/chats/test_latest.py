import pytest

from corpus.store.chats.latest import LONGEST, MOST_TOPICS, Latest, Seen


@pytest.fixture
def latest(store):
    return Latest(store.database)


def test_a_chat_has_seen_what_it_was_shown_for_each_topic(latest):
    assert latest.seen_before(7, "", 1) is None
    latest.see(7, "", 1, Seen(5, 100))
    assert latest.seen_before(7, "", 2) == Seen(5, 100)
    assert latest.seen_before(7, "ferries", 2) is None
    assert latest.seen_before(8, "", 2) is None


def test_a_message_that_is_handled_twice_is_answered_alike(latest):
    latest.see(7, "", 1, Seen(5, 100))
    assert latest.seen_before(7, "", 1) is None
    latest.see(7, "", 2, Seen(9, 200))
    latest.see(7, "", 2, Seen(9, 201))
    assert latest.seen_before(7, "", 2) == Seen(5, 100)
    assert latest.seen_before(7, "", 3) == Seen(9, 201)


def test_the_words_of_a_topic_are_not_stored(file_store):
    latest = Latest(file_store.database)
    latest.see(7, "Secret ferries", 1, Seen(5, 100))
    assert latest.seen_before(7, "secret  FERRIES", 2) == Seen(5, 100)
    file_store.erase_deleted()
    assert b"ferries" not in file_store.path.read_bytes()


def test_old_topics_are_forgotten(latest):
    for number in range(MOST_TOPICS + 1):
        latest.see(7, f"topic {number}", number, Seen(5, 100 + number))
    assert latest.seen_before(7, "topic 0", 99) is None
    assert latest.seen_before(7, "topic 1", 99) == Seen(5, 101)
    latest.prune(102 + LONGEST)
    assert latest.seen_before(7, "topic 1", 99) is None
    assert latest.seen_before(7, "topic 2", 99) == Seen(5, 102)


def test_what_was_seen_is_forgotten_with_the_chat_and_when_it_moves(store, latest):
    for chat in (-7, 8, 9):
        latest.see(chat, "", 1, Seen(5, 100))
    store.move("-7", "-100")
    store.forget("8")
    assert latest.seen_before(-7, "", 2) is latest.seen_before(-100, "", 2) is None
    assert latest.seen_before(8, "", 2) is None
    assert latest.seen_before(9, "", 2) == Seen(5, 100)
