"""The files of vectors, and what happens if they are damaged, missing or cannot be written."""

import json
from contextlib import closing

import pytest
from kept_vectors import blocks_of, expected_vectors, opened, vectors_in
from meaning import FakeMeaning
from ships import article, fill, found

from bot.library import index_files, index_updater
from bot.library.index_folder import MANIFEST, SUFFIX, VECTORS
from bot.library.vectors import vector_blocks
from corpus.store.store import Store
from retrieval.meaning.vectors import Block

pytestmark = pytest.mark.usefixtures("small_segments")


@pytest.fixture
def stored(path, monkeypatch):
    """A database whose vectors are in two files, of three and of two articles."""
    for numbers in ((1, 2, 3), (4, 5)):
        fill(path, *numbers)
        with opened(path, FakeMeaning()):
            pass
    monkeypatch.setattr(index_updater, "entry", None)  # the segments must stay usable
    return path


def folder(path):
    return path.with_name("quotewire.db.index")


def files(path, suffix=VECTORS):
    """Return the files, the smallest ones first."""
    return sorted(folder(path).glob(f"*{suffix}"), key=lambda file: file.stat().st_size)


def encoded_again(path):
    """Return the number of sentences that the next library encodes, after checking the result."""
    meaning = FakeMeaning()
    with opened(path, meaning) as library:
        assert vectors_in(library) == expected_vectors(library.store)
    with opened(path, again := FakeMeaning()) as library:
        assert vectors_in(library) == expected_vectors(library.store)
    assert again.encoded == []
    return len(meaning.encoded)


def swap(file):
    """Put a segment in the place of vectors."""
    file.write_bytes(next(file.parent.glob(f"*{SUFFIX}")).read_bytes())


def flip(file):
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


DAMAGE = {
    "flipped": flip,
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-100]),
    "empty": lambda file: file.write_bytes(b""),
    "a segment": swap,
    "missing": lambda file: file.unlink(),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_only_the_articles_of_a_damaged_file_get_new_vectors(stored, kind, caplog):
    DAMAGE[kind](files(stored)[0])
    assert encoded_again(stored) == 4
    (message,) = caplog.messages
    assert message.startswith("Vectors cannot be used and will be made again: ")


@pytest.mark.parametrize("kind", ["flipped", "cut", "missing"])
def test_a_damaged_segment_does_not_cost_the_vectors(stored, monkeypatch, kind, caplog):
    monkeypatch.undo()
    DAMAGE[kind](files(stored, SUFFIX)[0])
    assert encoded_again(stored) == 0
    (message,) = caplog.messages
    assert message.startswith("The index cannot be used and will be rebuilt: ")
    assert found(stored) == [1, 2, 3, 4, 5]


def test_a_new_analysis_does_not_cost_the_vectors(stored, monkeypatch):
    monkeypatch.undo()
    manifest = folder(stored) / MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"analysis": 0}))
    assert encoded_again(stored) == 0


def test_vectors_in_the_place_of_a_segment_are_not_read_as_one(stored, monkeypatch):
    monkeypatch.undo()
    files(stored, SUFFIX)[0].write_bytes(files(stored)[0].read_bytes())
    assert encoded_again(stored) == 0
    assert found(stored) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("removed", [["a"], {"a": 1}, [99], [-1], [1.5], [[0]], 7])
def test_impossible_positions_in_the_manifest_cost_only_that_file(stored, removed):
    manifest = folder(stored) / MANIFEST
    content = json.loads(manifest.read_text())
    content["vectors"][1][1] = removed
    manifest.write_text(json.dumps(content))
    assert encoded_again(stored) == 4


@pytest.mark.parametrize("vectors", [7, [7], [["x"]], [["../manifest.json", []]], {"a": 1}, None])
def test_a_manifest_with_nonsense_about_vectors_is_survived(stored, monkeypatch, vectors):
    monkeypatch.undo()
    manifest = folder(stored) / MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"vectors": vectors}))
    assert encoded_again(stored) == 10
    assert found(stored) == [1, 2, 3, 4, 5]


def test_a_file_listed_twice_counts_once(stored):
    manifest = folder(stored) / MANIFEST
    content = json.loads(manifest.read_text())
    content["vectors"] *= 2
    manifest.write_text(json.dumps(content))
    assert encoded_again(stored) == 0


def test_a_manifest_of_an_older_version_has_no_vectors(stored):
    manifest = folder(stored) / MANIFEST
    content = json.loads(manifest.read_text())
    del content["vectors"], content["model"]
    manifest.write_text(json.dumps(content))
    assert encoded_again(stored) == 10
    assert len(files(stored)) == 1


def test_vectors_cut_short_while_they_are_in_use_are_made_again(stored, monkeypatch, caplog):
    lost = []
    monkeypatch.setattr(Block, "is_cut", property(lambda one: one in lost))
    meaning = FakeMeaning()
    with opened(stored, meaning) as library:
        lost += list(blocks_of(library))[:1]
        library.sources()
        assert vectors_in(library) == expected_vectors(library.store)
    assert len(meaning.encoded) == 6
    assert caplog.messages[0].startswith("A file of vectors was cut short")
    assert encoded_again(stored) == 0


def test_a_full_disk_costs_only_what_could_not_be_written(stored, monkeypatch, caplog):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.undo()
    meaning = FakeMeaning()
    with opened(stored, meaning) as library:
        with monkeypatch.context() as patched:
            patched.setattr(index_files, "write_block", full)
            library.store.add(article(6))
            library.sources()
            assert vectors_in(library) == expected_vectors(library.store)
        library.store.add(article(7))
        library.sources()
        assert len(meaning.encoded) == 4
    assert "No space left on device" in caplog.text
    assert encoded_again(stored) == 0  # it was written at the end


def test_files_that_the_process_before_has_deleted_are_written_again(stored, monkeypatch):
    monkeypatch.undo()
    with opened(stored, FakeMeaning()) as library:
        for file in files(stored):
            file.unlink()
        library.store.remove(article(2).id)
        library.scrub()
        library.sources()
    assert encoded_again(stored) == 0


def test_few_files_remain_and_each_row_is_written_few_times(path, monkeypatch):
    written = []

    def counting(path, block, version, write=index_files.write_block):
        written.append(block.size)
        write(path, block, version)

    monkeypatch.setattr(index_files, "write_block", counting)
    with closing(Store(path)) as store:
        for number in range(1, 61):
            store.add(article(number))
            with opened(path, FakeMeaning()):
                assert len(files(path)) <= vector_blocks.MOST_SMALL + 1
    assert sum(written) < 6 * 120
    assert encoded_again(path) == 0


def test_no_file_is_merged_beyond_a_limit(path, monkeypatch):
    monkeypatch.setattr(vector_blocks, "LARGEST", 20)
    for number in range(1, 50):
        fill(path, number)
        with opened(path, FakeMeaning()) as library:
            assert max(block.size for block in blocks_of(library)) <= 20
    assert len(files(path)) <= 49 * 2 / 10 + vector_blocks.MOST_SMALL + 1
    assert encoded_again(path) == 0


def test_no_file_survives_that_nothing_uses(stored):
    (folder(stored) / "0123.vectors").write_bytes(b"left behind")
    (folder(stored) / "4567.new").write_bytes(b"left behind")
    with opened(stored, FakeMeaning()) as library:
        library.store.remove(article(1).id)
        library.scrub()
        library.sources()
    assert {file.name for file in files(stored)} == {
        name for name, _ in json.loads((folder(stored) / MANIFEST).read_text())["vectors"]
    }
    assert not list(folder(stored).glob("*.new"))
