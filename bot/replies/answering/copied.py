"""The text that the button "Copy" copies: a quote with its citation."""

from bot.replies.answering.links import page_of
from bot.replies.answering.quoting import SHORTEST_TITLE, date_of
from bot.replies.answering.reader_words import IN_QUOTES
from bot.replies.labels import plain_label, utf16_length
from bot.wording.isolates import without_isolates
from corpus.article import Sentence

LONGEST_COPIED = 256  # UTF-16 units


def copied_text(sentence: Sentence) -> str | None:
    """Return the sentence, word for word, above its title, publisher, date and address.

    The title is cut if it has to be. None if the whole does not fit.
    """
    article = sentence.article
    quote = str(IN_QUOTES).format(words=sentence.text)  # nothing is added to what is copied
    source = plain_label(article.source or "", LONGEST_COPIED)
    rest = [one for one in (source, without_isolates(date_of(article))) if one]
    lines = [quote, ", ".join(rest), page_of(article) or ""]
    room = LONGEST_COPIED - utf16_length("\n".join(filter(None, lines))) - len(", ")
    shortest = min(utf16_length(article.title), SHORTEST_TITLE)
    if room < shortest:
        return None
    title = plain_label(article.title, room)
    lines[1] = ", ".join(one for one in (title, *rest) if one)
    return "\n".join(filter(None, lines))
