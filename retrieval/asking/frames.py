"""Recognizes requests for a topic, and takes out the words that only frame it.

In "what's the latest on the Baltimore bridge?" only "the Baltimore bridge" is searched for: the
rest says what the reader wants, which is a topic. "Timeline of" asks for a timeline, and "any news
today?", which frames nothing, for whatever is newest.

What is framed can be a question of its own, such as "explain why the bridge fell". It is ``bare``
if it reads like a plain name for something: a few words, none of them a question word or a finite
verb, which makes a clause. Only a bare subject can be a topic.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from retrieval.asking.courtesies import HELLO, OKAY, PLEASE, THANKS
from retrieval.words.analysis import Analysis
from retrieval.words.irregular import ENGLISH
from retrieval.words.spelling import spelled_like
from retrieval.words.stop_words import QUESTION_WORDS
from retrieval.words.tokens import APOSTROPHES, WORD

WITHOUT_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))
FEW = 6  # words of a framed topic that are searched for, at most
FEW_UNFRAMED = 4  # the same without a frame, where more words are a claim or a question
LONGEST = 16  # words in which a frame begins and ends; a message of nothing else takes long


class Frame(Enum):
    """What a message asks for."""

    NONE = "none"  # its words may still name a topic
    TOPIC = "topic"
    TIMELINE = "timeline"
    NEWS = "news"  # of any topic


@dataclass(frozen=True, slots=True)
class Framed:
    """A message without its frame; ``subject`` is empty for news of any topic."""

    frame: Frame
    subject: str
    bare: bool

    @property
    def may_be_topic(self) -> bool:
        """Whether articles rather than sentences may be what it asks for."""
        return self.bare or self.frame is Frame.NEWS


class _Word(NamedTuple):
    printed: str
    plain: str  # in lower case, without apostrophes, and spelled as in a frame
    start: int
    end: int


# The patterns match words in lower case without apostrophes, each followed by one space.
ASKING = rf"""(?:(?:{PLEASE}|kindly|{HELLO}|{OKAY}|just|quickly|briefly|so|now
    |can[ ](?:you|u|i|we)|could[ ](?:you|u|i|we)|would[ ]you|will[ ]you|do[ ]you[ ](?:have|know)
    |have[ ]you[ ](?:got|heard)|you[ ]have|got|is[ ]there|are[ ]there
    |(?:i|id|we)(?:[ ]would)?[ ](?:want|like|need|wanna)|looking|search|look|find|to
    |give|gimme|show|send|get|have|make|write|list|hear|read|see|know|learn|for|me|us
    |curious|interested|im)[ ])*"""
KIND = r"""(?:(?:a|an|the|any|some|all|your|my|every|quick|short|brief|little|bit|full|general
    |basic|latest|recent|newest|new|breaking|current|todays|top|main|major|more|further|last|of
    |important|interesting|big)[ ])*"""
NEWS = r"(?:news|newest|latest|updates?|headlines|developments|stories|happenings)[ ]"
ABOUT_IT = r"""(?:summary|summaries|overview|rundown|recap|roundup|digest|background|info
    |information|details|facts|briefing|explainer|gist|lowdown|tldr|coverage|articles?|reports?
    |everything|anything|something|all|more|introduction)[ ]"""
TIMES = r"(?:timeline|chronology|sequence[ ]of[ ]events)[ ](?:of[ ](?:the[ ])?events[ ])?"
LINK = r"""(?:on|about|abt|bout|of|with|for|in|at|from|regarding|concerning|around|re
    |behind)[ ]"""
ABOUT = r"(?:on|about|abt|of|regarding|concerning)[ ]"
IS = r"(?:what(?:s|[ ](?:is|are|s|has|have))|(?:is[ ])?(?:any|some)thing|wats|wot[ ]is)[ ]"
YOU = r"(?:you|u|your[ ]sources|the[ ]sources|the[ ]articles|they|we)[ ]"

LEADING = re.compile(
    rf"""{ASKING}(?:
    (?P<timeline>{KIND}{TIMES}{LINK})
    | {KIND}(?:{NEWS}|{ABOUT_IT})+
      (?:(?:you|there)[ ](?:have|know|is|got)[ ](?:to[ ]know[ ])?)?(?:{LINK}|to[ ])
    | (?:the[ ])?(?:latest|newest)[ ](?:{NEWS})?
    | (?:tldr|tl[ ]dr|summary|overview|recap)[ ](?:{LINK})?
    | (?:lets[ ])?talk[ ](?:(?:to|with)[ ](?:me|us)[ ])?about[ ]
    | (?:tell|teach|inform|remind)[ ](?:me|us)[ ]
      (?:{KIND}(?:{NEWS}|{ABOUT_IT})*(?:what[ ])?(?:{YOU}(?:have|know|got)[ ])?{LINK})?
    | (?:summari[sz]e|explain|outline|recap|sum[ ]up
      |sum(?=[ ].+[ ]up[ ]))[ ](?:(?:to|for)[ ](?:me|us)[ ])?
      (?:{KIND}(?:{NEWS}|{ABOUT_IT}|story[ ]|situation[ ])+{LINK}|about[ ])?
    | (?:brief|update|catch|bring|get|fill|keep|walk)[ ](?:me|us)[ ]
      (?:up[ ]|to[ ]|date[ ]|speed[ ]|in[ ]|posted[ ]|updated[ ]|informed[ ]|through[ ])*(?:{LINK})
    | {IS}(?:been[ ]|else[ ]|currently[ ]|actually[ ]|really[ ]|all[ ])*
      (?:(?:going|goin)[ ]on|happening|happened[ ](?:recently|lately)|up|new|the[ ](?:story|deal
      |situation|state[ ]of[ ](?:play|things)))[ ]
      (?:recently[ ]|lately[ ]|now[ ]|over[ ]there[ ])?{LINK}
    | what(?:s|[ ](?:is|are))[ ]{KIND}(?:{NEWS}|{ABOUT_IT})+{LINK}
    | (?:what|which)[ ](?:(?:else|all|other|more|articles?|stories|reports|sources|news|info)[ ])*
      (?:do|does|did|can|could|have)[ ]{YOU}
      (?:know|have|got|tell[ ](?:me|us)|say|report|write)[ ]{ABOUT}
    | (?:everything|all|anything|something)[ ](?:that[ ])?
      (?:{YOU}(?:have|know|got|can[ ]find)[ ]|there[ ]is[ ](?:to[ ]know[ ])?|new[ ]
      |happening[ ])?{ABOUT}
    )""",
    re.VERBOSE,
)
BEFORE = re.compile(
    rf"(?:(?:{PLEASE}|{HELLO})[ ])*(?:(?:give|show|send|get)[ ](?:me|us)|gimme)[ ]"
    # "OK, so who won?", but not "OK Computer"
    r"|(?:(?:ok|okay|well|so|hi|hey|hello|um+|uh+|hm+|please|pls|plz)[ ])+(?:(?:and|but|so)[ ])*"
    r"(?=(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had"
    r"|can|could|will|would|should)[ ])"
)
LATER = rf"""(?:{PLEASE}|{THANKS}|today|now|right[ ]now|lately|recently
    |these[ ]days|currently|at[ ]the[ ]moment|so[ ]far|up|again|in[ ](?:brief|short|a[ ]nutshell)
    |for[ ](?:me|us)|this[ ](?:morning|afternoon|evening)|tonight|everyone|there|yet)[ ]"""
TRAILING = re.compile(
    rf"""(?<![^ ])(?:(?P<timeline>(?:full[ ])?(?:timeline|chronology)[ ])
    | (?:(?:latest|newest|breaking|recent|current|new|quick|full|short|any)[ ])*
      (?:{NEWS}|(?:summary|overview|rundown|recap|roundup|background|info|information|explained
      |details|tldr)[ ])+
    )(?P<later>(?:{LATER})*)$""",
    re.VERBOSE,
)
STORY = re.compile(r"^(the[ ].+[ ])(?:story|article|situation|affair|saga)[ ]$", re.VERBOSE)
LAST = re.compile(rf"(?<![^ ])(?:{LATER})+$", re.VERBOSE)
GENERAL = re.compile(
    rf"""{ASKING}(?:
    (?:tell[ ](?:me|us)[ ])?(?:{IS})?{KIND}(?:{NEWS})+
    | {IS}(?:else[ ])?
      (?:new|(?:going|goin)[ ]on|happening(?:[ ]now)?|making[ ](?:news|headlines))[ ]
    | what[ ]happened[ ]
    | (?:brief|update|catch|bring|get|fill)[ ](?:me|us)[ ](?:up[ ]|to[ ]|date[ ]|speed[ ]|in[ ])*
    )(?:(?:in|on|from|around|of|across)[ ](?:the[ ])?(?:world|news|day|week|headlines)[ ])*
    (?P<later>(?:{LATER})*)""",
    re.VERBOSE,
)
TODAY = frozenset("today tonight now lately recently morning afternoon evening".split())

# Words that frames are misspelled in; shorter ones are too easily other words.
SPELLED = (
    "summarise summarize summary overview timeline latest update updates headlines explain "
    "background happening everything anything about information "
    "development developments headline summaries explained explains explainer updated"
).split()
CLAUSE = frozenset(QUESTION_WORDS).union(
    """
    whether that if because while than
    is am are was were be been being do does did has have had having
    can could will would shall should may might must isnt wasnt arent werent dont doesnt didnt
    hasnt havent hadnt cant wont wouldnt couldnt shouldnt whos whats wheres whens whys hows
    """.split()
)
# Past forms, which mark a clause where nothing frames the words: "Spain beat England".
PAST = frozenset(form for line in ENGLISH.splitlines() for form in line.split()[1:]) - frozenset(
    "children men women mice feet teeth left thought felt broken fallen".split()
) | {"beat"}
ENDS = re.compile(r"[.?!;:](?=\s)")  # of a sentence


def read_frame(message: str, analysis: Analysis) -> Framed:
    """What a message asks for, and its words without the frame.

    >>> from retrieval.words.analysis import ANALYSES
    >>> read_frame("What's the latest on Notre-Dame, please?", ANALYSES["en"])
    Framed(frame=<Frame.TOPIC: 'topic'>, subject='Notre-Dame', bare=True)
    >>> read_frame("explain why it fell", ANALYSES["en"])
    Framed(frame=<Frame.NONE: 'none'>, subject='why it fell', bare=False)
    """
    words = list(_words(message))
    if _asks_for_news(words):
        return Framed(Frame.NEWS, "", bare=False)
    frame, inside = _without_leading(words)
    frame, subject = _without_trailing(frame, inside)
    clauses = [_is_clause(one, shouted=message.isupper()) for one in inside]
    if any(clauses):
        asked = inside if clauses[0] else words
        return Framed(Frame.NONE, _text(message, asked, words), bare=False)
    content = sum(bool(analysis.terms(one.printed)) for one in subject)
    if not content:
        return Framed(Frame.NONE, message, bare=False)
    text = _text(message, subject, words)
    bare = any(letter.isalpha() for letter in text) and not ENDS.search(text)
    if frame is Frame.NONE:
        bare &= content <= FEW_UNFRAMED and PAST.isdisjoint(one.plain for one in subject)
    else:
        bare &= content <= FEW
    return Framed(frame if bare else Frame.NONE, text, bare)


def _words(message: str) -> Iterator[_Word]:
    for found in WORD.finditer(message):
        plain = found.group().translate(WITHOUT_APOSTROPHES).lower()
        yield _Word(found.group(), _spelled(plain), *found.span())


@lru_cache(1024)
def _spelled(word: str) -> str:
    """The word, or the one of SPELLED that it misspells."""
    if word in SPELLED:
        return word
    return next(iter(spelled_like(word, _beginning_with)), word)


def _beginning_with(letter: str, _: object) -> Iterator[str]:
    return (word for word in SPELLED if word[0] == letter)


def _asks_for_news(words: Sequence[_Word]) -> bool:
    if len(words) > LONGEST or GENERAL.fullmatch(_line(words)) is None:
        return False
    plain = [one.plain for one in words]
    return plain[:2] != ["what", "happened"] or not TODAY.isdisjoint(plain)


def _without_leading(words: Sequence[_Word]) -> tuple[Frame, Sequence[_Word]]:
    """What the words ask for by their beginning, and the words after that."""
    line = _line(words[:LONGEST])
    leading = LEADING.match(line)
    start = leading or BEFORE.match(line)
    inside = words[start.group().count(" ") :] if start else words
    if leading is None or not inside:
        return Frame.NONE, inside or words
    return Frame.TIMELINE if leading["timeline"] else Frame.TOPIC, inside


def _without_trailing(frame: Frame, words: Sequence[_Word]) -> tuple[Frame, Sequence[_Word]]:
    """The same by their end."""
    trailing = TRAILING.search(_line(words[-LONGEST:]))
    if trailing is not None and len(words) > trailing.group().count(" "):
        is_timeline = trailing["timeline"] or frame is Frame.TIMELINE
        frame = Frame.TIMELINE if is_timeline else Frame.TOPIC
        words = words[: -trailing.group().count(" ")]
    if frame is not Frame.NONE and (last := LAST.search(_line(words[-LONGEST:]))) is not None:
        words = words[: -last.group().count(" ")]
    if frame is not Frame.NONE and STORY.search(_line(words)):  # "summarize the ferry story"
        words = words[:-1]
    return frame, words


def _line(words: Sequence[_Word]) -> str:
    return "".join(f"{one.plain} " for one in words)


def _text(message: str, words: Sequence[_Word], every: Sequence[_Word]) -> str:
    """The part of a message with these words; all of it if these are all of its words."""
    return message[words[0].start : words[-1].end] if len(words) < len(every) else message


def _is_clause(word: _Word, *, shouted: bool) -> bool:
    """Whether a word asks, or is a finite verb; "Will" and "WHO" are names after other words."""
    is_name = word.printed[0].isupper() and word.start and not shouted
    return word.plain in CLAUSE and not is_name
