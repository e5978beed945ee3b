from contextlib import closing

import pytest

from corpus.store.store import Store


@pytest.fixture(scope="session")
def databases(postgresql):
    """Makes new databases on a PostgreSQL server, with the tables."""
    template = postgresql.create()
    Store(postgresql.url(template)).close()
    return lambda: postgresql.create(template)


@pytest.fixture(params=["SQLite", "PostgreSQL"], scope="session")
def engine(request):
    """Each kind of database; for PostgreSQL, what makes new ones."""
    # Only here, so that the tests of SQLite need no server.
    return None if request.param == "SQLite" else request.getfixturevalue("databases")


@pytest.fixture
def location(engine, tmp_path, request):
    """Where the store of a test is, in each kind of database."""
    if engine is None:
        yield tmp_path / "quotewire.db"
        return
    server = request.getfixturevalue("postgresql")
    name = engine()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def file_store(tmp_path):
    """A store in a file, for what is true of SQLite alone."""
    with closing(Store(tmp_path / "quotewire.db")) as opened:
        yield opened


@pytest.fixture
def store(location):
    with closing(Store(location)) as opened:
        yield opened
