"""Reads WordNet 3.0: which words are derived from others, and which name the same.

Source: Fellbaum, 1998, "WordNet: An Electronic Lexical Database".
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

KINDS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
SATELLITE = "s"  # an adjective, too
DERIVED = "+\\"  # marks of a word derived from another, and of an adjective that pertains to one
COMPARED = {"er": ("", "e"), "est": ("", "e")}  # endings of adjectives, and what they stand for

Place = tuple[str, str]  # the kind of word, and the place in its file
Pair = tuple[str, str]


class Pointer(NamedTuple):
    """A relation between two words, each given by its number, from 1, among those of its sense."""

    mark: str
    place: Place
    own: int
    other: int


class Sense(NamedTuple):
    """A meaning, with the words that have it, as printed."""

    words: tuple[str, ...]
    pointers: tuple[Pointer, ...]


class WordNet:
    """WordNet in a folder with its files data.noun, index.noun, noun.exc and so on.

    Raises:
        OSError: A file is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._senses: dict[Place, Sense] = {}
        self._first: dict[tuple[str, str], str] = {}  # each word's first sense
        self._forms: set[str] = set()  # that are irregular
        for name, kind in KINDS.items():
            for line in _lines(folder / f"data.{name}"):
                self._senses[kind, line.split(" ", 1)[0]] = _sense(line)
            for line in _lines(folder / f"index.{name}"):
                word, _, count, *rest = line.split()
                self._first[word, kind] = rest[-int(count)]
            for line in _lines(folder / f"{name}.exc"):
                self._forms.add(line.split()[0])
        every = {word for sense in self._senses.values() for word in sense.words}
        self._plain = {word for word in every if word.islower()}
        self._adjectives = {word for word, kind in self._first if kind == KINDS["adj"]}

    def is_plain(self, word: str) -> bool:
        """Whether a word in lower case is, or can be, more than a name."""
        return word in self._plain or word in self._forms or self._is_comparative(word)

    def derived(self) -> Iterator[Pair]:
        """Yield each word with one that it is derived from or pertains to: Irish, Ireland.

        Of several words, the last is meant: British, Great Britain.
        """
        for sense in self._senses.values():
            for mark, place, own, other in sense.pointers:
                if mark in DERIVED and own and other:
                    words = sense.words[own - 1], self._senses[place].words[other - 1]
                    yield words[0].split("_")[-1], words[1].split("_")[-1]

    def same_names(self) -> Iterator[Pair]:
        """Yield each two names whose first sense is the same: Burma, Myanmar."""
        for (kind, place), sense in self._senses.items():
            names = [
                word
                for word in sense.words
                if not word.islower() and self._first.get((word.lower(), kind)) == place
            ]
            for at, name in enumerate(names):
                yield from ((name, other) for other in names[at + 1 :])

    def _is_comparative(self, word: str) -> bool:
        return any(
            word.endswith(ending) and word.removesuffix(ending) + base in self._adjectives
            for ending, bases in COMPARED.items()
            for base in bases
        )


def _lines(path: Path) -> list[str]:
    """The lines of a file, without those of the license, which begin with a space."""
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(" ")]


def _sense(line: str) -> Sense:
    """The sense in a line of a data file; wndb(5WN) describes it."""
    _, _, _, size, *fields = line.partition(" | ")[0].split()
    end = 2 * int(size, 16)
    words = tuple(word.partition("(")[0] for word in fields[:end:2])
    count, *rest = fields[end:]
    starts = range(0, 4 * int(count), 4)
    return Sense(words, tuple(_pointer(*rest[at : at + 4]) for at in starts))


def _pointer(mark: str, place: str, kind: str, numbers: str) -> Pointer:
    kind = KINDS["adj"] if kind == SATELLITE else kind
    return Pointer(mark, (kind, place), int(numbers[:2], 16), int(numbers[2:], 16))
