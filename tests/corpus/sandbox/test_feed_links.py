import pytest

from corpus.sandbox.feed_links import find_feeds

URL = "https://courier.example/news/"
RSS = "type='application/rss+xml'"
BAD_LINKS = [
    "https://a.example:99999/", "https://a.example:0/", "https://[::1/", "https://a.example:x/",
    "https://:80/", "ftp://a/", "https://a.example/a b", "//[",
    "https://a.example/" + "a" * 2000, "javascript:1", "https://a.example/\u202e",
    "http://\u2100.example/",
]  # fmt: skip


def found(*links, head=""):
    page = f"<html><head><title>x</title>{head}{''.join(links)}</head><body>hello</body></html>"
    return find_feeds(page.encode(), URL)


@pytest.mark.parametrize(
    ("link", "feed"),
    [
        (f'<link rel="alternate" {RSS} href="/rss">', "https://courier.example/rss"),
        ("<LINK REL='Alternate' TYPE='APPLICATION/RSS+XML' HREF='/Rss'>",
         "https://courier.example/Rss"),
        ("<link rel=alternate type=application/feed+json href=https://other.example/f>",
         "https://other.example/f"),
        ("<link rel='alternate' type='application/rdf+xml' href='a'>",
         "https://courier.example/news/a"),
        ("<link rel='alternate' type='text/xml' href='/a.xml'>", "https://courier.example/a.xml"),
        ("<link rel='alternate' type='application/xml' href='/a'>", "https://courier.example/a"),
        ("<link rel='alternate' type='application/rss+xml; charset=utf-8' href='/a'>",
         "https://courier.example/a"),
        ("<link rel='alternate' type=' application/atom+xml ;q=1' href=' /a '>",
         "https://courier.example/a"),
        ("<link rel='feed' href='/a'>", "https://courier.example/a"),
        ("<link rel='alternate feed' type='application/json' href='/a'>",
         "https://courier.example/a"),
        ("<link rel='alternate' href='/feed/'>", "https://courier.example/feed/"),
        ("<link rel='alternate' href='/news.rss'>", "https://courier.example/news.rss"),
        ("<link rel='alternate' href='/?feed=rss2'>", "https://courier.example/?feed=rss2"),
        ("<link rel='alternate' type='application/json' href='/feed.json'>",
         "https://courier.example/feed.json"),
        ("<a href='/rss.xml'>RSS</a>", "https://courier.example/rss.xml"),
        ("<a href='/x' type='application/rss+xml'>RSS</a>", "https://courier.example/x"),
        ("<!-- <link rel='feed' href='/old'> --><link rel='feed' href='/a'>",
         "https://courier.example/a"),
    ],
)  # fmt: skip
def test_the_feed_that_a_page_links_to_is_found(link, feed):
    assert found(link) == [feed]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="stylesheet" href="/feed.css">',
        f'<link rel="alternate" {RSS} href="file:///etc/passwd">',
        f'<link rel="alternate" {RSS}>',
        f'<link rel="alternate" {RSS} href="">',
        "<link rel='alternate' hreflang='de' href='/de/feed-mill'>",
        "<link rel='alternate' media='handheld' href='/feed'>",
        "<link rel='alternate' href='/mobile'>",
        "<link rel='alternate' type='application/json' href='/wp-json/wp/v2/pages/7'>",
        "<link rel='alternate' type='application/json+oembed' href='/oembed?url=/feed'>",
        "<link rel='EditURI' type='application/rsd+xml' href='/xmlrpc.php?rsd'>",
        "<link rel='alternate' type='text/html' href='/feed'>",
        "<a href='/feedback'>Feedback</a>",
        "<script>var x = \"<link rel='feed' href='/a'>\"</script>",
    ],
)
def test_what_is_no_feed_is_not_taken_for_one(link):
    assert found(link) == []


def test_addresses_are_relative_to_the_base_of_the_page():
    link = "<link rel='feed' href='rss'>"
    assert found(link, head="<base href='/b/'>") == ["https://courier.example/b/rss"]
    assert found(link, head="<BASE HREF='https://other.example/c/'>") == [
        "https://other.example/c/rss"
    ]
    assert found(link, head="<base href='javascript:1'>") == ["https://courier.example/news/rss"]
    assert found(link + "<base href='/late/'>") == ["https://courier.example/late/rss"]


MAIN = f"<link rel='alternate' {RSS} title='Courier &raquo; Feed' href='/feed/'>"


@pytest.mark.parametrize(
    "other",
    [
        "title='Courier &raquo; Comments Feed' href='/comments/feed/'",
        "title='Comments' href='/x'",
        "title='x' href='/feeds/comments/default'",
        "title='Courier &raquo; Kommentar-Feed' href='/x'",
        "title='Flux des commentaires' href='/x'",
        "title='Courier &raquo; Sport Category Feed' href='/category/sport/feed/'",
        "title='x' href='/author/ann/feed/'",
        "title='Posts by Ann' href='/x'",
        "title='x' href='/tag/sea/feed'",
        "title='x' href='/?feed=rss2&cat=7'",
    ],
)
def test_the_main_feed_comes_before_feeds_of_comments_categories_and_authors(other):
    first, second = found(f"<link rel='alternate' {RSS} {other}>", MAIN)
    assert first == "https://courier.example/feed/"
    assert second != first


def test_comments_come_last_and_equal_feeds_keep_the_order_of_the_page():
    links = [
        f"<link rel='alternate' {RSS} href='{href}'>"
        for href in ("/comments/feed", "/tag/a/feed", "/one", "/two", "/one")
    ]
    assert [feed.removeprefix("https://courier.example") for feed in found(*links)] == [
        "/one", "/two", "/tag/a/feed", "/comments/feed"
    ]  # fmt: skip


def test_the_only_feed_of_a_page_is_found_even_if_it_has_comments():
    assert found(f"<link rel='alternate' {RSS} href='/comments/feed'>")


@pytest.mark.parametrize("href", BAD_LINKS)
def test_a_page_that_links_to_no_valid_address_links_to_no_feed(href):
    link = '<link rel="alternate" type="application/rss+xml" href="{}">'
    assert found(link.format(href), link.format("/rss")) == ["https://courier.example/rss"]


def test_a_marked_section_in_a_page_does_not_hide_the_feed_before_it():
    page = b'<link rel="alternate" type="application/rss+xml" href="/rss"><![x[ <p>'
    assert find_feeds(page, URL) == ["https://courier.example/rss"]
    assert find_feeds(b"<![x[ <p>", URL) == []
    assert find_feeds(b'<link href="&#' + b"9" * 5000 + b';">', URL) == []


def test_a_page_in_any_encoding_links_to_its_feed():
    page = "<html><link rel='feed' title='Новости' href='/новости'></html>"
    for encoding in ("utf-8", "utf-16", "utf-8-sig"):
        assert find_feeds(page.encode(encoding), URL) == ["https://courier.example/новости"]
