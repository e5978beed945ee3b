"""The characters of a feed, and the texts of articles that it has itself."""

import codecs
import re
from html import escape, unescape

XML_DECLARATION = re.compile(r"<\?xml\b[^>]{0,500}\?>")
DECLARED = re.compile(rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']?([\w.:-]{1,40})")
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),  # "<" without a mark
    (b"\0<", "utf-16-be"),
)
WESTERN = "cp1252"
# Labels that files give to what is WESTERN. Source: WHATWG, Encoding Standard.
MEANS_WESTERN = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "ascii", "us-ascii"})
# No text in XML may have these.
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])

TAG = re.compile(r"<[^<>]*>")
UNSHOWN = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
BREAK = re.compile(r"\n\s*\n")
LOOKS_LIKE_HTML = re.compile(r"</?[a-z][a-z0-9]*\b[^<>]*>", re.IGNORECASE)
SHORTEST_SUMMARY = 200  # characters; a shorter one only says what the article is about
GOES_ON = re.compile(
    r"(?:[\[(]\s*(?:…|\.\.\.)\s*[\])]|\b(?:read (?:more|on)|continue reading|weiterlesen|"
    r"lire la suite|leer más|leggi tutto|lees verder)\b\W{0,9}|"
    r"\bmore\s*(?:»|›|→|>>|…|\.\.\.))\s*$",
    re.IGNORECASE,
)
ELLIPSES = ("…", "...")
# What WordPress adds to each item, in the languages in which it is written most.
FOOTER = re.compile(
    r"<p>\s*(?:The post|Der Beitrag|L(?:’|'|&#8217;)articolo|L(?:’|'|&#8217;)article|La entrada|"
    r"O post|Het bericht)\b(?:(?!</p>).){0,999}?(?:appeared first on|first appeared on|"
    r"erschien zuerst|est apparu en premier|se publicó primero|apareció primero|"
    r"apareceu primeiro|proviene da|verscheen eerst)(?:(?!</p>).){0,999}</p>\s*$",
    re.IGNORECASE | re.DOTALL,
)
LONGEST_FOOTER = 2000  # characters
LAST = 100  # characters of a text that say whether it is cut short


def decoded(data: bytes, charset: str | None = None) -> str:
    """The characters of a feed, without its XML declaration and control characters.

    Whatever is valid UTF-8 is UTF-8. Otherwise the server's ``charset`` goes before what the
    feed declares.
    """
    text = _characters(data, charset).translate(CONTROLS).lstrip("\ufeff \t\r\n")
    declaration = XML_DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def shown(fragment: str) -> str:
    """The text that a reader sees of some HTML, on one line."""
    text = TAG.sub(" ", UNSHOWN.sub(" ", fragment))
    try:
        return " ".join(unescape(text).split())
    except ValueError:  # a character's number has more digits than Python converts
        return " ".join(text.split())


def as_html(text: str) -> str:
    """A text that may be HTML or plain as HTML."""
    return text if LOOKS_LIKE_HTML.search(text) else plain_as_html(unescape(text))


def plain_as_html(text: str) -> str:
    """A plain text as HTML, with its paragraphs."""
    return "".join(f"<p>{escape(part)}</p>" for part in BREAK.split(text))


def without_footer(fragment: str) -> str:
    """An item's text without the line that says where it was published."""
    footer = FOOTER.search(fragment, max(0, len(fragment) - LONGEST_FOOTER))
    return fragment[: footer.start()] if footer else fragment


def is_article(seen: str, *, is_whole: bool) -> bool:
    """Whether a text that a reader sees of an item can be its article."""
    if not seen or GOES_ON.search(seen[-LAST:]):
        return False
    return is_whole or (len(seen) >= SHORTEST_SUMMARY and not seen.endswith(ELLIPSES))


def own_page(title: str, fragment: str, language: str | None = None) -> bytes:
    """A web page of an item's own text, in the language that its feed states."""
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    heading = f"<h1>{escape(title)}</h1>" if title else ""
    body = f"<article>{heading}{fragment}</article>"
    lang = f' lang="{escape(language)}"' if language else ""
    page = f"<!doctype html><html{lang}><head>{head}</head><body>{body}</body></html>"
    return page.encode("utf-8", "replace")


def _characters(data: bytes, charset: str | None) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    declaration = DECLARED.search(data[:1000])
    declared = declaration[1].decode("ascii", "replace") if declaration else None
    if not (data.isascii() and (declared or "").lower().startswith("iso-2022")):
        text = data.decode("utf-8", "replace")
        # Each character beyond ASCII takes more than one byte; a damaged one becomes U+FFFD.
        if text.count("\ufffd") * 2 <= len(data) - len(text):
            return text
    for label in (charset, declared):
        encoding = WESTERN if (label or "").lower() in MEANS_WESTERN else label or ""
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return data.decode(WESTERN, "replace")
