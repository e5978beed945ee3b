import pytest


@pytest.fixture(autouse=True)
def read_here(read_here):
    """Read the files of every conversation in this process."""
