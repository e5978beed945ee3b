"""The sections of an article: the sentences around one that treat the same matter."""

from corpus.article import Article

FEWEST = 3  # sentences before a paragraph's end ends a section: news has short paragraphs
MOST = 10


def split_sections(article: Article) -> list[range]:
    """The sections as ranges of sentence numbers from 0, one after the other.

    A section ends with a paragraph once it has FEWEST sentences, and at MOST anyway.
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
