import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.formats.decoding import MAX_BYTES, decode_page, decode_text

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


CZECH = "Správce přístavu Kořínek řekl, že střecha již léta zatéká a že oprava začne v úterý."
RUSSIAN = "Совет города в понедельник проголосовал за закрытие старого паромного терминала."
POUNDS = "<p>The council paid £4.2 million – twice the “estimate” – for the quay.</p>"


def test_the_encoding_that_a_server_declares_goes_over_what_the_page_says():
    page = '<meta charset="windows-1251"><p>' + CZECH
    assert decode_page(page.encode("iso8859-2"), "page", "ISO-8859-2") == page


def test_a_byte_order_mark_goes_over_both():
    page = '<meta charset="windows-1251"><p>' + CZECH
    assert decode_page(codecs.BOM_UTF8 + page.encode(), "page", "iso-8859-2") == page


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "ascii"])
def test_a_page_in_latin_1_is_read_as_windows_1252(label):
    page = f'<meta charset="{label}">' + POUNDS
    assert decode_page(page.encode("cp1252"), "page") == page


@pytest.mark.parametrize("language", ["en", "en-GB", "de"])
def test_a_page_without_a_declaration_has_the_encoding_usual_in_its_language(language):
    page = f'<html lang="{language}"><p>The council paid £4.2 million.'
    assert decode_page(page.encode("cp1252"), "page") == page


@pytest.mark.parametrize(
    ("language", "encoding", "words"),
    [
        ("cs", "cp1250", CZECH),
        ("cs", "iso8859-2", CZECH),
        ("ru", "cp1251", RUSSIAN),
        ("ru", "koi8-r", RUSSIAN),
        ("tr", "cp1254", "Belediye meclisi eski iskelenin kapatılmasına karar verdi."),
        ("ja", "euc_jp", "市議会は月曜日に古い港の閉鎖を決めた。"),
        ("zh-TW", "big5", "市議會星期一決定關閉舊碼頭。"),
    ],
)
def test_the_encoding_is_guessed_with_the_language(language, encoding, words):
    page = f'<html lang="{language}"><p>{words}</p></html>'
    assert decode_page(page.encode(encoding), "page") == page


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251", "shift_jis", "bogus", None])
def test_a_declaration_that_utf_8_contradicts_is_passed_over(charset):
    page = "<p>" + CZECH
    assert decode_page(page.encode(), "page", charset) == page


def test_a_declaration_that_does_not_fit_is_passed_over():
    page = '<html lang="ru"><p>' + RUSSIAN
    assert decode_page(page.encode("cp1251"), "page", "utf-8") == page


def test_one_damaged_character_does_not_change_the_encoding():
    data = POUNDS.encode() + b"<p>A cut teaser\xe2\x80"
    assert decode_page(data, "page") == POUNDS + "<p>A cut teaser\ufffd"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_page_in_utf_16_needs_no_mark(encoding):
    page = '<html><meta charset="utf-16"><p>' + CZECH
    assert decode_page(page.encode(encoding), "page") == page


def test_a_text_is_read_in_the_encoding_that_its_server_declares():
    assert decode_text(CZECH.encode("iso8859-2"), "page.txt", "iso-8859-2") == CZECH


def test_a_text_declared_as_utf_16_may_have_nul_bytes():
    assert decode_text(CZECH.encode("utf-16-le"), "page.txt", "utf-16le") == CZECH


@given(st.binary(max_size=200), st.sampled_from([None, "gbk", "utf-16", "latin1", "iso-2022-jp"]))
def test_any_page_is_decoded_or_refused_in_one_line(data, charset):
    try:
        assert isinstance(decode_page(data, "page", charset), str)
    except CorpusError as error:
        assert "\n" not in str(error)
