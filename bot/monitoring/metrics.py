"""What the bot counts of itself, for Prometheus."""

from collections.abc import Callable, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SPACE = "quotewire"  # which every name begins with
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0)


class Metrics:
    """Counters since the start; nothing in them tells who asked or what."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.questions = self._counter(
            "questions", "Questions by what became of them", ["outcome"]
        )
        self.seconds = Histogram(
            "answer_seconds",
            "From a question's turn until its answer was sent",
            namespace=SPACE,
            registry=self._registry,
            buckets=SECONDS,
        )
        self.sends = self._counter("sends", "Messages that Telegram took")
        self.retries = self._counter("retries", "Messages that Telegram asked to send later")
        self.refused = self._counter("refused", "Requests beyond a quota")
        self.errors = self._counter("errors", "Updates that could not be answered")

    def watch(self, name: str, what: str, value: Callable[[], float]) -> None:
        """Tell a value as it is at each look."""
        Gauge(name, what, namespace=SPACE, registry=self._registry).set_function(value)

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self._registry)

    def _counter(self, name: str, what: str, labels: Sequence[str] = ()) -> Counter:
        return Counter(name, what, labels, namespace=SPACE, registry=self._registry)
