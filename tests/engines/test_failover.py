"""A synchronous standby takes over while the store is written: nothing acknowledged is lost."""

from contextlib import closing
from threading import Event, Thread

from patience import PATIENCE
from ships import article
from starting import wait_until

from corpus.errors import DatabaseError
from corpus.store.store import Store


class Writer(Thread):
    """Adds articles, one after another, and remembers those that the store has acknowledged."""

    def __init__(self, url):
        super().__init__()
        self.acknowledged = []
        self.refused = []
        self.stopping = Event()
        self._url = url

    def run(self):
        with closing(Store(self._url, busy_seconds=1.0)) as store:
            while not self.stopping.is_set():
                number = len(self.acknowledged) + 1
                try:
                    store.add(article(number))
                except DatabaseError as error:  # added again: it may be there already
                    self.refused.append(error)
                    self.stopping.wait(0.05)
                else:
                    self.acknowledged.append(number)

    def wait_for(self, count):
        wait_until(
            lambda: len(self.acknowledged) >= count, PATIENCE, lambda: str(self.refused[-1:])
        )


def test_after_a_failover_all_that_was_acknowledged_is_there(postgresql_pair):
    url = postgresql_pair.url(postgresql_pair.primary.create())
    with closing(Store(url)) as reader:
        writer = Writer(url)
        writer.start()
        try:
            writer.wait_for(20)
            seen = len(reader.positions())
            postgresql_pair.primary.kill()
            postgresql_pair.standby.promote()
            postgresql_pair.standby.execute("ALTER SYSTEM RESET synchronous_standby_names")
            postgresql_pair.standby.execute("SELECT pg_reload_conf()")
            writer.wait_for(len(writer.acknowledged) + 20)
        finally:
            writer.stopping.set()
            writer.join()
        kept = list(reader.at(reader.positions()).values())  # on a connection made anew
    assert len(kept) >= seen
    assert [one.title for one in kept] == [str(number) for number in writer.acknowledged]
    assert [one.number for one in kept] == sorted(one.number for one in kept)
    assert "not-to-be-shown" not in "".join(map(str, writer.refused))
