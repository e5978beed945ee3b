import errno
import stat
from contextlib import closing
from pathlib import Path

import pytest
from copies import MOMENTS, articles, fail, fails_on_a_full_disk, names, numbers, setting, write
from damage import flipped, miscounted
from fake_telegram import NOW
from filelock import FileLock
from ships import article, fill, found

from bot.upkeep.backup import back_up
from bot.upkeep.restore import kept_name, restore
from corpus.store.database.schema import SCHEMA_VERSION
from corpus.store.store import Store
from corpus.store.subscriptions import Followed


def test_a_restored_copy_is_the_same(db, copy):
    fill(db, 1, 2, 3)
    with closing(Store(db)) as store:
        store.add(article(4, collection="chat:7"))
        store.remove(article(2).id)
        feed = Followed("library", "https://courier.example/rss", "Courier", "e", None, NOW, 0)
        store.subscriptions.follow(feed)
        feeds = store.subscriptions.feeds("library")
    before = articles(db)
    assert back_up(db, copy) == 3
    fill(db, 5, 6)
    assert restore(copy, db) == 3
    assert articles(db) == before
    assert [(one.collection, one.number) for one in before] == [
        ("library", 1),
        ("library", 3),
        ("chat:7", 1),
    ]
    fill(db, 7)
    with closing(Store(db)) as store:
        assert store.subscriptions.feeds("library") == feeds
        assert store.article(article(7).id).number == 4  # 2 is not given again


@pytest.mark.parametrize("place", ["quotewire.db", "link.db", "other.db", "quotewire.db-wal"])
def test_the_database_is_not_replaced_by_its_copy(run, db, place):
    fill(db, 1)
    (db.parent / "link.db").symlink_to(db)
    (db.parent / "other.db").hardlink_to(db)
    refused = run("backup", db.parent / place, "--force")
    assert refused.exit_code == 2
    assert refused.stderr.endswith(": is the database itself\n")
    assert run("restore", db.parent / place, "--force").exit_code == 2
    assert numbers(db) == [1]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_full_disk_leaves_the_database(run, db, copy, monkeypatch, moment):
    fill(db, 1)
    back_up(db, copy)
    fill(db, 2)
    before = names(db.parent)
    fails_on_a_full_disk(run, monkeypatch, moment, "restore", copy, db)
    assert names(db.parent) == before
    assert numbers(db) == [1, 2]
    assert setting(db, "journal_mode") == "wal"


def test_a_copy_can_be_restored_without_a_database(run, db, copy, monkeypatch):
    fill(db, 1, 2)
    back_up(db, copy)
    other = db.parent / "new" / "quotewire.db"
    monkeypatch.setenv("QUOTEWIRE_DB", str(other))
    assert run("restore", copy).stdout == f"Restored 2 articles to {other}\n"
    assert names(other.parent) == ["quotewire.db"]
    assert setting(other, "journal_mode") == "wal"  # readers do not wait for a writer
    assert numbers(other) == [1, 2]
    assert numbers(copy) == [1, 2]


def test_the_replaced_database_is_kept(run, db, copy):
    fill(db, 1, 2)
    back_up(db, copy)
    fill(db, 3)
    db.chmod(0o640)
    refused = run("restore", copy)
    assert refused.exit_code == 2
    assert refused.stderr.startswith(f"quotewire: {db}: already exists; use --force to replace it")
    first, second = kept_name(db), Path(f"{db}.before-restore-2")
    result = run("restore", copy, "--force")
    assert result.stdout == (
        f"Restored 2 articles to {db}; the old database is {db}.before-restore\n"
    )
    assert stat.S_IMODE(db.stat().st_mode) == 0o640
    run("restore", copy, "--force")
    assert (numbers(db), numbers(first), numbers(second)) == ([1, 2], [1, 2, 3], [1, 2])
    assert run("restore", first, "--force").exit_code == 0
    assert numbers(db) == [1, 2, 3]


def test_the_index_is_rebuilt_after_a_restore(db, copy):
    fill(db, *range(1, 6))
    back_up(db, copy)
    fill(db, *range(6, 11))
    assert found(db) == list(range(1, 11))
    restore(copy, db)
    assert not Path(f"{db}.index").exists()
    assert found(db) == list(range(1, 6))


def test_a_damaged_database_is_replaced_and_kept_with_its_log(db, copy):
    fill(db, 1)
    back_up(db, copy)
    whole = db.read_bytes()
    damaged = b"?" * len(whole)
    db.write_bytes(damaged)
    log = Path(f"{db}-wal")
    log.write_bytes(b"what the log holds")
    Path(f"{db}-shm").write_bytes(b"")
    restore(copy, db)
    assert numbers(db) == [1]
    assert Path(f"{db}.before-restore").read_bytes() == damaged
    assert Path(f"{db}.before-restore-wal").read_bytes() == b"what the log holds"


def test_without_hard_links_the_replaced_database_is_copied(db, copy, monkeypatch):
    fill(db, 1)
    back_up(db, copy)
    fill(db, 2)
    monkeypatch.setattr(Path, "hardlink_to", fail)
    restore(copy, db)
    assert (numbers(db), numbers(Path(f"{db}.before-restore"))) == ([1], [1, 2])


def test_a_linked_database_is_replaced_in_its_own_folder(db, copy, tmp_path):
    real = tmp_path / "disk" / "real.db"
    fill(real, 1)
    db.symlink_to(real)
    back_up(db, copy)
    fill(db, 2)
    restore(copy, db)
    assert db.is_symlink()
    assert numbers(real) == [1]
    assert numbers(Path(f"{real}.before-restore")) == [1, 2]


