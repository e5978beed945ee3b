"""Sections of an article: neighboring sentences about the same subject."""

from corpus.article import Article

FEWEST = 3  # sentences; news paragraphs are often shorter
MOST = 10  # sentences and headings


def split_sections(article: Article) -> list[range]:
    """The sections in order, as ranges of sentence numbers from 0.

    A section begins with a heading and any others directly below it. It ends with a paragraph
    once it has FEWEST sentences, and always before a heading and after MOST.
    """
    sections = []
    start = sentences = 0
    spans = article.spans
    headings = frozenset(article.headings)
    for number, span in enumerate(spans, 1):
        sentences += span not in headings
        after = spans[number] if number < len(spans) else None
        if (
            after is None
            or number - start == MOST
            or (sentences and after in headings)
            or (sentences >= FEWEST and "\n" in article.text[span.end : after.start])
        ):
            sections.append(range(start, number))
            start, sentences = number, 0
    return sections
