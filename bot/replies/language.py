"""The language that a chat is spoken to in, and the keyboard to choose it with."""

from collections.abc import Iterator

from bot.replies.labels import label
from bot.replies.reply import Button, Reply, filled
from bot.wording.catalogues import languages, own_name, spoken_of
from bot.wording.wording import Wording, spoken

LANGUAGE = "language"  # what Telegram sends back when a button is pressed, before the code
AUTOMATIC = ""  # in place of a code: everyone's own language
CHOSEN = Wording("Language: {language}")
CHOSEN_BY_APP = Wording("Language: {language} (automatic)")
HOW_TO_CHOOSE = Wording(
    "Tap another one to change it. With “Automatic”, I answer everyone in the language of their "
    "Telegram app. Quotes stay in the language of their articles."
)
BY_APP = Wording("Automatic", "language")
UNSPOKEN = Wording("I don’t speak that language yet.")
LONGEST_NAME = 30  # UTF-16 units
CURRENT = "• {name}"  # on a button


def language_reply(chosen: str | None) -> Reply:
    """Return what the chat chose, or the language spoken now if it chose none, and the choice."""
    name = label(own_name(chosen or spoken()), LONGEST_NAME)
    head = filled(CHOSEN if chosen else CHOSEN_BY_APP, language=name)
    return Reply(f"{head.text}\n\n{HOW_TO_CHOOSE}", head.marks, tuple(_buttons(chosen)))


def unspoken_reply(chosen: str | None) -> Reply:
    """Return that a language is not spoken, and the choice of those that are."""
    return Reply(str(UNSPOKEN), buttons=tuple(_buttons(chosen)))


def language_named(words: str) -> str | None:
    """Return the code of the language that a reader names, or AUTOMATIC; None for any other.

    >>> language_named("Deutsch"), language_named("de-AT"), language_named("Klingon")
    ('de', 'de', None)
    """
    wanted = words.casefold()
    if wanted in (BY_APP.message.casefold(), str(BY_APP).casefold()):
        return AUTOMATIC
    named = (code for code in languages() if own_name(code).casefold() == wanted)
    return next(named, None) or spoken_of(words)


def _buttons(chosen: str | None) -> Iterator[Button]:
    for code in sorted(languages(), key=lambda one: own_name(one).casefold()):
        yield _button(own_name(code), code, is_current=code == chosen)
    yield _button(str(BY_APP), AUTOMATIC, is_current=chosen is None)


def _button(name: str, code: str, *, is_current: bool) -> Button:
    return Button(CURRENT.format(name=name) if is_current else name, f"{LANGUAGE}:{code}")
