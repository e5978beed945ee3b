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
from corpus.formats.docx.document import is_docx, read_docx
from corpus.formats.extracted import Extracted
from corpus.formats.html import read_html
from corpus.formats.mail_text import article_part
from corpus.formats.pdf.document import read_pdf
from corpus.metadata import Metadata, check_url, known_line
from corpus.sentences.paragraphs import split_blocks

MESSAGE_SUFFIXES = frozenset({".eml", ".mht", ".mhtml"})
SHORT = 100  # characters of a mail that only says what is attached
PDF = b"%PDF-"
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

    Where that is very short, it is what is attached: a document, a page, a text or another mail.

    Raises:
        CorpusError: The message has no text, or its page has no article.
    """
    try:
        message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n\t "))
        leaves = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError as error:  # parts within parts
        raise CorpusError(name, "is a damaged mail or saved page") from error
    own = [part for part in leaves if part.get_content_disposition() != "attachment"]
    pages = [part for part in own if part.get_content_type() == "text/html"]
    texts = [part for part in own if part.get_content_type() == "text/plain"]
    attached = [part for part in leaves if part not in [*pages, *texts] and _may_hold_text(part)]
    found = _first_readable([*pages[:1], *texts], attached, name)
    return Extracted(
        found.text,
        found.metadata.over(_metadata(message, pages, name)),
        found.left_out,
        found.headings,
        found.incomplete,
        pasted=found.pasted,
    )


def _first_readable(own: list[Message], attached: list[Message], name: str) -> Extracted:
    """The first part that can be read, or if it is short, the first longer one.

    Raises:
        CorpusError: None can be read; it is about the first.
    """
    errors = []
    short = None
    for part in (*own, *attached):
        try:
            found = _read_part(part, name)
        except CorpusError as error:
            errors.append(error)
            continue
        if len(found.text.strip()) >= SHORT:
            return found
        if short is None and part in own:
            short = found
    if short is not None:
        return short
    raise errors[0] if errors else CorpusError(name, "is a mail or a saved page without text")


def _read_part(part: Message, name: str) -> Extracted:
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    if is_docx(data):
        return read_docx(data, name)
    if data.startswith(PDF):
        return read_pdf(data, name)
    if part.get_content_type() == "text/html":
        return read_html(data, name, _charset(part))
    text = decode_text(data, name, _charset(part))
    if part.get_param("format") == "flowed":
        text = FLOWED.sub(" ", text)
    text = article_part(text)
    return Extracted(text, left_out=_signature(text), pasted=True)


def _signature(text: str) -> tuple[LeftOut, ...]:
    """The lines below "-- ", which say who sent a mail; none if the whole text is below it."""
    found = SIGNATURE.search(text)
    if found is None or not text[: found.start()].strip():
        return ()
    blocks = split_blocks(text)
    return tuple(LeftOut(*one, Reason.SIGNATURE) for one in blocks if one.start >= found.start())


def _may_hold_text(part: Message) -> bool:
    """Whether an attached file can be an article, by its type or its name."""
    file = PurePath(part.get_filename() or "").suffix.lower()
    return part.get_content_type() in ("text/html", "text/plain") or file in (".docx", ".pdf")


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
