import contextlib
import json
from time import process_time
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.sandbox.feed_formats import (
    LONGEST_TITLE,
    MOST_ITEMS,
    Feed,
    find_feed,
    is_sound_feed,
    parse_feed,
)
from corpus.sandbox.task import LONGEST_ADDRESS

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
RICH = b"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Harbour Courier</title>
<category>News</category><category domain="x">Sea</category><itunes:category text="Ships"/>
<managingEditor>ann@courier.example (Ann)</managingEditor><itunes:author>Ann</itunes:author>
<item><author>ann@courier.example (Ann)</author><category>Ferries</category><category/>
<itunes:keywords>a,b</itunes:keywords><dc:creator>Ann</dc:creator><dc:subject>Sea</dc:subject>
<link>https://courier.example/a</link></item>
<item><dc:creator>Ann</dc:creator><guid>https://courier.example/b</guid></item>
</channel></rss>"""
JSON = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Courier",
     "items": [{"id": "1", "url": "https://courier.example/a"}, {"id": "2", "url": "/b"}]}
).encode()  # fmt: skip


@pytest.mark.parametrize("data", [RSS, ATOM, RICH, RICH[:-20], JSON])
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


BAD_LINKS = [
    "https://a.example/\ud800", "https://a.example:99999/", "https://a.example:0/", "https://[::1/",
    "https://a.example:x/", "https://a.example/\0", "https://:80/", "ftp://a/",
    "https://a.example/a b", "https://a.example/" + "a" * LONGEST_ADDRESS, "//[", "javascript:1",
    "https://a.example/\u202e", "http://\u2100.example/",
]  # fmt: skip
BAD_TITLES = ["\ud800", "A\0B", "A\n\nB", "\u2028", "x" * 5000, "\0", "", 3, None, {}, "\x1b[2J"]


@pytest.mark.parametrize("link", [*BAD_LINKS, 3, None, {}, True, 1e999])
def test_an_item_whose_link_cannot_be_fetched_is_left_out(link):
    items = [{"url": "/a"}, {"url": link}, {"url": "/b"}]
    feed = parse_feed(json.dumps({"title": "T", "items": items}).encode(), URL)
    assert feed.links == ("https://courier.example/a", "https://courier.example/b")


@pytest.mark.parametrize("href", BAD_LINKS[1:])  # a page has no lone surrogates: it is decoded
def test_a_page_that_links_to_no_valid_address_links_to_no_feed(href):
    link = '<link rel="alternate" type="application/rss+xml" href="{}">'
    written = (link.format(href) + link.format("/rss")).encode("utf-8", "surrogatepass")
    assert find_feed(written, URL) == "https://courier.example/rss"


@pytest.mark.parametrize("title", BAD_TITLES)
def test_a_title_is_one_line_of_a_limited_length(title):
    feed = parse_feed(json.dumps({"title": title, "items": []}).encode(), URL)
    assert 0 < len(feed.title) <= LONGEST_TITLE
    assert is_sound_feed(feed)
    assert not set(feed.title) & set("\n\0\x1b\u2028\ud800")


def test_a_feed_without_a_title_is_called_by_its_address_of_a_limited_length():
    feed = parse_feed(b'{"items": []}', URL + "a" * 1000)
    assert feed.title == (URL + "a" * 1000)[:LONGEST_TITLE]


def test_only_the_first_items_are_read():
    items = [{"url": f"/{number}"} for number in range(MOST_ITEMS + 1)]
    assert len(parse_feed(json.dumps({"items": items}).encode(), URL).links) == MOST_ITEMS


@pytest.mark.parametrize(
    "feed",
    [Feed("", ()), Feed("A\nB", ()), Feed("x" * 201, ()), Feed("A", ("https://a:99999/",)),
     Feed("A", ("/a",)), Feed("A", ("https://a.example/",) * 2),
     Feed("A", tuple(f"https://a.example/{n}" for n in range(MOST_ITEMS + 1)))],
)  # fmt: skip
def test_a_feed_with_values_that_parsing_never_gives_is_not_sound(feed):
    assert not is_sound_feed(feed)
    assert is_sound_feed(Feed("A", ("https://a.example/",)))


def test_a_body_that_names_a_file_does_not_open_it(tmp_path):
    path = tmp_path / "feed"
    path.write_bytes(RSS)
    with pytest.raises(CorpusError, match="is not a feed"):
        parse_feed(bytes(path), URL)


def test_a_marked_section_in_a_page_does_not_hide_the_feed_before_it():
    page = b'<link rel="alternate" type="application/rss+xml" href="/rss"><![x[ <p>'
    assert find_feed(page, URL) == "https://courier.example/rss"
    assert find_feed(b"<![x[ <p>", URL) is None
    assert find_feed(b'<link href="&#' + b"9" * 5000 + b';">', URL) is None


PIECES = [
    "<!", "<![", "<!--", "-->", "<!---->", "<!DOCTYPE", "<!ENTITY a 'b'>", "<![CDATA[", "]]>",
    "<?", "?>", "<", ">", "/>", "</", "'", '"', "&", "&#", "&#0;", "&#xd800;", "&a;",
    "&#" + "9" * 5000,
    "<rss version='2.0'>", "<channel>", "<item>", "<title>", "<link>", "<guid>", "<author>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<link href='", "<category term='",
    "<content type='xhtml'>", "<georss:where>", "<gml:pos>", "<media:group>", "<itunes:keywords>",
    "<pubDate>", "<xml:base='", "</item>", "</entry>", "</channel>", "</rss>", "</feed>",
    "<link rel='alternate' type='application/rss+xml' href='", "http://", "\ud800", "\0", "\ufeff",
    *(link for link in BAD_LINKS if len(link) < 100),
]  # fmt: skip
SOUPS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=9)), max_size=40).map(
    lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass")
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9),
              st.sampled_from(BAD_LINKS), st.sampled_from(["/a", "https://a.example/"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["items", "title", "url", "external_url", "x"]), inner),
    ),
    max_leaves=12,
)  # fmt: skip
BEGINNINGS = st.sampled_from([b"", RSS[:80], RSS[:-30], ATOM[:60], ATOM[:-20], JSON[:30], b"{"])


def check_hostile(data):
    """Find a feed in data and parse it: each gives something valid or a one-line error."""
    found = find_feed(data, URL)
    assert found is None or (urlsplit(found).hostname and urlsplit(found).port != 0)
    try:
        feed = parse_feed(data, URL)
    except CorpusError as error:
        assert "\n" not in str(error)
    else:
        assert is_sound_feed(feed)
        "".join([feed.title, *feed.links]).encode()


@given(BEGINNINGS, st.one_of(st.binary(max_size=200), SOUPS))
def test_garbage_becomes_a_feed_or_a_one_line_error(beginning, rest):
    check_hostile(beginning + rest)


@given(VALUES)
def test_any_json_becomes_a_feed_or_a_one_line_error(value):
    check_hostile(json.dumps(value).encode())
    check_hostile(json.dumps({"title": value, "items": [value, {"url": value}]}).encode())


@given(st.text(max_size=30), st.one_of(st.sampled_from(BAD_LINKS), st.text(max_size=30)))
def test_any_text_in_an_xml_feed_gives_a_feed_or_a_one_line_error(title, link):
    def escaped(text):
        return "".join(f"&#{ord(char)};" for char in text)

    rss = f"<rss version='2.0'><channel><title>{escaped(title)}</title><item><link>"
    check_hostile(f"{rss}{escaped(link)}</link></item></channel></rss>".encode())
    check_hostile(f"{rss}{title}{link}".encode("utf-8", "surrogatepass"))


def seconds(parse, data):
    """Return the processor time that parsing takes, be it a feed or not."""
    start = process_time()
    with contextlib.suppress(CorpusError):
        parse(data, URL)
    return process_time() - start


LONG = {
    "one author": lambda size: RSS[:-20] + b"<author>" + b"a" * size + b"</author>",
    "many tags": lambda size: RSS[:-20] + tags(size),
    "declarations": lambda size: RSS[:-20] + b"<!" * (size // 2),
    "comments": lambda size: RSS[:-20] + b"<!---->" * (size // 7),
    "comments that do not end": lambda size: b"<!--" * (size // 4),
    "tags that do not end": lambda size: b"<a b='" * (size // 6),
    "links": lambda size: b"<link rel='a' " * (size // 14),
    "brackets": lambda size: b'{"items": ' + b"[" * size,
}


def tags(size):
    return b"".join(b"<category>%d</category>" % number for number in range(size // 26))


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize("parse", [parse_feed, find_feed])
def test_the_time_grows_no_faster_than_the_text(parse, kind):
    short, long = LONG[kind](20_000), LONG[kind](160_000)
    seconds(parse, short)  # imports what it needs
    base = min(seconds(parse, short) for _ in range(3))
    assert min(seconds(parse, long) for _ in range(2)) < 8 * 4 * base + 0.05
