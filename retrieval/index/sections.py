"""Sections of an article: neighboring sentences about the same subject."""

from corpus.article import Article

FEWEST = 3  # sentences; news paragraphs are often shorter
MOST = 10


def split_sections(article: Article) -> list[range]:
    """The sections in order, as ranges of sentence numbers from 0.

    A section ends with a paragraph once it has FEWEST sentences, and always after MOST.
    """
    sections = []
    start = 0
    spans = article.spans
    for number in range(1, len(spans) + 1):
        size = number - start
        last = number == len(spans)
        paragraph_ends = (
            not last and "\n" in article.text[spans[number - 1].end : spans[number].start]
        )
        if last or size == MOST or (paragraph_ends and size >= FEWEST):
            sections.append(range(start, number))
            start = number
    return sections
