"""Measures how many links to sentences lead to them on saved web pages.

    python -m tests.quality.links PAGES.jsonl.gz...

Each line is an object with the page's ``html``. A link is right if a browser that follows the
specification finds the sentence and nothing else in the page's visible text, where every element
that usually is a block is one. Up to six sentences of an article are tried.
"""

import gzip
import json
import random
import re
import sys
from collections import Counter
from itertools import chain
from pathlib import Path

import click
from lxml import html

from bot.replies.answering.text_fragments import text_directive
from corpus.article import Span
from corpus.errors import CorpusError
from corpus.reading import read_article

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))  # as pytest does

from text_directives import Document, parsed

TRIED = 6
SPACE = re.compile(r"\s+")
BLOCKS = frozenset(
    "address article aside blockquote body br dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table td th tr"
    " ul".split()
)
UNSEEN = frozenset("head iframe noscript object script select style svg template textarea".split())


def pieces(element):
    """Yield the visible text of an element, with a line break at each end of a block."""
    style = (element.get("style") or "").replace(" ", "")
    if element.tag in UNSEEN or "display:none" in style or element.get("hidden") is not None:
        return
    edge = "\n" if element.tag in BLOCKS else ""
    yield edge + SPACE.sub(" ", element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            yield from pieces(child)
        yield SPACE.sub(" ", child.tail or "")
    yield edge


def letters(text):
    return "".join(filter(str.isalnum, text.casefold()))


def outcome(article, sentence, page, document):
    """What becomes of a link to a sentence."""
    directive = text_directive(article.text, Span(sentence.start, sentence.end))
    if directive is None:
        return "no link"
    found = document.find(parsed(directive))
    if found is None:
        return "finds nothing"
    return "right" if letters(page[slice(*found)]) == letters(sentence.text) else "wrong"


@click.command()
@click.argument("pages", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def measure(pages):
    """Print what becomes of the links on the pages in PAGES."""
    outcomes, chance = Counter(), random.Random(1)
    lines = (gzip.decompress(path.read_bytes()).splitlines() for path in pages)
    for line in chain.from_iterable(lines):
        content = json.loads(line)["html"].encode("utf-8", "replace")
        try:
            article = read_article(content, "page.html")
        except CorpusError:
            continue
        root = html.document_fromstring(content, html.HTMLParser(encoding="utf-8"))
        page = "".join(pieces(root))
        document = Document(page)
        for sentence in chance.sample(article.sentences, min(TRIED, len(article.sentences))):
            outcomes[outcome(article, sentence, page, document)] += 1
    total = outcomes.total()
    click.echo(f"{total} sentences")
    for name, count in outcomes.most_common():
        click.echo(f"{name}: {count} ({count / total:.1%})")


if __name__ == "__main__":
    measure()
