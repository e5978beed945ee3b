"""Recognizes follow-up questions by how they lean on the question before.

A question leans on the one before if it

- has a pronoun that nothing in the question itself explains: "was he caught?";
- begins like a continuation, or with a preposition: "and when?", "for how long?";
- or says too little by itself: "why?", "which shipyard?".

A question with names and enough words of its own stands alone, however it begins. "It", "there"
and "that" are no signs in "is it true that", "is there" and "this week".

Some follow-ups only ask for more of the same, for the same about somebody else, or for what stands
around the sentences shown: "what else?", "and the other one?", "context".

In the terminal, the question before is the last one asked. In Telegram, it is the one whose answer
the message replies to or, in a private chat, the last one, as long as
``bot.conversation.answering.memory`` remembers that answer.
"""

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache

from corpus.languages.known import language_of, written_in
from corpus.languages.scripts import script_of
from retrieval.asking.courtesies import CONTEXT as CONTEXT_SAID
from retrieval.asking.courtesies import HELLO, OKAY, PLEASE, THANKS, said_in
from retrieval.asking.courtesies import MORE as MORE_SAID
from retrieval.asking.small_talk import talk_of
from retrieval.words.analysis import Analysis, Printed
from retrieval.words.patterns import phrase_pattern, plain
from retrieval.words.stop_words import QUESTION_WORDS


class Leaning(Enum):
    """How a question leans on the one before."""

    ALONE = auto()  # not at all
    LITTLE = auto()  # no sign of it, but the question is short and has no names
    PERHAPS = auto()  # it could also be about something else
    SURE = auto()  # it makes no sense by itself
    MORE = auto()  # it asks for more of the same
    OTHER = auto()  # it asks the same about somebody or something else
    CONTEXT = auto()  # it asks for the sentences around those shown


OPEN = frozenset((Leaning.LITTLE, Leaning.PERHAPS))  # it may stand alone
SAME = frozenset((Leaning.MORE, Leaning.OTHER, Leaning.CONTEXT))  # with no matter of their own

THAT = r"(?:that|this|it|him|her|them)"
MORE = rf"""
    (?:(?:tell|show|give) \s me \s)? (?:some \s | any \s | a \s (?:bit | little) \s)? more
        (?: \s (?:info | information | details?))? (?: \s (?:about | on | of) \s {THAT})?
  | (?:any | some | no)? (?:what | who | where | when | why | how | thing | one | body)
        \s (?:else | more) (?: \s (?:is | was | are | were) \s (?:there | known | said))?
  | (?:who | what | which | any) \s others? | others? | another (?: \s one)?
  | is \s there \s (?:any(?:thing)? \s)? more
  | (?:some \s | any \s)? details? | go \s on | continue | carry \s on | keep \s going | next
  | elaborate | really | and
"""
OTHER = r"""
    (?:(?:what | how) \s about \s | who \s (?:is | was) \s | who's \s)? the \s
    (?:others? | rest | first | second | third | fourth | last | next | former | latter)
    (?: \s (?:ones? | two | three | person | man | woman))?
"""
CONTEXT = rf"""
    (?:(?:give | show) \s me \s)? (?:some \s | more \s | the)* \s* (?:context | background)
  | what (?: 's | \s is | \s was) \s the \s (?:context | background)
  | what (?: 's | \s is | \s was) \s (?:all \s)? {THAT} (?: \s (?:all \s)? about)?
  | what \s do(?:es)? \s {THAT} \s mean | how \s so | explain (?: \s {THAT})? | what \s happened
"""
FILLER = (
    rf"(?:(?:and|but|so|or|{OKAY}|well|yes|yeah|no|{PLEASE}|{HELLO}|oh|wow|{THANKS})\b"
    r"[\s,.!…-]*)*?"
)
POLITE_START = re.compile(
    rf"\A\W*(?:(?:{THANKS}|{OKAY}|great|{PLEASE}|{HELLO})\b[\s,.!…-]*)+",
    re.IGNORECASE,
)
POLITE = rf"(?:[\s,]*(?:{PLEASE}|though|then|now|{THANKS}))?[\s.,!?…]*"


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"\W* {FILLER} (?:{words}) {POLITE}", re.IGNORECASE | re.VERBOSE)


