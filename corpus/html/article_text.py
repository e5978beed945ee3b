"""Puts together the text of the article on a page."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corpus.article import MOST_CHARACTERS, LeftOut, Reason, Span
from corpus.html.anchors import is_prose
from corpus.html.lines.blocks import Division
from corpus.html.main_text import Line, find_lines
from corpus.html.structured_data import JsonObject, article_body, find_article
from corpus.languages.prose import count_words

BETWEEN = "\n\n"  # with single line ends, short paragraphs could be taken for a wrapped one
# If the structured data has this many times the page's words, the page is a shell or a preview.
MORE = 1.5
FEW = 30  # words by which the numbers of words differ anyway
PREVIEW = 300  # words; a longer text is hardly a preview
ELLIPSES = ("…", "...", "[…]", "[...]")


class ArticleText(NamedTuple):
    """A text with an empty line between paragraphs, and whether more of it seems to exist."""

    text: str
    left_out: tuple[LeftOut, ...] = ()
    headings: tuple[Span, ...] = ()
    incomplete: bool = False


def read_text(division: Division, objects: Iterable[JsonObject], extracted: str) -> ArticleText:
    """The text of the article on a page.

    ``objects`` are the page's structured data, ``extracted`` is the text that another extractor
    takes for the article.
    """
    article = find_article(objects) or {}
    body = article_body(article)
    lines = find_lines(division, (extracted, body))
    words = sum(line.block.words for line in lines if line.why is None)
    if count_words(body) > MORE * words + FEW:
        return ArticleText(body.replace("\n", BETWEEN))
    unread = [line.block for line in lines if line.why is Reason.AROUND and is_prose(line.block)]
    most = max(
        count_words(extracted),
        sum(block.words for block in unread),
        _number(article.get("wordCount")),
    )
    incomplete = most > MORE * words + FEW or _is_preview(lines, words, article)
    return _joined(lines, incomplete=incomplete)


def _joined(lines: Sequence[Line], *, incomplete: bool) -> ArticleText:
    # What is left out must not make an article too long.
    if sum(len(line.block.text) + len(BETWEEN) for line in lines) > MOST_CHARACTERS:
        lines = [line for line in lines if line.why is None]
    left_out, headings = [], []
    at = 0
    for line in lines:
        span = Span(at, at + len(line.block.text))
        if line.why is not None:
            left_out.append(LeftOut(*span, line.why))
        elif line.block.heading or line.is_label:
            headings.append(span)
        at = span.end + len(BETWEEN)
    text = BETWEEN.join(line.block.text for line in lines)
    return ArticleText(text, tuple(left_out), tuple(headings), incomplete)


def _is_preview(lines: Sequence[Line], words: int, article: JsonObject) -> bool:
    """Whether the page seems to show only the beginning of the article."""
    if words >= PREVIEW:
        return False
    last = next((line.block.text for line in reversed(lines) if line.why is None), "")
    closed = str(article.get("isAccessibleForFree")).lower().rpartition("/")[2] == "false"
    return closed or last.endswith(ELLIPSES)


def _number(value: object) -> int:
    text = str(value).replace(",", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
