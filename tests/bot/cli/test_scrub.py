from contextlib import closing

from ships import article

from corpus.store.store import Store


def test_a_file_is_rewritten_without_what_was_deleted(run, db):
    with closing(Store(db)) as store:
        added = [store.add(article(number)).article for number in range(200)]
        for one in added[1:]:
            store.remove(one.id)
    size = db.stat().st_size
    result = run("scrub")
    assert (result.exit_code, result.output) == (0, f"Rewrote {db}.\n")
    assert db.stat().st_size < size
    with closing(Store(db)) as store:
        assert len(store.positions()) == 1