WHOLE = {
    Leaning.MORE: _whole(MORE),
    Leaning.OTHER: _whole(OTHER),
    Leaning.CONTEXT: _whole(CONTEXT),
}
SAME_SAID: dict[tuple[str, ...], Leaning] = {
    (MORE_SAID,): Leaning.MORE,
    (CONTEXT_SAID,): Leaning.CONTEXT,
}
CONTINUES = re.compile(
    r"\W*(?:(?:ok|okay|well|yes|yeah|no|oh)\b\W*)?(?:and|but|or|so|also|plus|(?:what|how) about|"
    r"how come|since when|(?:the )?same (?:for|with|in|about))\b",
    re.IGNORECASE,
)
WHAT_ABOUT = re.compile(
    rf"\W* {FILLER} (?:so \b\W*)? (?:what | how) \s+ about \s+ (?=\w)", re.IGNORECASE | re.VERBOSE
)
BEGINS_WITHIN = re.compile(
    r"\W*(?:in|on|at|for|from|to|into|by|with|without|after|before|since|until|of|under|against|"
    r"because|if)\b",
    re.IGNORECASE,
)
PERSONAL = frozenset("he him his she her hers it its they them their theirs".split())
POSSESSIVE = frozenset("his its their".split())
DEMONSTRATIVE = frozenset("this that these those there then".split())
TIMES = frozenset(
    "second minute hour day week weekend month year decade century time morning afternoon evening "
    "night spring summer autumn fall winter season".split()
)
ASKS_ONLY = re.compile(  # words that say what is asked for, and nothing of what it is about
    r"\bhow (?:old|long|far|tall|high|big|large|wide|deep|fast|often|heavy|hot|cold|soon|late)\b"
    r"|\b(?:what|which) (?:time|year|month|day|date|one|place|country|city)\b",
    re.IGNORECASE,
)
EMPTY_IT = re.compile(
    r"\b(?:it(?:['’]s)?(?: is| was)? (?:\w+ )?"
    r"(?:true|false|possible|legal|illegal|safe|likely|ok|okay|right|certain|clear|known|raining)\b"
    r"|does it (?:take|cost|mean) (?:\w+ )?to\b|it take to\b)",
    re.IGNORECASE,
)
EMPTY_THERE = re.compile(
    r"\bthere(?:['’]s| is| are| was| were| has| have| had| will| be| been)\b"
    r"|\b(?:is|are|was|were|has|have|had|will|be) there\b",
    re.IGNORECASE,
)
STANDS_ALONE = 2  # terms that make a question understandable by itself
EXPLAINED = 2  # terms before a pronoun that are likely to hold what it stands for ...
OWNED = 1  # ... and before a possessive pronoun: "what did the mayor say about his plan"
SHORT = 3  # terms of a question that may leave out what it is about
FEW = 4  # terms of a question whose pronoun may stand for something before


def asks_for_same(question: str) -> bool:
    """Whether a question names no subject of its own: "more", "and the other one?", "context".

    >>> asks_for_same("tell me more, please"), asks_for_same("more about the ferry")
    (True, False)
    """
    return _same_asked(POLITE_START.sub("", question)) is not None


def standing_alone(question: str) -> str:
    """A question that follows up on nothing: "so what about" only frames its matter.

    >>> standing_alone("OK, so what about Japan?"), standing_alone("What about?")
    ('tell me about Japan?', 'What about?')
    """
    about = WHAT_ABOUT.match(question)
    return f"tell me about {question[about.end() :]}" if about else question


def leaning_of(question: str, analysis: Analysis) -> Leaning:
    """How a question leans on the one before, whatever that was."""
    if not analysis.language.grammar:
        return _leaning_by_words(question, analysis)
    question = POLITE_START.sub("", question)
    if (same := _same_asked(question)) is not None:
        return same
    terms = len(analysis.query(ASKS_ONLY.sub(" ", question)))
    named = bool(analysis.names(question))
    printed = analysis.printed(question)
    asks = any(one.lower in QUESTION_WORDS for one in printed)
    if (named and terms > STANDS_ALONE) or (talk_of(question) and not asks):
        return Leaning.ALONE
    signs = [] if named else [_pronoun(question, printed)]
    if (
        CONTINUES.match(question)
        or (terms < STANDS_ALONE and asks)
        or (terms <= STANDS_ALONE and BEGINS_WITHIN.match(question))
    ):
        signs.append(Leaning.PERHAPS if terms else Leaning.SURE)
    if 0 < terms <= SHORT and not named:
        signs.append(Leaning.LITTLE)
    return max(signs, key=list(Leaning).index, default=Leaning.ALONE)


