from dataclasses import replace
from datetime import date

from any_articles import ARTICLES, article
from hypothesis import given

from bot.replies.answering.copied import copied_text
from bot.replies.labels import utf16_length

FERRY = replace(
    article("It opened."),
    title="New ferry links Harwick and Sund",
    source="Courier",
    published=date(2025, 3, 3),
    url="https://courier.example/ferry?utm_source=x",
)


def test_a_quote_is_copied_with_all_that_is_known_of_its_source():
    assert copied_text(FERRY.sentences[0]) == (
        "“It opened.”\nNew ferry links Harwick and Sund, Courier, 3 Mar 2025\n"
        "https://courier.example/ferry"
    )
    unknown = replace(FERRY, title="", source=None, published=None, url=None)
    assert copied_text(unknown.sentences[0]) == "“It opened.”"


def test_a_long_title_is_cut_so_that_all_fits():
    text = copied_text(replace(FERRY, title="A ferry " * 50).sentences[0])
    assert text.splitlines()[1].endswith("A ferry…, Courier, 3 Mar 2025")
    assert utf16_length(text) <= 256


def test_what_does_not_fit_with_its_citation_is_not_copied():
    assert copied_text(article(f"It opened {'again ' * 50}.").sentences[0]) is None
    assert copied_text(replace(FERRY, url=f"https://a.example/{'b' * 240}").sentences[0]) is None


@given(ARTICLES)
def test_a_copied_text_fits_and_has_the_whole_sentence(one):
    for sentence in one.sentences:
        text = copied_text(sentence)
        if text is not None:
            assert utf16_length(text) <= 256
            assert text.startswith(f"“{sentence.text}”")
