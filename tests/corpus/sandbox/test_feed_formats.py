import contextlib
import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from time import process_time
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.sandbox.feed_formats import looks_like_feed, parse_feed
from corpus.sandbox.feed_items import LONGEST_TITLE, MOST_ITEMS, is_sound_feed
from corpus.sandbox.feed_links import find_feeds
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
OWN = b"<rss version='2.0'><channel><item><description>"
JSON = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Courier",
     "items": [{"id": "1", "url": "https://courier.example/a"}, {"id": "2", "url": "/b"}]}
).encode()  # fmt: skip


@pytest.mark.parametrize("data", [RSS, ATOM, RICH, RICH[:-20], JSON])
def test_a_feed_has_a_title_and_the_addresses_of_its_items(data):
    feed = parse_feed(data, URL)
    assert feed.title == "Harbour Courier"
    assert feed.keys == ("https://courier.example/a", "https://courier.example/b")
    assert tuple(item.link for item in feed.items) == feed.keys


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
    assert feed.keys == ("https://courier.example/a", "https://courier.example/b")


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
    assert len(parse_feed(json.dumps({"items": items}).encode(), URL).keys) == MOST_ITEMS


def test_a_body_that_names_a_file_does_not_open_it(tmp_path):
    path = tmp_path / "feed"
    path.write_bytes(RSS)
    with pytest.raises(CorpusError, match="is not a feed"):
        parse_feed(bytes(path), URL)


PARAGRAPHS = (
    "<p>The harbour in Sund was opened on Monday by the mayor before a crowd of four hundred.</p>"
    "<p>Work on it had taken three years and cost two million crowns, twice what was planned.</p>"
    "<p>The architect said that it would last for a century if it were painted each spring.</p>"
)
FEED = (
    "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' "
    "xmlns:content='http://purl.org/rss/1.0/modules/content/' "
    "xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'><channel>"
    "<title>Courier</title><link>https://courier.example/</link>{}</channel></rss>"
)
ITEM = "<item><title>Caf\u00e9 \u2013 \u00a34</title><link>/1</link></item>"


def rss(*items):
    return FEED.format("".join(f"<item>{item}</item>" for item in items))


def items_of(*items):
    return parse_feed(rss(*items).encode(), URL).items


def own(text=PARAGRAPHS):
    return f"<content:encoded><![CDATA[{text}]]></content:encoded>"


@pytest.mark.parametrize(
    ("item", "link"),
    [
        ("<guid> https://courier.example/1 </guid>", "https://courier.example/1"),
        ("<guid isPermaLink='true'>https://courier.example/1</guid>", "https://courier.example/1"),
        ("<guid isPermaLink='false'>https://courier.example/1</guid>",
         "https://courier.example/1"),  # better than nothing
        ("<guid>t0</guid><link>/1</link>", "https://courier.example/1"),
        ("<link>https://proxy.example/1</link>"
         "<feedburner:origLink>https://courier.example/1</feedburner:origLink>",
         "https://courier.example/1"),
        ("<link>/1?a=2&amp;amp;b=3</link>", "https://courier.example/1?a=2&b=3"),
        ("<link>https://courier.example/</link><guid>https://courier.example/1</guid>",
         "https://courier.example/1"),
        ("<link/><link>\n/1\n</link>", "https://courier.example/1"),
        ("<enclosure url='https://courier.example/a.mp3' type='audio/mpeg'/><link>/1</link>",
         "https://courier.example/1"),
    ],
)  # fmt: skip
def test_the_address_of_an_item_is_where_the_feed_has_it(item, link):
    (found,) = items_of(item)
    assert (found.link, found.key) == (link, link)


@pytest.mark.parametrize("item", ["<guid>t0</guid>", "<title>A</title>", "<link>ftp://a/</link>",
                                  "<enclosure url='https://courier.example/a.mp3'/>"])  # fmt: skip
def test_an_item_without_an_address_and_a_text_is_left_out(item):
    assert items_of(item) == ()


