"""Messages about what can be added as a source, and what is left out of it."""

from bot.replies.reply import Button, Reply
from bot.wording.wording import Counted, Wording

ADD_IT = "add"  # what Telegram sends back when the button is pressed
ADD_AS_SOURCE = Wording("Add this as a source")
OFFER = Wording("This looks like a source rather than a question. Should I add it?")
SHORT = Wording("This is very short. Should I still add it as a source?")
OWN_ANSWER = Wording("That is one of my own messages. If I added it, I would be quoting myself.")
OUT_OF_SIGHT = Wording(
    "I can’t see the message you are replying to, because it is in another chat. Quote its words "
    "in your reply, or forward it to me."
)
GONE = Wording("I can no longer see that message. Please send it again with /add.")
TOO_MANY_LINKS = Counted(
    "I only read the first {count} link. Please send the others in another message.",
    "I only read the first {count} links. Please send the others in another message.",
)
CUT_SENTENCE = Wording(
    "The text ended in the middle of a sentence, so I left that sentence out. If it goes on, "
    "send all of it as a file."
)
MAY_GO_ON = Wording("If the text goes on in the next message, I don’t have that part.")
ONE_OF_ALBUM = Wording(
    "It was sent with other files, and I can see only this one. To add the others, reply to each "
    "with /add."
)
PARTS_FORGOTTEN = Wording(
    "It was sent in several messages, and I have only this one. To add all of it, send it again."
)


def offer_reply(text: Wording, count: int = 1) -> Reply:
    """Return a question with a button that adds what was sent, in ``count`` messages."""
    return Reply(str(text), buttons=(add_button(count),))


def add_button(count: int = 1) -> Button:
    """Return a button that adds what is in the message replied to, which was one of ``count``."""
    return Button(str(ADD_AS_SOURCE), ADD_IT if count == 1 else f"{ADD_IT}:{count}")
