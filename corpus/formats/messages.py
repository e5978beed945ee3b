"""Reads the article in a mail, or in a page that a browser has saved as one file (MHTML)."""

import contextlib
import re
from datetime import date
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import PurePath

from corpus.article import LeftOut, Reason
from corpus.errors import CorpusError
from corpus.formats.decoding import decode_text
from corpus.formats.extracted import Extracted
from corpus.formats.html import read_html
from corpus.metadata import Metadata, check_url, known_line
from corpus.sentences.paragraphs import split_blocks

MESSAGE_SUFFIXES = frozenset({".eml", ".mht", ".mhtml"})
STARTED = 64 * 1024  # bytes searched for the end of the header
FIELD = re.compile(rb"([!-9;-~]{1,76}):|[ \t]")  # or the continuation of one
# A file with one of these sets of fields is a message whatever its name.
TELLING = (
    {b"mime-version"}, {b"message-id"}, {b"received"}, {b"return-path"},
    {b"from", b"subject", b"date"}, {b"from", b"subject", b"to"},
)  # fmt: skip
ADDRESSES = ("Snapshot-Content-Location", "Content-Location")  # of a saved page
FLOWED = re.compile(r"(?<!\n--) \n(?=[^\s>])")  # a line that goes on. Source: RFC 3676
# Source: RFC 3676; many programs cut the space off. A longer part is no signature.
SIGNATURE = re.compile(r"^-- ?(?:\n.*){0,10}\Z", re.MULTILINE)
REPLY = re.compile(r"(?:(?:re|fwd?|wg|aw|tr|rv|sv)\s*:\s*)+", re.IGNORECASE)


def is_message(data: bytes, name: str) -> bool:
    """Whether a file is a mail or a page saved as MHTML, by its first lines."""
    header = re.split(rb"\r?\n\r?\n", data[:STARTED].lstrip(b"\xef\xbb\xbf\r\n\t "), maxsplit=1)[0]
    lines = header.splitlines()
    if lines and lines[0].startswith(b"From "):  # as mail programs store it
        lines = lines[1:]
    found = [FIELD.match(line) for line in lines]
    if not found or not all(found):
        return False
    fields = {match.group(1).lower() for match in found if match and match.group(1)}
    is_named = PurePath(name).suffix.lower() in MESSAGE_SUFFIXES
    return bool(fields) and (is_named or any(telling <= fields for telling in TELLING))


def read_message(data: bytes, name: str) -> Extracted:
    """The article in a message: its HTML part, or else its plain text.

    Raises:
        CorpusError: The message has no text, or its page has no article.
    """
    try:
        message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n\t "))
        parts = [part for part in message.walk() if not _is_attached(part)]
    except RecursionError as error:  # parts within parts
        raise CorpusError(name, "is a damaged mail or saved page") from error
    pages = [part for part in parts if part.get_content_type() == "text/html"]
    texts = [part for part in parts if part.get_content_type() == "text/plain"]
    if not pages and not texts:
        raise CorpusError(name, "is a mail or a saved page without text")
    found = _first_readable([*pages[:1], *texts], name)
    return Extracted(
        found.text,
        found.metadata.over(_metadata(message, pages, name)),
        found.left_out,
        found.headings,
        found.incomplete,
        pasted=found.pasted,
    )


def _first_readable(parts: list[Message], name: str) -> Extracted:
    """The first part that can be read.

    Raises:
        CorpusError: None can be read; it is about the first.
    """
    errors = []
    for part in parts:
        try:
            return _read_part(part, name)
        except CorpusError as error:
            errors.append(error)
    raise errors[0]


def _read_part(part: Message, name: str) -> Extracted:
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    if part.get_content_type() == "text/html":
        return read_html(data, name, _charset(part))
    text = decode_text(data, name, _charset(part))
    if part.get_param("format") == "flowed":
        text = FLOWED.sub(" ", text)
    return Extracted(text, left_out=_signature(text), pasted=True)


def _signature(text: str) -> tuple[LeftOut, ...]:
    """The lines below "-- ", which say who sent a mail; none if the whole text is below it."""
    found = SIGNATURE.search(text)
    if found is None or not text[: found.start()].strip():
        return ()
    blocks = split_blocks(text)
    return tuple(LeftOut(*one, Reason.SIGNATURE) for one in blocks if one.start >= found.start())


def _is_attached(part: Message) -> bool:
    return part.is_multipart() or part.get_content_disposition() == "attachment"


def _charset(part: Message) -> str | None:
    with contextlib.suppress(LookupError, ValueError):  # of an encoded parameter
        return part.get_content_charset()
    return None


def _metadata(message: Message, pages: list[Message], name: str) -> Metadata:
    """What the header says: the address of a saved page; who sent a mail, and when."""
    places = [part.get(field) for part in (message, *pages[:1]) for field in ADDRESSES]
    url = next((address for place in places if (address := _url(place, name))), None)
    subject = known_line(_decoded(message.get("Subject")))
    title = subject and known_line(
        REPLY.sub("", subject, count=1) if _is_reply(subject) else subject
    )
    if any(place is not None for place in places):
        return Metadata(title=title, url=url)
    is_passed_on = subject is not None and _is_reply(subject)
    return Metadata(
        title=title,
        source=known_line(parseaddr(_decoded(message.get("From")))[0])
        if not is_passed_on
        else None,
        published=_day(message.get("Date")) if not is_passed_on else None,
    )


def _is_reply(subject: str) -> bool:
    return REPLY.match(subject) is not None


def _decoded(value: object) -> str:
    """A field of the header, which can be encoded word by word."""
    with contextlib.suppress(LookupError, ValueError):
        return str(make_header(decode_header(str(value or ""))))
    return ""


def _url(value: object, name: str) -> str | None:
    with contextlib.suppress(CorpusError):
        return check_url(str(value or ""), name)
    return None


def _day(value: object) -> date | None:
    with contextlib.suppress(ValueError, TypeError, IndexError, OverflowError):
        return parsedate_to_datetime(str(value)).date()
    return None
