"""What a reader is told about an answer that leaves words of the question out.

A word that no source contains is named even if there is an answer: it may be about something else.
A name or a number always is, any other word only if the answer is not sure. A name is a word with
a capital in the question, or one that the list of related words hardly knows: readers type names
in small letters, too. If all words are known, those that stand neither in the sentences shown nor
next to them are named if the answer is not sure. A word with a related one there is not missing,
and "exactly" or "happened" says too little to be missed.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from corpus.article import Article, Sentence
from corpus.languages.known import language_of
from corpus.months import ENGLISH as MONTHS
from retrieval.answer import Answer
from retrieval.answering.lacking.unknown_words import may_be_named
from retrieval.words.analysis import ANALYSES, Printed, analysis_for, is_name
from retrieval.words.related import close_terms, related_terms
from retrieval.words.tokens import phrase
from retrieval.words.word_sets import english_terms

ENGLISH = ANALYSES["en"]
MOST_LACKING = 2  # words; a sentence that lacks more has little to do with the question
LONGEST_SUBJECT = 4  # words
SHORTEST_INITIALS = 3  # letters
FEWEST_RELATED = 3  # terms related to a common word; names only have what is derived from them
ADJECTIVE = re.compile("(?:an|ese|ish|eli|qi)$")  # of a country; alone, it is no subject
# Words that ask, judge or fill, and things and acts that any sentence may be about without a word.
LIGHT = """
a about actually after again ago almost already also always anybody anyone anything apparently
approximately article articles ask bad badly basically because become before begin believe best
better big bit bring call come current currently date day days detail details difference different
do done during early else end ever everybody everyone everything exact exactly explain fact famous
far fast finally find first follow future get give go going good great guy guys happen happened
happens hard have hear help hi high important info information involve involved involving keep kind
kinda know known large last late lately later latest learn least let like likely little long look
lot low main make many matter maybe mean mention more most much name named names near need needed
new news next nice nobody none now number occur off old once other part people percent person place
please plz possible possibly ppl probably problem quick quickly quite rather real really reason
reasons recent recently report reportedly result right roughly said same say says see seem seemed
seems set short show since slow small some somebody someone something sort source start still story
stuff sure take tell thank thanks thing things think time times today tomorrow tonight total true
truly try turn type u um until update use used usually various want wanted wants way ways week well
whole wrong year years yesterday yet
"""


class Missing(NamedTuple):
    """Words of a question, as typed: those no source contains, and those not near the answer.

    ``subject`` is what the answer is about instead, in the article's words; it may be empty.
    """

    unknown: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    subject: str = ""


def missing_words(answer: Answer, *, sure: bool) -> Missing:
    """The words that a reader should know to be missing from an answer with passages."""
    if sure and not answer.unknown:
        return Missing()
    held = _Held(answer)
    if not language_of(answer.language).grammar:
        return _foreign(answer, held, sure=sure)
    words = ENGLISH.printed(answer.question)
    names = ENGLISH.names(answer.question)
    missed = (_missed_in(one, names, held, sure) for one in answer.unknown)
    if unknown := dict.fromkeys(chain.from_iterable(missed)):
        return Missing(tuple(unknown), subject=_subject(words, answer.passages[0].sentence))
    may_name = may_be_named(answer.question, ENGLISH)
    query = set(answer.query)
    known = (one if query.issuperset(one.terms) and may_name(one) else None for one in words)
    lacking = dict.fromkeys(_lacking(known, names, held))
    said = tuple(lacking) if not sure and len(lacking) <= MOST_LACKING else ()
    return Missing(lacking=said)


def _foreign(answer: Answer, held: "_Held", *, sure: bool) -> Missing:
    """The same for another language than English."""
    if answer.unknown:
        return Missing(answer.unknown)
    may_name = may_be_named(answer.question, held.analysis)
    known = (one for one in held.analysis.printed(answer.question) if one.terms)
    lacking = dict.fromkeys(one.word for one in known if may_name(one) and not held.has(one))
    return Missing(lacking=tuple(lacking) if not sure and len(lacking) <= MOST_LACKING else ())


def telling(answer: Answer) -> list[str]:
    """The unknown words without those that say too little; none may be left."""
    if not language_of(answer.language).grammar:
        return list(answer.unknown)
    kept = (
        _apart(
            one if is_name(one.word) or not _is_light(one) else None
            for one in ENGLISH.printed(words)
        )
        for words in answer.unknown
    )
    return list(dict.fromkeys(chain.from_iterable(kept)))


class _Held:
    """What stands in and next to the passages: terms, and the initials of the words."""

    def __init__(self, answer: Answer) -> None:
        self.analysis = analysis_for(answer.language)
        texts = list(dict.fromkeys(_around(answer)))
        self._terms = {term for text in texts for term in self.analysis.terms(text)}
        words = [[one.word[0].lower() for one in self.analysis.printed(text)] for text in texts]
        self._initials = " ".join(map("".join, words))

    def has(self, word: Printed) -> bool:
        """Whether a word stands there, all numbers in it, a related word, or what it is short for.

        "BoJ" is short for "Bank of Japan".
        """
        numbers = {term for term in word.terms if term[0].isdigit()}
        if numbers:
            return numbers <= self._terms
        alike = chain.from_iterable(map(close_terms, word.terms))
        is_short = len(word.lower) >= SHORTEST_INITIALS and word.lower in self._initials
        return is_short or not self._terms.isdisjoint({*word.terms, *alike})


def _around(answer: Answer) -> Iterator[str]:
    """Yield the passages, the sentences next to them, and what is known about their articles."""
    for passage in answer.passages:
        for near in passage.sentence.window:
            yield near.text
        yield from _known_about(passage.sentence.article)


def _known_about(article: Article) -> Iterator[str]:
    yield article.title
    yield article.source or ""
    yield article.author or ""
    for day in (article.published, article.updated):
        if day is not None:
            yield f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _missed_in(unknown: str, names: frozenset[str], held: _Held, sure: bool) -> Iterator[str]:
    """The words of an unknown phrase that are worth naming."""

    def is_missed(one: Printed) -> bool:
        if not one.terms or held.has(one):
            return False
        return _is_named(one, names) or not (_is_light(one) or (sure and _is_common(one)))

    return _apart(one if is_missed(one) else None for one in ENGLISH.printed(unknown))


def _apart(words: Iterable[Printed | None]) -> Iterator[str]:
    """Yield neighboring words, each by itself, or together if they may be a name; None parts them.

    No source has any of them. In one pair of quotation marks, they would seem to be missing only
    next to each other.
    """
    for are_names, run in groupby(words, key=_may_be_name):
        found = [one.word for one in run if one is not None]
        yield from [phrase(found)] if are_names else found


def _may_be_name(word: Printed | None) -> bool:
    """Whether a word is written like a name or a number, or may be a name in small letters."""
    return word is not None and (
        is_name(word.word) or any(map(str.isdigit, word.word)) or not _is_common(word)
    )


def _lacking(words: Iterable[Printed | None], names: frozenset[str], held: _Held) -> Iterator[str]:
    """Yield the words that are not held; a name of several words is if one of them is."""
    runs = groupby(words, key=lambda one: one is not None and not names.isdisjoint(one.terms))
    for are_names, run in runs:
        found = [one for one in run if one is not None and one.terms]
        missed = [one for one in found if not _is_light(one) and not held.has(one)]
        if not are_names or len(missed) == len(found):
            yield from (one.word for one in missed)


def _is_named(word: Printed, names: frozenset[str]) -> bool:
    """Whether a word is a name in the question, or has a number in it."""
    return not names.isdisjoint(word.terms) or any(letter.isdigit() for letter in word.word)


def _is_common(word: Printed) -> bool:
    """Whether it is a common word rather than a name in small letters."""
    return any(len(related_terms(term)) >= FEWEST_RELATED for term in word.terms)


def _is_light(word: Printed) -> bool:
    """Whether a word says too little to be missed."""
    return (
        english_terms(LIGHT).issuperset(word.terms)
        or word.lower.endswith("ly")
        or not word.lower[1:]
    )


def _subject(words: list[Printed], sentence: Sentence) -> str:
    """The longest name in both the sentence and the question, with a plural that follows it.

    Such as "Bank of Japan" or "Russian drones", but not "Russian" alone. A capital at the
    beginning of a sentence makes no name.
    """
    asked = {one.neighbor for one in words if one.terms}
    pairs = set(pairwise(one.neighbor for one in words))
    said = ENGLISH.printed(sentence.text)
    best: list[Printed] = []
    for at, one in enumerate(said):
        if not at or not is_name(one.word) or one.neighbor not in asked:
            continue
        run = [one]
        for before, after in pairwise(said[at : at + LONGEST_SUBJECT]):
            if (before.neighbor, after.neighbor) not in pairs or not _goes_on(before, after):
                break
            run.append(after)
        while not run[-1].terms:
            run.pop()
        if len(run) > len(best) and (run[1:] or not ADJECTIVE.search(one.word)):
            best = run
    return " ".join(one.word for one in best)


def _goes_on(before: Printed, after: Printed) -> bool:
    """Whether a word can belong to a name: a small one only inside it, or as a plural after it."""
    is_plural = after.word.endswith("s") and is_name(before.word)
    return is_name(after.word) or not after.terms or is_plural
