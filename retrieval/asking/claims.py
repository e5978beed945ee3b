"""Takes a message apart that is not one question: its sentences, without what only frames them.

"I read that", "fact check:" and "is it true that" say that something is a claim; links and the
hashtags around a post do not say what it claims.
"""

import re
from collections.abc import Sequence

from retrieval.answer import Turn
from retrieval.asking.courtesies import PLEASE
from retrieval.asking.several import LONGEST, asks, sentences_of
from retrieval.asking.small_talk import IN_PASSING, talk_of
from retrieval.asking.small_talk_phrases import Talk
from retrieval.words.analysis import ANALYSES
from retrieval.words.irregular import ENGLISH as ENGLISH_FORMS
from retrieval.words.irregular import forms
from retrieval.words.numbers import CURRENCIES, is_in_name

ENGLISH = ANALYSES["en"]
MOST = 8  # sentences of a message that are asked about
SHORTEST = 3  # terms; a shorter statement, such as "Five dead.", needs the one before
LONGEST_BEFORE = 300  # characters of a message that a question leans on

# Words that only sentences have, not keywords: "was", "won", "closed".
STATING = frozenset(
    "is are was were has have had will would can could may might must should did does do "
    "beat beats loses becomes rejects approves".split()
).union(word for word in forms(ENGLISH_FORMS) if not word.endswith(("men", "ves", "ses", "ren")))
# Their past is like their present, and most are nouns, too: they state something in a sentence
# with a full stop, or before what they are about.
UNCHANGED = re.compile(
    r"\w\W+(?:beat|burst|cut|hit|hurt|put|quit|set|shut|split|spread)"
    r"(?:(?:\s[^.?!]*)?\.\s*\Z|\s+(?:the|a|an|its|his|her|their|[A-Z]\w+)\b)"
)
PAST = re.compile(r"\w{2,}(?:ed|n['’]t)")
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
TAGS_AROUND = re.compile(r"\A(?:\s*[#＃]\w+)+\s+(?=[^\s#＃])|(?<=[^\s])\s+(?:[#＃]\w+\s*)+\Z")
PEOPLE = (
    r"(?:some(?:one|body)|people|everyone|everybody|they|(?:my|a|an|some|one|the)\s+"
    r"(?:\w+\s+)?(?:friends?|uncle|aunt|mum|mom|dad|mother|father|brother|sister|neighbou?rs?|"
    r"colleagues?|boss|guy|man|woman|person|post|tweet|message|video|page|site|website|people))"
)
WHERE = (
    r"(?:\s+(?:somewhere|online|today|yesterday|recently|here|there|(?:on|in|from|at)\s+(?:the\s+)?"
    r"(?:internet|web|news|tv|radio|facebook|twitter|x|telegram|whatsapp|tiktok|youtube|group|chat|"
    r"papers?)))*"
)
TRUE = r"(?:true|correct|right|real|a\s+fact|the\s+case|accurate|possible)"
FRAME = re.compile(
    rf"""\W*(?:
      (?:fact[\s-]?check(?:ing)?|claims?|rumou?rs?|true\s+or\s+false|breaking(?:\s+news)?|news
        |question|fwd?|forwarded|re|q)\s*:+
    | (?:(?:{PLEASE})\s+)?(?:fact[\s-]?check|verify|confirm|debunk|check)\s+
        (?:(?:this|that|if|whether|the\s+claim|it)\b\s*)+[:,]?(?:\s+that\b)?
    | (?:can|could|would)\s+(?:you|anyone|somebody|someone)\s+(?:(?:{PLEASE})\s+)?
        (?:fact[\s-]?check|verify|confirm|debunk|check)\s+(?:(?:this|that|if|whether)\b\s*)*[:,]?
    | (?:is|was)\s+(?:it|this)\s+(?:really\s+|actually\s+|still\s+)?{TRUE}\s*
        (?:that|what\s+{PEOPLE}\s+says?(?:\s+that)?|:|,|\?)
    | (?:is\s+there\s+)?any\s+truth\s+(?:to|in)\s+(?:the\s+)?(?:claim|rumou?r|story|report)\s+that
    | i(?:['’]ve|\s+have)?\s+(?:just\s+|also\s+|once\s+)?
        (?:read|heard|saw|seen|was\s+told|been\s+told){WHERE}\s+that
    | i(?:['’]ve|\s+have)?\s+(?:just\s+|also\s+)?(?:heard|was\s+told|been\s+told){WHERE}(?=\s+\w)
    | i\s+(?:think|believe|thought|guess|suppose|bet|am\s+sure|['’]?m\s+sure)(?:\s+that)?(?=\s+\w)
    | {PEOPLE}{WHERE}\s+(?:is\s+|are\s+|keeps?\s+)?
        (?:says?|said|saying|claims?|claimed|claiming|told\s+(?:me|us)|tells?\s+(?:me|us)|thinks?
        |posted|wrote|insists?|believes?){WHERE}(?:\s+that\b|\s*[:,])?(?=\s+\S)
    | (?:it\s+is|it['’]?s|it\s+was)\s+(?:said|claimed|rumou?red|reported|being\s+said)\s+that
    | (?:rumou?r\s+has\s+it|word\s+is|there\s+is\s+a\s+(?:rumou?r|claim))(?:\s+that)?(?=\s+\w)
    | did\s+you\s+know(?:\s+that)?(?=\s+\w)
    | (?:apparently|allegedly|supposedly|reportedly|so|well|look|wow|omg|actually)\b\s*,?(?=\s+\w)
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
TAIL = re.compile(
    rf"""\s*[,;–—-]?\s*(?:
      (?:is|was)\s+(?:that|this|it)\s+(?:really\s+|actually\s+)?{TRUE}(?:\s+or\s+(?:not|false))?
    | (?<=[,;–—-]\s)(?:right|true|correct|really|true\s+or\s+false|fact\s+or\s+fiction|or\s+not
        |yes\s+or\s+no|apparently|they\s+say)
    | \b(?:true\s+or\s+false|yes\s+or\s+no)
    )\s*[?!.]*\s*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
OPENING = re.compile(r"\A([^,.!?:;\n–—]{1,40})[,.!?:;–—]+\s+")
CLOSING = re.compile(r"[,.!?;–—]\s*([^,.!?:;\n–—]{1,40})[.!?]*\s*\Z")


def sentences_in(message: str) -> tuple[str, ...]:
    """The sentences of a message that claim or ask something, once each and without frames.

    There are at most MOST.

    >>> sentences_in("I read that the ferry sank. Is it true? #news https://a.example")
    ('the ferry sank.',)
    """
    text = TAGS_AROUND.sub(" ", " ".join(LINK.sub(" ", message[:LONGEST]).split()))
    found: list[str] = []
    for sentence in sentences_of(_without_courtesy(text)):
        bare = unframed(sentence)
        if talk_of(bare) or not any(map(str.isalnum, bare)):
            continue
        if found and _is_short(bare) and not asks(bare) and not asks(found[-1]):
            found[-1] += f" {bare}"
        else:
            found.append(bare)
    return tuple(dict.fromkeys(found))[:MOST]


def unframed(sentence: str) -> str:
    """A sentence without the words around it that only say that somebody claims or doubts it.

    >>> unframed("Fact check: someone on Facebook says Spain won the cup, is that true?")
    'Spain won the cup'
    """
    bare = sentence.strip()
    for _ in range(3):  # "fact check: is it true that"
        frame = FRAME.match(bare)
        if frame is None or not any(map(str.isalnum, bare[frame.end() :])):
            break
        bare = bare[frame.end() :]
    tail = TAIL.search(bare)
    return bare[: tail.start()] if tail and tail.start() else bare


def is_claim(sentence: str) -> bool:
    """Whether a sentence states something: it has a verb and asks nothing.

    >>> is_claim("Spain lost the cup"), is_claim("North Korea troops in Russia")
    (True, False)
    """
    if asks(sentence) or asks(f"{sentence}?"):
        return False
    words = {one.lower for one in ENGLISH.printed(sentence)}
    if not STATING.isdisjoint(words) or any(map(PAST.fullmatch, words)):
        return True
    return UNCHANGED.search(sentence) is not None


def without_numbers(claim: str) -> tuple[str, tuple[str, ...]]:
    """A claim that asks for its numbers instead, and these as typed.

    There are none if it is a question, a list of keywords or says too little besides; numbers in
    names do not count.

    >>> without_numbers("North Korea sent 50,000 soldiers to Russia")
    ('North Korea sent how many soldiers to Russia', ('50,000',))
    """
    words: dict[tuple[int, int], list[str]] = {}
    for term, start, end in ENGLISH.words(claim):
        words.setdefault((start, end), []).append(term)
    numbers = [span for span, terms in words.items() if _is_number(terms)]
    is_sentence = is_claim(claim) or any(not one.terms for one in ENGLISH.printed(claim))
    if asks(f"{claim}?") or not is_sentence or len(words) - len(numbers) < SHORTEST:
        return claim, ()
    asked = claim
    for start, end in reversed(numbers):
        is_money = not CURRENCIES.keys().isdisjoint(claim[start:end])
        asked = f"{asked[:start]}{'how much money' if is_money else 'how many'}{asked[end:]}"
    return asked, tuple(claim[start:end] for start, end in numbers)


def _is_number(terms: Sequence[str]) -> bool:
    return terms[0][0].isdecimal() and not is_in_name(terms)


def turn_about(message: str) -> Turn:
    """The turn that a question in reply to somebody's message follows up on: what it says."""
    return Turn(" ".join(sentences_in(message) or (message,))[:LONGEST_BEFORE])


def refers_only(words: str) -> bool:
    """Whether words only ask about another message: "is that true?"."""
    return not any(map(str.isalnum, words)) or talk_of(words) is Talk.CHECK


def _is_short(sentence: str) -> bool:
    return len(ENGLISH.query(sentence)) < SHORTEST


def _without_courtesy(text: str) -> str:
    """The text without a greeting or thanks before or after it."""
    opening = OPENING.match(text)
    if opening and talk_of(opening[1]) in IN_PASSING:
        text = text[opening.end() :]
    closing = CLOSING.search(text)
    if closing and closing.start() and talk_of(closing[1]) in IN_PASSING:
        text = text[: closing.start() + 1].rstrip(" ,;–—")
    return text
