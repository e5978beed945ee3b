import pytest

from corpus.web import fair_share
from corpus.web.fair_share import PERIOD, FairShare, Used


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets."""
    time = [0.0]
    monkeypatch.setattr(fair_share, "monotonic", lambda: time[0])
    return time


def test_work_counts_for_each_party():
    share = FairShare()
    share.record(("chat", "user"), Used(2.0, 10))
    share.record(("chat",), Used(1.0, 5))
    assert share.used("chat") == Used(3.0, 15)
    assert share.used("user") == Used(2.0, 10)
    assert share.used("nobody") == Used()


def test_a_party_named_twice_is_charged_once():
    share = FairShare()
    share.record((7, 7), Used(2.0))  # a private chat has its user's number
    assert share.used(7) == Used(2.0)


def test_old_work_is_forgotten(clock):
    share = FairShare()
    share.record(("chat",), Used(2.0))
    clock[0] = PERIOD / 2
    share.record(("chat",), Used(3.0))
    clock[0] = PERIOD
    assert share.used("chat") == Used(3.0)
    clock[0] = 2 * PERIOD
    assert share.used("chat") == Used()


def test_many_parties_do_not_fill_the_memory(clock, monkeypatch):
    monkeypatch.setattr(fair_share, "MOST_PARTIES", 3)
    share = FairShare()
    for party in range(5):
        clock[0] = float(party)
        share.record((party,), Used(1.0))
    assert [share.used(party).seconds for party in range(5)] == [0, 0, 1, 1, 1]
    clock[0] = 2 * PERIOD
    share.record(("new",), Used(1.0))
    assert share.used(4) == Used()
