"""What readers think of an answer, and what the bot says about it."""

from collections.abc import Iterable
from enum import StrEnum

from bot.wording.wording import Wording


class Rating(StrEnum):
    """What a reader thinks of an answer; the value is in the data of a button."""

    GOOD = "good"
    BAD = "bad"


RATE = "rate"  # begins the data of the buttons
# Translators: After a press of 👍 or 👎.
NOTED = Wording("Thanks. I’ve noted it.")
TOO_OLD = Wording("That answer is too old to rate.")
GOOD_EMOJI = frozenset("👍 ❤ 🔥 👏 💯 🏆".split())
BAD_EMOJI = frozenset("👎 💩 🤮".split())
VARIATION = "\ufe0f"  # may follow an emoji, and means nothing here


def rating_of(emoji: Iterable[str]) -> Rating | None:
    """Return what reactions say about an answer; a bad one counts more than good ones.

    >>> rating_of(["🔥", "👎"]), rating_of(["❤️"]), rating_of(["🤔"])
    (<Rating.BAD: 'bad'>, <Rating.GOOD: 'good'>, None)
    """
    plain = {one.rstrip(VARIATION) for one in emoji}
    if plain & BAD_EMOJI:
        return Rating.BAD
    return Rating.GOOD if plain & GOOD_EMOJI else None
