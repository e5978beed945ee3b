import json
import mmap

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval import array_file
from retrieval.array_file import ALIGNED, ArrayFileError, is_cut, read_arrays, write_arrays

MAGIC = b"TEST001\n"
ARRAYS = {
    "numbers": np.arange(5, dtype=np.int64),
    "none": np.empty(0, np.float32),
    "letters": np.frombuffer(b"words", np.uint8),
    "floats": np.array([0.5, -0.25], np.float32),
}
KINDS = ["<i8", "<i4", "|i1", "|u1", "<u8", "<f4", "<f8"]

reuses_folder = settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "some.arrays"
    write_arrays(path, MAGIC, ARRAYS, ["what", "it is"])
    return path


def contents(file):
    """The table of contents, and the bytes after it."""
    data = file.read_bytes()
    end = len(MAGIC) + 16 + int.from_bytes(data[len(MAGIC) : len(MAGIC) + 8], "little")
    return json.loads(data[len(MAGIC) + 16 : end]), data[end:]


def checksum(head):
    """The sum of all 64-bit words, as in a file written by hand."""
    words = (int.from_bytes(head[at : at + 8], "little") for at in range(0, len(head), 8))
    return (sum(words) % 2**64).to_bytes(8, "little")


def forge(file, head, rest):
    """Replace the table of contents by any bytes, with the right checksum."""
    size = len(head).to_bytes(8, "little")
    file.write_bytes(MAGIC + size + checksum(head) + head + rest)


def is_refused(file):
    try:
        read_arrays(file, MAGIC)
    except ArrayFileError as error:
        assert str(error).startswith(file.name)
        return True
    return False


def test_arrays_are_read_as_they_were_written(file):
    found = read_arrays(file, MAGIC)
    assert found.about == ["what", "it is"]
    assert found.arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(found.arrays[name], array, strict=True)


@reuses_folder
@given(st.dictionaries(st.text(), st.tuples(st.sampled_from(KINDS), st.binary(max_size=200))))
def test_any_arrays_are_read_as_they_were_written(tmp_path, wanted):
    arrays = {
        name: np.frombuffer(data[: len(data) // 8 * 8], kind)
        for name, (kind, data) in wanted.items()
    }
    write_arrays(tmp_path / "any", MAGIC, arrays, None)
    found = read_arrays(tmp_path / "any", MAGIC).arrays
    assert {name: one.tobytes() for name, one in found.items()} == {
        name: one.tobytes() for name, one in arrays.items()
    }
    assert all(found[name].dtype == one.dtype for name, one in arrays.items())


def test_a_file_cut_anywhere_is_refused(file):
    data = file.read_bytes()
    for size in range(len(data)):
        file.write_bytes(data[:size])
        assert is_refused(file), size


def test_a_file_with_more_after_its_end_is_refused(file):
    file.write_bytes(file.read_bytes() + b"\0" * ALIGNED)
    assert is_refused(file)


def test_a_changed_bit_is_noticed_in_every_byte(file):
    data = file.read_bytes()
    for at in range(len(data)):
        file.write_bytes(data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :])
        assert is_refused(file), at


def test_a_file_of_another_kind_is_refused(file):
    with pytest.raises(ArrayFileError, match="kind or version"):
        read_arrays(file, b"TEST002\n")


@pytest.mark.parametrize("size", [2**26, 2**26 + 1, 2**63, 2**64 - 1])
def test_a_head_larger_than_the_file_is_never_read(file, size, monkeypatch):
    data = file.read_bytes()
    file.write_bytes(MAGIC + size.to_bytes(8, "little") + data[len(MAGIC) + 8 :])
    monkeypatch.setattr(array_file, "_sum_of", None)  # what was read would be summed
    assert is_refused(file)


@pytest.mark.parametrize(
    "head",
    [
        b"[" * 10**5, b'{"a":' * 10**5, b"", b"\xff\xfe", b"{", b"[]", b"1", b"null", b"{}",
        b'"x"', b"9" * 5000, b'{"arrays": {}, "about": 1}',
        b'{"arrays": [], "about": 1, "bytes": 0}',
        b'{"arrays": {}, "about": 1, "bytes": "0"}', b'{"arrays": {}, "about": 1, "bytes": 1e999}',
        b'{"arrays": {"a": 1}, "about": 1, "bytes": 0}', b'{"arrays": {}, "bytes": 0}',
        b'{"arrays": {"a": {}}, "about": 1, "bytes": 0}',
        b'{"arrays": {}, "about": 1, "bytes": 64}', b'{"arrays": {}, "about": 1, "bytes": -64}',
    ],
    ids=range(20),
)  # fmt: skip
def test_a_head_that_makes_no_sense_is_refused(file, head):
    forge(file, head, b"")
    assert is_refused(file)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("count", -1), ("count", 2**40), ("count", 2**70), ("count", 2.0), ("count", True),
        ("count", None), ("count", "5"), ("at", -64), ("at", 1), ("at", 2**40), ("at", 2**70),
        ("at", 64.0), ("at", None), ("kind", "O"), ("kind", "|O"), ("kind", "|V8"), ("kind", "U5"),
        ("kind", "<M8[s]"), ("kind", "<f1"), ("kind", "<i16"), ("kind", "i8,i8"), ("kind", ""),
        ("kind", 8), ("kind", ["<i8"]), ("kind", None), ("kind", "<i8\n"), ("sum", "x"),
    ],
)  # fmt: skip
def test_an_impossible_array_is_refused(file, field, value):
    head, rest = contents(file)
    head["arrays"]["numbers"][field] = value
    forge(file, json.dumps(head).encode(), rest)
    assert is_refused(file)


@reuses_folder
@given(data=st.data())
def test_no_head_raises_another_error(tmp_path, data):
    file = tmp_path / "some.arrays"
    write_arrays(file, MAGIC, ARRAYS, None)
    head, rest = contents(file)
    scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text())
    anything = st.recursive(
        scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
    where = data.draw(st.sampled_from([head, head["arrays"], *head["arrays"].values()]))
    where[data.draw(st.sampled_from(sorted(where)))] = data.draw(anything)
    forge(file, json.dumps(head).encode(), rest)
    is_refused(file)


def test_a_file_cut_while_it_is_read_is_refused(file, monkeypatch):
    real = mmap.mmap

    def cut(*values, **options):
        file.write_bytes(file.read_bytes()[:-ALIGNED])
        return real(*values, **options)

    monkeypatch.setattr(mmap, "mmap", cut)
    assert is_refused(file)


def test_a_file_cut_later_is_noticed_before_it_is_read(file):
    mapped = read_arrays(file, MAGIC).file
    assert not is_cut(mapped)
    with file.open("r+b") as opened:
        opened.truncate(ALIGNED)
    assert is_cut(mapped)
    assert not is_cut(None)


def test_nothing_is_left_of_a_file_that_cannot_be_written(tmp_path, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(array_file.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_arrays(tmp_path / "some.arrays", MAGIC, ARRAYS, None)
    assert list(tmp_path.iterdir()) == []
