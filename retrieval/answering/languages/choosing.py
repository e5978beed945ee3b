"""In which languages a question is asked, and which of their answers is the best.

A question is written in one script, and is asked of the articles in each language that is written
in it. If there are none, it is asked of all: names and numbers can be found nevertheless.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from corpus.languages.known import language_of
from corpus.languages.scripts import script_of
from corpus.languages.telling import guess_language
from retrieval.answer import Answer, Band

MOST = 6  # languages that a question is asked in; each takes as long as the first
BANDS = (Band.SILENT, Band.CLOSEST, Band.SURE)  # ever more sure
WORDS = 100  # of a question, which tell its script and language


def languages_for(question: str, spoken: Sequence[str]) -> list[str]:
    """The languages in which to ask a question, of those that the articles are in.

    The likeliest are first: those with the most of its frequent words. There is at least one if
    the articles are in any.
    """
    if len(spoken) < 2:
        return list(spoken)
    found = written_in(question, spoken) or spoken
    words = frozenset(re.findall(r"\w+", question.casefold())[:WORDS])

    def shared(language: str) -> int:
        known = language_of(language)
        return len(words & (known.words.stop | known.asking.questions))

    return sorted(found, key=shared, reverse=True)[:MOST] if len(found) > MOST else list(found)


def written_in(question: str, spoken: Collection[str]) -> list[str]:
    """Those of some languages that are written in the script of a question."""
    scripts = _scripts_of(question)
    return [language for language in spoken if language_of(language).script in scripts]


def foreign_to(question: str, spoken: Sequence[str]) -> tuple[str, ...]:
    """The languages that articles are in, if a question is clearly in none of them."""
    if _scripts_of(question) and not written_in(question, spoken):
        return tuple(spoken)
    language = guess_language(question)
    return () if language is None or language in spoken else tuple(spoken)


def _scripts_of(question: str) -> set[str]:
    """The scripts of most of a question's words; several if they have as many."""
    if question.isascii():
        return {script} if (script := script_of(question)) else set()
    counts = Counter(filter(None, map(script_of, question.split()[:WORDS])))
    most = max(counts.values(), default=0)
    return {script for script, count in counts.items() if count == most}


def best_of(answers: Sequence[Answer]) -> Answer:
    """The surest of the answers to one question in several languages.

    A word is only unknown if it is in all of them.
    """
    best = max(answers, key=lambda one: (BANDS.index(one.band), one.confidence))
    if not best.unknown or len(answers) == 1:
        return best
    return replace(best, unknown=tuple(_unknown_in_all(best, answers)))


def _unknown_in_all(best: Answer, answers: Sequence[Answer]) -> Iterator[str]:
    return (one for one in best.unknown if all(one in other.unknown for other in answers))