def test_the_links_of_an_atom_entry_are_not_mixed_up():
    atom = f"""<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://base.example/x/'
    xml:lang='de'><title type='html'>R&amp;amp;D &lt;b&gt;N&lt;/b&gt;</title>
    <entry><id>tag:1</id><link rel='self' href='https://a.example/self'/>
    <link rel='enclosure' href='https://a.example/e.mp3'/><link rel='replies' href='r'/>
    <link rel='alternate' href='a1'/><author><name>Ann</name><email>a@b.example</email></author>
    <updated>2025-03-03T10:00:00Z</updated></entry>
    <entry xml:base='/sub/'><id>tag:2</id><link href='a2'/></entry>
    <entry><id>tag:3</id><title>Own</title><link rel='self' href='https://a.example/self'/>
    <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{PARAGRAPHS}</div></content>
    </entry><entry><id>https://a.example/4</id></entry></feed>"""
    feed = parse_feed(atom.encode(), URL)
    assert (feed.title, feed.language) == ("R&D N", "de")
    first, _, own_text, _ = feed.items
    assert [item.link for item in feed.items] == [
        "https://base.example/x/a1", "https://base.example/sub/a2", None, "https://a.example/4"
    ]  # fmt: skip
    assert (first.author, first.published.date()) == ("Ann", date(2025, 3, 3))
    assert (own_text.key, own_text.title, own_text.length > 200) == ("tag:3", "Own", True)


def test_an_item_has_the_text_title_date_and_author_that_the_feed_gives():
    (item,) = items_of(
        "<title>Harbour &amp;amp; &lt;i&gt;quay&lt;/i&gt;</title><guid>t0</guid>" + own() +
        "<description>Short.</description><author>ann@courier.example (Ann Lee)</author>"
        "<pubDate>Mon, 03 Mar 2025 10:00:00 +0100</pubDate>"
    )  # fmt: skip
    assert (item.key, item.link, item.title) == ("t0", None, "Harbour & quay")
    assert (item.text, item.author) == (PARAGRAPHS, "Ann Lee")
    assert item.published == datetime(2025, 3, 3, 9, tzinfo=UTC)
    assert 200 < item.length < len(item.text)


def test_a_summary_is_an_items_text_if_it_is_long_enough_and_not_cut_short():
    def described(text):
        (item,) = items_of(f"<link>/1</link><description><![CDATA[{text}]]></description>")
        return item.text

    assert described(PARAGRAPHS) == PARAGRAPHS
    for end in (
        "[…]",
        "[&#8230;]",
        "...",
        "<a href='/1'>Read more</a>",
        "Continue reading &rarr;",
    ):
        assert described(f"{PARAGRAPHS} {end}") == ""
    assert described("<p>The harbour was opened.</p>") == ""


def test_an_item_without_an_identifier_is_known_by_its_title_and_day():
    day = "<pubDate>Mon, 03 Mar 2025 10:00:00 GMT</pubDate>"
    first, second, third = items_of("<title>A</title>" + day + own(),
                                    "<title>A</title>" + own(PARAGRAPHS + "<p>More.</p>"),
                                    own())  # fmt: skip
    assert first.key == "A 2025-03-03"
    assert len({first.key, second.key, third.key}) == 3
    again = items_of("<title>A</title>" + day + own(PARAGRAPHS + "<p>It was repaired.</p>"))
    assert again[0].key == first.key


def test_an_address_that_items_share_or_that_is_the_sites_is_not_an_items_own():
    shared = [f"<link>/all</link><guid>x{number}</guid>{own()}" for number in range(2)]
    home = f"<link>https://courier.example</link><guid>x2</guid>{own()}"
    root = f"<link>https://other.example/</link><guid>x3</guid>{own()}"
    found = items_of(*shared, home, root)
    assert [(item.key, item.link) for item in found] == [(f"x{n}", None) for n in range(4)]


