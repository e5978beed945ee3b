import pytest


@pytest.fixture
def location(tmp_path):
    """Where the store of a test is: in a file, unless the test itself makes a database."""
    return tmp_path / "quotewire.db"
