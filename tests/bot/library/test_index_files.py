import json
from contextlib import closing

import pytest
from filelock import FileLock
from ships import fill, found

from bot.library import index_files, index_updater
from bot.library.index_folder import MANIFEST, SUFFIX
from bot.library.library import Library
from corpus.store.store import Store
from retrieval.array_file import ArrayFileError
from retrieval.index.segment_file import read_segment

pytestmark = pytest.mark.usefixtures("small_segments")


def files(path):
    return sorted(path.with_name("quotewire.db.index").glob(f"*{SUFFIX}"))


@pytest.mark.parametrize("writes", [True, False])
def test_the_library_knows_whether_its_index_is_on_disk(path, writes):
    fill(path, *range(12))
    with closing(Store(path)) as store, closing(Library(store, writes=writes)) as library:
        library.prepare()
        assert library.opens_fast is writes


def test_a_process_that_may_not_write_still_finds_everything(path):
    fill(path, *range(12))
    assert found(path, writes=False) == list(range(12))
    assert not path.with_name("quotewire.db.index").exists()


def test_a_small_tail_is_written_at_the_end(path, monkeypatch):
    fill(path, 1)
    assert found(path) == [1]
    monkeypatch.setattr(index_updater, "entry", None)  # no article is read again
    assert found(path) == [1]
    assert len(files(path)) == 1


def test_the_index_is_used_again(path, monkeypatch):
    fill(path, *range(1, 11))
    assert found(path) == list(range(1, 11))
    assert 1 <= len(files(path)) <= 4
    monkeypatch.setattr(index_updater, "entry", None)  # indexing again would fail
    assert found(path) == list(range(1, 11))


def damage(kind, file):
    data = bytearray(file.read_bytes())
    if kind == "flipped":
        data[len(data) // 2] ^= 1
    elif kind == "cut":
        del data[-100:]
    elif kind == "of an older version":
        data[:8] = b"QWsegm5\n"  # without languages
    elif kind == "empty":
        data.clear()
    file.write_bytes(data)


@pytest.mark.parametrize("kind", ["flipped", "cut", "empty", "of an older version"])
def test_a_damaged_segment_is_detected_and_rebuilt(path, kind, caplog):
    fill(path, *range(1, 11))
    found(path)
    damage(kind, files(path)[0])
    with pytest.raises(ArrayFileError):
        read_segment(files(path)[0])
    assert found(path) == list(range(1, 11))
    assert len(caplog.records) == 1
    assert "will be rebuilt" in caplog.text
    caplog.clear()
    assert found(path) == list(range(1, 11))
    assert caplog.text == ""


def test_an_index_of_an_older_analysis_is_told_and_made_anew(path, monkeypatch, caplog):
    fill(path, *range(1, 11))
    found(path)
    manifest = files(path)[0].with_name(MANIFEST)
    contents = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**contents, "analysis": contents["analysis"] - 1}))
    assert found(path) == list(range(1, 11))
    (record,) = caplog.records
    assert record.getMessage().endswith("another version of Quotewire wrote it")
    monkeypatch.setattr(index_updater, "entry", None)  # it is not made again
    assert found(path) == list(range(1, 11))


def test_every_changed_bit_is_detected(path):
    fill(path, *range(1, 5))
    found(path)
    file = files(path)[0]
    data = file.read_bytes()
    for at in range(0, len(data), 97):
        file.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        with pytest.raises((ArrayFileError, ValueError)):
            read_segment(file)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 99}'])
def test_an_invalid_manifest_is_rebuilt(path, text):
    fill(path, *range(1, 11))
    found(path)
    files(path)[0].with_name(MANIFEST).write_text(text)
    assert found(path) == list(range(1, 11))


@pytest.mark.parametrize("removed", [["a"], {"a": 1}, [99_999_999], [-99], [1.5], 7])
def test_a_manifest_with_impossible_positions_is_rebuilt(path, removed):
    fill(path, *range(1, 11))
    found(path)
    manifest = files(path)[0].with_name(MANIFEST)
    content = json.loads(manifest.read_text())
    content["segments"][0][1] = removed
    manifest.write_text(json.dumps(content))
    assert found(path) == list(range(1, 11))


def test_a_missing_segment_is_rebuilt(path):
    fill(path, *range(1, 11))
    found(path)
    files(path)[0].unlink()
    assert found(path) == list(range(1, 11))


def test_the_index_stays_in_memory_if_its_folder_cannot_be_created(path, caplog):
    path.with_name("quotewire.db.index").write_text("in the way")
    fill(path, *range(1, 11))
    assert found(path) == list(range(1, 11))
    assert "it is kept in memory only" in caplog.text


def test_a_full_disk_loses_nothing(path, monkeypatch, caplog):
    def full(*_):
        raise OSError(28, "No space left on device")

    fill(path, *range(1, 11))
    monkeypatch.setattr(index_files, "write_segment", full)
    assert found(path) == list(range(1, 11))
    assert "No space left on device" in caplog.text
    monkeypatch.undo()
    assert found(path) == list(range(1, 11))


def test_a_process_without_the_lock_answers_and_writes_nothing(path):
    fill(path, *range(1, 11))
    found(path)
    before = files(path)
    with FileLock(before[0].with_name("lock")):
        fill(path, *range(11, 20))
        assert found(path) == list(range(1, 20))
        assert files(path) == before
