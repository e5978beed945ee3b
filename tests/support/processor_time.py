"""Processor time, as an ordinary machine would take it."""

from time import process_time

ORDINARY = 0.0075  # seconds that _known_work takes


def seconds_of(work):
    """Return how long some work takes; on a slow machine, less than it takes there."""
    before = _slowness()
    start = process_time()
    work()
    spent = process_time() - start
    return spent / max(1.0, before, _slowness())


def _slowness():
    start = process_time()
    _known_work()
    return (process_time() - start) / ORDINARY


def _known_work():
    sum(len(str(number)) for number in range(100_000))
