import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.addresses import (
    can_be_address,
    is_front_page,
    is_same_address,
    is_same_site,
    without_tracking,
)

SITE = "https://courier.example"
STORY = f"{SITE}/2025/03/new-ferry-links-harwick"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        (f"{STORY}?utm_source=mail&utm_medium=x", STORY),
        (f"{STORY}?fbclid=a1#comments", STORY),
        (f"{SITE}/story?id=7&UTM_Campaign=x&page=2", f"{SITE}/story?id=7&page=2"),
        (f"{SITE}/story?q=a%26b&gclid=1", f"{SITE}/story?q=a%26b"),
        (f"{SITE}/story?flag&b=", f"{SITE}/story?flag&b="),
        ("http://[x", "http://[x"),
    ],
)
def test_only_what_tracks_readers_is_taken_out_of_an_address(url, clean):
    assert without_tracking(url) == clean


@pytest.mark.parametrize(
    "url",
    ["", "/", "/index.html", "/en", "/en-gb/", "/de/home", "/?lang=en", "/default.aspx", "/main"],
)
def test_a_front_page_is_no_articles_address(url):
    assert is_front_page(SITE + url)
    assert not can_be_address(SITE + url, STORY)


@pytest.mark.parametrize(
    "url",
    [
        "/news",
        "/news/",
        "/2025/",
        "/2025/03",
        "/us-news",
        "/tag/harwick-ferry",
        "/category/ferries",
    ],
)
def test_a_section_is_no_articles_address(url):
    assert not can_be_address(SITE + url, STORY)
    assert not can_be_address(SITE + url, f"{SITE}/a/1")


@pytest.mark.parametrize(
    ("fetched", "claimed"),
    [
        ("/article.php?id=8123", "/article.php"),
        ("/story?no=7&utm_source=x", "/story#top"),
        ("/news/2025/new-ferry-links-harwick", "/news?page=2"),
    ],
)
def test_an_address_without_what_tells_the_article_is_not_its(fetched, claimed):
    assert not can_be_address(SITE + claimed, SITE + fetched)


@pytest.mark.parametrize(
    ("fetched", "claimed"),
    [
        ("/article.php?id=8123&ref=2", "/article.php?id=8123"),
        ("/story/8123?page=2", "/story/8123"),
        ("/new-ferry-links-harwick?page=2", "/new-ferry-links-harwick"),
        ("/ferry?utm_campaign=7", "/ferry"),
    ],
)
def test_an_address_need_not_have_the_rest_of_the_parameters(fetched, claimed):
    assert can_be_address(SITE + claimed, SITE + fetched)


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/2025/03/new-ferry-links-harwick",
        "https://example/2025/03/new-ferry-links-harwick",
        "https://notcourier.example/2025/03/new-ferry-links-harwick",
        f"{SITE}:8443/2025/03/new-ferry-links-harwick",
        "http://[x",
    ],
)
def test_another_site_is_no_articles_address(url):
    assert not can_be_address(url, STORY)


@pytest.mark.parametrize(
    "fetched",
    [
        STORY,
        f"{STORY}/",
        f"{STORY}/amp",
        f"{STORY}/print/",
        f"{STORY}/2",
        f"{STORY}?page=2&utm_source=x",
        f"{SITE}/2025/03/amp/new-ferry-links-harwick",
        f"{SITE}/amp/2025/03/new-ferry-links-harwick.html",
        "https://amp.courier.example/2025/03/new-ferry-links-harwick",
        "http://m.courier.example/s/81234567",
        f"{SITE}/?p=81234567",
    ],
)
def test_variants_of_a_page_can_name_its_address(fetched):
    assert can_be_address(STORY, fetched)
    assert can_be_address(STORY.replace("//", "//www."), fetched)


def test_short_paths_can_name_one_another():
    assert can_be_address("http://localhost:8000/a/0", "http://localhost:8000/a/1")
    assert can_be_address(f"{SITE}/ferry", f"{SITE}/a")
    assert not can_be_address(f"{SITE}/a", f"{SITE}/a/1")
    assert can_be_address(f"{SITE}/?p=7", f"{SITE}/ferry/")
    assert can_be_address(f"{SITE}/ferry", f"{SITE}/amp/ferry")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORY, STORY.replace("https://", "http://www.") + "/"),
        (f"{STORY}?utm_source=x", f"{STORY}#top"),
    ],
)
def test_an_address_can_be_written_in_several_ways(one, other):
    assert is_same_address(one, other)


def test_other_addresses_are_not_the_same():
    assert not is_same_address(STORY, f"{STORY}?id=2")
    assert not is_same_address(STORY, None)
    assert not is_same_address(None, None)


def test_a_host_and_a_part_of_it_are_one_site():
    assert is_same_site("https://m.courier.example/a", "https://www.courier.example/b")
    assert is_same_site("https://edition.courier.example/a", "https://courier.example/b")
    assert not is_same_site("https://courier.example", "https://herald.example")
    assert not is_same_site("https://courier.example", None)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_asked_about(one, other):
    for url in (one, f"http://{one}/{other}"):
        without_tracking(url)
        is_front_page(url)
        is_same_address(url, url)
        can_be_address(url, f"{SITE}/{other}")
