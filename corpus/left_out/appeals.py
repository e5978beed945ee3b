"""The lines of a pasted page that are not the article."""

import re
from collections.abc import Iterator, Sequence

from corpus.article import LeftOut, Span
from corpus.left_out.page_furniture import LINES, whole_line

PLEA = "appeal for donations"
LONGEST = 700  # characters; a longer paragraph is an article's, or holds one


QUOTED = re.compile(r"[\"“][^\"“”]{0,1000}[\"”]|(?<!\w)['‘][^'‘’]{12,1000}['’](?!\w)")
WE = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Uu]s|[Oo]urs)\b")
YOU = re.compile(r"\b(?:[Yy]ou|[Yy]our|[Yy]ours)\b")
# What the publisher asks for, and what it says it does with it.
GIVING = re.compile(
    r"\b(?:donat\w+|contribut\w+|support\w*|subscri\w+|members?|membership|gifts?|giv(?:e|ing)|"
    r"chip in|fund(?:ed|ing|rais\w+)?|generosity|paywalls?|afford|pledge)\b",
    re.IGNORECASE,
)
CAUSE = re.compile(  # what only a publisher says of itself
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
SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
FEWEST_WORDS = 6  # of a sentence that tells something
NEAR = 2  # lines between two of an appeal that may belong to it
PERSONAL = 0.2  # the share of lines in the first or second person that makes a text a speech


def find_boilerplate(text: str, blocks: Sequence[Span], title: str = "") -> list[LeftOut]:
    """The blocks that are not the article, each with the reason, in the order of the text.

    Only what the page around an article says is meant: appeals to give, to sign up or to read
    on, advertisements, share buttons, credits. When in doubt a block is kept; when nothing
    would be left, all of them are.
    """
    lines = [text[start:end] for start, end in blocks]
    reasons = [_reason(line) for line in lines]
    for number in _appeal(lines, title):
        reasons[number] = reasons[number] or PLEA
    found = [LeftOut(*block, why) for block, why in zip(blocks, reasons, strict=True) if why]
    return found if len(found) < len(blocks) else []


def _reason(line: str) -> str | None:
    """Why a line by itself is no part of an article; None if it may be one."""
    if len(line) > LONGEST:
        return None
    return next((why for why, pattern in LINES.items() if pattern.fullmatch(line)), None)


def _appeal(lines: Sequence[str], title: str) -> Iterator[int]:
    """Yield the numbers of the lines in which the publisher asks its readers to give.

    A line that only speaks of "us" counts when lines that ask stand on both sides of it. In
    a speech or an interview nearly every line speaks so: there a line must ask by itself.
    """
    asking = [_asks(line, title) for line in lines]
    inside = [
        any(asking[max(number - NEAR, 0) : number]) and any(asking[number + 1 : number + 1 + NEAR])
        for number in range(len(lines))
    ]
    rest = [line for line, *at in zip(lines, asking, inside, strict=True) if not any(at)]
    speech = sum(map(_is_personal, rest)) > PERSONAL * len(rest)
    for number, line in enumerate(lines):
        of_itself = inside[number] and _is_personal(line) and PRESS.search(line)
        if asking[number] or (of_itself and not speech):
            yield number


def is_story(line: str) -> bool:
    """Whether a line may tell news: a sentence, and not about journalism.

    It has some length, ends as sentences do, and addresses nobody.
    """
    long = len(WORD.findall(line)) >= FEWEST_WORDS and SENTENCE_END.search(line) is not None
    return long and not (_is_personal(line) or PRESS.search(line) or CAUSE.search(line))


def _asks(line: str, title: str) -> bool:
    """Whether a line asks its reader to give, in the publisher's own voice."""
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
    """Whether a line speaks in the first or second person, quotations aside."""
    own = QUOTED.sub(" ", line)
    return bool(WE.search(own) or YOU.search(own))


def _shared_words(line: str, title: str) -> int:
    """How many words of the title, short ones aside, the line has."""
    words = [
        {word for word in WORD.findall(part.casefold()) if len(word) > 3} for part in (line, title)
    ]
    return len(words[0] & words[1])
