"""The bot's commands: one table for what it accepts, Telegram's menu and /help."""

from collections.abc import Collection
from difflib import get_close_matches
from enum import Enum, auto
from typing import NamedTuple

ALIKE = 0.75  # least similarity, from 0 to 1, of a mistyped command to the one that was meant

START = "start"
ASK = "ask"
SOURCES = "sources"
WHY = "why"
VERIFY = "verify"
ADD = "add"
REMOVE = "remove"
EDIT = "edit"
FOLLOW = "follow"
FEEDS = "feeds"
UNFOLLOW = "unfollow"
WATCH = "watch"
WATCHING = "watching"
LATEST = "latest"
DIGEST = "digest"
HELP = "help"
PRIVACY = "privacy"
FORGET = "forget"
STATS = "stats"
UNANSWERED = "unanswered"
CONTEXT = "context"
LANGUAGE = "language"


class Who(Enum):
    """Who may use a command."""

    EVERYONE = auto()
    EDITORS = auto()  # whoever may change the chat's sources; others are told so
    OPERATORS = auto()  # in private; to others, the command is unknown


class Command(NamedTuple):
    """A command and its descriptions; the menu or /help omits one that has none for it."""

    name: str
    in_menu: str = ""  # at most 256 characters
    in_help: str = ""
    manages_sources: bool = False  # concerns the chat's own sources; edits do not rerun it
    who: Who = Who.EVERYONE


COMMANDS = (
    Command(START),
    Command(ASK, "Ask a question about the news", "ask a question"),
    Command(
        SOURCES,
        "List or search my sources",
        "list or search my sources; /sources 3 shows number 3",
    ),
    Command(
        VERIFY,
        "Check the quotes of an answer at their sources",
        "check whether the quotes of an answer are still at their sources; reply to it",
    ),
    Command(WHY, "Why I gave an answer", "see why I gave an answer; reply to it"),
    Command(
        ADD,
        "Add a source",
        "add a source: a link, a text, a file, or a post you reply to",
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(
        REMOVE,
        "Remove sources added here",
        "remove sources added here, for example /remove C1 C2",
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(
        EDIT,
        "Change the details of a source you added",
        "change the title, date or other details of a source, for example /edit C1 title: Storm",
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(
        FOLLOW,
        "Follow a feed",
        "follow a feed: its new items become sources",
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(FEEDS, "List the feeds you follow", "list the feeds you follow", manages_sources=True),
    Command(
        UNFOLLOW,
        "Stop following a feed",
        "stop following a feed, for example /unfollow 1",
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(CONTEXT),  # asked for by a button and in words
    Command(
        LATEST,
        "Show what’s new",
        "show what’s new since you last asked; /latest storms shows only that",
    ),
    Command(
        WATCH,
        "Tell me when you know",
        "watch for an answer: /watch and a question",
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(WATCHING, "List the questions I watch for", "list the questions I watch for"),
    Command(
        DIGEST,
        "Get what’s new at a set time",
        "get what’s new, for example /digest daily 8:00",
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(
        LANGUAGE,
        "Choose the language I speak",
        "choose the language I speak, here or for the whole group",
    ),
    Command(HELP, "How to ask, here and in groups", "see what I can do"),
    Command(PRIVACY, "What I store and what I don’t", "see what I store and what I don’t"),
    Command(
        FORGET,
        "Delete what is stored for this chat",
        "delete what is stored for this chat",
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(
        STATS,
        "What was asked and answered",
        "see what was asked and answered; /stats 7 is about a week",
        who=Who.OPERATORS,
    ),
    Command(
        UNANSWERED,
        "Questions without a good answer",
        "see the questions without a good answer",
        who=Who.OPERATORS,
    ),
)
NAMES = frozenset(command.name for command in COMMANDS)
MANAGING_SOURCES = frozenset(command.name for command in COMMANDS if command.manages_sources)
FOR_OPERATORS = frozenset(one.name for one in COMMANDS if one.who is Who.OPERATORS)


def menu(users: Collection[Who]) -> dict[str, str]:
    """Return the names and descriptions of the commands that these users may use, in order."""
    return {one.name: one.in_menu for one in COMMANDS if one.in_menu and one.who in users}


def meant(command: str, names: Collection[str] = NAMES - FOR_OPERATORS) -> str | None:
    """Return the one of some commands that was probably meant, if any is like it.

    >>> meant("sorces"), meant("weather")
    ('sources', None)
    """
    return next(iter(get_close_matches(command, sorted(names), 1, ALIKE)), None)
