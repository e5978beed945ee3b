from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Reason, Span
from corpus.left_out.around_article import find_surroundings
from corpus.reading import read_article
from corpus.sentences.paragraphs import split_blocks

MENU = ["Home", "World", "Sport", "Business", "Culture", "Travel", "Weather", "Sign in", "Search"]
ARTICLE = [
    "The first electric ferry between Harwick and Sund left port on Monday with 412 passengers.",
    "It crosses the strait in 35 minutes, ten minutes faster than the diesel ship it replaces.",
    "“It is a turning point for the islands,” said the mayor, Ida Holm, who had asked for it.",
    "All the tickets sold out.",
    "The shipyard in Norvik built the vessel for 48 million euros, which the council had refused.",
]
TITLE = "New ferry links Harwick and Sund"
FOOTER = ["Most read", "Storm closes the bridge", "Mayor on holiday", "About us", "Contact",
          "Terms", "Privacy", "Jobs", "Advertise"]  # fmt: skip
PAGE = "\n".join([*MENU, TITLE, "Mia Berg", *ARTICLE, *FOOTER])


def test_the_article_and_headline_of_a_whole_pasted_page_are_kept():
    article = read_article(PAGE.encode(), "page.txt")
    assert article.title == TITLE
    assert [sentence.text for sentence in article.sentences] == ARTICLE
    around = [
        article.text[start:end] for start, end, why in article.left_out if why == Reason.AROUND
    ]
    assert around == [*MENU, "Mia Berg", *FOOTER]


def test_an_article_with_a_few_short_lines_is_not_a_whole_page():
    text = "\n".join([TITLE, "Mia Berg", *ARTICLE, "Read more", "Share"])
    assert find_surroundings(text, split_blocks(text)) == (None, [])


def test_a_list_without_prose_is_unchanged():
    text = "\n".join(MENU * 3)
    assert find_surroundings(text, split_blocks(text)) == (None, [])


@given(st.lists(st.sampled_from([*MENU, *ARTICLE, TITLE, "!", "1. A"]), max_size=60))
def test_whole_lines_are_left_out_and_never_all(lines):
    text = "\n".join(lines)
    blocks = split_blocks(text)
    headline, around = find_surroundings(text, blocks)
    spans = [Span(start, end) for start, end, _ in around]
    assert set(spans) <= set(blocks)
    assert spans == sorted(spans)
    assert headline not in spans
    assert len(spans) < max(len(blocks), 1)