def test_a_copy_is_restored_with_its_log(db, copy):
    with closing(Store(db)) as store:
        store.database.overwrite_log()
        store.add(article(1))
        copy.write_bytes(db.read_bytes())
        Path(f"{copy}-wal").write_bytes(Path(f"{db}-wal").read_bytes())
    fill(db, 2)
    assert restore(copy, db) == 1


def test_a_running_bot_prevents_a_restore(run, db, copy):
    fill(db, 1)
    back_up(db, copy)
    fill(db, 2)
    Path(f"{db}.index").mkdir()
    with FileLock(f"{db}.index/lock"):
        result = run("restore", copy, "--force")
    assert result.exit_code == 2
    assert result.stderr == (
        f"quotewire: {db}: is in use by a running bot or another command; stop it first\n"
    )
    assert numbers(db) == [1, 2]


def test_an_open_database_is_not_replaced(run, db, copy):
    fill(db, 1)
    back_up(db, copy)
    with closing(Store(db)) as store:
        store.add(article(2))
        result = run("restore", copy, "--force")
        assert (result.exit_code, "is in use by" in result.stderr) == (2, True)
        store.add(article(3))
    assert numbers(db) == [1, 2, 3]
    assert not kept_name(db).exists()
    assert not Path(f"{db}.index").exists()


def cut_short(copy):
    copy.write_bytes(copy.read_bytes()[:-8192])


UNUSABLE = {
    "missing": (Path.unlink, "does not exist"),
    "a folder": (lambda copy: (copy.unlink(), copy.mkdir()), "is not a file"),
    "empty": (lambda copy: copy.write_bytes(b""), "is not a Quotewire database"),
    "text": (lambda copy: copy.write_text("a" * 5000), "is not a Quotewire database"),
    "foreign": (lambda copy: write(copy, "PRAGMA application_id = 7"), "is not a Quotewire "),
    "newer": (
        lambda copy: write(copy, f"PRAGMA user_version = {SCHEMA_VERSION + 1}"),
        "was written by a newer version of Quotewire",
    ),
    "without its tables": (lambda copy: write(copy, "DROP VIEW current"), "cannot be used: no s"),
    "cut short": (cut_short, "is damaged"),
    "flipped": (flipped, "is damaged"),
    "miscounted": (miscounted, "is damaged"),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_an_unusable_copy_is_refused(run, db, copy, kind):
    fill(db, *range(1, 40))
    back_up(db, copy)
    spoil, reason = UNUSABLE[kind]
    spoil(copy)
    before = names(db.parent)
    result = run("restore", copy, "--force")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"quotewire: {copy}: {reason}")
    assert result.stderr.count("\n") == 1
    assert names(db.parent) == before
    assert numbers(db) == list(range(1, 40))


# Back to version 6, whose table of feed items had addresses.
DOWNGRADE = [
    "DROP TABLE recent",
    "DROP TABLE answered",
    "DROP INDEX feed_due",
    "DROP INDEX page_due",
    *(f"DROP TABLE {table}" for table in ("tally", "quoted", "incident", "alert")),
    *(f"DROP TABLE {table}" for table in ("standing", "checked", "digest", "latest")),
    *(f"DROP TABLE {table}" for table in ("language", "introduced")),
    "ALTER TABLE unanswered DROP COLUMN reason",
    "DROP INDEX article_removed",
    "DROP INDEX feed_follower",
    "DROP INDEX same_text",
    "DROP INDEX page_at",
    *(f"ALTER TABLE inbox DROP COLUMN {column}" for column in ("crashes", "bot", "under_way")),
    "ALTER TABLE feed DROP COLUMN follower",
    "ALTER TABLE feed DROP COLUMN overflows",
    "ALTER TABLE item RENAME COLUMN hash TO url",
    *(
        f"ALTER TABLE article DROP COLUMN {column}"
        for column in ("updated", "headings", "apart", "edited")
    ),
    *(
        f"ALTER TABLE {table} DROP COLUMN {column}"
        for table in ("page", "feed")
        for column in ("failing", "error")
    ),
    "ALTER TABLE item DROP COLUMN failures",
    "ALTER TABLE item DROP COLUMN seen",
    "PRAGMA user_version = 6",
]


def test_a_copy_of_an_older_version_is_upgraded_without_changing_the_file(db, copy):
    fill(db, 1)
    back_up(db, copy)
    write(copy, *DOWNGRADE)
    old = copy.read_bytes()
    assert restore(copy, db) == 1
    assert copy.read_bytes() == old
    assert setting(db, "user_version") == SCHEMA_VERSION


def test_an_unreadable_copy_is_named(run, db, copy, monkeypatch):
    fill(db, 1)
    back_up(db, copy)

    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refuse)
        result = run("restore", copy, "--force")
    assert result.stderr == f"quotewire: {copy}: cannot be read: Permission denied\n"
    assert numbers(db) == [1]


def test_a_folder_that_cannot_be_created_is_named(run, db, copy, monkeypatch):
    fill(db, 1)
    back_up(db, copy)
    monkeypatch.setenv("QUOTEWIRE_DB", str(copy / "quotewire.db"))
    result = run("restore", copy)
    assert result.exit_code == 2
    assert result.stderr.endswith("quotewire.db: cannot be written: Not a directory\n")


def test_a_database_of_a_newer_version_is_replaced_and_kept(db, copy):
    fill(db, 1)
    back_up(db, copy)
    fill(db, 2)
    write(db, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    newer = db.read_bytes()
    restore(copy, db)
    assert numbers(db) == [1]
    assert Path(f"{db}.before-restore").read_bytes() == newer
