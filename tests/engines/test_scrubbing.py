"""What is left on the servers' disks of what was deleted."""

from contextlib import closing

from patience import PATIENCE
from ships import article
from starting import wait_until

from bot.library.opensearch.client import Address, Engine
from bot.upkeep.scrubbing import scrub_database, scrub_engine
from corpus.reading import read_article
from corpus.store.store import Store

WORD = b"Zyxwvutania"


def files_with(folder, word):
    """The files below a folder that contain a word."""
    return [path for path in folder.rglob("*") if path.is_file() and word in path.read_bytes()]


def test_postgresql_keeps_nothing_of_deleted_texts_in_its_tables(postgresql, postgresql_url):
    tables = postgresql.data / "base"
    with closing(Store(postgresql_url)) as store:
        for number in range(3):
            store.add(article(number))
        told = read_article(f"{WORD.decode()} left the harbour.".encode(), "3.txt")
        added = store.add(told).article
        postgresql.execute("CHECKPOINT")
        assert files_with(tables, WORD)
        store.remove(added.id)
        assert scrub_database(store.database, full=True).startswith("Rewrote 2")
        postgresql.execute("CHECKPOINT")
        assert files_with(tables, WORD) == []
        assert len(store.positions()) == 3


def test_postgresql_frees_the_space_of_deleted_rows(postgresql_url):
    dead = "SELECT n_dead_tup, n_live_tup FROM pg_stat_user_tables WHERE relname = 'article'"
    with closing(Store(postgresql_url)) as store:
        store.remove(store.add(article(1)).article.id)
        said = scrub_database(store.database, full=False)
        assert said.startswith("Freed the space of deleted rows in 2")
        assert "not-to-be-shown" not in said
        with store.database.reading() as connection:
            wait_until(
                lambda: tuple(connection.execute(dead).fetchone()) == (0, 0),
                PATIENCE,
                lambda: "dead rows are left",
            )


def test_the_engine_keeps_no_deleted_document(opensearch):
    with closing(Engine(Address(opensearch.urls))) as engine:
        assert scrub_engine(engine) == "The search engine has no index."
        opensearch.call("PUT", "/quotewire", {"settings": {"number_of_replicas": 0}})
        for number in range(20):
            opensearch.call("PUT", f"/quotewire/_doc/{number}", {"words": "ferry"})
        opensearch.call("POST", "/quotewire/_refresh")
        opensearch.call("DELETE", "/quotewire/_doc/7?refresh=true")
        assert scrub_engine(engine).startswith("Merged the segments ")
        docs = opensearch.call("GET", "/quotewire/_stats/docs")["_all"]["primaries"]["docs"]
        assert (docs["count"], docs["deleted"]) == (19, 0)
