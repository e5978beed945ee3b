"""What Telegram makes live in a text, by the rules that it documents, and what is left live."""

import re

from fake_telegram import utf16
from hypothesis import strategies as st

from bot.delivery.entities import QUOTE_TYPES
from bot.replies.commands import NAMES

WORD = "[A-Za-z0-9_]"
TLDS = "com|org|ru|zip|рф|xn--p1ai"
LIVE = [
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w)@{WORD}{{4,32}}(?!\w)",
        rf"(?<![\w/<>])/{WORD}{{1,64}}(?:@{WORD}{{3,32}})?(?![\w/<>@])",
        r"(?<!\w)#\w*[^\W\d_]\w*(?![\w#])",
        r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])",
        rf"(?<![\w.+@-]){WORD}+(?:[.+]{WORD}+)*@{WORD}+(?:\.{WORD}+)*\.(?:com|org)(?![\w.@~-])",
        r"(?:http|https|ftp)://[a-z0-9]+(?:\.[a-z]{2,9})+(?![\w.@~-])",
        r"(?:tg|ton)://[a-z0-9_-]+",
        rf"(?<![\w.@~/#-])[a-z0-9]+(?:\.[a-z0-9]+)*\.(?:{TLDS})(?![\w.@~-])",
        r"(?<![\w.@~/#+-])(?:[1-9][0-9]?\.){3}[1-9][0-9]?(?![\w.@~-])",
        r"(?<![\w.,+@~/#-])4111 1111 1111 1111(?![\w @-])",
        r"\+1-212-555-0123",
    )
]
OURS = {"@QuotewireBot"} | {f"/{name}{to}" for name in NAMES for to in ("", "@QuotewireBot")}
HANDLES = [
    "@durov", "/transfer", "/transfer@evil_bot", "#tag", "#1st", "$AAPL", "evil.com",
    "WWW.EVIL.ORG", "a.b.evil.com/x?y#z", "https://evil.example/(a)", "http://evil.ru", "HTTP://A",
    "tg://resolve?domain=evil", "ton://evil", "bob@evil.com", "bob+x@mail.evil.org", "пример.рф",
    "xn--a.xn--p1ai", "10.0.0.1:80/x", "4111 1111 1111 1111", "+1-212-555-0123", "notes.zip",
    "ev\u202eil.c\u202eom", "@du\u2028rov", "/sta\rrt", "evil.c\u030aom", "a@b.com", "/start",
    "x@evil.com:99/a", "«evil.com»", "(evil.com)", "evil.com…", "“@durov”", "/a\u200e\u200e",
]  # fmt: skip
FILLERS = [
    "", " ", "\n", ".", ",", ":", "/", "@", "#", "$", "-", "–", "(", ")", "’", "a", "7", "é", "א",
    "😀", "中", "\u200d", "\u200e", "\u202e", "\u2066", "\x00", "\t", "The", "and/or", "ended.The",
]  # fmt: skip
LIVELY = st.lists(st.sampled_from(HANDLES + FILLERS), min_size=1, max_size=8).map("".join)
# Telegram deletes these characters before it looks.
DELETED = re.compile("[\r\u2028-\u202e\u030a\u0333\u033f]")


def live(text):
    """Return what Telegram makes live in a text, as pairs of offsets in code points."""
    kept = [at for at, letter in enumerate(text) if not DELETED.match(letter)]
    sent = "".join(text[at] if text[at] >= " " or text[at] == "\n" else " " for at in kept)
    return [
        (kept[match.start()], kept[match.end() - 1] + 1)
        for pattern in LIVE
        for match in pattern.finditer(sent)
    ]


def left_live(text, entities, ours=OURS):
    """Return what is live in a message, except what the bot itself says."""
    spans = [mark_span(one) for one in entities if kind_of(one) == "code"]
    return [
        text[start:end]
        for start, end in live(text)
        if text[start:end] not in ours
        and not any(at <= utf16(text[:start]) and utf16(text[:end]) <= to for at, to in spans)
    ]


def check_nesting(entities):
    """Check that Telegram accepts the entities together, as the Bot API says."""
    for number, one in enumerate(entities):
        for other in entities[number + 1 :]:
            (start, end), (at, to) = sorted([mark_span(one), mark_span(other)])
            if at >= end:
                continue
            kinds = {kind_of(one), kind_of(other)}
            assert to <= end or start == at, "entities overlap in part"
            assert len(kinds) == 2, "entities of a kind overlap"
            assert "code" not in kinds or kinds - {"code"} <= QUOTE_TYPES


def mark_span(entity):
    """Return where an entity starts and ends, be it an object or a call's parameter."""
    if isinstance(entity, dict):
        return entity["offset"], entity["offset"] + entity["length"]
    return entity.offset, entity.offset + entity.length


def kind_of(entity):
    return entity["type"] if isinstance(entity, dict) else entity.type
