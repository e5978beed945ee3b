"""Measures what is said about claims: ``python -m tests.quality.claims [--show] [DIR...]``.

With folders of judged questions, each sentence of their documents is asked as a claim, as if the
documents were of one day, and the other sentences that are for it or against it are printed.

claims.json and natural_claims.json have short articles and claims about them and about the sample
articles: some that a sentence says, some of which one says otherwise, and some of which none says
either. Those of the second file are worded as people word them, and were written later. Half of
each kind, "tune", was looked at while the rules were written; the other half, "judge", was written
before and only counted.
"""

import json
from collections import Counter
from itertools import chain, product
from pathlib import Path

import click

from bot.library.library import Library
from corpus.samples.sample_articles import load_samples
from retrieval.meaning.minilm import MiniLM
from tests.quality.differing import article_of

FILES = ("claims.json", "natural_claims.json")
DAY = "2010-06-16"
STANCES = ("for", "against", None)


def read(file):
    return json.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))


def claims_in(half=None, file=FILES[0]):
    claims = read(file)["claims"]
    return [claim for claim in claims if half in (None, claim["half"])]


def library_of_claims(meaning=None, file=FILES[0]):
    articles = map(article_of, read(file)["articles"])
    return Library.of(chain(load_samples(), articles), meaning=meaning)


def stance_of(library, claim):
    """The stance that the answer shows first; None if it shows none."""
    answer = library.answer(claim["claim"], library.sources())
    stances = {passage.stance for passage in answer.passages} - {None}
    return "both" if len(stances) > 1 else stances.pop().value if stances else None


def measure(library, claims, show=False):
    """Count the claims by the right stance and the one that is shown."""
    counts = Counter()
    for claim in claims:
        found = stance_of(library, claim)
        counts[claim["stance"], found] += 1
        if show and found != claim["stance"]:
            click.echo(f"{claim['stance']}, shown as {found}: {claim['claim']}")
    return counts


def precision_and_recall(counts):
    """The share of the stances shown that are right, and of the stances that are shown rightly."""
    right = sum(counts[stance, stance] for stance in STANCES if stance)
    shown = sum(count for (_, found), count in counts.items() if found)
    wanted = sum(count for (stance, _), count in counts.items() if stance)
    return right / max(shown, 1), right / max(wanted, 1)


def of_sentences(folder):
    """Print the other sentences of a set that are taken to be for or against each sentence."""
    lines = (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    docs = [json.loads(line) for line in lines]
    fields = {"date": DAY, "source": ""}
    library = Library.of(
        article_of({"title": doc["title"], "text": " ".join(doc["sentences"]), **fields})
        for doc in docs
    )
    counts = Counter()
    for claim in chain.from_iterable(doc["sentences"] for doc in docs):
        counts["claims"] += 1
        for passage in library.answer(claim, library.sources()).passages:
            text = passage.sentence.text
            if passage.stance and text not in claim and claim not in text:
                counts[passage.stance.value] += 1
                click.echo(f"{passage.stance.value}: {claim}\n    {text}")
    click.echo(f"{folder.name}: {dict(counts)}")


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--show", is_flag=True, help="Print what is wrong in the half that may be seen.")
def main(show, folders):
    for folder in folders:
        of_sentences(folder)
    if folders:
        return
    meaning = MiniLM()
    for file, half in product(FILES, ("tune", "judge")):
        library = library_of_claims(meaning, file)
        counts = measure(library, claims_in(half, file), show and half == "tune")
        precision, recall = precision_and_recall(counts)
        click.echo(
            f"{file}, {half}: {counts.total()} claims, precision {precision:.2f}, "
            f"recall {recall:.2f}"
        )
        for (stance, found), count in sorted(counts.items(), key=str):
            click.echo(f"  {stance or 'neither'}, shown as {found or 'neither'}: {count}")


if __name__ == "__main__":
    main()
