"""What the bot sent, as tests look at it, and questions to the sample articles."""

from fake_telegram import covered

from bot.delivery.entities import QUOTE_TYPES

QUESTION = "Who built the vessel?"
BUILT = "The shipyard in Norvik built the vessel for 48 million euros."
PRICE = "What does a single ticket cost?"
COSTS = "A single ticket costs 6.50 euros; children under twelve travel free."
NOTHING = "I found nothing about that"


def only(sent):
    """The only message that was sent."""
    (one,) = sent
    return one


def text(sent):
    """The text of the only message that was sent."""
    return only(sent)["text"]


def quoted(sent):
    """The quotes in a message, or in the only one that was sent."""
    one = sent if isinstance(sent, dict) else only(sent)
    return [covered(one["text"], e) for e in one["entities"] if e["type"] in QUOTE_TYPES]


def buttons(sent):
    """The labels of the buttons under a message, or under the only one, with what each has."""
    one = sent if isinstance(sent, dict) else only(sent)
    rows = one.get("reply_markup", {}).get("inline_keyboard", [])
    return {
        button["text"]: next(value for name, value in button.items() if name != "text")
        for row in rows
        for button in row
    }
