"""Texts that Telegram cut because they are too long for a message."""

from telegram import Message
from telegram.constants import MessageLimit

from bot.replies.labels import utf16_length
from corpus.article import LONGEST_SENTENCE, Span
from corpus.sentences.marks import CLOSING, MARKS
from corpus.sentences.splitting import split_sentences

# Telegram's apps look for a good place to cut in the last 300 characters; others cut at a word.
NEARLY_FULL = MessageLimit.MAX_TEXT_LENGTH - 400  # UTF-16 units
ENDS = ".!?…" + MARKS
AFTER_END = CLOSING + " \n"


def is_nearly_full(message: Message) -> bool:
    """Whether a message's text is so long that it may go on in the next message."""
    return utf16_length(message.text or "") >= NEARLY_FULL


def without_cut_sentence(text: str) -> str:
    """The text without its last sentence if that is cut off.

    >>> without_cut_sentence("It rained in Sund. It snowed in")
    'It rained in Sund.'
    """
    if text.rstrip(AFTER_END).endswith(tuple(ENDS)):
        return text
    paragraph = text.rfind("\n") + 1
    size = LONGEST_SENTENCE  # to split more than is needed would delay everybody's answers
    while True:
        start = max(paragraph, len(text) - size)
        sentences = split_sentences(text, Span(start, len(text)))
        if len(sentences) > 1 or start == paragraph:
            return text[: sentences[-1].start].rstrip()
        size *= 2
