"""Text and metadata of the article on a web page."""

from corpus.clock import now
from corpus.formats.decoding import decode_page
from corpus.formats.extracted import Extracted


def read_html(data: bytes, name: str, charset: str | None = None) -> Extracted:
    """The article on a page, with the page's own paragraphs.

    Raises:
        CorpusError: The page is too large, or has no article.
    """
    # Here because few commands need it, and importing trafilatura takes a third of a second.
    from corpus.html.page import read_page

    article, metadata = read_page(decode_page(data, name, charset), name, now().date())
    return Extracted(
        article.text,
        metadata,
        article.left_out,
        headings=article.headings,
        incomplete=article.incomplete,
    )
