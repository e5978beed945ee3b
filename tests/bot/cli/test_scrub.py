from contextlib import closing

import pytest
from ships import article

from bot.upkeep import scrubbing
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


def test_what_the_engine_keeps_for_a_copy_is_not_said_to_be_removed(run, db, monkeypatch):
    class Engine:
        alias = "news"

        def __init__(self, _):
            pass

        def request(self, method, *_, **__):
            lease = {"id": "a copy that is away", "retaining_seq_no": 7}
            shard = {
                "routing": {"primary": True},
                "seq_no": {"max_seq_no": 9},
                "retention_leases": {"leases": [lease]},
            }
            return {"indices": {"news-1-1": {"shards": {"0": [shard]}}}} if method == "GET" else {}

        def close(self):
            pass

    assert not db.exists()
    monkeypatch.setattr(scrubbing, "COPIES_KNOWN", 0.0)
    monkeypatch.setattr("bot.library.opensearch.client.Engine", Engine)
    monkeypatch.setenv("QUOTEWIRE_SEARCH", "http://127.0.0.1:1")
    result = run("scrub")
    assert result.exit_code == 2
    assert result.stderr.startswith("quotewire: OpenSearch: keeps deleted sentences for a copy")


@pytest.mark.parametrize("full", [True, False])
def test_a_server_and_the_engine_are_told_to_remove_what_was_deleted(
    full, run, monkeypatch, postgresql_url
):
    asked = []

    class Engine:
        alias = "news"

        def __init__(self, address):
            assert address.urls == ("http://127.0.0.1:1",)

        def request(self, method, path, *_, **__):
            asked.append(f"{method} {path}")
            return {"indices": {}}

        def close(self):
            asked.append("closed")

    monkeypatch.setattr("bot.library.opensearch.client.Engine", Engine)
    monkeypatch.setenv("QUOTEWIRE_DB", postgresql_url)
    monkeypatch.setenv("QUOTEWIRE_SEARCH", "http://127.0.0.1:1")
    result = run("scrub", *(["--full"] if full else []))
    assert result.exit_code == 0, result.output
    database, engine = result.output.splitlines()
    assert database.startswith("Rewrote " if full else "Freed ")
    assert "not-to-be-shown" not in result.output
    assert engine.startswith("Merged the segments")
    assert "POST /news/_forcemerge" in asked
    assert asked[-1] == "closed"
