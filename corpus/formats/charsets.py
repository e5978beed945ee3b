"""Finds the encoding that a page or its server declares, as browsers understand its name."""

import codecs
import re
from collections.abc import Sequence

SNIFFED = 16 * 1024  # bytes searched for a declaration; browsers search 1 KB or the whole head
NAME = rb"\s{0,20}=\s{0,20}[\"']?\s{0,20}([A-Za-z][\w.:-]{1,40})"
META = re.compile(rb"<meta\b[^<>]{0,500}?\bcharset" + NAME, re.IGNORECASE)
XML = re.compile(rb"\s{0,100}<\?xml\b[^<>]{0,200}?\bencoding" + NAME, re.IGNORECASE)

# Python's encodings that pages may have, each with the one that browsers read it as. The names
# on the left are those of codecs.lookup. Source: WHATWG, Encoding Standard.
BROWSERS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
AS_NAMED = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be cp866 koi8-r koi8-u mac-roman mac-cyrillic cp874 cp932 "
    "cp949 gb18030 big5hkscs euc_jp iso2022_jp iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 "
    "iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 "
    "cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258".split()
)
UNKNOWN_TO_PYTHON = {
    "unicode-1-1-utf-8": "utf-8",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "gb_2312": "gb18030",
    "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "ks_c_5601-1989": "cp949",
    "iso-8859-8-i": "iso8859-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "dos-874": "cp874",
    "windows-874": "cp874",
    "windows-31j": "cp932",
    "iso88591": "cp1252",
    "latin-9": "iso8859-15",
    "unicode11utf8": "utf-8",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
}
PREFIX = re.compile(r"(?:x-cp|win-?|cp-|windows_)(?=\d)")


def known_encoding(label: str) -> str | None:
    """Python's name of the encoding that browsers use for a label; None if they do not know it."""
    name = PREFIX.sub("windows-", label.strip(" \t\"'").lower())
    try:
        found = codecs.lookup(UNKNOWN_TO_PYTHON.get(name, name)).name
    except (LookupError, ValueError):  # ValueError: a NUL character
        return None
    return BROWSERS.get(found, found if found in AS_NAMED else None)


def declared_in_page(data: bytes) -> str | None:
    """The label in the first ``<meta>`` that has one, or else in the XML declaration.

    As in browsers, "utf-16" stands for UTF-8: in UTF-16, this could not be read.
    """
    start = data[:SNIFFED]
    found = META.search(start) or XML.match(start)
    label = found.group(1).decode("ascii") if found else None
    return "utf-8" if label and label.lower().startswith("utf-16") else label


# What pages in a language are written in if they do not say; first the one that browsers assume.
# Source: WHATWG, HTML Standard, "encoding sniffing algorithm".
USUAL = {
    "ar fa": ("cp1256",),
    "be bg mk ru sr uk": ("cp1251", "koi8_r"),
    "cs hr hu pl ro sk sl": ("cp1250", "iso8859_2"),
    "el": ("cp1253",),
    "he": ("cp1255",),
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
    "lt lv et": ("cp1257",),
    "th": ("cp874",),
    "tr az": ("cp1254",),
    "vi": ("cp1258",),
    "zh": ("gb18030", "big5hkscs"),
    "da de en es fi fr is it nl no nb pt sv": ("cp1252",),
}
LANGUAGE = re.compile(rb"<html\b[^<>]{0,500}?\blang" + NAME, re.IGNORECASE)
WINDOWS = re.compile(rb"[\x80-\x9f]")  # letters or quotes in Windows, never used by ISO 8859


def usual_in_page(data: bytes) -> Sequence[str]:
    """The encodings that pages in this page's language usually have; empty if not known."""
    found = LANGUAGE.search(data[:SNIFFED])
    language = found.group(1).decode("ascii").lower() if found else ""
    if language.startswith(("zh-tw", "zh-hk", "zh-hant")):
        return ("big5hkscs", "gb18030")
    usual = next((usual for names, usual in USUAL.items() if language[:2] in names.split()), ())
    return usual if WINDOWS.search(data) else usual[::-1]
