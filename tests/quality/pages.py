"""Measures how much of the articles on saved web pages is read, and what else is.

    python -m tests.quality.pages PAGES.jsonl.gz...

Each line is an object with the page's ``html`` and the article's text, ``gold``, and perhaps
``meta`` with its ``title`` and ``site``. A paragraph of gold text is lost if neither its beginning
nor its end is in the title or a sentence. A sentence is foreign if its beginning is not in gold.
"""

import gzip
import json
import re
from collections import Counter
from statistics import mean, median
from time import process_time

import click

from corpus.errors import CorpusError
from corpus.reading import read_article

PARAGRAPH, SENTENCE = 8, 4  # words; shorter ones are not counted
COMPARED = 50  # characters of a paragraph's beginning and end
WORD = re.compile(r"\w+")


def words_of(text):
    return WORD.findall(text.lower().replace("’", "'"))


def line_of(text):
    return " ".join(words_of(text))


def lines_of(texts, fewest):
    lines = (words_of(text) for text in texts)
    return [" ".join(words) for words in lines if len(words) >= fewest]


def read(page):
    """The article, or None, and the milliseconds that it took."""
    start = process_time()
    try:
        article = read_article(page["html"].encode("utf-8", "replace"), "page.html")
    except CorpusError:
        article = None
    return article, 1000 * (process_time() - start)


def token_f1(ours, theirs):
    """The harmonic mean of precision and recall of the words, counting repeated ones."""
    ours, theirs = Counter(words_of(ours)), Counter(words_of(theirs))
    return 2 * (ours & theirs).total() / max(ours.total() + theirs.total(), 1)


def score(page):
    """What a page adds to the figures."""
    article, took = read(page)
    sentences = [sentence.text for sentence in article.sentences] if article else []
    text, gold = " ".join(sentences), page["gold"]
    shown, wanted = line_of(f"{text} {article.title if article else ''}"), line_of(gold)
    paragraphs = lines_of(gold.split("\n"), PARAGRAPH)
    lost = sum(one[:COMPARED] not in shown and one[-COMPARED:] not in shown for one in paragraphs)
    quotable = lines_of(sentences, SENTENCE)
    figures = Counter(
        pages=1,
        refused=article is None,
        paragraphs=len(paragraphs),
        lost=lost,
        quarter=bool(paragraphs) and lost >= len(paragraphs) / 4,
        sentences=len(quotable),
        foreign=sum(one[:COMPARED] not in wanted for one in quotable),
    )
    known = page.get("meta") or {}
    for ours, theirs in (("title", "title"), ("source", "site")):
        if article and known.get(theirs):
            figures[f"{theirs}s"] += 1
            is_right = line_of(getattr(article, ours) or "") == line_of(known[theirs])
            figures[f"right {theirs}s"] += is_right
    return figures, token_f1(text, gold), took


@click.command()
@click.argument("paths", nargs=-1, required=True)
def main(paths):
    """Print the figures of each set of pages."""
    for path in paths:
        report(path)


def report(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        scores = [score(json.loads(line)) for line in lines]
    figures = sum((one for one, _, _ in scores), Counter())
    lost, foreign = (
        f"{figures[part]} of {figures[whole]} ({figures[part] / max(figures[whole], 1):.2%})"
        for part, whole in (("lost", "paragraphs"), ("foreign", "sentences"))
    )
    click.echo(f"{path}: {figures['pages']} pages, {figures['refused']} refused")
    click.echo(f"  token F1 {mean(f1 for _, f1, _ in scores):.4f}, paragraphs lost {lost},")
    click.echo(f"  pages that lose a quarter {figures['quarter']}, foreign sentences {foreign},")
    for what in ("titles", "sites"):
        if figures[what]:
            click.echo(f"  {what} right {figures[f'right {what}']} of {figures[what]},")
    click.echo(f"  {median(took for _, _, took in scores):.0f} ms of CPU a page (median)")


if __name__ == "__main__":
    main()
