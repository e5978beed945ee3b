"""Any response is a page within the limits, or a CorpusError."""

import asyncio
import gzip
import zlib
from itertools import chain, repeat

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from web_server import raw_web

from corpus.errors import CorpusError
from corpus.sandbox.fetch import LONGEST_VALIDATOR, MOST_BYTES, fetch

SQUEEZES = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress}
response: list[bytes] = []  # what the server sends


@pytest.fixture(scope="module")
def host():
    with raw_web(lambda: list(response)) as found:
        yield found


def received(host, *parts):
    """The page and its content, or None for an error."""
    response[:] = parts
    try:
        return asyncio.run(fetch(f"{host}/", {"localhost"}))
    except CorpusError as error:
        assert "\n" not in str(error)
        return None


def ok(*headers):
    lines = [b"HTTP/1.1 200 OK", b"Content-Type: text/html", b"Connection: close", *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


@given(
    st.lists(st.sampled_from([*SQUEEZES, "br", "zstd", "identity", "GZIP", ""]), max_size=4),
    st.lists(st.sampled_from([*SQUEEZES]), max_size=4),
    st.binary(max_size=2000),
    st.integers(0, 30),
)
def test_nested_encodings(host, claimed, applied, body, cut):
    data = body
    for squeeze in applied:
        data = SQUEEZES[squeeze](data)
    data = data[: len(data) - cut] if 0 < cut < 5 else data
    found = received(host, ok(f"Content-Encoding: {', '.join(claimed)}".encode()), data)
    if claimed == applied and len(applied) < 2 and 0 < cut < 5:
        assert found is None or not applied
    elif claimed == applied and len(applied) < 2:
        assert found is not None
        assert found[1] == body
    assert found is None or len(found[1]) <= MOST_BYTES


def test_what_follows_the_compressed_page_is_not_read():
    start = [ok(b"Content-Encoding: gzip"), gzip.compress(b"It rained.")]
    with raw_web(lambda: chain(start, repeat(b"x" * 65536))) as host:
        _, data = asyncio.run(fetch(f"{host}/", {"localhost"}))
    assert data == b"It rained."


@given(st.lists(st.binary(max_size=50), max_size=9), st.lists(st.integers(0, 300), max_size=9))
@example([b"a" * 16, b""], [])
def test_chunked_bodies(host, chunks, wrong_sizes):
    sizes = [*wrong_sizes, *map(len, chunks)]
    written = [b"%x\r\n%b\r\n" % (size, chunk) for size, chunk in zip(sizes, chunks, strict=False)]
    found = received(host, ok(b"Transfer-Encoding: chunked"), *written, b"0\r\n\r\n")
    if not wrong_sizes:
        assert found is not None
        assert found[1] == b"".join(chunks[: chunks.index(b"")] if b"" in chunks else chunks)


@given(st.binary(max_size=300), st.binary(max_size=300))
@example(b"Location: http://a:99999/", b"")
@example(b"Retry-After: \xc2\xb2", b"")
@example(b"Content-Type: text/html; charset=\xff", b"x")
def test_any_header_and_body(host, header, body):
    for status in (b"200 OK", b"302 Found", b"304 Not Modified", b"429 Busy"):
        lines = [b"HTTP/1.1 " + status, b"Connection: close", header]
        found = received(host, b"\r\n".join(lines) + b"\r\n\r\n", body)
        assert found is None or found[0].size == len(found[1])


@given(st.text(max_size=400).map(lambda text: text.encode("latin-1", "replace")))
@example(b'"' + b"1" * 5000 + b'"')
def test_only_validators_of_usual_length_are_kept(host, value):
    clean = value.replace(b"\r", b"").replace(b"\n", b"").replace(b"\0", b"")
    found = received(host, ok(b"ETag: " + clean, b"Last-Modified: " + clean), b"It rained.")
    for kept in () if found is None else (found[0].etag, found[0].modified):
        assert len(kept or "") <= LONGEST_VALIDATOR
        assert (kept or "").isascii()


@given(st.text(max_size=60))
@example("http://a:99999/")
@example("http://a\ud800.example/")
@example("http://localhost:0/")
@example("http://[::1%25eth0]/")
@example("http://" + "a" * 3000 + ".invalid/")
@example("http://xn--/")
def test_any_address(address):
    with pytest.raises(CorpusError):
        asyncio.run(fetch(address))
