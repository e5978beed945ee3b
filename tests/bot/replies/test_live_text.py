from itertools import pairwise

import pytest
from hypothesis import given, settings
from live import LIVELY, live
from processor_time import seconds_of

from bot.replies.live_text import live_spans


def found(text):
    return [text[start:end] for start, end in live_spans(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ask @durov, not @gif.", ["@durov", "@gif"]),
        ("Send /start or (/stop@evil_bot)!", ["/start", "/stop@evil_bot"]),
        ("#tag #1st #ß$AAPL#a@durov", ["#tag", "#1st", "#ß$AAPL#a@durov"]),
        ("$AAPL and $1INCH", ["$AAPL", "$1INCH"]),
        ("Mail (bob+x@evil.com).", ["bob+x@evil.com"]),
        ("a@b.Com hello,bob@evil.com", ["a@b.Com", "hello,bob@evil.com"]),
        ("See evil.com, WWW.EVIL.ORG: пример.рф", ["evil.com", "WWW.EVIL.ORG", "пример.рф"]),
        ("xn--a.xn--p1ai 10.0.0.1:80/x", ["xn--a.xn--p1ai", "10.0.0.1:80/x"]),
        ("(see https://evil.example/(a)?b#c)", ["https://evil.example/(a)?b#c)"]),
        ("(https://evil.example) “evil.com/a”", ["https://evil.example", "evil.com/a"]),
        ("http://A, tg://x/y) ton://z", ["http://A", "tg://x/y)", "ton://z"]),
        ("Pay 4111 1111\t1111 1111 now", ["4111 1111\t1111 1111"]),
        ("Call +1 (212) 555-0123.", ["+1 (212) 555-0123"]),
        ("8 800 555-35-35", ["8 800 555-35-35"]),
        ("x:127.0.0.11 y.zz:1.2.3.4", ["127.0.0.11", "y.zz:1.2.3.4"]),
    ],
)
def test_what_telegram_makes_live_is_found(text, parts):
    assert found(text) == parts


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("x ev\u202eil.c\u202eom", "ev\u202eil.c\u202eom"),
        ("@du\u2028rov", "@du\u2028rov"),
        ("/st\r\nart", "/st"),
        ("bob\u0333@evil\u033f.com", "bob\u0333@evil\u033f.com"),
        ("#tag\u200e\u200e", "#tag\u200e"),
        ("e.c\u030aom\u202e", "e.c\u030aom"),
    ],
)
def test_what_telegram_deletes_hides_nothing(text, part):
    assert found(text) == [part]


@pytest.mark.parametrize(
    "text",
    [
        "It ended.The ferry sailed.", "The U.S. and e.g. Dr. A.B. Smith at 3 p.m.", "and/or, 24/7",
        "It rose by 3.5bn to US$5m, 1,250,000.50 in all", "The #1 of No.10", "mean...see ..and",
        "From 2025-03-21 to 10 000 000 people, +10 000", "a @ b # c / d $ e", "", "12:30",
        "C#, C++", "$Abc $TOOLONGNAME", "km/h", "3.14", "http", "://", "1.2.3",
    ],
)  # fmt: skip
def test_ordinary_text_is_left_alone(text):
    assert found(text) == []


@settings(max_examples=500)
@given(LIVELY)
def test_nothing_live_is_missed(text):
    spans = live_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one.end < other.start for one, other in pairwise(spans))
    for start, end in live(text):
        assert any(at <= start and end <= to for at, to in spans), text[start:end]


@pytest.mark.parametrize(
    "part",
    [
        "a.", "@", "/a", "a.bb/", "a@b.cc,", ",@a.bb", "1 ", " ", "(", "+1", "#1", "#a", "$A", "://",
        "a://", "a", "é", "http://", ")", "\u202e", "\u200e", ".aa", "a.bb:1", "a:1/", "x@", "1 (",
        "1.", "a-", "Aa.Aa", "a.b.", ",,,@",
    ],
)  # fmt: skip
def test_no_text_takes_long(part):
    text = part * (100_000 // len(part))
    assert seconds_of(lambda: live_spans(f"http://a.bb{text}a.bb")) < 1
    assert seconds_of(lambda: live_spans(f"1 {text}")) < 1
