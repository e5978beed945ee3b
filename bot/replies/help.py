"""The parts of /help, each with its commands."""

from dataclasses import replace

from bot.replies.about_me import privacy_paragraphs
from bot.replies.commands import (
    COMMANDS,
    DIGEST,
    FORGET,
    LATEST,
    PRIVACY,
    SOURCES,
    WATCH,
    WATCHING,
    Command,
    Who,
    help_line,
)
from bot.replies.elsewhere import add_to_group
from bot.replies.reply import Button, Reply, fitting, joined
from bot.wording.wording import Wording

HELP = "help"  # what Telegram sends back when a button is pressed, before the part's name
BACK = Wording("‹ Back")
MORE = Wording("More ›")
ABOUT_PRIVACY = "privacy"
MORE_PRIVACY = "privacy-more"  # what has no room in one message, in some languages
FOR_OPERATORS = "operator"
LABELS = {
    # Translators: a part of the help, on a button: how to ask questions.
    "asking": Wording("Asking"),
    "news": Wording("What’s new"),
    "sources": Wording("Sources"),
    "groups": Wording("In groups"),
    ABOUT_PRIVACY: Wording("Privacy"),
    FOR_OPERATORS: Wording("For the operator"),
}
FRONT = Wording("""\
Send me a question about the news, or a few keywords. I answer with sentences from my sources, \
word for word, each with its citation.

In a group, mention @{username}, reply to one of my messages, or send /ask@{username} and your \
question.

For more, tap a button:""")
# What readers type in English, whatever they speak.
TYPED = {"context": "context", "check": "is that true?"}
TEXTS = {
    # Translators: “and when?” is an example of a short question that follows up on another;
    # {context} is a word that has to be typed in English.
    "asking": Wording("""\
Ask a question, or send a few keywords. A message may ask up to three questions.

Go on with “and when?”, and I know what you mean. For the sentences around a quote, reply to my \
answer with “{context}”.

If you edit your question soon after, I update my answer."""),
    "news": Wording("""\
See what’s new since you last asked, or get it every day or week. If I can’t answer a question, I \
can watch for it: when a new article answers it, I tell you."""),
    "sources": Wording("""\
I quote only from my sources. Your chat can add its own, which no other chat sees. To add one, \
send a link, a text or a file.

To read on from a quote, send its numbers: /sources 6 12 shows sentence 12 of source 6."""),
    # Translators: “and when?” is an example of a short question that follows up on another;
    # {check} are words that have to be typed in English.
    "groups": Wording("""\
In a group, I only answer when you mention @{username}, reply to one of my messages, or send \
/ask@{username} and your question.

To check a claim, reply to it with @{username}, alone or with “{check}”.

To follow up with “and when?”, reply to my answer. Unless my operator allows it to everyone, only \
administrators can add and remove sources.

If my operator has turned that on, you can ask in any other chat, too: type @{username} and a \
question there, and pick a quote to send."""),
    FOR_OPERATORS: Wording("""\
In this chat, /add, /remove, /edit, /follow and /unfollow change the library, which every chat \
can see."""),
}
LISTED = [one for one in COMMANDS if one.in_help]
OTHER_NAMES = {"ask": "asking", "group": "groups", "source": "sources", "what’s new": "news"}
NEWS = frozenset((LATEST, DIGEST, WATCH, WATCHING))


def help_reply(
    username: str, part: str = "", *, keeps_unanswered: bool, to_operator: bool = False
) -> Reply:
    """Return a part of the help with its commands, or the front page if there is no such part.

    ``keeps_unanswered`` decides what the part about privacy says. Only an operator has the part
    that is for operators.
    """
    parts = [name for name in LABELS if to_operator or name != FOR_OPERATORS]
    if part in (ABOUT_PRIVACY, MORE_PRIVACY):
        return _about_privacy(keeps_unanswered=keeps_unanswered, goes_on=part == MORE_PRIVACY)
    if part not in parts:
        buttons = tuple(Button(str(LABELS[name]), f"{HELP}:{name}") for name in parts)
        return Reply(FRONT.format(username=username), buttons=buttons)
    text = Reply(TEXTS[part].format(username=username, **TYPED))
    buttons = (*([add_to_group(username)] * (part == "groups")), _back())
    return replace(joined([text, *_lines_of(part)]), buttons=buttons)


def privacy_reply(*, keeps_unanswered: bool) -> Reply:
    """Return the privacy notice; if it is too long for a message, a button shows the rest."""
    notice = privacy_paragraphs(keeps_unanswered=keeps_unanswered)
    if fitting(notice) == len(notice):
        return joined(notice)
    return _about_privacy(keeps_unanswered=keeps_unanswered, goes_on=False)


def part_asked(words: str) -> str:
    """Return the part that the words after /help name, or that a command is in; empty if none.

    >>> part_asked("Sources"), part_asked("in groups"), part_asked("/follow"), part_asked("")
    ('sources', 'groups', 'sources', '')
    """
    translated = {str(label).lower(): name for name, label in LABELS.items()}
    if label := translated.get(words.lower().strip(" ?!.")):
        return label
    name = words.lower().removeprefix("in ").strip(" /?!.")
    if name in LABELS:
        return name
    known = {one.name: _part_of(one) for one in LISTED}
    return OTHER_NAMES.get(name) or known.get(name, "")


def _about_privacy(*, keeps_unanswered: bool, goes_on: bool) -> Reply:
    """Return as much of the part about privacy as fits, or what has no room in that message."""
    notice = privacy_paragraphs(keeps_unanswered=keeps_unanswered)
    blocks = [*notice, *_lines_of(ABOUT_PRIVACY)]
    kept = fitting(blocks)
    if kept == len(blocks):
        return replace(joined(blocks), buttons=(_back(),))
    if goes_on:
        return replace(joined(blocks[kept:]), buttons=(_back(ABOUT_PRIVACY),))
    more = Button(str(MORE), f"{HELP}:{MORE_PRIVACY}")
    return replace(joined(blocks), buttons=(_back(), more))


def _lines_of(part: str) -> list[Reply]:
    """Return the lines of a part's commands as one block, if it has any."""
    lines = [help_line(one) for one in LISTED if _part_of(one) == part]
    return [Reply("\n".join(lines))] * bool(lines)


def _back(part: str = "") -> Button:
    return Button(str(BACK), f"{HELP}:{part}")


def _part_of(command: Command) -> str:
    if command.who is Who.OPERATORS:
        return FOR_OPERATORS
    if command.name in NEWS:
        return "news"
    if command.name in (PRIVACY, FORGET):
        return ABOUT_PRIVACY
    return "sources" if command.manages_sources or command.name == SOURCES else "asking"
