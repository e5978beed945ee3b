import pytest

from corpus.store.chats.digests import Digest, Digests

DAILY = Digest(7, None, 480, None, due=1000, position=3, since=500)


@pytest.fixture
def digests(store):
    return Digests(store.database)


def test_a_chat_has_one_digest(digests):
    digests.put(DAILY)
    weekly = DAILY._replace(weekday=0, thread=4)
    digests.put(weekly)
    assert digests.of_chat(7) == weekly
    assert digests.of_chat(8) is None
    assert digests.end(7)
    assert not digests.end(7)


def test_digests_are_due_in_the_order_of_their_times(digests):
    later = DAILY._replace(chat=-8, due=1001)
    for one in (later, DAILY, DAILY._replace(chat=9, due=1002)):
        digests.put(one)
    assert digests.due(1001) == [DAILY, later]


def test_a_digest_that_was_set_again_is_not_overwritten(digests):
    digests.put(DAILY)
    sent = DAILY._replace(due=2000, position=5, since=1000)
    assert digests.change(DAILY, sent)
    assert not digests.change(DAILY, sent)
    assert digests.of_chat(7) == sent


def test_a_digest_is_forgotten_and_moved_with_its_chat(store, digests):
    digests.put(DAILY._replace(chat=-7))
    store.move("-7", "-100")
    assert digests.of_chat(-100) == DAILY._replace(chat=-100)
    store.forget("-100")
    assert digests.of_chat(-100) is None
