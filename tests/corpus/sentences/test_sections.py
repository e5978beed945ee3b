from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Span
from corpus.sentences.sections import FEWEST, MOST, split_sections


def article(paragraphs):
    """An article whose paragraphs have these numbers of sentences; 0 stands for a heading."""
    text = ""
    spans = []
    headings = []
    for size in paragraphs:
        if not size:
            headings.append(Span(len(text), len(text) + 2))
            spans.append(headings[-1])
            text += "A "
        for _ in range(size):
            spans.append(Span(len(text), len(text) + 2))
            text += "A. "
        text += "\n"
    return Article(text, "A", tuple(spans), headings=tuple(headings))


def test_a_section_ends_with_a_paragraph():
    assert split_sections(article([5, 4])) == [range(5), range(5, 9)]


def test_short_paragraphs_are_combined():
    assert split_sections(article([1, 1, 2, 1, 1])) == [range(4), range(4, 6)]


def test_a_long_paragraph_is_several_sections():
    assert split_sections(article([18])) == [range(10), range(10, 18)]


def test_a_section_begins_with_the_headings_above_it():
    assert split_sections(article([1, 0, 1, 0, 0, 2])) == [range(1), range(1, 3), range(3, 7)]
    assert split_sections(article([0, 12])) == [range(10), range(10, 13)]
    assert split_sections(article([3, 0])) == [range(3), range(3, 4)]


@given(st.lists(st.integers(0, 12), max_size=8))
def test_every_sentence_is_in_one_section(paragraphs):
    whole = article(paragraphs)
    sections = split_sections(whole)
    numbers = [number for section in sections for number in section]
    assert numbers == list(range(len(whole.spans)))
    assert all(len(section) <= MOST for section in sections)
    headings = {number for number, one in enumerate(whole.sentences) if one.is_heading}
    for section, after in pairwise(sections):
        sentences = set(section) - headings
        assert len(sentences) >= FEWEST or len(section) == MOST or after.start in headings
    begun = {section.start for section in sections}
    assert all(number in begun or number - 1 in headings for number in headings)
