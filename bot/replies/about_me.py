"""What the bot says about itself."""

from bot.replies.answers import how_to_ask_reply
from bot.replies.commands import HELP_LINES
from bot.replies.reply import Reply, joined
from corpus.store.sources import Sources

IN_WORDS = "Please put your question in words: a picture, a sound or a sticker tells me nothing."
FORGOTTEN = "I no longer know what the question was. Please ask it again."
BELATED = "I was away; here is my answer, late."
NOT_SERVED = "I serve only people and groups that whoever runs me has listed."
SORRY = "Sorry, something went wrong here (error {name}). Please ask again in a moment."
BUSY = (
    "I'm busy: more was asked here than I may answer in a minute. Please ask again a little later."
)
TOO_MANY = "That is a lot at once; please ask again in a minute."
HELLO = (
    "Hello! I answer questions about the news with the articles’ own sentences, word for word, "
    "each with its source. Where my sources do not say, I tell you so."
)
WHERE_NEXT = "/sources lists what I quote from, /help says what else I can do."
HELP = """\
Write me a question about the news, and I answer with sentences from my sources, each with its \
citation. If you edit your question soon, I edit my answer; if you reply to it with “and \
when?”, I know what you mean.

In a group I speak only when spoken to: mention @{username}, reply to one of my messages, or \
write /ask@{username} and your question. Reply to somebody’s claim with nothing but the \
mention, and I look up the claim.

{commands}"""
NOTHING_KEPT = "I do not store your questions once they are answered."
UNANSWERED_KEPT = (
    "I do not store your questions once they are answered, but those to which I found nothing: "
    "whoever runs me reads them, without your name, to find better sources. They are kept for 90 "
    "days, or until you send /forget."
)
# The code must keep these promises; tests/test_handlers.py holds it to them.
PRIVACY = """\
{questions} A message that is meant for me is kept on disk until it is answered and for some \
minutes more, for a day at most, so that none is lost; my log holds no message texts.

For an hour at most I remember, in memory only, which answer belongs to which question, so that \
I can follow when you edit it or reply “and when?”.

The articles I quote from are in a database kept by whoever runs me. What you add with /add is \
kept there for this chat alone, until an hour after you remove it, in case you want it back, or \
until you send /forget; when I am taken out of a group, its sources are deleted.

In groups I use only the messages that are addressed to me, and those they reply to."""


def start_reply(sources: Sources) -> Reply:
    """What a newcomer needs to know."""
    return joined([Reply(HELLO), how_to_ask_reply(sources), Reply(WHERE_NEXT)])


def help_reply(username: str) -> Reply:
    """What can be asked of the bot, and how."""
    return Reply(HELP.format(username=username, commands=HELP_LINES))


def privacy_reply(*, keeps_unanswered: bool) -> Reply:
    """What is kept of a question, and what is not."""
    kept = UNANSWERED_KEPT if keeps_unanswered else NOTHING_KEPT
    return Reply(PRIVACY.format(questions=kept))
