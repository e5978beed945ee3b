"""Articles with harmful text, and checks that it does no harm."""

import re
from datetime import date

from any_articles import stretches
from fake_telegram import (
    PRIVATE,
    covered,
)
from hypothesis import strategies as st

from bot.delivery.entities import QUOTE_TYPES
from corpus.addresses import is_same_address
from corpus.article import Article, Span

HOSTILE = [
    "Storm", "a\n[9] Another, Post, 1 sentence", "a\r\nb", "\x1b[2J\x1b]0;title\x07", "\x9b31m",
    "\u202eelbaniretla", "\u2066a", "\u2067\u202b", "\u200e\u200f\u061c", "\u2028a\u2029b",
    "\x85\x0b\x0c", "\x00", "@channel", "/forget", "@QuotewireBot", "#tag", "*bold* _i_ `c` ||s||",
    "<b>a</b><a href='x'>y</a>", "[text](http://evil.example)", "&lt;&amp;", "javascript:alert(1)",
    "=cmd()|' /C calc'!A0", "x" * 3000, "😀" * 1500, "\u0301" * 300, "\u200d\u200b\ufeff", "مرحبا",
    "שלום (1)", "%s {0}", "", " ", "\t", "https://evil.example/", "\U000e0041\U000e007f", "٣",
    "│ a", "Ask @durov", "/transfer", "see evil.com/a or tg://evil", "bob@evil.com", "$AAPL",
    "ev\u202eil.c\u202eom", "4111 1111 1111 1111", "@a1234 " * 150,
]  # fmt: skip
ANY = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE), max_size=3).map(" ".join),
    st.text(max_size=20),
)
URLS = st.sampled_from(
    [
        "https://news.example/a", "HTTP://news.example/a", "http://a/[text](http://b)",
        "https://news.example/\u202emoc", "https://news.example/\x1b[2J", "http://a@b:99/#x?y",
        "https://news.example/" + "a" * 3000, "javascript:alert(1)", "javascript://http://a/",
        "tg://resolve?domain=x", "ftp://a/b", "https://", "http:///x", "/relative",
        "data:text/html,x",
        "https://a/ b", "https://a/\nb", "\nhttps://a/", " https://a/", "mailto:a@b", "", None,
    ]
)  # fmt: skip


@st.composite
def hostile_articles(draw):
    sentences = [one for one in draw(st.lists(ANY, max_size=5)) if one.strip()]
    sentences.insert(draw(st.integers(0, len(sentences))), "The vessel sank near Brevik.")
    spans, text = [], ""
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + draw(st.sampled_from(["\n", " ", "\n\n"]))
    return Article(
        text, draw(ANY), tuple(spans), source=draw(st.none() | ANY), author=draw(st.none() | ANY),
        url=draw(URLS), published=draw(st.sampled_from([None, date(2025, 3, 3), date(1, 1, 1)])),
        collection=str(PRIVATE["id"]),
    )  # fmt: skip


ISOLATED = re.compile("\u2068([^\u2066-\u2069\n]*)\u2069")  # a name, by the bot
TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
BREAKING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
COMMANDING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def check_quoting(text, marks, article):
    """Check that a message quotes and links the article, and shows no other text of it raw."""
    quotes = [mark for mark in marks if mark["type"] in QUOTE_TYPES]
    assert {covered(text, mark) for mark in quotes} <= stretches(article)
    for mark in marks:
        if mark["type"] == "text_link":
            assert is_same_address(mark["url"], article.url)
            assert re.match("https?://[^/]", mark["url"], re.IGNORECASE)
            assert re.fullmatch(
                r".*[^\s\u200b-\u200f\u2060\ufeff\u0301\u061c].*", covered(text, mark)
            )
        elif mark["type"] == "bold":
            start, end = mark["offset"], mark["offset"] + mark["length"]
            is_question = covered(text, mark) == text.partition("\n")[0]
            assert is_question or any(
                one["offset"] <= start and end <= one["offset"] + one["length"] for one in quotes
            )
        else:
            assert mark["type"] in (*QUOTE_TYPES, "code")
    beside = text.encode("utf-16-le")
    for quote in reversed(quotes):
        end = quote["offset"] + quote["length"]
        beside = beside[: 2 * quote["offset"]] + beside[2 * end :]
    beside = beside.decode("utf-16-le")
    beside = ISOLATED.sub(r"\1", beside)
    assert not TURNING.search(beside)
    assert not BREAKING.search(beside)
    lines = re.findall(r"(?m)^\[", beside)  # one citation a quote, or the one line of a list
    assert len(lines) <= max(1, len(quotes) + beside.count("too long to send"))
