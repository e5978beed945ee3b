"""Fixtures for the tests of the servers themselves, which may start and stop them."""

import pytest


@pytest.fixture(autouse=True)
def no_processes():
    """Allow processes."""
