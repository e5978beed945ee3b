import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.charsets import AS_NAMED, declared_in_page, known_encoding


@pytest.mark.parametrize("label", ["iso-8859-1", "ISO_8859-1", "latin1", "us-ascii", " cp1252 "])
def test_latin_1_means_windows_1252_as_in_browsers(label):
    assert known_encoding(label) == "cp1252"


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("UTF8", "utf-8"),
        ("x-sjis", "cp932"),
        ("Shift_JIS", "cp932"),
        ("gb2312", "gb18030"),
        ("x-gbk", "gb18030"),
        ("ks_c_5601-1987", "cp949"),
        ("big5", "big5hkscs"),
        ("iso-8859-9", "cp1254"),
        ("win-1251", "cp1251"),
        ("x-cp1251", "cp1251"),
        ("iso-8859-8-i", "iso8859-8"),
        ("koi8_r", "koi8-r"),
    ],
)
def test_labels_are_read_as_browsers_read_them(label, encoding):
    assert known_encoding(label) == encoding


@pytest.mark.parametrize("label", ["", "utf-7", "rot13", "hex", "idna", "cp037", "none", "a\0b"])
def test_a_label_that_browsers_do_not_know_is_none(label):
    assert known_encoding(label) is None


def test_every_known_encoding_decodes():
    assert all(b"a".ljust(4).decode(encoding) for encoding in AS_NAMED)


@pytest.mark.parametrize(
    "page",
    [
        b'<html><head><meta charset="windows-1251">',
        b"<meta charset = windows-1251 />",
        b"<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=windows-1251'>",
        b'<?xml version="1.0" encoding="windows-1251"?><html>',
        b'<?xml version="1.0" encoding="utf-8"?><meta charset="windows-1251">',
    ],
)
def test_a_page_declares_its_encoding(page):
    assert declared_in_page(page) == "windows-1251"


def test_a_readable_declaration_of_utf_16_stands_for_utf_8():
    assert declared_in_page(b'<meta charset="utf-16">') == "utf-8"


@given(st.binary(max_size=200))
def test_any_bytes_can_be_searched_for_a_declaration(data):
    label = declared_in_page(b"<meta " + data + b" charset=")
    assert label is None or label.isascii()
