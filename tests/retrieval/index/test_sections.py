from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Span
from retrieval.index.sections import FEWEST, MOST, split_sections


def article(paragraphs):
    """An article whose paragraphs have these numbers of sentences."""
    text = ""
    spans = []
    for size in paragraphs:
        for _ in range(size):
            spans.append(Span(len(text), len(text) + 2))
            text += "A. "
        text += "\n"
    return Article(text, "A", tuple(spans))


def test_a_section_ends_with_a_paragraph():
    assert split_sections(article([5, 4])) == [range(5), range(5, 9)]


def test_short_paragraphs_are_combined():
    assert split_sections(article([1, 1, 2, 1, 1])) == [range(4), range(4, 6)]


def test_a_long_paragraph_is_several_sections():
    assert split_sections(article([18])) == [range(10), range(10, 18)]


@given(st.lists(st.integers(0, 12), max_size=8))
def test_every_sentence_is_in_one_section(paragraphs):
    whole = article(paragraphs)
    sections = split_sections(whole)
    numbers = [number for section in sections for number in section]
    assert numbers == list(range(len(whole.spans)))
    assert all(FEWEST <= len(section) <= MOST for section in sections[:-1])
