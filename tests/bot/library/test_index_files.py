from contextlib import closing

import pytest
from filelock import FileLock
from ships import fill, found

from bot.library import index_files, index_updater
from bot.library.index_files import MANIFEST, SUFFIX
from bot.library.library import Library
from corpus.store.store import Store
from retrieval.index import index as index_module
from retrieval.index.index import Index
from retrieval.index.segment_file import SegmentError, read_segment


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Segments after a few sentences."""
    monkeypatch.setattr(index_module, "TAIL", 6)
    monkeypatch.setattr(Index.unsettled, "__defaults__", (6,))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "quotewire.db"


def files(path):
    return sorted(path.with_name("quotewire.db.index").glob(f"*{SUFFIX}"))


@pytest.mark.parametrize("writes", [True, False])
def test_it_is_known_whether_the_index_is_on_disk(path, writes):
    fill(path, *range(12))
    with closing(Store(path)) as store, closing(Library(store, writes=writes)) as library:
        library.prepare()
        assert library.opens_fast is writes


def test_who_is_not_to_write_finds_all_the_same(path):
    fill(path, *range(12))
    assert found(path, writes=False) == list(range(12))
    assert not path.with_name("quotewire.db.index").exists()


def test_what_is_too_little_for_a_segment_is_kept_at_the_end_too(path, monkeypatch):
    fill(path, 1)
    assert found(path) == [1]
    monkeypatch.setattr(index_updater, "entry", None)  # no article is read again
    assert found(path) == [1]
    assert len(files(path)) == 1


def test_what_was_indexed_is_used_again(path, monkeypatch):
    fill(path, *range(1, 11))
    assert found(path) == list(range(1, 11))
    assert 1 <= len(files(path)) <= 4
    monkeypatch.setattr(index_updater, "entry", None)  # it would fail
    assert found(path) == list(range(1, 11))


def damage(kind, one):
    data = bytearray(one.read_bytes())
    if kind == "flipped":
        data[len(data) // 2] ^= 1
    elif kind == "cut":
        del data[-100:]
    elif kind == "empty":
        data.clear()
    one.write_bytes(data)


@pytest.mark.parametrize("kind", ["flipped", "cut", "empty"])
def test_a_damaged_file_is_noticed_and_made_anew(path, kind, caplog):
    fill(path, *range(1, 11))
    found(path)
    damage(kind, files(path)[0])
    with pytest.raises(SegmentError):
        read_segment(files(path)[0])
    assert found(path) == list(range(1, 11))
    assert len(caplog.records) == 1
    assert "will be rebuilt" in caplog.text
    caplog.clear()
    assert found(path) == list(range(1, 11))
    assert caplog.text == ""


def test_every_changed_bit_is_noticed(path):
    fill(path, *range(1, 5))
    found(path)
    one = files(path)[0]
    data = one.read_bytes()
    for at in range(0, len(data), 97):
        one.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        with pytest.raises((SegmentError, ValueError)):
            read_segment(one)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 99}'])
def test_a_manifest_that_makes_no_sense_is_made_anew(path, text):
    fill(path, *range(1, 11))
    found(path)
    files(path)[0].with_name(MANIFEST).write_text(text)
    assert found(path) == list(range(1, 11))


def test_a_missing_file_is_made_anew(path):
    fill(path, *range(1, 11))
    found(path)
    files(path)[0].unlink()
    assert found(path) == list(range(1, 11))


def test_a_folder_that_cannot_be_made_leaves_the_index_in_memory(path, caplog):
    path.with_name("quotewire.db.index").write_text("in the way")
    fill(path, *range(1, 11))
    assert found(path) == list(range(1, 11))
    assert "it is kept in memory only" in caplog.text


def test_a_full_disk_costs_nothing_but_time(path, monkeypatch, caplog):
    def full(*_):
        raise OSError(28, "No space left on device")

    fill(path, *range(1, 11))
    monkeypatch.setattr(index_files, "write_segment", full)
    assert found(path) == list(range(1, 11))
    assert "No space left on device" in caplog.text
    monkeypatch.undo()
    assert found(path) == list(range(1, 11))


def test_a_second_process_answers_though_it_may_not_write(path):
    fill(path, *range(1, 11))
    found(path)
    before = files(path)
    with FileLock(before[0].with_name("lock")):
        fill(path, *range(11, 20))
        assert found(path) == list(range(1, 20))
        assert files(path) == before
