import io
import zipfile

import pytest
from files import archive
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.formats import archives
from corpus.formats.archives import is_archive, unpack


def test_files_are_sorted_and_prefixed_with_the_archives_name():
    data = archive(b_txt="two", a_txt="one")
    assert is_archive(data)
    assert list(unpack(data, "n.zip")) == [("n.zip/a.txt", b"one"), ("n.zip/b.txt", b"two")]


def test_an_archive_that_would_unpack_to_too_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1024**2)
    bomb = archive(a_txt=b"0" * 2 * 1024**2)
    assert len(bomb) < 10_000
    with pytest.raises(CorpusError, match=r"^n\.zip: unpacks to more than 1 MB$"):
        list(unpack(bomb, "n.zip"))


def test_an_archive_that_understates_its_sizes_is_refused():
    data = archive(a_txt=b"0" * 5000)
    lying = data.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(CorpusError, match="damaged"):
        list(unpack(lying, "n.zip"))


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_FILES", 1)
    with pytest.raises(CorpusError, match="more than 1 files"):
        list(unpack(archive(a_txt="", b_txt=""), "n.zip"))


def test_an_encrypted_archive_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "one")
        packed.filelist[0].flag_bits |= archives.ENCRYPTED
    with pytest.raises(CorpusError, match="is encrypted"):
        list(unpack(out.getvalue(), "n.zip"))


@given(st.binary(max_size=200), st.integers(0, 150))
def test_a_damaged_archive_yields_files_or_a_one_line_error(garbage, place):
    data = archive(a_txt="one", b_txt="two")
    try:
        list(unpack(data[:place] + garbage + data[place:], "n.zip"))
    except CorpusError as error:
        assert "\n" not in str(error)
