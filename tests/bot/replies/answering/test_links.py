from dataclasses import replace

import pytest
from any_articles import ARTICLES, article
from hypothesis import given

from bot.replies.answering.links import LONGEST_URL, is_for_button, page_of, place_on_page
from corpus.article import Span

FERRY = article("It opened.")
WHOLE = Span(0, 10)
NAMED = ":~:text=It%20opened."


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://a.example/b", "https://a.example/b"),
        ("https://a.example/b?id=7&utm_source=x&fbclid=y", "https://a.example/b?id=7"),
        ("https://a.example/b?utm_source=x#c", "https://a.example/b#c"),
        ("https://a.example/b?cid=7&source=print&ref=2", "https://a.example/b?cid=7&source=print&ref=2"),
        ("https://a.example/b#c:~:text=old", "https://a.example/b#c"),
        ("HTTPS://a.example/b", "https://a.example/b"),
        ("ftp://a.example/b", None),
        ("https://", None),
        ("https://a.example/" + "b" * LONGEST_URL, None),
        (None, None),
    ],
)  # fmt: skip
def test_a_page_keeps_all_of_its_address_but_what_tracks_readers(url, page):
    assert page_of(replace(FERRY, url=url)) == page


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://a.example/b", f"https://a.example/b#{NAMED}"),
        ("https://a.example/b#c", f"https://a.example/b#c{NAMED}"),
        ("https://a.example/b?gclid=1#c:~:text=old", f"https://a.example/b#c{NAMED}"),
        ("https://a.example/b?a=1&b=%20", f"https://a.example/b?a=1&b=%20#{NAMED}"),
        ("https://t.me/harbour/17", None),
        ("https://a.example/B.PDF?page=2", None),
        ("https://a.example/" + "b" * (LONGEST_URL - 30), None),
        (None, None),
    ],
)
def test_a_place_stands_after_the_fragment_of_the_address(url, place):
    assert place_on_page(replace(FERRY, url=url), WHOLE) == place


@given(ARTICLES)
def test_no_link_is_too_long_or_of_another_scheme(one):
    for link in (page_of(one), *(place_on_page(one, span) for span in one.spans)):
        if link is not None:
            assert link.startswith(("http://", "https://"))
            assert len(link) <= LONGEST_URL
            is_for_button(link)  # never fails


def test_a_button_needs_a_host_with_a_dot():
    assert is_for_button("https://a.example/b")
    assert not is_for_button("http://localhost/a.b")
    assert not is_for_button("http://[x/a.b")