def continuing(question: str) -> str:
    """A question, or what is left of one, as a follow-up on the one before.

    >>> continuing("when was it?"), continuing("когда это было?")
    ('and when was it?', 'а когда это было?')
    """
    script = script_of(question)
    known = written_in(script) if script not in (None, "Latin") else ()
    words = language_of(known[0]).asking.continuing if known else ()
    return f"{words[0] if words else 'and'} {question}"


def normalized(question: str) -> str:
    """What two questions have in common if they ask the same in the same words.

    >>> normalized("Who  won?") == normalized("who won")
    True
    """
    return " ".join(question.casefold().split()).rstrip("?!. ")


def _same_asked(question: str) -> Leaning | None:
    """What a question asks for if it names no subject of its own; otherwise None."""
    straight = question.replace("’", "'")
    same = next((leaning for leaning, one in WHOLE.items() if one.fullmatch(straight)), None)
    return same or SAME_SAID.get(said_in(question))


def _leaning_by_words(question: str, analysis: Analysis) -> Leaning:
    """How a question leans on the one before, by the words in its language's file alone."""
    if (same := _same_asked(question)) is not None:
        return same
    if talk_of(question):
        return Leaning.ALONE
    printed, language = analysis.printed(question), analysis.language
    terms = sum(len(one.terms) > 0 for one in printed)
    if language.words.found == "han":  # each character begins a term, and most words have two
        terms = (terms + 1) // 2
    asks = any(one.lower in language.asking.questions for one in printed)
    named = language.cased and bool(analysis.names(question))
    signs = []
    if _continuing(language.code).match(plain(question)) or (terms < STANDS_ALONE and asks):
        signs.append(Leaning.PERHAPS if terms else Leaning.SURE)
    if terms <= FEW and not named and _pronouns(language.code).search(plain(question)):
        signs.append(Leaning.SURE if terms < STANDS_ALONE else Leaning.PERHAPS)
    if 0 < terms <= SHORT and not named:
        signs.append(Leaning.LITTLE)
    return max(signs, key=list(Leaning).index, default=Leaning.ALONE)


@cache
def _continuing(code: str) -> re.Pattern[str]:
    language = language_of(code)
    return re.compile(rf"\W*{phrase_pattern(language.asking.continuing, language).pattern}")


@cache
def _pronouns(code: str) -> re.Pattern[str]:
    language = language_of(code)
    return phrase_pattern(sorted(language.asking.pronouns), language)


def _pronoun(question: str, printed: Sequence[Printed]) -> Leaning:
    """What the question's first pronoun says, if that stands for something outside."""
    before = 0  # terms
    for at, one in enumerate(printed):
        if _stands_for_something(question, printed, at):
            following = printed[at + 1 : at + 2]
            noun = one.lower in DEMONSTRATIVE and following and following[0].terms
            explained = OWNED if one.lower in POSSESSIVE else EXPLAINED
            return Leaning.PERHAPS if noun or before >= explained else Leaning.SURE
        before += bool(one.terms)
    return Leaning.ALONE


def _stands_for_something(question: str, printed: Sequence[Printed], at: int) -> bool:
    word = printed[at].lower.replace("’", "'").removesuffix("'s").removesuffix("'re")
    if word in PERSONAL:
        return word != "it" or not EMPTY_IT.search(question)
    if word not in DEMONSTRATIVE or (word == "there" and EMPTY_THERE.search(question)):
        return False
    follows_noun = at > 0 and printed[at - 1].terms  # "a tax that was raised"
    following = printed[at + 1].lower if at + 1 < len(printed) else ""
    return not follows_noun and following not in TIMES
