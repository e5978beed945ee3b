import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sandbox.feed_text import (
    as_html,
    decoded,
    is_article,
    own_page,
    plain_as_html,
    shown,
    without_footer,
)

TEXT = "<p>The harbour was opened.</p>"


@pytest.mark.parametrize(
    "footer",
    [
        "<p>The post <a href='/1'>Harbour</a> appeared first on <a href='/'>Courier</a>.</p>",
        "<p>The post <a href='/1'>Harbour</a> first appeared on <a href='/'>Courier</a>.</p>\n",
        "<p>Der Beitrag <a href='/1'>Hafen</a> erschien zuerst auf <a href='/'>Kurier</a>.</p>",
        "<p>L&#8217;article <a href='/1'>Port</a> est apparu en premier sur Courrier.</p>",
    ],
)
def test_the_line_that_says_where_a_text_was_published_is_no_part_of_it(footer):
    assert without_footer(TEXT + footer) == TEXT
    assert without_footer(footer + TEXT) == footer + TEXT


def test_a_paragraph_about_a_post_stays():
    text = TEXT + "<p>The post was held by three mayors.</p>"
    assert without_footer(text) == text


@given(st.text())
def test_a_plain_text_is_the_same_as_html(text):
    assert shown(plain_as_html(text)) == " ".join(text.split())


def test_a_plain_text_has_its_paragraphs():
    assert (
        as_html("One &amp; two.\n\nThree < four.")
        == "<p>One &amp; two.</p><p>Three &lt; four.</p>"
    )
    assert as_html("<p>One.</p>") == "<p>One.</p>"


def test_scripts_and_styles_are_not_shown():
    assert shown("<style>p {}</style>a<script>b()</script> <b>c</b>&amp;&#160;d") == "a c & d"
    assert shown("&#" + "9" * 5000 + ";") == "&#" + "9" * 5000 + ";"


def test_a_text_that_the_feed_calls_the_content_is_an_article_unless_it_goes_on_elsewhere():
    assert is_article("It rained …", is_whole=True)
    assert is_article("There is no more.", is_whole=True)
    for end in ("[…]", "(...)", "Read more", "Continue reading →", "Weiterlesen »", "more →"):
        assert not is_article(f"It rained. {end}", is_whole=True)
    assert not is_article("", is_whole=True)


@given(st.text())
def test_an_items_own_page_is_valid_utf_8(text):
    own_page(text, text).decode()
    own_page("\ud800", "\ud800").decode()


@given(st.text(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_any_text_is_decoded(text, encoding):
    decoded(text.encode(encoding, "surrogatepass"))


@given(st.binary(), st.none() | st.text())
def test_any_bytes_are_decoded(data, charset):
    decoded(data, charset).encode()


def test_a_single_damaged_character_does_not_change_the_others():
    text = "Caf\u00e9 \u2013 " * 20
    assert decoded(text.encode() + b"\xe9").startswith(text)


def test_an_encoding_of_ascii_characters_is_read_if_the_feed_declares_it():
    text = "<?xml version='1.0' encoding='ISO-2022-JP'?><a>\u30cb\u30e5\u30fc\u30b9</a>"
    assert decoded(text.encode("iso-2022-jp")) == "<a>\u30cb\u30e5\u30fc\u30b9</a>"
