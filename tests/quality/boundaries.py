"""Measures where texts are split into sentences, against texts split by hand.

    python -m tests.quality.boundaries SET.json... XX.txt...

A set is a list of objects with a ``text`` and the ``spans`` of its sentences, or of pairs of a
text and its sentences, or the hard sentences of a language, whose code XX is.
"""

import json
from pathlib import Path

import click

from corpus.errors import CorpusError
from corpus.reading import read_article
from tests.support.hard_sentences import f1_of

HEADER = "---\ntitle: A measured text\n---\n\n"  # so that no line is taken for the title


def pair_of(row):
    if isinstance(row, list):
        return row
    return row["text"], [row["text"][start:end] for start, end in row["spans"]]


def ends_in(text, sentences):
    """The positions at which sentences end that are found in the text one after the other."""
    ends, at = set(), 0
    for sentence in sentences:
        start = text.find(sentence.strip(), at)
        if start >= 0:
            at = start + len(sentence.strip())
            ends.add(at)
    return ends


def split(text):
    """The sentences as they are read, and the lines that are left out."""
    try:
        article = read_article((HEADER + text).encode(), "text.md")
    except CorpusError:
        return [], []
    left_out = [article.text[start:end] for start, end, _ in article.left_out]
    return [sentence.text for sentence in article.sentences], left_out


def report(path):
    """Print the precision, recall and F1 of the ends of sentences, and how many texts are whole.

    Ends within lines that are left out do not count.
    """
    found = right = wanted = whole = 0
    rows = json.loads(Path(path).read_text(encoding="utf-8"))
    for row in rows:
        text, theirs = pair_of(row)
        ours, left_out = split(text)
        mine, gold = ends_in(text, ours), ends_in(text, theirs)
        for line in left_out:
            start = text.find(line.strip())
            gold -= {end for end in gold if start < end <= start + len(line)}
        found, right, wanted = found + len(mine), right + len(mine & gold), wanted + len(gold)
        whole += ours == [sentence.strip() for sentence in theirs]
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    f1 = 2 * right / max(found + wanted, 1)
    click.echo(
        f"{path}: precision {precision:.2%}, recall {recall:.2%}, F1 {f1:.2%}, "
        f"{whole} of {len(rows)} texts whole"
    )


@click.command()
@click.argument("paths", nargs=-1, required=True)
def main(paths):
    """Print the figures of each set of texts."""
    for path in paths:
        if path.endswith(".txt"):
            click.echo(f"{path}: F1 {f1_of(Path(path)):.2%}")
        else:
            report(path)


if __name__ == "__main__":
    main()
