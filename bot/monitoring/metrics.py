"""The bot's metrics, for Prometheus."""

from collections.abc import Callable, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

NAMESPACE = "quotewire"  # the prefix of every name
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0)


class Metrics:
    """Counters since the start; they reveal neither users nor questions."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.questions = self._counter("questions", "Questions by outcome", ["outcome"])
        self.feedback = self._counter(
            "feedback", "What readers said about answers, good or bad, or took back", ["kind"]
        )
        self.seconds = Histogram(
            "answer_seconds",
            "Time from starting on a question to sending its answer",
            namespace=NAMESPACE,
            registry=self._registry,
            buckets=SECONDS,
        )
        self.sends = self._counter("sends", "Messages sent")
        self.retries = self._counter(
            "retries", "Messages sent again because Telegram asked to wait"
        )
        self.refused = self._counter("refused", "Requests refused because of a quota")
        self.errors = self._counter("errors", "Updates that failed with an error")
        self.background_failures = self._counter(
            "background_failures", "Background jobs that failed and were started again", ["job"]
        )

    def watch(self, name: str, description: str, value: Callable[[], float]) -> None:
        """Add a gauge that calls ``value`` whenever the metrics are read."""
        Gauge(name, description, namespace=NAMESPACE, registry=self._registry).set_function(value)

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(self._registry)

    def _counter(self, name: str, description: str, labels: Sequence[str] = ()) -> Counter:
        return Counter(name, description, labels, namespace=NAMESPACE, registry=self._registry)
