"""An index that is built by several processes, or by one that is killed."""

import json

import pytest
from ships import fill, found

from bot.library import index_updater, parallel_build
from bot.library.index_files import IndexFiles
from bot.library.index_folder import MANIFEST, SUFFIX
from bot.library.progress import NoBar
from retrieval.index import index as index_module
from retrieval.index import packing
from retrieval.index.index import Index
from retrieval.index.segment_file import read_segment


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Make segments after a few sentences, and share out a few articles."""
    monkeypatch.setattr(index_module, "TAIL", 6)
    monkeypatch.setattr(Index.unsettled, "__defaults__", (6,))
    monkeypatch.setattr(index_updater, "MANY", 10)
    monkeypatch.setattr(parallel_build, "CHUNK", 4)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "quotewire.db"


def test_many_articles_are_read_by_several_processes(path):
    fill(path, *range(1, 15))
    assert found(path) == list(range(1, 15))
    folder = path.with_name("quotewire.db.index")
    assert len(list(folder.glob(f"*{SUFFIX}"))) == 1
    assert len(json.loads((folder / MANIFEST).read_text())["segments"]) == 1
    assert found(path) == list(range(1, 15))


def segments_in(path):
    folder = path.with_name("quotewire.db.index")
    names = [name for name, _ in json.loads((folder / MANIFEST).read_text())["segments"]]
    assert {file.name for file in folder.glob(f"*{SUFFIX}")} == set(names)
    return [read_segment(folder / name) for name in names]


def test_a_segment_of_many_articles_has_at_most_so_many_rows(path, monkeypatch):
    monkeypatch.setattr(packing, "MOST_ROWS", 18)
    fill(path, *range(1, 15))
    assert found(path) == list(range(1, 15))
    assert sorted(segment.size for segment in segments_in(path)) == [12, 16]
    assert found(path) == list(range(1, 15))


def test_a_larger_segment_from_before_is_still_used(path, monkeypatch):
    fill(path, *range(1, 15))
    found(path)
    (large,) = segments_in(path)
    monkeypatch.setattr(packing, "MOST_ROWS", 8)
    monkeypatch.setattr(index_module, "MOST_SEGMENTS", 1)
    for start in (15, 17):
        fill(path, start, start + 1)
        assert found(path) == list(range(1, start + 2))
    assert max(segment.size for segment in segments_in(path)) == large.size == 28


def test_articles_whose_index_file_cannot_be_written_are_found_nevertheless(
    path, monkeypatch, caplog
):
    def missing_folders(_):
        yield path.with_name("1.segment")
        while True:
            yield path.with_name("missing") / "2.segment"

    monkeypatch.setattr(IndexFiles, "new_paths", missing_folders)
    fill(path, *range(1, 15))
    assert found(path) == list(range(1, 15))
    assert "Cannot write an index file: No such file or directory" in caplog.text


def test_articles_read_before_a_kill_are_not_read_again(path, monkeypatch):
    monkeypatch.setattr(index_updater, "AT_ONCE", 1)
    fill(path, *range(1, 17))  # in files of as many each, whichever comes first
    counts = []

    class Killed(NoBar):
        def update(self, _=1):
            raise KeyboardInterrupt

    def progress(count):
        counts.append(count)
        return Killed() if len(counts) == 1 else NoBar()

    with pytest.raises(KeyboardInterrupt):
        found(path, progress=progress)
    assert found(path, progress=progress) == list(range(1, 17))
    assert counts[0] == 16
    assert counts[1] <= 12
    assert found(path, progress=progress) == list(range(1, 17))
    assert len(counts) == 2
