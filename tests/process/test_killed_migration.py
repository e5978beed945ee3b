"""Copying a library to another database, killed at any moment."""

import signal
import subprocess
import sys
from contextlib import closing

import pytest
from every_table import contents, fill_every_table

from corpus.store.database.opening import open_database
from corpus.store.moving.copying import copy_all

# Kills itself after so many rows.
KILLED = """
import os, signal, sys
from corpus.store.database.opening import open_database
from corpus.store.moving import copying

copying.BATCH = 1

def report(done, _):
    if done == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

copying.copy_all(open_database(sys.argv[1]), open_database(sys.argv[2]), report)
"""


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_a_killed_copy_can_be_made_again_and_loses_nothing(kind, tmp_path, request):
    old = tmp_path / "old.db"
    server = kind == "PostgreSQL"
    new = request.getfixturevalue("postgresql_url") if server else tmp_path / "new.db"
    fill_every_table(old)
    before = contents(old)
    for rows in (1, 40, 60, 100):
        killed = subprocess.run([sys.executable, "-c", KILLED, old, new, str(rows)], check=False)
        assert killed.returncode == -signal.SIGKILL
    with closing(open_database(old)) as source, closing(open_database(new)) as destination:
        copy_all(source, destination, lambda *_: None)
    with closing(open_database(new)) as source, closing(open_database(tmp_path / "b")) as back:
        copy_all(source, back, lambda *_: None)
    assert contents(tmp_path / "b") == contents(old) == before
