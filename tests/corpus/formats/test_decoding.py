import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.formats.decoding import MAX_BYTES, decode_text

WORDS = "Le café de Zoë a été fermé mardi, après l'orage qui a frappé la côte près d'Évreux. " * 4


def refusal(data):
    with pytest.raises(CorpusError) as caught:
        decode_text(data, "page.txt")
    assert str(caught.value).startswith("page.txt: ")
    assert "\n" not in str(caught.value)
    return caught.value.reason


def test_utf_8_is_decoded():
    assert decode_text("Škoda 🚗 e\u0301 \u202e".encode(), "page.txt") == "Škoda 🚗 e\u0301 \u202e"


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_the_encoding_and_is_removed(bom, encoding):
    assert decode_text(bom + WORDS.encode(encoding), "page.txt") == WORDS


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "iso8859-15"])
def test_an_older_encoding_is_detected(encoding):
    assert decode_text(WORDS.encode(encoding), "page.txt") == WORDS


def test_cyrillic_in_an_older_encoding_is_detected():
    words = "Паром между островами отправился в понедельник утром с пассажирами на борту. " * 4
    assert decode_text(words.encode("cp1251"), "page.txt") == words


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_line_end_becomes_a_newline(end):
    assert decode_text(f"one{end}two{end}".encode(), "page.txt") == "one\ntwo\n"


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n ", codecs.BOM_UTF8])
def test_an_empty_file_is_refused(data):
    assert refusal(data) == "is empty"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04\x14\x00\x08\x00",
        b"Some text,\x00 then a NUL.",
        codecs.BOM_UTF16_LE + "a\0b".encode("utf-16-le"),
    ],
)
def test_a_binary_file_is_refused(data):
    assert "not a text file" in refusal(data)


def test_a_damaged_utf_16_file_is_refused():
    assert "damaged" in refusal(codecs.BOM_UTF16_LE + b"\x00\xd8a")


def test_an_error_about_a_large_file_names_the_limit():
    assert refusal(b"a" * (MAX_BYTES + 1)) == "is larger than the limit of 5 MB"


@given(st.binary(max_size=200))
def test_any_bytes_become_text_without_nul_or_a_one_line_error(data):
    try:
        text = decode_text(data, "page.txt")
    except CorpusError as error:
        assert str(error).startswith("page.txt: ")
    else:
        assert text.strip()
        assert "\0" not in text
        assert "\r" not in text
