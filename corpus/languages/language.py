"""What is known about a language; the files in ``data`` hold one each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Words = frozenset[str]
NONE: Words = frozenset()
CAUTIOUS = -0.4  # the bias of a language whose silence nothing has measured


@dataclass(frozen=True, slots=True)
class Finding:
    """How the words of a language are found in a text and become terms.

    ``found`` is "spaced", or "han" or "thai" for scripts without spaces between words. ``stemmer``
    is "nltk NAME", "snowball NAME" of PyStemmer, "first NUMBER" letters, or empty.
    """

    found: str = "spaced"
    stemmer: str = ""
    endings: tuple[str, ...] = ()  # an ending and the one it is stemmed as: "ões ão"
    stop: Words = NONE  # words too frequent to look for
    elided: Words = NONE  # what stands before an apostrophe and is left out: "l" in l'élection
    suffixed: bool = False  # whether what follows an apostrophe is an ending: Türkiye'nin
    dotless: bool = False  # whether the small letter of "I" is "ı"
    decimal: str = "."  # between a number and its fraction: "," in 48,5


@dataclass(frozen=True, slots=True)
class Asking:
    """The words of readers: of questions, of follow-ups and of small talk.

    See ``retrieval.words.patterns`` for the phrases in ``kinds``. In ``holds``, words are between
    blanks, and "_" is a space.
    """

    questions: Words = NONE  # words that ask, which no answer repeats
    continuing: tuple[str, ...] = ()  # what begins a question that follows up on another
    pronouns: Words = NONE
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of answers: what asks
    holds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what such an answer has
    # Whole messages, by what they say: values of ``retrieval.asking.small_talk_phrases.Talk``,
    # and "more", "context" and "news". A capital must stand in the message: "Wer sind Sie?" is
    # asked of whom it is said to, "Wer sind sie?" of others.
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of pages that belong to no article, a phrase each; "…" stands for other words."""

    menus: tuple[str, ...] = ()
    sharing: tuple[str, ...] = ()
    more: tuple[str, ...] = ()  # what stands above links to other articles
    advertisements: tuple[str, ...] = ()
    newsletters: tuple[str, ...] = ()
    subscriptions: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    pleas: tuple[str, ...] = ()  # for donations
    credits: tuple[str, ...] = ()  # of pictures
    cookies: tuple[str, ...] = ()
    copyright: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()  # what stands before an author's name
    published: tuple[str, ...] = ()  # what stands before a date
    updated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """What tells a language from the others of its script."""

    common: Words = NONE  # frequent words
    letters: str = ""  # that hardly any other of them has
    usual: bool = False  # whether a text of its script is in it if nothing else tells


@dataclass(frozen=True, slots=True)
class Language:
    """A language. ``sentences`` holds the kinds of words that tell where sentences end."""

    code: str  # of two letters
    name: str  # in English
    own_name: str
    script: str  # a key of SCRIPTS
    cased: bool = True  # whether names begin with capitals
    grammar: bool = False  # whether there are rules for its grammar in the code: only English's
    # Twelve lines, each with all forms of a month's name: "_" is a space, and what ends in a
    # dot is only a month beside a number.
    months: tuple[str, ...] = ()
    bias: float = CAUTIOUS  # added to the confidence's log odds; see tests/quality/README.md
    words: Finding = field(default_factory=Finding)
    asking: Asking = field(default_factory=Asking)
    sentences: Mapping[str, Words] = field(default_factory=dict)
    ordinals: bool = False  # whether "2." is "second"
    page: Page = field(default_factory=Page)
    telling: Telling = field(default_factory=Telling)
