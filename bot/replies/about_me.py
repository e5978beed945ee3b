"""Messages about the bot itself: greeting, privacy, limits and apologies."""

from bot.replies.answering.answers import how_to_ask_reply
from bot.replies.commands import meant
from bot.replies.reply import Reply, filled, joined, untrusted
from bot.wording.wording import Wording
from corpus.store.sources import Sources

IN_WORDS = Wording(
    "I can only read text. Please type your question. To add a source, send me its link, its text "
    "or a file."
)
FORGOTTEN = Wording("I no longer remember that question. Please ask it again.")
GONE = Wording("I no longer have the articles that this quotes.")
BELATED = Wording("Sorry for the delay, I was offline.")
# Translators: sent when an answer takes long because a part of the bot is not working.
WAITING = Wording("I can’t search my sources right now. I’ll answer as soon as I can.")
NOT_SERVED = Wording("This is a private bot. Ask its operator for access.")
# Translators: {name} is a short code by which the operator finds the error in the log.
SORRY = Wording("Sorry, something went wrong (error {name}). Please try again in a moment.")
SET_ASIDE = Wording(
    "Sorry, I can’t handle this message (error {name}). Please don’t send it again."
)
BUSY = Wording("Too many questions here at once. Please try again in a minute.")
TOO_MANY = Wording("You’re asking too fast. Try again in a minute.")
TOO_MANY_PRESSES = Wording("Too many buttons were tapped here. Try again in a minute.")
HELLO = Wording(
    "Hello! I answer questions about the news with sentences quoted word for word from articles, "
    "each with its source. If my sources don’t have the answer, I say so."
)
# Translators: shown in an empty chat with the bot: at most 512 characters.
DESCRIPTION = Wording(
    "Ask me about the news. I answer with sentences quoted word for word from articles, each with "
    "its source. If my sources don’t have the answer, I say so.\n\n"
    "You can add articles of your own, and ask me in groups, too."
)
# Translators: shown in the bot's profile, and where somebody shares it: at most 120 characters.
SHORT_DESCRIPTION = Wording(
    "Answers questions about the news with sentences quoted word for word, each with its source."
)
WHERE_NEXT = Wording("Send /sources to see what I quote from, or /help to see what else I can do.")
UNKNOWN = Wording("I don’t know the command {command}. Send /help to see what I can do.")
# Translators: both are commands; {command} is what was typed.
MISTYPED = Wording("I don’t know the command {command}. Did you mean /{meant}?")
NOTHING_KEPT = Wording("I delete your questions an hour after I answer them.")
UNANSWERED_KEPT = Wording(
    "I delete your questions an hour after I answer them, except those I could not answer and "
    "those whose answer somebody marked as bad. My operator can read these, without your name, to "
    "find better sources. They are stored with "
    "what they follow up on and the number of this chat for 90 days, or until you send /forget."
)
# The bot must keep these promises: tests of this module and of bot/conversation check them.
PRIVACY = (
    # Translators: {questions} is a sentence or two about how long questions are kept.
    Wording("""\
{questions} So that no message gets lost, I store each one until a few minutes after I answer it, \
for a day at most while I am running. For two days I keep a code that tells me I have seen it, \
but not from whom. My log contains no message texts."""),
    Wording("""\
For an hour after an answer, I store your question and what it follows up on with the number of \
this chat, which of my messages answers it, and which sentences I showed you. That is how I \
update an answer when you edit your question, and understand “and when?”, even if I was \
restarted. Then I delete it within a few minutes, or when I next start. /forget deletes it \
immediately."""),
    Wording("""\
Questions that you asked me to watch for are stored with what they follow up on and the number \
of this chat until I have told you, for 90 days at most; /watching ends them. The time of your \
/digest and how far you have seen /latest are stored, too, without the words of its topics. So is \
the language that you chose with /language or in which you asked for these. /forget deletes all \
of that."""),
    Wording("""\
For up to an hour I remember, in memory only, the parts of a long text or an album, so that you \
can still add all of it, what an answer said before you asked for its context, and how much \
reading each chat and user has caused. Of the last 1,000 \
questions, I remember numbers that stand for their meaning, in memory only, without their words \
and without who asked."""),
    Wording("""\
For 90 days I keep how many questions each day had, how many I answered, how many answers were \
marked as good or bad, and how often I quoted each article of the library: only numbers, without \
people, chats and questions. So that everyone counts once, I remember a code for who marked which \
answer, in memory only, until a few minutes after I have forgotten the answer."""),
    Wording("""\
The articles I quote from are in my operator’s database. Sources that you add, or that come from \
feeds you follow, are stored there only for this chat, and feeds with a code that stands for who \
followed them, which limits how many feeds one person follows. Removed sources can be restored \
for an hour; then they are deleted. /forget deletes them all immediately, but single words, and \
numbers that stand for the meaning of sentences, can stay in the files of my search index for up \
to a minute. When I am removed from a group, its \
sources and the stored questions are deleted. A backup that my operator made earlier keeps the \
sources and stored questions in it."""),
    Wording("""\
In groups I only use messages addressed to me, the other parts of the same text or album, and \
the messages they reply to. If you ask about a message, its text is part of your question. Other \
files of an album stay in memory for two seconds, in case the album’s caption is for me."""),
    Wording("""\
Of what is typed after my name in other chats, I keep the last 200 questions with what I found, \
in memory only, without who typed them. Where I am a guest, I remember nothing of my answers."""),
)


def start_reply(sources: Sources) -> Reply:
    """Return the greeting, with an example of what to ask."""
    return joined([Reply(str(HELLO)), how_to_ask_reply(sources), Reply(str(WHERE_NEXT))])


def unknown_reply(command: str) -> Reply:
    """Return a line that a command is unknown, with the one that was probably meant."""
    near = meant(command)
    typed = untrusted(f"/{command}")
    return filled(MISTYPED if near else UNKNOWN, command=typed, meant=near or "")


def privacy_paragraphs(*, keeps_unanswered: bool) -> list[Reply]:
    """Return the privacy notice: what is stored and for how long."""
    kept = UNANSWERED_KEPT if keeps_unanswered else NOTHING_KEPT
    return [Reply(paragraph.format(questions=kept)) for paragraph in PRIVACY]
