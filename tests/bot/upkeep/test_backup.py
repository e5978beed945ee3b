import errno
import os
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from copies import MOMENTS, fails_on_a_full_disk, names, numbers, setting
from damage import flipped
from ships import article, fill

from bot.updates.inbox import Inbox
from bot.upkeep.backup import back_up
from corpus.errors import CorpusError
from corpus.store.database.sqlite import SQLiteDatabase
from corpus.store.recent_answers import StoredAnswer
from corpus.store.store import Store

SECRET = "the-message-that-waits"


def test_a_copy_is_one_file_that_only_its_owner_can_read(db, copy):
    with closing(Store(db)) as store:  # open, so that much stands in the log beside the file
        store.add(article(1))
        assert back_up(db, copy) == 1
    assert names(copy.parent) == ["copy.db"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert copy.read_bytes()[18:20] == b"\1\1"  # no log is needed, says the file format
    assert setting(copy, "journal_mode") == "delete"
    assert numbers(copy) == [1]


def test_a_copy_made_during_writes_is_consistent(db, copy):
    fill(db, 0)
    stop = threading.Event()
    written = threading.Semaphore(0)

    def keep_writing():
        with closing(Store(db)) as store:
            for number in range(1, 2000):
                if stop.is_set():
                    return
                store.add(article(number))
                written.release()

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        counts = []
        for _ in range(10):
            written.acquire()
            copied = back_up(db, copy)
            assert numbers(copy) == list(range(1, copied + 1))
            assert setting(copy, "integrity_check") == "ok"
            counts.append(copied)
    finally:
        stop.set()
        writer.join()
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] <= len(numbers(db))


def test_waiting_messages_are_not_in_a_copy(db, copy):
    with closing(Store(db)) as store:
        store.add(article(1))
        body = {"update_id": 9, "message": {"text": SECRET * 1000}}
        Inbox(store.database).put([(1, body)])
        Inbox(store.database).put([(1, body | {"update_id": 10})])
        back_up(db, copy)
        assert len(Inbox(store.database).waiting()) == 2
    assert SECRET.encode() in db.read_bytes()
    assert SECRET.encode() not in copy.read_bytes()
    with closing(SQLiteDatabase(copy)) as database:
        assert Inbox(database).waiting() == []


def test_recent_answers_are_not_in_a_copy(db, copy):
    with closing(Store(db)) as store:
        store.add(article(1))
        answers = [StoredAnswer(time, 7, SECRET.encode() * 100) for time in range(1, 9)]
        store.recent_answers.store(answers)
        store.erase_deleted()
        assert SECRET.encode() in db.read_bytes()
        back_up(db, copy)
    assert SECRET.encode() not in copy.read_bytes()


def test_an_existing_copy_is_replaced_only_with_force(run, db, copy):
    fill(db, 1)
    assert run("backup", copy).stdout == f"Copied 1 article to {copy}\n"
    fill(db, 2)
    refused = run("backup", copy)
    assert (refused.exit_code, numbers(copy)) == (2, [1])
    assert refused.stderr == f"quotewire: {copy}: already exists; use --force to replace it\n"
    assert run("backup", copy, "--force").stdout == f"Copied 2 articles to {copy}\n"
    assert numbers(copy) == [1, 2]


def test_without_a_database_there_is_nothing_to_copy(run, db, copy):
    result = run("backup", copy)
    assert (result.exit_code, result.stderr) == (2, f"quotewire: {db}: does not exist\n")
    assert not db.exists()
    assert names(copy.parent) == []


def test_a_copy_needs_a_folder_and_a_name(run, db, tmp_path):
    fill(db, 1)
    missing = run("backup", tmp_path / "none" / "copy.db")
    assert missing.exit_code == 2
    assert missing.stderr.endswith("copy.db: cannot be written: No such file or directory\n")
    folder = run("backup", tmp_path, "--force")
    assert folder.stderr == f"quotewire: {tmp_path}: is a folder or a device; name a file\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_folder_is_named(run, db, copy):
    fill(db, 1)
    copy.parent.chmod(0o500)
    result = run("backup", copy)
    copy.parent.chmod(0o700)
    assert result.stderr == f"quotewire: {copy}: cannot be written: Permission denied\n"
    assert names(copy.parent) == []


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_full_disk_leaves_the_older_copy(run, db, copy, monkeypatch, moment):
    fill(db, 1)
    copy.write_bytes(b"the older copy")
    fill(db, *range(2, 200))
    fails_on_a_full_disk(run, monkeypatch, moment, "backup", copy, copy)
    assert names(copy.parent) == ["copy.db"]
    assert copy.read_bytes() == b"the older copy"
    assert len(numbers(db)) == 199


def test_a_damaged_database_does_not_replace_a_good_copy(db, copy):
    fill(db, *range(1, 40))
    back_up(db, copy)
    good = copy.read_bytes()
    flipped(db)
    with pytest.raises(CorpusError, match="is damaged") as caught:
        back_up(db, copy)
    assert caught.value.path == db
    assert copy.read_bytes() == good


def test_a_folder_that_may_not_be_searched_is_named(run, db, copy, monkeypatch):
    def refuse(_):
        raise PermissionError(errno.EACCES, "Permission denied")

    fill(db, 1)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "exists", refuse)
        result = run("backup", copy)
    assert result.stderr == f"quotewire: {copy}: cannot be opened: Permission denied\n"
