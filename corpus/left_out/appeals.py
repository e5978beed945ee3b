"""Finds lines in which a publisher asks its readers for money."""

import re
from collections.abc import Iterator, Sequence

from corpus.languages.prose import count_true_words, ends_sentence
from corpus.left_out.page_furniture import whole_line

QUOTED = re.compile(r"[\"“][^\"“”]{0,1000}[\"”]|(?<!\w)['‘][^'‘’]{12,1000}['’](?!\w)")
WE = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Uu]s|[Oo]urs)\b")
YOU = re.compile(r"\b(?:[Yy]ou|[Yy]our|[Yy]ours)\b")
# What the publisher asks for.
GIVING = re.compile(
    r"\b(?:donat\w+|contribut\w+|support\w*|subscri\w+|members?|membership|gifts?|giv(?:e|ing)|"
    r"chip in|fund(?:ed|ing|rais\w+)?|generosity|paywalls?|afford|pledge)\b",
    re.IGNORECASE,
)
CAUSE = re.compile(  # what only publishers say about themselves
    r"\b(?:(?:independent|trusted|trustworthy|honest|quality|free|fearless|public[- ]interest|"
    r"investigative) (?:journalism|news|press|media|reporting)|newsroom|journalism|paywall)\b",
    re.IGNORECASE,
)
PRESS = re.compile(
    r"\b(?:journalis\w+|newsroom|report(?:ing|ers?)|correspondents?|editors?|readers?|news|"
    r"stor(?:y|ies)|coverage|facts|documentary|investigat\w+|publish\w*|media|press|paywalls?)\b",
    re.IGNORECASE,
)
YOUR_GIFT = re.compile(
    r"\byour (?:(?:\w+ )?(?:support|donations?|contributions?|gifts?|generosity|membership))\b",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"(?:please (?:consider )?)?(?:support|donate|contribute|give|chip in|help|become|join|"
    r"make|stand up|stand with)\b",
    re.IGNORECASE,
)
BUTTON = whole_line(
    r"(?:support|donate|contribute|give|subscribe|join|become a (?:member|supporter)|chip in)"
    r"(?: (?:us|now|today|here|monthly|once|to .{1,30}))*"
)
WORD = re.compile(r"[^\W\d_]+")
FEWEST_WORDS = 6  # in a news sentence
NEAR = 2  # lines before and after a line that are searched for appeals
MANY = 4  # lines that seem to ask for donations; then one close by must say what to give
PERSONAL = 0.2  # a text with a larger share of personal lines is a speech or an interview


def find_appeals(lines: Sequence[str], title: str) -> Iterator[int]:
    """Yield the numbers of the lines in which the publisher asks for donations.

    A line about journalism that merely says "we" or "you" counts if there are appeals close by on
    both sides. In a speech or an interview nearly every line does, so only the appeals themselves
    count.
    """
    asking = [_asks(line, title) for line in lines]
    if sum(asking) >= MANY:  # perhaps an article about the press
        giving = [
            asks and bool(GIVING.search(line)) for asks, line in zip(asking, lines, strict=True)
        ]
        asking = [
            asks and any(giving[max(number - MANY, 0) : number + MANY + 1])
            for number, asks in enumerate(asking)
        ]
    inside = [
        any(asking[max(number - NEAR, 0) : number]) and any(asking[number + 1 : number + 1 + NEAR])
        for number in range(len(lines))
    ]
    rest = [line for line, *at in zip(lines, asking, inside, strict=True) if not any(at)]
    speech = sum(map(_is_personal, rest)) > PERSONAL * len(rest)
    for number, line in enumerate(lines):
        belongs = inside[number] and _is_personal(line) and PRESS.search(line)
        if asking[number] or (belongs and not speech):
            yield number


def is_story(line: str) -> bool:
    """Whether a line could be news: a full sentence, not personal and not about journalism."""
    words = max(len(WORD.findall(line)), count_true_words(line))
    long = words >= FEWEST_WORDS and ends_sentence(line)
    return long and not (_is_personal(line) or PRESS.search(line) or CAUSE.search(line))


def _asks(line: str, title: str) -> bool:
    """Whether a line asks for donations in the publisher's own voice, not in a quotation."""
    if BUTTON.fullmatch(line):
        return True
    own = QUOTED.sub(" ", line)
    words = len(WORD.findall(own))
    if len(own) < 0.6 * len(line) or _shared_words(line, title) > 1:
        return False
    we, you, giving, press = (pattern.search(own) for pattern in (WE, YOU, GIVING, PRESS))
    if YOUR_GIFT.search(own):
        return bool(we or press or words <= 12)
    if ASKING.match(own) and (giving or (we and press)):
        return bool(press or we or you) and words <= 25
    if CAUSE.search(own):
        return bool(we or you)
    return bool(we and press and (you or giving) and words <= 60)


def _is_personal(line: str) -> bool:
    """Whether a line uses the first or second person outside quotations."""
    own = QUOTED.sub(" ", line)
    return bool(WE.search(own) or YOU.search(own))


def _shared_words(line: str, title: str) -> int:
    """The number of words that the line shares with the title, ignoring short ones."""
    words = [
        {word for word in WORD.findall(part.casefold()) if len(word) > 3} for part in (line, title)
    ]
    return len(words[0] & words[1])
