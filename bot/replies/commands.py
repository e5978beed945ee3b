"""The bot's commands: one table for what it accepts, Telegram's menu and /help."""

from collections.abc import Collection
from difflib import get_close_matches
from enum import Enum, auto
from typing import NamedTuple

from bot.wording.wording import Wording

ALIKE = 0.75  # least similarity, from 0 to 1, of a mistyped command to the one that was meant

LINE = Wording("/{name} – {in_help}", "line of /help")

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
    in_menu: Wording | None = None  # at most 256 characters
    in_help: Wording | None = None
    manages_sources: bool = False  # concerns the chat's own sources; edits do not rerun it
    who: Who = Who.EVERYONE
    example: str = ""  # {example} in ``in_help``: what has to be typed in English


# Of a command's two texts, the first is in Telegram's menu, and the second in /help, after a dash.
COMMANDS = (
    Command(START),
    Command(ASK, Wording("Ask a question about the news"), Wording("ask a question")),
    Command(
        SOURCES,
        Wording("List or search my sources"),
        Wording("list or search my sources; /sources 3 shows number 3"),
    ),
    Command(
        VERIFY,
        Wording("Check the quotes of an answer at their sources"),
        Wording("check whether the quotes of an answer are still at their sources; reply to it"),
    ),
    Command(
        WHY, Wording("Why I gave an answer"), Wording("see why I gave an answer; reply to it")
    ),
    Command(
        ADD,
        Wording("Add a source"),
        Wording("add a source: a link, a text, a file, or a post you reply to"),
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(
        REMOVE,
        Wording("Remove sources added here"),
        Wording("remove sources added here, for example /remove C1 C2"),
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(
        EDIT,
        Wording("Change the details of a source you added"),
        # Translators: {example} is a command with an English word.
        Wording("change the title, date or other details of a source, for example {example}"),
        manages_sources=True,
        who=Who.EDITORS,
        example="/edit C1 title: Storm",
    ),
    Command(
        FOLLOW,
        Wording("Follow a feed"),
        Wording("follow a feed: its new items become sources"),
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(
        FEEDS,
        Wording("List the feeds you follow"),
        Wording("list the feeds you follow"),
        manages_sources=True,
    ),
    Command(
        UNFOLLOW,
        Wording("Stop following a feed"),
        Wording("stop following a feed, for example /unfollow 1"),
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(CONTEXT),  # asked for by a button and in words
    Command(
        LATEST,
        Wording("Show what’s new"),
        Wording("show what’s new since you last asked; /latest storms shows only that"),
    ),
    Command(
        WATCH,
        Wording("Tell me when you know"),
        Wording("watch for an answer: /watch and a question"),
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(
        WATCHING,
        Wording("List the questions I watch for"),
        Wording("list the questions I watch for"),
    ),
    Command(
        DIGEST,
        Wording("Get what’s new at a set time"),
        # Translators: {example} is a command with an English word.
        Wording("get what’s new, for example {example}"),
        manages_sources=True,
        who=Who.EDITORS,
        example="/digest daily 8:00",
    ),
    Command(
        LANGUAGE,
        Wording("Choose the language I speak"),
        Wording("choose the language I speak, here or for the whole group"),
    ),
    Command(HELP, Wording("How to ask, here and in groups"), Wording("see what I can do")),
    Command(
        PRIVACY,
        Wording("What I store and what I don’t"),
        Wording("see what I store and what I don’t"),
    ),
    Command(
        FORGET,
        Wording("Delete what is stored for this chat"),
        Wording("delete what is stored for this chat"),
        manages_sources=True,
        who=Who.EDITORS,
    ),
    Command(
        STATS,
        Wording("What was asked and answered"),
        Wording("see what was asked and answered; /stats 7 is about a week"),
        who=Who.OPERATORS,
    ),
    Command(
        UNANSWERED,
        Wording("Questions without a good answer"),
        Wording("see the questions without a good answer"),
        who=Who.OPERATORS,
    ),
)
NAMES = frozenset(command.name for command in COMMANDS)
MANAGING_SOURCES = frozenset(command.name for command in COMMANDS if command.manages_sources)
FOR_OPERATORS = frozenset(one.name for one in COMMANDS if one.who is Who.OPERATORS)


def menu(users: Collection[Who]) -> dict[str, str]:
    """Return the names and descriptions of the commands that these users may use, in order."""
    return {one.name: str(one.in_menu) for one in COMMANDS if one.in_menu and one.who in users}


def help_line(command: Command) -> str:
    """Return a command's line in /help; empty if it has none."""
    if command.in_help is None:
        return ""
    return LINE.format(name=command.name, in_help=command.in_help.format(example=command.example))


def meant(command: str, names: Collection[str] = NAMES - FOR_OPERATORS) -> str | None:
    """Return the one of some commands that was probably meant, if any is like it.

    >>> meant("sorces"), meant("weather")
    ('sources', None)
    """
    return next(iter(get_close_matches(command, sorted(names), 1, ALIKE)), None)
