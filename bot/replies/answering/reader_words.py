"""Words of a question, in quotation marks, as replies repeat them."""

from collections.abc import Callable, Sequence

from bot.replies.labels import all_of, label
from bot.replies.reply import Reply, filled, in_list, untrusted
from bot.wording.wording import Wording

# Translators: A reader's words, a title or a copied sentence, in quotation marks.
IN_QUOTES = Wording("“{words}”")
LONGEST_WORD = 40  # UTF-16 units


def words_in_quotes(
    words: Sequence[str], most: int, listed: Callable[[Sequence[str]], str] = all_of
) -> Reply:
    """Return the first words, ``most`` of them at most, each in quotes, as a list in a sentence.

    There is at least one.
    """
    shown = [untrusted(label(word, LONGEST_WORD)) for word in words[:most]]
    return in_list([filled(IN_QUOTES, words=word) for word in shown], listed)
