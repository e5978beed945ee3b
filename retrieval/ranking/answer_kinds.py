"""Recognizes what kind of answer a question asks for and a sentence looks like."""

import re

Pattern = re.Pattern[str]


def _asks(*patterns: str) -> Pattern:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


def _noun(words: str) -> str:
    return rf"(?:what|which) (?:{words})"


# The first match counts: "how much did it cost" asks for money, not for a number. No feature looks
# for a reason or a statement, but "and why?" must not ask for the previous question's kind.
ASKS_FOR: dict[str, Pattern] = {
    "money": _asks(
        r"how much (?:money|(?:did|does|will|do) .* cost|is .* worth)", "price", "cost"
    ),
    "number": _asks(
        "how (?:many|much)", "percent(?:age)?", "number", "population",
        _noun("share|proportion|rate"),
    ),
    "measure": _asks(
        "how (?:long|old|far|tall|high|big|large|wide|deep|fast|often|heavy|hot|cold)"
    ),
    "when": _asks("when", "date", _noun("year|date|day|month|century|decade|time|era|period")),
    "who": _asks(
        "who", "whom", "whose", "winner",
        _noun(
            "man|woman|person|king|queen|president|scientist|author|player|leader|actor|writer|"
            "team|company|group|organi[sz]ation|university|people|name|artist|minister|party|"
            "agency|officials?|band|judge|country|countries|nation"
        ),
    ),
    "where": _asks(
        "where",
        _noun("city|state|town|location|place|continent|region|county|street|area|part"),
    ),
    "why": _asks("why", "what (?:caused|is the reason|was the reason)", "reason"),
    "said": _asks("said", "says?", "thinks?", "call(?:ed)?", "describe", "tell", "told"),
}  # fmt: skip
OTHER = "what"

WORD_NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:hundred|thousand|million|"
    "billion|trillion|dozen)s?|half|third|quarter|twice|double"
)
UNITS = (
    "percent|kilomet(?:er|re)s?|km|miles?|f(?:oo|ee)t|ft|inch(?:es)?|met(?:er|re)s?|years?|months?|"
    "weeks?|days?|hours?|minutes?|seconds?|tons?|tonnes?|kg|pounds?|acres?|degrees?|century|"
    "centuries|decades?|mph"
)
DAYS = (
    "january|february|april|june|july|august|september|october|november|december|monday|tuesday|"
    "wednesday|thursday|friday|saturday|sunday|today|yesterday|tomorrow|tonight|morning|"
    "afternoon|evening|week|month|year|decade|century|spring|summer|autumn|winter|ago|since|"
    "until|recently|jan|feb|mar|apr|aug|sept?|oct|nov|dec"
)
NUMBER = re.compile(rf"\d|\b(?:{WORD_NUMBERS})\b", re.IGNORECASE)
HOLDS: dict[str, Pattern] = {
    "number": NUMBER,
    "measure": re.compile(rf"%|°|\b(?:{UNITS})\b", re.IGNORECASE),
    "money": re.compile(
        r"[$€£¥]|\b(?:dollars?|euros?|pounds?|yen|rou?bles?|cents?)\b", re.IGNORECASE
    ),
    "year": re.compile(r"\b(?:1\d{3}|20\d{2})s?\b"),
    "time": re.compile(
        rf"\b(?:1\d{{3}}|20\d{{2}})s?\b|\b(?i:{DAYS})\b|\b(?:May|March) \d|\d (?:May|March)\b"
    ),
    "place": re.compile(
        r"\b(?:in|at|near|from|to|into|on|of|across|outside|off|around|towards?) (?:the )?[A-Z]\w"
    ),
}
WITH_NUMBER = frozenset({"measure", "money"})


def kind_asked(question: str) -> str:
    """The kind of answer that a question asks for: a key of ASKS_FOR, or OTHER.

    >>> kind_asked("How many troops did they send?"), kind_asked("what happened")
    ('number', 'what')
    """
    return next((kind for kind, asks in ASKS_FOR.items() if asks.search(question)), OTHER)


def holds(kind: str, sentence: str) -> bool:
    """Whether a sentence looks like a kind of answer: a key of HOLDS.

    A measure or an amount of money needs a number as well.

    >>> holds("money", "It cost 48 million euros."), holds("money", "They pay in euros.")
    (True, False)
    """
    with_number = kind not in WITH_NUMBER or NUMBER.search(sentence)
    return bool(with_number and HOLDS[kind].search(sentence))
