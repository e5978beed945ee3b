"""Fetches pages from untrusted addresses without reaching private networks."""

import asyncio
import ipaddress
import re
import socket
import zlib
from collections.abc import Collection

import httpx

from corpus.errors import CorpusError, UnavailableError
from corpus.sandbox.task import (
    LONGEST_ADDRESS,
    LONGEST_VALIDATOR,
    TIMEOUT,
    FetchedPage,
    Known,
)

MOST_REDIRECTS = 5
MOST_BYTES = 10 * 1024 * 1024
READABLE = (
    "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)  # fmt: skip
ANYTHING = ()  # the media types of what is recognized by its content, as feeds are
NOT_MODIFIED = 304
PASSING = (408, 421, 425, 429)  # besides those of 500 and more, which are the server's faults
AGENT = "Quotewire (news quotes; reads one page at a time)"
BADLY_COMPRESSED = "cannot be fetched: its compressed content is damaged or incomplete"
GZIP = zlib.MAX_WBITS | 32  # gzip or zlib, whichever the header says
NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "64:ff9b::/96",  # NAT64: maps to all IPv4 addresses, even private ones
        "fec0::/10",  # site-local, deprecated
        "3fff::/20",  # documentation; Python 3.11 does not know it
    )
)
ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # the bits before an embedded IPv4 address
RETRY_AFTER = re.compile(r"([0-9]{1,10})[0-9]*")  # seconds; dates are ignored


async def fetch(
    url: str,
    trusted: Collection[str] = (),
    *,
    kinds: Collection[str] = READABLE,
    known: Known = (None, None),
) -> tuple[FetchedPage, bytes]:
    """Fetch a page and its content, which is empty if the page has not changed.

    ``url`` is an http or https address; ``kinds`` are the allowed media types, or ANYTHING.

    Each host, including those redirected to, is resolved once. Its addresses are checked, and the
    connection uses one of them. ``trusted`` hosts can have private addresses.

    Raises:
        CorpusError: The address is not public, or its content cannot be read.
        UnavailableError: It cannot be fetched now; later that may change.
    """
    try:
        async with asyncio.timeout(TIMEOUT):
            return await _follow(url, trusted, kinds, known)
    except TimeoutError as error:
        raise UnavailableError(url, f"took longer than {TIMEOUT:.0f} seconds to fetch") from error
    except httpx.TransportError as error:
        raise UnavailableError(url, "cannot be fetched: its server cannot be reached") from error
    # h11 and Python's address functions raise ValueErrors for some invalid values.
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OverflowError) as error:
        reason = "cannot be fetched: the address or the server's reply is invalid"
        raise CorpusError(url, reason) from error


async def _follow(
    url: str, trusted: Collection[str], kinds: Collection[str], known: Known
) -> tuple[FetchedPage, bytes]:
    at = httpx.URL(url)
    # A new client for each page, so that no cookies are kept. No proxy: it would resolve names
    # itself.
    async with httpx.AsyncClient(trust_env=False, timeout=TIMEOUT) as client:
        for _ in range(MOST_REDIRECTS + 1):
            request = await _pinned(client, url, at, trusted)
            conditions = zip(("If-None-Match", "If-Modified-Since"), known, strict=True)
            request.headers.update({name: value for name, value in conditions if value})
            response = await client.send(request, stream=True)
            try:
                if not response.has_redirect_location:
                    return await _page(response, url, at, kinds, known)
                at = at.join(response.headers["Location"])
            finally:
                await response.aclose()
            client.cookies.clear()
    raise CorpusError(url, f"redirects more than {MOST_REDIRECTS} times")


