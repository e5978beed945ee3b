"""What a thread knows of the engine while it feeds it."""

from contextlib import closing
from threading import Event

from patience import PATIENCE
from starting import wait_until

from bot.library.assembly.engine_health import EngineHealth
from bot.library.opensearch.client import Address
from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.feeding import feeding_thread
from bot.library.opensearch.feeding.feeder import Feeder
from bot.library.opensearch.feeding.feeding_thread import FeedingThread
from bot.library.progress import no_progress


def test_the_health_of_the_engine_is_known_while_it_is_fed_for_long(tmp_path, monkeypatch):
    is_feeding, may_end = Event(), Event()

    def feed(_):
        is_feeding.set()
        may_end.wait()

    now = [EngineHealth.GREEN]
    monkeypatch.setattr(Feeder, "feed", feed)
    monkeypatch.setattr(feeding_thread, "LOOK", 0.01)
    monkeypatch.setattr(feeding_thread, "cluster_health", lambda _: now[0])
    monkeypatch.setattr(feeding_thread, "count_sentences", lambda *_: 0)
    address = Address(["http://127.0.0.1:9"])
    with closing(FeedingThread(tmp_path / "quotewire.db", address, no_progress)) as thread:
        try:
            assert is_feeding.wait(PATIENCE)
            for health in (EngineHealth.RED, EngineHealth.UNREACHABLE, EngineHealth.GREEN):
                now[0] = health
                wait_until(lambda: thread.health == now[0], PATIENCE, lambda: "not seen")
        finally:
            may_end.set()


def test_the_health_is_known_again_whatever_has_happened_to_the_look_at_it(tmp_path, monkeypatch):
    failures = [RuntimeError("anything"), EngineError("cannot be used")]

    def health(_):
        if failures:
            raise failures.pop()
        return EngineHealth.GREEN

    monkeypatch.setattr(Feeder, "feed", lambda _: None)
    monkeypatch.setattr(feeding_thread, "LOOK", 0.01)
    monkeypatch.setattr(feeding_thread, "cluster_health", health)
    monkeypatch.setattr(feeding_thread, "count_sentences", lambda *_: 0)
    address = Address(["http://127.0.0.1:9"])
    with closing(FeedingThread(tmp_path / "quotewire.db", address, no_progress)) as thread:
        wait_until(lambda: thread.health == EngineHealth.GREEN, PATIENCE, lambda: "not seen")
