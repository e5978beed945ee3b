"""Abbreviations by language, whose full stop does not end a sentence.

Each language has a file of its own: lines "# kind", and under each the words of that kind, in
lower case, without the final full stop and without spaces: "z.b" is "z. B.".
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ENGLISH = "en"
SPECIAL = ("before titles", "ends")  # kinds that are among the others, too
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """A language's abbreviations, and other words that tell where sentences end."""

    language: str
    titles: frozenset[str]  # a name follows; never end a sentence
    greetings: frozenset[str]  # of the titles, those that begin sentences: "Mr. Holm left."
    ranks: frozenset[str]  # titles, but only if capitalized: "Const. Berg", "red card. Berg"
    before_numbers: frozenset[str]  # "No. 10"; do not end a sentence if a number follows
    others: frozenset[str]  # end a sentence only before a frequent sentence starter
    before_titles: frozenset[str]  # of the others, those before titles: "U.S. Sen. Pike"
    ends: frozenset[str]  # of the others, those that end a sentence before any capital
    names: frozenset[str]  # likewise, but only if capitalized: "Miss." is a state, "miss" a word
    starters: frozenset[str]  # words that often start sentences
    speaking: frozenset[str]  # verbs after a quotation: '"Why?" he asked.' is one sentence
    before_letters: frozenset[str]  # a letter follows that is no initial: "vitamin C."
    ordinals: bool  # whether "2." is "second"


WRITTEN_ALIKE = {"nb": "no", "nn": "no"}  # the two kinds of Norwegian


@cache
def _read(language: str) -> Abbreviations | None:
    file = files("corpus.sentences.abbreviations").joinpath(f"{language}.txt")
    if not file.is_file():
        return None
    words: dict[str, set[str]] = defaultdict(set)
    kind = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            kind = line.lstrip("# ")
        else:
            words[kind].update(line.split())
    kinds = {kind: frozenset(some) for kind, some in words.items()}
    return Abbreviations(
        language=language,
        titles=kinds.get("titles", NONE) | kinds.get("greetings", NONE),
        greetings=kinds.get("greetings", NONE),
        ranks=kinds.get("ranks", NONE),
        before_numbers=kinds.get("before numbers", NONE),
        others=NONE.union(*(kinds.get(kind, NONE) for kind in ("others", *SPECIAL))),
        before_titles=kinds.get("before titles", NONE),
        ends=kinds.get("ends", NONE),
        names=kinds.get("names", NONE),
        starters=kinds.get("starters", NONE),
        speaking=kinds.get("speaking", NONE),
        before_letters=kinds.get("before letters", NONE),
        ordinals="ordinals" in kinds,
    )


@cache
def abbreviations_of(language: str | None) -> Abbreviations:
    """The abbreviations for a language code; English ones if it has none."""
    code = (language or ENGLISH).replace("_", "-").partition("-")[0].casefold()
    code = WRITTEN_ALIKE.get(code, code)
    found = _read(code) if code.isascii() and code.isalpha() else None
    found = found or _read(ENGLISH)
    if found is None:
        raise FileNotFoundError(f"{ENGLISH}.txt")
    return found
