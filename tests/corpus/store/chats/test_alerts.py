from contextlib import closing
from datetime import UTC, datetime, timedelta

from corpus.store.store import Store

NOON = datetime(2025, 3, 5, 12, tzinfo=UTC)


def test_what_was_told_is_known_after_a_restart(location):
    with closing(Store(location)) as store:
        store.alerts.note({"disk": "The disk is nearly full.", "inbox": "It is stuck."}, [], NOON)
    with closing(Store(location)) as store:
        store.alerts.note({}, ["inbox"], NOON + timedelta(hours=1))
        assert store.alerts.told() == {"disk": "The disk is nearly full."}
        assert store.alerts.sent(NOON) == [NOON, NOON + timedelta(hours=1)]


def test_messages_are_counted_for_a_day(store):
    store.alerts.note({}, [], NOON)
    late = NOON + timedelta(days=1)
    assert store.alerts.sent(late - timedelta(seconds=1)) == [NOON]
    assert store.alerts.sent(late) == []
    store.alerts.note({}, [], late)
    assert store.alerts.sent(NOON) == [late]
