from pathlib import Path

import numpy as np
import pytest
from meaning import matrix, vector

from retrieval.array_file import ArrayFileError, write_arrays
from retrieval.meaning.meaning import DIMENSIONS
from retrieval.meaning.vector_file import MAGIC, read_block, write_block
from retrieval.meaning.vectors import Block, Vectors, block_of

ARTICLES = {
    7: ["The ferry left port", "Tickets cost six euros"],
    9: [],
    8: ["The bridge is closed"],
}


@pytest.fixture
def block():
    return block_of({key: matrix(texts) for key, texts in ARTICLES.items()})


@pytest.fixture
def file(tmp_path):
    return tmp_path / "some.vectors"


def own(block):
    vectors = Vectors()
    vectors.add(block)
    places = [(7, 0), (7, 1), (8, 0)]
    return vectors.similarity(vector("the ferry"), places).own.tolist()


def test_vectors_are_read_as_they_were_written(file, block):
    write_block(file, block, "model")
    found = read_block(file, "model")
    assert own(found) == own(block)
    assert found.keys.tolist() == [7, 9, 8]
    assert not found.is_cut


def test_no_articles_are_a_valid_file(file):
    write_block(file, block_of({}), "model")
    assert read_block(file, "model").size == 0


def test_a_sentence_takes_392_bytes(file):
    block = block_of({1: matrix(["the ferry"] * 1000)})
    write_block(file, block, "model")
    assert 392_000 < file.stat().st_size < 393_000


@pytest.mark.parametrize("version", ["model 2", "", "Model"])
def test_vectors_of_another_model_are_refused(file, block, version):
    write_block(file, block, "model")
    with pytest.raises(ArrayFileError, match="another model"):
        read_block(file, version)


@pytest.mark.parametrize("about", [None, ["model"], 1, {}])
def test_vectors_of_no_model_are_refused(file, block, about):
    write_arrays(file, MAGIC, block.arrays, about)
    with pytest.raises(ArrayFileError, match="another model"):
        read_block(file, "model")


def test_a_cut_file_is_noticed(file, block):
    write_block(file, block, "model")
    found = read_block(file, "model")
    with file.open("r+b") as opened:
        opened.truncate(64)
    assert found.is_cut


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("keys", [7, 9]),
        ("keys", [7, 9, 7]),
        ("keys", [7, 9, 8, 10]),
        ("starts", []),
        ("starts", [0]),
        ("starts", [0, 2, 2]),
        ("starts", [0, 3, 2, 3]),
        ("starts", [0, 2, 2, 4]),
        ("starts", [0, 2, 2, 2]),
        ("starts", [1, 2, 2, 3]),
        ("starts", [-1, 2, 2, 3]),
        ("numbers", [1] * (3 * DIMENSIONS - 1)),
        ("numbers", [1] * (2 * DIMENSIONS)),
        ("numbers", []),
        ("scales", [1, 1]),
        ("scales", [1, 1, -1]),
        ("scales", [1, 0, 1]),
        ("scales", [1, np.nan, 1]),
        ("scales", [1, np.inf, 1]),
        ("scales", [1, 3e38, 1]),
        ("lengths", [1, 1, 1, 1]),
        ("lengths", [1, 1, -1]),
        ("lengths", [0, 1, 1]),
        ("lengths", [1, 1, np.nan]),
        ("lengths", [1, 1, 3]),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(file, block, name, array):
    write_arrays(
        file, MAGIC, {**block.arrays, name: np.array(array, dict(Block.KINDS)[name])}, "model"
    )
    with pytest.raises(ArrayFileError, match="damaged"):
        read_block(file, "model")


@pytest.mark.parametrize("name", [name for name, _ in Block.KINDS])
def test_missing_arrays_are_refused(file, block, name):
    arrays = {other: array for other, array in block.arrays.items() if other != name}
    write_arrays(file, MAGIC, arrays, "model")
    with pytest.raises(ArrayFileError, match="damaged"):
        read_block(file, "model")


@pytest.mark.parametrize("name", [name for name, _ in Block.KINDS])
def test_arrays_of_other_numbers_are_refused(file, block, name):
    other = np.float64 if name in ("scales", "lengths") else np.int32
    write_arrays(file, MAGIC, {**block.arrays, name: block.arrays[name].astype(other)}, "model")
    with pytest.raises(ArrayFileError, match="damaged"):
        read_block(file, "model")


def memory_of(file):
    """How many bytes of a mapped file are in this process's memory."""
    lines = iter(Path("/proc/self/smaps").read_text().splitlines())
    found = (
        next(one for one in lines if one.startswith("Rss:")) for line in lines if file.name in line
    )
    return sum(int(one.split()[1]) * 1024 for one in found)


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="only Linux tells")
def test_what_was_read_does_not_stay_in_memory(file):
    random = np.random.default_rng(1)
    rows = 20_000
    some = random.standard_normal((rows, DIMENSIONS), np.float32)
    some /= np.linalg.norm(some, axis=1, keepdims=True)
    write_block(file, block_of({1: some}), "model")
    block = read_block(file, "model")
    assert block.numbers.any(axis=1).all()
    assert memory_of(file) > rows * DIMENSIONS
    vectors = Vectors()
    vectors.add(block)
    places = [(1, number) for number in range(0, rows, 50)]
    first = vectors.similarity(vector("the ferry"), places).mixed
    assert memory_of(file) < rows * DIMENSIONS / 10
    assert (vectors.similarity(vector("the ferry"), places).mixed == first).all()
