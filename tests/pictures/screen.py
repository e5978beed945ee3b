"""What a person sees of a chat: the messages as they are after every call of the bot."""

import json
from dataclasses import dataclass, field

from fake_telegram import BOT, BotApi

OTHERS_NUMBER = 5000  # the first number of the bot's own messages, as in BotApi


@dataclass
class Shown:
    """A message on the screen; entities and buttons are the Bot API's."""

    number: int
    chat: int
    sender: dict
    text: str
    entities: list = field(default_factory=list)
    rows: list = field(default_factory=list)  # of buttons
    reply_to: "Shown | None" = None
    quote: str | None = None  # the words that it replies to
    reactions: list = field(default_factory=list)
    edited: bool = False
    via: bool = False  # sent by a person through the bot

    @property
    def is_bots(self):
        return self.sender["id"] == BOT["id"]

    def as_update(self, chat):
        """The message as Telegram hands it on with a reply or a press."""
        fields = {"message_id": self.number, "date": 1_741_000_000, "chat": chat}
        fields |= {"from": self.sender, "text": self.text, "entities": self.entities}
        if self.rows:
            fields["reply_markup"] = {"inline_keyboard": self.rows}
        if self.reply_to is not None:
            fields["reply_to_message"] = self.reply_to.as_update(chat)
        return fields


class Screen(BotApi):
    """A Bot API that remembers what each chat shows, and the last inline results."""

    def __init__(self, **me):
        super().__init__(**me)
        self.shown = []
        self.results = []  # of the last inline query
        self.toasts = []

    def put(self, message, **fields):
        """Show a person's message."""
        replied = message.get("reply_to_message")
        self.shown.append(
            Shown(
                message["message_id"],
                message["chat"]["id"],
                message["from"],
                message["text"],
                message.get("entities", []),
                reply_to=replied and self.find(message["chat"]["id"], replied["message_id"]),
                **fields,
            )
        )
        return self.shown[-1]

    def find(self, chat, number):
        """The message with this number in a chat, or None."""
        return next((one for one in self.shown if (one.chat, one.number) == (chat, number)), None)

    def last(self, chat, *, bots):
        """The last message of the bot, or of a person, in a chat."""
        return next(
            one for one in reversed(self.shown) if one.chat == chat and one.is_bots is bots
        )

    def respond(self, method, parameters):
        """Show what a call does, too."""
        status, body = super().respond(method, parameters)
        given = {name: _parsed(value) for name, value in parameters.items()}
        if status == 200:
            self._show(method, given, body["result"])
        return status, body

    def _show(self, method, given, result):
        if method == "sendMessage":
            replies = given.get("reply_parameters", {})
            replied = self.find(given["chat_id"], replies.get("message_id"))
            self.shown.append(
                Shown(
                    *(result["message_id"], given["chat_id"], BOT, given["text"]),
                    *(given.get("entities", []), _rows(given), replied, replies.get("quote")),
                )
            )
        elif method == "editMessageText" and "message_id" in given:
            one = self.find(given["chat_id"], given["message_id"])
            one.text, one.entities = given["text"], given.get("entities", [])
            one.rows, one.edited = _rows(given), True
        elif method == "setMessageReaction":
            one = self.find(given["chat_id"], given["message_id"])
            if one is not None:
                one.reactions = [kind["emoji"] for kind in given.get("reaction", [])]
        elif method == "answerInlineQuery":
            self.results = given["results"]
        elif method == "answerGuestQuery":
            self.results = [given["result"]]
        elif method == "answerCallbackQuery" and given.get("text"):
            self.toasts.append(given["text"])


def _rows(given):
    return (given.get("reply_markup") or {}).get("inline_keyboard", [])


def _parsed(value):
    """A parameter; the Bot API takes lists and objects as JSON, too."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
