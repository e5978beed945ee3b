import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.sandbox.feed_formats import find_feed, parse_feed

URL = "https://courier.example/feeds/news"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title> Harbour
 Courier</title>
<item><title>A</title><link>https://courier.example/a</link></item>
<item><title>B</title><link>/b</link></item>
<item><title>A again</title><link>https://courier.example/a</link></item>
<item><title>Bad</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Courier</title>
<entry><title>A</title><link href="https://courier.example/a"/></entry>
<entry><title>B</title><link href="https://courier.example/b"/></entry></feed>"""
JSON = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Courier",
     "items": [{"id": "1", "url": "https://courier.example/a"}, {"id": "2", "url": "/b"}]}
).encode()  # fmt: skip


@pytest.mark.parametrize("data", [RSS, ATOM, JSON])
def test_a_feed_has_a_title_and_the_addresses_of_its_items(data):
    feed = parse_feed(data, URL)
    assert feed.title == "Harbour Courier"
    assert feed.links == ("https://courier.example/a", "https://courier.example/b")


@pytest.mark.parametrize("data", [b"", b"<html><p>Hello</p></html>", b"{}", b'{"items": 3}', b"["])
def test_data_that_is_not_a_feed_is_refused(data):
    with pytest.raises(CorpusError, match=f"^{URL}: is not a feed$"):
        parse_feed(data, URL)


def test_nested_entities_are_not_expanded():
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    bomb += b"]><rss version='2.0'><channel><title>&j;</title></channel></rss>"
    assert len(parse_feed(bomb, URL).title) <= 200


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/rss">',
         "https://courier.example/rss"),
        ("<LINK REL='alternate' TYPE='application/feed+json' HREF='https://other.example/f'>",
         "https://other.example/f"),
        ('<link rel="stylesheet" href="/a.css">', None),
        ('<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">', None),
        ('<link rel="alternate" type="application/rss+xml">', None),
    ],
)  # fmt: skip
def test_the_feed_that_a_page_links_to_is_found(link, found):
    page = f"<html><head><title>x</title>{link}</head><body>hello</body></html>"
    assert find_feed(page.encode(), URL) == found


@given(st.sampled_from([b"", RSS[:80], ATOM[:60], JSON[:30], b"{"]), st.binary(max_size=200))
def test_garbage_becomes_a_feed_or_a_one_line_error(beginning, rest):
    find_feed(beginning + rest, URL)
    try:
        assert parse_feed(beginning + rest, URL).title
    except CorpusError as error:
        assert "\n" not in str(error)
