"""In which languages a question is asked, and which of their answers is the best.

A question is written in one script, and is asked of the articles in each language that is written
in it. If there are none, it is asked of all: names and numbers can be found nevertheless.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from corpus.languages.known import language_of
from corpus.languages.scripts import script_of
from corpus.languages.telling import guess_language
from retrieval.answer import Answer, Band

MOST = 6  # languages that a question is asked in; each takes as long as the first
CLEARLY = 2  # frequent words that a language must have more of than any other
BANDS = (Band.SILENT, Band.CLOSEST, Band.SURE)  # ever more sure
LONGEST = 500  # characters of a question that tell its script and language
WORD = re.compile(r"\w+")
PIECES = {"Han": 1, "Thai": 4}  # letters of a word, in scripts without spaces between words
LATIN = "Latin"


def languages_for(question: str, spoken: Sequence[str]) -> list[str]:
    """The languages in which to ask a question, of those that the articles are in.

    Those with the most of its frequent words are first. There is at least one if the articles are
    in any.
    """
    if len(spoken) < 2:
        return list(spoken)
    found = written_in(question, spoken) or spoken
    shared = _shared(question, found)
    return sorted(found, key=lambda one: -shared[one])[:MOST]


def evident(question: str, asked: Sequence[str]) -> str | None:
    """The first of some languages if a question is clearly in it, by its frequent words."""
    shared = _shared(question, asked)
    first, *others = (shared[one] for one in asked)
    return asked[0] if first - max(others, default=0) >= CLEARLY else None


def _shared(question: str, languages: Collection[str]) -> dict[str, int]:
    """How many of a question's different words are frequent ones, or ask, in each language."""
    words = frozenset(WORD.findall(question[:LONGEST].casefold()))
    known = {one: language_of(one) for one in languages}
    return {
        code: len(words & (one.words.stop | one.asking.questions)) for code, one in known.items()
    }


def written_in(question: str, spoken: Collection[str]) -> list[str]:
    """Those of some languages that are written in the script of a question."""
    script = question_script(question)
    return [language for language in spoken if language_of(language).script == script]


def foreign_to(question: str, spoken: Sequence[str]) -> tuple[str, ...]:
    """The languages that articles are in, if a question is clearly in none of them."""
    if question_script(question) and not written_in(question, spoken):
        return tuple(spoken)
    language = guess_language(question)
    if language is None or language in spoken:
        return ()
    # English questions with few other words than "is" and "in" look Dutch.
    return tuple(spoken) if evident(question, [language, *spoken]) == language else ()


def question_script(question: str) -> str | None:
    """The script of most of a question's words; None if it has no letters.

    Questions in other scripts often have names in Latin letters: of as many, those do not count.

    >>> question_script("Где Siemens?"), question_script("What does Правда mean?")
    ('Cyrillic', 'Latin')
    """
    question = question[:LONGEST]
    if question.isascii():
        return script_of(question)
    counts: Counter[str] = Counter()
    for script, words in _words_by_script(question):
        counts[script] += words
    return max(counts, key=lambda script: (counts[script], script != LATIN), default=None)


def _words_by_script(question: str) -> Iterator[tuple[str, int]]:
    """Yield the script of each run of letters, and about how many words it is."""
    for run in WORD.findall(question):
        script = script_of(run)
        if script is not None:
            yield script, max(1, len(run) // PIECES.get(script, len(run)))


def best_of(answers: Sequence[Answer]) -> Answer:
    """The surest of the answers to one question in several languages; of equal ones, the first.

    If all are silent, that is the first one, of the likeliest language.
    """

    def sure(one: Answer) -> tuple[int, float]:
        return BANDS.index(one.band), one.confidence if one.band is not Band.SILENT else 0.0

    return max(answers, key=sure)
