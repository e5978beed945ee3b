"""The stemmers of all languages."""

from collections.abc import Callable
from functools import partial
from threading import local

Stem = Callable[[str], str]


class _Kept(local):
    """A stemmer for each thread: some keep state while they stem a word."""

    stem: Stem | None = None


def stemmer(named: str) -> Stem:
    """The stemmer with this name: "nltk NAME", "snowball NAME", "first NUMBER", or empty.

    >>> [stemmer(named)("harbours") for named in ("nltk english", "first 5", "")]
    ['harbour', 'harbo', 'harbours']
    """
    kind, _, name = named.partition(" ")
    if not kind:
        return str
    if kind == "first":
        return partial(_first, int(name))
    kept, load = _Kept(), {"nltk": _nltk, "snowball": _snowball}[kind]

    def stem(word: str) -> str:
        if kept.stem is None:
            kept.stem = load(name)
        return kept.stem(word)

    return stem


def _first(letters: int, word: str) -> str:
    return word[:letters]


def _nltk(name: str) -> Stem:
    # Imported on first use because it is slow: the bot starts listening first.
    from nltk.stem.snowball import SnowballStemmer

    snowball = SnowballStemmer(name).stemmer
    attributes = vars(snowball)
    new = dict(attributes)

    def stem(word: str) -> str:
        stemmed: str = snowball.stem(word)
        if attributes != new:  # Arabic words would be stemmed by what those before left behind
            attributes.clear()
            attributes.update(new)
        return stemmed

    return stem


def _snowball(name: str) -> Stem:
    # Imported on first use: most installations have no article in these languages.
    from Stemmer import Stemmer

    stem: Stem = Stemmer(name, 0).stemWord  # words are cached once, by the analysis
    return stem
