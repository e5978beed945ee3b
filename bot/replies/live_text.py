"""The parts of a text that Telegram by itself turns into links, mentions, commands and the like.

The patterns follow ``find_entities`` in TDLib's MessageEntity.cpp (1.8.69), but find more: they
need no list of top-level domains, and phone numbers, which only Telegram's servers know, are long
rows of digits. Each reads the text once, so that no text takes long.
"""

import re
from collections.abc import Iterator

from corpus.article import Span

# Telegram deletes these from a message before it looks for addresses and names.
DELETED = re.compile("[\r\u2028-\u202e\u030a\u0333\u033f]")
# Of several such marks in a row, Telegram keeps the last; the others become joiners.
DIRECTION_MARK = re.compile("[\u200e\u200f](?=[\u200e\u200f])")
JOINER = "\u200c"

# Parts of character classes. Telegram turns control characters into spaces.
SPACES = "\x00-\x20\xa0\u1680\u2000-\u200b\u200e\u200f\u2016-\u206f\u3000"
WIDE = "\xc0-\u167f\u1681-\u1fff\u200c\u200d\u2070-\u2fff\u3001-\U0010ffff"
LETTERS = f"A-Za-z\xaa\xb5\xba{WIDE}"
NOT_IN_PATHS = f'{SPACES}<>"«»'

IN_DOMAINS = f"0-9A-Za-z_~@\u2010-\u2015{WIDE}-"  # beside dots; and the @ of an e-mail address
DOTTED = re.compile(f"(?<![.{IN_DOMAINS}])[{IN_DOMAINS}]*+\\.[.{IN_DOMAINS}]+")
LABEL = re.compile(f"(?<!\\.)\\.([A-Za-z{WIDE}]{{2}}[^.@]*)")
IPV4 = re.compile(r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]")
USER = re.compile(f"[^{NOT_IN_PATHS}/\\[\\]{{}}()'`@]*")  # before an @
PORT_AND_PATH = re.compile(f"(?::[0-9]+)?([/?#][^{NOT_IN_PATHS}]*)?")
WITH_SCHEME = re.compile(f"(?<![0-9A-Za-z+-])[0-9A-Za-z+-]*+://[^{NOT_IN_PATHS}]+")
FIRST_OF_NAME = re.compile("[@/#$]")
NAME = re.compile(
    "@[0-9A-Za-z_]+"
    r"|(?<![\w/<>])/[0-9A-Za-z_]+(?:@[0-9A-Za-z_]*)?"
    f"|#[0-9_\xb7]*+[{LETTERS}][0-9_\xb7{LETTERS}]*"
    r"|\$(?:1INCH|[A-Z]{1,8})(?![0-9A-Za-z_$])"
)
NUMBER = re.compile("\\+?\\(?[0-9](?:[\x00-\x09\x0b-\x20\xa0().-]*+[0-9])*+")
FEWEST_DIGITS = 11  # of a phone number or a bank card
FEWEST_DIGITS_AFTER_PLUS = 7
NEVER_LAST = ".:;,('?!`"  # in an address
BRACKETS = ("()", "[]", "{}")


def live_spans(text: str) -> list[Span]:
    """Return the parts of a text that Telegram would make live, in order and not touching.

    >>> [text[start:end] for text in ["Ask @durov or see (evil.example/a)."]
    ...  for start, end in live_spans(text)]
    ['@durov', 'evil.example/a']
    """
    if not DELETED.search(text):
        return _merged(_found(text))
    kept = [at for at, letter in enumerate(text) if not DELETED.match(letter)]
    spans = _merged(_found("".join(text[at] for at in kept)))
    return [Span(kept[start], kept[end - 1] + 1) for start, end in spans]


def _found(text: str) -> Iterator[Span]:
    """Yield what each pattern finds; few texts have anything for the slower ones."""
    text = DIRECTION_MARK.sub(JOINER, text)
    if "." in text:
        yield from _addresses(text)
    if "://" in text:
        for match in WITH_SCHEME.finditer(text):
            yield _trimmed(text, match.start(), match.end())
    if FIRST_OF_NAME.search(text):
        for match in NAME.finditer(text):
            yield Span(*match.span())
    for match in NUMBER.finditer(text):
        number = match.group()
        fewest = FEWEST_DIGITS_AFTER_PLUS if number[0] == "+" else FEWEST_DIGITS
        if len(number) >= fewest and sum("0" <= letter <= "9" for letter in number) >= fewest:
            yield Span(*match.span())


def _addresses(text: str) -> Iterator[Span]:
    """Yield addresses without a scheme, and e-mail addresses."""
    last = end = 0
    while run := DOTTED.search(text, end):
        start, end = run.span()
        words = run.group()
        if not _is_address(words):
            continue
        if "@" in words and (user := USER.match(text[last:start][::-1])):
            start -= user.end()
        rest = PORT_AND_PATH.match(text, end)
        last = rest.end() if rest else end
        yield _trimmed(text, start, last)
        if rest and rest[1]:  # what follows only a port may begin with its digits
            end = last


def _is_address(run: str) -> bool:
    """Whether characters between two spaces contain a domain or an IPv4 address.

    A label like "The" is no top-level domain: only a space is missing between two sentences.
    """
    has_domain = any(
        "@" in run or not (label[0].isupper() and label[1:].islower())
        for label in LABEL.findall(run)
    )
    return has_domain or IPV4.search(run) is not None


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return an address without the punctuation after it.

    Telegram takes a bracket that closes none before it for the end, except behind tg: and ton:.
    """
    address = text[start:end]
    plain = "://" not in address or re.fullmatch("https?", address.partition(":")[0])
    closing = "".join(
        pair[1]
        for pair in BRACKETS
        if pair[0] not in address and address.count("://") < 2 and plain
    )
    return Span(start, start + len(address.rstrip(NEVER_LAST + closing)))


def _merged(spans: Iterator[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Span(start, end))
    return merged