async def _pinned(
    client: httpx.AsyncClient, url: str, at: httpx.URL, trusted: Collection[str]
) -> httpx.Request:
    """A request pinned to a checked IP address of the host."""
    if at.scheme not in ("http", "https") or not at.host or at.userinfo:
        raise CorpusError(url, "is not a plain http or https address")
    address = await _public_address(url, at, trusted)
    headers = {
        "Host": at.netloc.decode("ascii"),
        "User-Agent": AGENT,
        "Accept-Encoding": "gzip",
    }
    # TLS still requests and verifies the host's name.
    extensions = {"sni_hostname": at.raw_host.decode("ascii")}
    return client.build_request(
        "GET", at.copy_with(host=address), headers=headers, extensions=extensions
    )


async def _public_address(url: str, at: httpx.URL, trusted: Collection[str]) -> str:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(at.host, at.port or at.scheme, type=socket.SOCK_STREAM)
    except OSError as error:
        raise UnavailableError(url, "cannot be fetched: its host cannot be found") from error
    addresses = [str(address[0]) for *_, address in found]
    if at.host not in trusted and not all(map(is_public, addresses)):
        raise CorpusError(url, "is not on the public internet")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet.

    >>> is_public("93.184.215.14"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if inner:
            return is_public(str(inner))
        if int(ip) >> 32 & 0xFFFF_FFFF in ISATAP or any(ip in network for network in NOT_PUBLIC):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


async def _page(
    response: httpx.Response, url: str, at: httpx.URL, kinds: Collection[str], known: Known
) -> tuple[FetchedPage, bytes]:
    changed = response.status_code != NOT_MODIFIED
    data = await _body(response, url, kinds) if changed else b""
    if len(str(at)) > LONGEST_ADDRESS:
        raise CorpusError(url, f"has an address of more than {LONGEST_ADDRESS} characters")
    # "Not modified" need not repeat the headers of the version we have.
    etag, modified = (None, None) if changed else known
    etag = _plain(response.headers.get("ETag")) or etag
    modified = _plain(response.headers.get("Last-Modified")) or modified
    charset = _plain(response.charset_encoding)
    return FetchedPage(str(at), changed, etag, modified, len(data), charset), data


def _plain(value: str | None) -> str | None:
    """A header's value; None if it is missing, or longer than any real one."""
    is_plain = value and value.isascii() and value.isprintable()
    return value if is_plain and len(value or "") <= LONGEST_VALIDATOR else None


async def _body(response: httpx.Response, url: str, kinds: Collection[str]) -> bytes:
    status = f"cannot be fetched: its server responds with status {response.status_code}"
    if response.status_code in PASSING or response.is_server_error:
        seconds = RETRY_AFTER.fullmatch(response.headers.get("Retry-After", ""))
        raise UnavailableError(url, status, int(seconds[1]) if seconds else 0)
    if not response.is_success:
        raise CorpusError(url, status)
    kind = response.headers.get("Content-Type", "text/html").partition(";")[0].strip().lower()
    if kinds and kind not in kinds:
        raise CorpusError(url, f"has an unsupported type: {kind[:50]}")
    return await _content(response, url)


async def _content(response: httpx.Response, url: str) -> bytes:
    """The body, decompressed.

    httpx (0.28) decompresses each chunk whole, and one encoding after another: 7 KB can become
    7 GB. So it is done here, up to the limit.
    """
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", "deflate", ""):
        raise CorpusError(url, f"has an unsupported encoding: {encoding[:50]}")
    inflate = None if encoding in ("identity", "") else zlib.decompressobj(GZIP)
    data = bytearray()
    try:
        async for part in response.aiter_raw():
            data += inflate.decompress(part, MOST_BYTES + 1 - len(data)) if inflate else part
            if len(data) > MOST_BYTES:
                raise CorpusError(url, f"is larger than {MOST_BYTES // 1024**2} MB")
            if inflate and inflate.eof:  # whatever follows, perhaps without end, is not the page
                break
    except zlib.error as error:
        raise CorpusError(url, BADLY_COMPRESSED) from error
    if inflate and not inflate.eof:
        raise UnavailableError(url, BADLY_COMPRESSED)
    return bytes(data)
