"""Whole pages in ten languages: the article, and only that, is kept."""

from datetime import date

import pytest
from foreign_pages import PAGES

from corpus.reading import read_article

DAY = date(2025, 3, 3)
EACH = pytest.mark.parametrize("page", PAGES, ids=[page.language for page in PAGES])


def kept(article):
    headings = set(article.headings)
    return " ".join(article.text[slice(*span)] for span in article.spans if span not in headings)


def squeezed(text):
    return "".join(text.split())


@EACH
@pytest.mark.parametrize("declared", ["en", "own"])
def test_the_article_of_a_saved_page_is_read_with_its_language_byline_and_day(page, declared):
    data = page.html(declared=page.language if declared == "own" else declared)
    article = read_article(data, "page.html")
    assert squeezed(kept(article)) == squeezed("".join(page.paragraphs))
    assert (article.language, article.title) == (page.language, page.title)
    assert (article.author, article.published) == (page.author, DAY)


@EACH
def test_the_author_and_day_that_a_page_states_are_read(page):
    article = read_article(page.html(with_meta=True), "page.html")
    assert (article.author, article.published) == (page.author, DAY)


@EACH
def test_the_article_of_a_pasted_page_is_read(page):
    article = read_article(page.pasted().encode(), "pasted.txt")
    assert squeezed(kept(article)) == squeezed("".join(page.paragraphs))
    assert (article.language, article.title) == (page.language, page.title)
    assert (article.author, article.published) == (page.author, DAY)


@EACH
def test_a_pasted_article_has_a_byline_and_a_day(page):
    text = "\n".join([page.title, page.byline, page.day, *page.paragraphs, page.plea])
    article = read_article(text.encode(), "pasted.txt")
    assert squeezed(kept(article)) == squeezed("".join(page.paragraphs))
    assert (article.title, article.author) == (page.title, page.author)
    assert article.published == DAY
