"""Make the list of related words: ``python -m retrieval.meaning.related_words WORDNET``.

WORDNET is the folder with WordNet 3.0, such as /usr/share/wordnet of Debian's wordnet-base. Two
terms are related if the model finds their words nearest to each other in meaning, if WordNet
derives one from the other, or if they are in a group of related_groups.txt. How much alike they
are is the model's similarity; words of a group are at least GROUPED alike. Names are only related
to what is derived from them and to other names of the same: London is near Glasgow in meaning,
but an answer about one is none about the other.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib.resources import as_file, files
from itertools import permutations
from pathlib import Path

import click
import numpy as np

from retrieval.meaning.meaning import Matrix
from retrieval.meaning.minilm import MODEL, MiniLM
from retrieval.meaning.wordnet import Pair, WordNet
from retrieval.words.analysis import ANALYSES, ANALYSIS_VERSION
from retrieval.words.related import CLOSE, FILE, Making, write_related

NEAREST = 15  # terms that the model relates to one, at most
LEAST = 0.3  # similarity of two related terms; those of names for the same are close
GROUPED = 0.7  # how much alike the words of a group are, at least
SHORTEST = 3  # letters of a word
GROUPS = files("retrieval.meaning").joinpath("related_groups.txt")
ENGLISH = ANALYSES["en"]

Related = Mapping[str, Mapping[str, float]]


class Terms:
    """Terms with a vector each: the mean of those of their words, from the mean of all."""

    def __init__(self, words: Sequence[str], vectors: Matrix) -> None:
        rows: dict[str, list[int]] = defaultdict(list)
        for row, word in enumerate(words):
            if term := term_of(word):
                rows[term].append(row)
        self.names = list(rows)
        self.place = {term: at for at, term in enumerate(rows)}
        around = _unit(vectors - vectors.mean(axis=0))
        self.vectors = _unit(np.array([around[some].mean(axis=0) for some in rows.values()]))

    def likeness(self, one: str, other: str) -> float:
        """The similarity of two terms; 0 if one has no vector."""
        if one not in self.place or other not in self.place:
            return 0.0
        return float(self.vectors[self.place[one]] @ self.vectors[self.place[other]])

    def nearest(self, terms: Sequence[str]) -> Iterator[Pair]:
        """Yield each of some terms with the NEAREST of them that are alike."""
        vectors = self.vectors[[self.place[term] for term in terms]]
        for at, term in enumerate(terms):
            alike = vectors @ vectors[at]
            alike[at] = 0
            best = np.argsort(-alike, kind="stable")[:NEAREST]
            yield from ((term, terms[other]) for other in best if alike[other] >= LEAST)


def term_of(word: str) -> str | None:
    """The term of a word, if it is a single one and not a number."""
    terms = ENGLISH.terms(word)
    return terms[0] if len(terms) == 1 and terms[0].isalpha() else None


def related(
    known: Collection[str],
    terms: Terms,
    derived: Iterable[Pair],
    same: Iterable[Pair],
    groups: Iterable[str] = (),
) -> Related:
    """The related terms of each, and how much alike they are; ``known`` words are no names."""
    plain = dict.fromkeys(filter(None, map(term_of, known)))
    found: dict[str, dict[str, float]] = defaultdict(dict)
    pairs = [(pair, LEAST) for pair in terms.nearest([one for one in plain if one in terms.place])]
    for every, least in ((derived, LEAST), (same, CLOSE)):
        for word, other in every:
            one, two = term_of(word), term_of(other)
            if one and two:
                pairs += [((one, two), least), ((two, one), least)]
    for (one, two), least in pairs:
        alike = min(terms.likeness(one, two), 1.0)
        if one != two and alike >= least:
            found[one][two] = alike
    for group in groups:
        for one, two in permutations(sorted(plain.keys() & ENGLISH.terms(group)), 2):
            found[one][two] = max(terms.likeness(one, two), GROUPED)
    return found


def word_groups() -> list[str]:
    """The lines of ``related_groups.txt``, each a group of words separated by spaces."""
    return [line for line in GROUPS.read_text("utf-8").splitlines() if not line.startswith("#")]


def vocabulary() -> list[str]:
    """The whole words that the model knows."""
    pieces = json.loads(MODEL.joinpath("tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    return [one for one in pieces if len(one) >= SHORTEST and one.isascii() and one.isalpha()]


@click.command()
@click.argument("wordnet", type=click.Path(exists=True, file_okay=False, path_type=Path))
def write_related_words(wordnet: Path) -> None:
    """Write the list, made from WordNet in the folder WORDNET."""
    try:
        source, known = WordNet(wordnet), vocabulary()
    except OSError as error:
        raise click.ClickException(str(error)) from error
    derived, same = (
        [pair for pair in pairs if not {word.lower() for word in pair}.isdisjoint(known)]
        for pairs in (source.derived(), source.same_names())
    )
    # Words in lower case are the known ones; others add to the vectors of their terms.
    others = {word for pair in derived + same for word in pair if word.isalpha()}
    words = [*known, *sorted(others.difference(known))]
    model = MiniLM()
    terms = Terms(words, _vectors(model, words))
    plain = [word for word in known if source.is_plain(word)]
    found = related(plain, terms, derived, same, word_groups())
    with as_file(FILE) as path:
        write_related(path, found, Making(ANALYSIS_VERSION, model.version))
    click.echo(f"{path.name}: {sum(map(len, found.values()))} pairs of {len(found)} terms")


def _vectors(model: MiniLM, words: Iterable[str]) -> Matrix:
    # One by one: a text's vector varies with the texts computed beside it.
    vectors = [model.sentences([word]) for word in words]
    if model.failure is not None:
        raise click.ClickException(f"The model cannot be used: {model.failure}")
    return np.concatenate([one for one in vectors if one is not None])


def _unit(rows: Matrix) -> Matrix:
    unit: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


if __name__ == "__main__":
    write_related_words()