SPOILED = {
    "a byte order mark": lambda text: ("\ufeff" + text).encode(),
    "white space": lambda text: ("\n  " + text).encode(),
    "both": lambda text: ("\ufeff \r\n" + text).encode(),
    "a warning before it": lambda text: (
        "<br />\n<b>Warning</b>: x & y in <b>z</b>\n" + text
    ).encode(),
    "control characters": lambda text: text.replace("<title>Caf", "<title>\x0bCaf\x01").encode(),
    "another encoding": lambda text: text.encode("cp1252"),
    "UTF-8 declared as Latin-1": lambda text: text.replace("utf-8", "iso-8859-1").encode(),
    "UTF-8 declared as UTF-16": lambda text: text.replace("utf-8", "utf-16").encode(),
    "UTF-8 declared as nonsense": lambda text: text.replace("utf-8", "x-none").encode(),
    "Latin-1": lambda text: text.replace("utf-8", "iso-8859-1").encode("cp1252"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-be"),
    "a bad byte": lambda text: text.encode().replace(b"</channel>", b"<x>\xff</x></channel>"),
    "bare characters": lambda text: text.replace("<title>", "<title>A & B < C &nbsp;", 1).encode(),
    "an unknown prefix": lambda text: text.replace("<item>", "<item><media:x y='z'/>").encode(),
    "a tag that feedparser fails at": lambda text: text.replace(
        "<item>", "<gml:pos>1</gml:pos><item>"
    ).encode(),
    "no end": lambda text: text[: text.index("</channel>")].encode(),
    "a bad item": lambda text: text.replace(
        "<item>", "<item><link>http://[</link><x></item><item>"
    ).encode(),
    "a doctype": lambda text: text.replace(
        "?>", "?><!DOCTYPE rss SYSTEM 'file:///etc/passwd'>"
    ).encode(),
}


@pytest.mark.parametrize("kind", SPOILED)
def test_what_spoils_a_feed_elsewhere_does_not_spoil_its_items(kind):
    feed = parse_feed(SPOILED[kind](FEED.format(ITEM)), URL)
    assert [(item.link, item.title) for item in feed.items] == [
        ("https://courier.example/1", "Caf\u00e9 \u2013 \u00a34")
    ]
    assert looks_like_feed(SPOILED[kind](FEED.format(ITEM)))


def test_the_servers_charset_goes_before_a_wrong_declaration():
    feed = rss("<title>\u041d\u043e\u0432\u043e\u0441\u0442\u0438</title><link>/1</link>")
    (item,) = parse_feed(feed.encode("cp1251"), URL, "windows-1251").items
    assert item.title == "\u041d\u043e\u0432\u043e\u0441\u0442\u0438"


def test_a_json_feed_is_read_though_it_has_a_mark_bad_items_and_control_characters():
    feed = """\ufeff{"title": "A\x01\tB", "language": "en", "home_page_url": "https://courier.example/",
    "items": [null, 3, [], {"url": "/1", "id": 5}, {"url": 7, "external_url": "/2"},
    {"id": "https://courier.example/3"}, {"id": 4, "content_text": "It <rained>.\\n\\nIt froze."},
    {"url": "https://courier.example/", "id": "x", "content_html": "<p>It snowed.</p>",
     "title": "T", "authors": [{"name": "Ann"}], "date_published": "2025-03-03T10:00:00+01:00"},
    {"external_url": "/e", "id": "y", "content_html": "<p>It thawed.</p>", "author": "Ann"}]}"""
    found = parse_feed(feed.encode(), URL)
    assert (found.title, found.language) == ("A B", "en")
    one, two, three, *texts = found.items
    assert [item.link for item in (one, two, three)] == [
        "https://courier.example/1", "https://courier.example/2", "https://courier.example/3"
    ]  # fmt: skip
    assert [(item.key, item.link, item.text) for item in texts] == [
        ("4", None, "<p>It &lt;rained&gt;.</p><p>It froze.</p>"),
        ("x", None, "<p>It snowed.</p>"),
        ("y", None, "<p>It thawed.</p>"),
    ]
    assert texts[1].published == datetime(2025, 3, 3, 9, tzinfo=UTC)


def test_a_web_page_is_no_feed_though_it_shows_one():
    page = b"<!-- a --><!DOCTYPE html><html><body><rss version='2.0'></body></html>"
    assert not looks_like_feed(page)
    with pytest.raises(CorpusError, match="is not a feed"):
        parse_feed(page, URL)


def test_a_feed_of_thousands_of_items_is_read_in_seconds_and_bounded():
    items = [f"<link>/{n}</link><guid>g{n}</guid>{own(PARAGRAPHS * 30)}" for n in range(1000)]
    start = process_time()
    feed = parse_feed(rss(*items).encode(), URL)
    assert process_time() - start < 20
    assert is_sound_feed(feed)
    assert len(feed.items) == MOST_ITEMS
    assert feed.items[0].text
    assert feed.items[-1].link == f"https://courier.example/{MOST_ITEMS - 1}"


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
FIELDS = st.sampled_from(
    "items title url external_url id name author authors content_html content_text summary "
    "date_published language home_page_url x".split()
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9),
              st.sampled_from(BAD_LINKS), st.sampled_from(["/a", "https://a.example/"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(FIELDS, inner),
    ),
    max_leaves=12,
)  # fmt: skip
BEGINNINGS = st.sampled_from([b"", RSS[:80], RSS[:-30], ATOM[:60], ATOM[:-20], JSON[:30], b"{"])


def check_hostile(data):
    """Find a feed in data and parse it: each gives something valid or a one-line error."""
    for found in find_feeds(data, URL):
        assert urlsplit(found).hostname
        assert urlsplit(found).port != 0
    looks_like_feed(data)
    try:
        feed = parse_feed(data, URL)
    except CorpusError as error:
        assert "\n" not in str(error)
    else:
        assert is_sound_feed(feed)
        json.dumps(asdict(feed), default=str, ensure_ascii=False).encode()


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


def looks_like(data, _):
    return looks_like_feed(data)


LONG = {
    "one author": lambda size: RSS[:-20] + b"<author>" + b"a" * size + b"</author>",
    "many tags": lambda size: RSS[:-20] + tags(size),
    "declarations": lambda size: RSS[:-20] + b"<!" * (size // 2),
    "comments": lambda size: RSS[:-20] + b"<!---->" * (size // 7),
    "comments that do not end": lambda size: b"<!--" * (size // 4),
    "tags that do not end": lambda size: b"<a b='" * (size // 6),
    "links": lambda size: b"<link rel='a' " * (size // 14),
    "prefixed tags": lambda size: RSS[:-20] + b"<a:b" * (size // 4),
    "spaces": lambda size: b" " * size + b"<rss",
    "entities": lambda size: RSS[:-20] + b"&a" * (size // 2),
    "content": lambda size: OWN[:-20] + b"<p>a.</p>" * (size // 9),
    "tags in content": lambda size: OWN[:-20] + b"&lt;script>" * (size // 11),
    "breaks in content": lambda size: OWN[:-20] + b"\n " * (size // 2),
    "brackets in content": lambda size: OWN[:-20] + b"&lt;" * (size // 4),
    "a long word": lambda size: OWN[:-20] + b"read " * (size // 5),
    "brackets": lambda size: b'{"items": ' + b"[" * size,
}


def tags(size):
    return b"".join(b"<category>%d</category>" % number for number in range(size // 26))


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize("parse", [parse_feed, find_feeds, looks_like])
def test_the_time_grows_no_faster_than_the_text(parse, kind):
    short, long = LONG[kind](20_000), LONG[kind](160_000)
    seconds(parse, short)  # imports what it needs
    base = min(seconds(parse, short) for _ in range(3))
    assert min(seconds(parse, long) for _ in range(2)) < 8 * 4 * base + 0.05
