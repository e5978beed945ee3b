"""Fixtures for the tests of the servers themselves, which may start and stop them."""

import pytest


@pytest.fixture(autouse=True)
def no_processes():
    """Allow processes."""


@pytest.fixture(scope="module")  # it ends with the tests of the only file that uses it
def secured_node(tmp_path_factory):
    from certificates import Authority  # few tests need them
    from secured import Secured

    with Secured(Authority(tmp_path_factory.mktemp("authority"))) as node:
        yield node.start()


@pytest.fixture
def secured(secured_node):
    """An OpenSearch of one node with TLS and users, without any index of ours."""
    yield secured_node
    secured_node.clear()
