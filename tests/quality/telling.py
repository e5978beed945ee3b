"""Measures how often the language of texts is told.

    python -m tests.quality.telling FOLDER:LANGUAGE...

Each folder holds judged documents (docs/quality.md); their sentences are told one by one, three
by three, and all those of a document together.
"""

import json
from collections import Counter
from pathlib import Path

import click

from corpus.languages.telling import guess_language, tell_language

SHORTEST = 20  # characters; sentence splitting has left scraps that no one would add
MOST = 1000  # texts of a kind


def texts(folder):
    """Yield a kind's name and its texts, for each kind of text."""
    lines = (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line)["sentences"] for line in lines]
    for size, kind in ((1, "one sentence"), (3, "three"), (10**6, "documents")):
        found = [
            " ".join(one[start : start + size])
            for one in documents
            for start in range(0, len(one), size)
        ]
        found = [text for text in found if len(text) >= SHORTEST]
        yield kind, found[:: max(1, len(found) // MOST)]


@click.command()
@click.argument("places", nargs=-1)
def main(places):
    for place in places:
        folder, _, language = place.rpartition(":")
        for kind, some in texts(Path(folder)):
            for tell in (tell_language, guess_language):
                told = Counter(map(tell, some))
                others = {str(code): count for code, count in told.items() if code != language}
                share = 100 * told[language] / len(some)
                what = f"{language}, {kind}, {tell.__name__}, {len(some)} texts"
                click.echo(f"{what}: {share:.2f} %, others {others}")


if __name__ == "__main__":
    main()
