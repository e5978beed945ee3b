"""Replies to small talk: short, and never a quote."""

from bot.replies.answering.answers import how_to_ask_reply
from bot.replies.reply import Reply, joined
from corpus.store.sources import Sources
from retrieval.asking.small_talk_phrases import Talk

WORDS = {
    Talk.CHECK: (
        "Which claim do you mean? Send it to me, or reply to the message that makes it. Whatever "
        "I quote has its source below it."
    ),
    Talk.WRONG: (
        "Sorry about that. Try asking in other words or with more details. You can also send "
        "“more” for further sentences, or /sources to see what I quote from."
    ),
    Talk.ABILITIES: (
        "I answer questions about the news with sentences from articles, word for word, each "
        "with its source. Send me a question, keywords or a claim to check. Send /sources to see "
        "what I quote from, or /help for the rest."
    ),
    Talk.NATURE: (
        "I’m a bot. I look for sentences in news articles and quote them word for word; I write "
        "no answers of my own."
    ),
    Talk.MAKER: (
        "I’m Quotewire, a program that anyone can run. This bot is run by its operator, who "
        "chooses the articles that everyone can ask about."
    ),
    Talk.WORKINGS: (
        "I search my sources for the sentences that best fit your question and quote them word "
        "for word, each with its source. I make nothing up. Send /sources to see what I quote "
        "from."
    ),
    Talk.IDENTITY: (
        "I’m Quotewire, a bot. I answer questions about the news with sentences quoted word for "
        "word from articles, each with its source."
    ),
    Talk.THANKS: "You’re welcome!",
    Talk.INSULT: (
        "Sorry that I wasn’t more helpful. Try asking in other words, or send /sources to see "
        "what I quote from."
    ),
    Talk.APOLOGY: "No problem!",
    Talk.FAREWELL: "Goodbye!",
    Talk.TEST: "I’m here. Ask me about the news.",
    Talk.PRAISE: "Thanks! Ask me anything else about the news.",
    Talk.LAUGHTER: "Ask me about the news whenever you like.",
    Talk.AGREEMENT: "OK! Ask me about the news whenever you like.",
    Talk.EMOJI: "Ask me about the news whenever you like.",
}
IN_TERMINAL = {  # where no message can be replied to
    Talk.CHECK: "Which claim do you mean? Type it here. Whatever I quote has its source below it."
}
# These are followed by a hint on how to ask.
OPENINGS = {Talk.GREETING: "Hello!", Talk.MOOD: "I’m fine, thanks!"}


def small_talk_reply(talk: Talk, sources: Sources, *, in_terminal: bool = False) -> Reply:
    """Return a few words that fit what was said."""
    if in_terminal and talk in IN_TERMINAL:
        return Reply(IN_TERMINAL[talk])
    if talk in OPENINGS:
        return joined([Reply(OPENINGS[talk]), how_to_ask_reply(sources)], " ")
    return Reply(WORDS[talk])
