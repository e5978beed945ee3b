"""Looks for a sentence in another version of its article: still there, changed or gone.

Word for word means that only white space and the shape of quotation marks may differ.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from heapq import nlargest
from typing import NamedTuple

from corpus.article import Article, Sentence
from corpus.languages.prose import IDEOGRAPH, MARKS, STOPS

# The least share of equal words, from 0 to 1, of a sentence and its newer wording. A test measures
# how many rewordings reach it, and how few other sentences of the same article do.
LIKE = 0.5
MOST_COMPARED = 400  # sentences of a text, around the same place; edits seldom move one far
MOST_CHARACTERS = 1000  # of a sentence whose words are compared; more would take too long ...
MOST_WORDS = 100  # ... and at most that many of these
MOST_LIKELY = 5  # sentences whose words are compared in their order
QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛‹›`´", "'"))
INVISIBLE = str.maketrans(dict.fromkeys("\u200b\u2060\ufeff"))  # white space without width
ENDS = frozenset(f"{STOPS}:;\"')]")
# A number with its sign and separators, a Chinese or Japanese character, a word, or a sign that
# changes what a number says.
WORD = re.compile(
    rf"(?:(?<!\w)[-−])?\d+(?:[.,:]\d+)*|{IDEOGRAPH.pattern}"
    rf"|(?:(?!{IDEOGRAPH.pattern})[\w{MARKS}])+|[$€£¥₹%‰°]"
)
THOUSANDS = re.compile(r"[-−]?\d{1,3}(?:,\d{3})+")


class State(Enum):
    """What has become of a sentence."""

    SAME = "same"  # it is there word for word
    MARKS = "marks"  # with other punctuation or capitals
    CHANGED = "changed"  # in other words or numbers
    GONE = "gone"  # nothing is like it


class Found(NamedTuple):
    """What has become of a sentence; ``now`` is how it reads, unless it is the same or gone."""

    state: State
    now: Sentence | None = None


def look_up(sentence: Sentence, article: Article) -> Found:
    """Look for a sentence of one version of an article in another one.

    A sentence that is in both versions is never the newer wording of another one.
    """
    if _stands_in(sentence.text, article):
        return Found(State.SAME)
    kept = frozenset(plain(one.text) for one in _around(sentence, sentence.article))
    others = [one for one in _around(sentence, article) if plain(one.text) not in kept]
    found = _likely(sentence, others)
    share, nearest = max(found, key=lambda one: one[0], default=(0.0, None))
    if nearest is None or share < LIKE:
        return Found(State.GONE)
    same_words = share == 1.0 and words_in(nearest.text) == words_in(sentence.text)
    return Found(State.MARKS if same_words else State.CHANGED, nearest)


def plain(text: str) -> str:
    """Return a text with single spaces and straight quotation marks.

    >>> plain("“Open,”  he said.")
    '"Open," he said.'
    """
    composed = unicodedata.normalize("NFC", text)
    return " ".join(composed.translate(QUOTATION_MARKS).translate(INVISIBLE).split())


def words_in(text: str) -> list[str]:
    """Return the words and numbers of a text, case-folded, without other punctuation.

    >>> words_in("It cost €1,200, or 3.5% more.")
    ['it', 'cost', '€', '1200', 'or', '3.5', '%', 'more']
    """
    found = WORD.findall(plain(text).casefold())
    return [
        one.replace(",", "") if "," in one and THOUSANDS.fullmatch(one) else one for one in found
    ]


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of words, from 0 to 1, that two sentences have in the same order.

    >>> likeness("five people died".split(), "nine people died".split())
    0.6666666666666666
    """
    return SequenceMatcher(None, one, other).ratio()


def _stands_in(quoted: str, article: Article) -> bool:
    """Whether some words stand in an article as whole sentences, perhaps split in other places."""
    at = article.text.find(quoted)
    if at >= 0 and (at, at + len(quoted)) in article.spans:  # most are there as they were
        return True
    text, wanted = "", plain(quoted)
    starts, ends, parts, length = set(), set(), [], 0
    for kind, span, _ in article.pieces():
        if kind != "left out":
            parts.append(plain(article.text[slice(*span)]))
            starts.add(length)
            ends.add(length + len(parts[-1]))
            length += len(parts[-1]) + 1
    text = " ".join(parts)
    return any(
        (at in starts or text[at - 2] in ENDS)
        and (at + len(wanted) in ends or (wanted[-1:] in ENDS and text[at + len(wanted)] == " "))
        for at in _places(wanted, text)
    )


def _places(wanted: str, text: str) -> Iterator[int]:
    """Yield where words stand in a text, between spaces."""
    padded, wanted = f" {text} ", f" {wanted} "
    at = padded.find(wanted)  # a regular expression would take long with repetitions
    while at >= 0:
        yield at
        at = padded.find(wanted, at + 1)


def _around(sentence: Sentence, article: Article) -> tuple[Sentence, ...]:
    """The sentences of a text around the place where the sentence stands in its own."""
    share = bisect_left(sentence.article.spans, (sentence.start, sentence.end))
    share = share * len(article.spans) // max(len(sentence.article.spans), 1)
    start = max(min(share - MOST_COMPARED // 2, len(article.spans) - MOST_COMPARED), 0)
    spans = article.spans[start : start + MOST_COMPARED]
    return tuple(Sentence(article, *span) for span in spans)


def _likely(sentence: Sentence, others: Iterable[Sentence]) -> Iterator[tuple[float, Sentence]]:
    """Yield the sentences that share most words with ours, and how like it they are."""
    ours = _first_words(sentence)
    theirs = [(one, _first_words(one)) for one in others]
    matcher = SequenceMatcher(None, "", ours)
    bounds = []
    for at, (_, words) in enumerate(theirs):
        matcher.set_seq1(words)
        bounds.append((matcher.quick_ratio(), -at))  # the ratio is no higher
    for bound, at in nlargest(MOST_LIKELY, bounds):
        if bound >= LIKE:
            one, words = theirs[-at]
            yield likeness(words, ours), one


def _first_words(sentence: Sentence) -> list[str]:
    return words_in(sentence.text[:MOST_CHARACTERS])[:MOST_WORDS]
