from stored import article

from corpus.store.changes import NO_CHANGE


def test_changes_list_the_changed_positions(store, monkeypatch):
    start, _ = store.changes(NO_CHANGE)
    store.add(article("It rained."))
    store.add(article("It snowed."))
    last, changed = store.changes(start)
    assert changed == store.positions()
    store.remove(article("It rained.").id)
    assert store.changes(last)[1] == changed[:1]
    monkeypatch.setattr("corpus.store.changes.MOST_CHANGES", 1)
    store.add(article("It hailed."))
    assert store.changes(start)[1] is None
