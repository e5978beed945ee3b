"""Replies to small talk: short, and never a quote."""

from bot.replies.answering.answers import how_to_ask_reply
from bot.replies.reply import Reply, filled
from bot.wording.wording import Wording
from corpus.store.sources import Sources
from retrieval.asking.small_talk_phrases import Talk

MORE = "more"
WORDS = {
    Talk.CHECK: Wording(
        "Which claim do you mean? Send it to me, or reply to the message that makes it. Whatever "
        "I quote has its source below it."
    ),
    # Translators: {more} is a word that has to be typed in English.
    Talk.WRONG: Wording(
        "Sorry about that. Try asking in other words or with more details. You can also send "
        "“{more}” for further sentences, or /sources to see what I quote from."
    ),
    Talk.ABILITIES: Wording(
        "I answer questions about the news with sentences from articles, word for word, each "
        "with its source. Send me a question, keywords or a claim to check. Send /sources to see "
        "what I quote from, or /help for the rest."
    ),
    Talk.NATURE: Wording(
        "I’m a bot. I look for sentences in news articles and quote them word for word; I write "
        "no answers of my own."
    ),
    Talk.MAKER: Wording(
        "I’m Quotewire, a program that anyone can run. This bot is run by its operator, who "
        "chooses the articles that everyone can ask about."
    ),
    Talk.WORKINGS: Wording(
        "I search my sources for the sentences that best fit your question and quote them word "
        "for word, each with its source. I make nothing up. Send /sources to see what I quote "
        "from."
    ),
    Talk.IDENTITY: Wording(
        "I’m Quotewire, a bot. I answer questions about the news with sentences quoted word for "
        "word from articles, each with its source."
    ),
    Talk.THANKS: Wording("You’re welcome!"),
    Talk.INSULT: Wording(
        "Sorry that I wasn’t more helpful. Try asking in other words, or send /sources to see "
        "what I quote from."
    ),
    Talk.APOLOGY: Wording("No problem!"),
    Talk.FAREWELL: Wording("Goodbye!"),
    Talk.TEST: Wording("I’m here. Ask me about the news."),
    Talk.PRAISE: Wording("Thanks! Ask me anything else about the news."),
    Talk.LAUGHTER: Wording("Ask me about the news whenever you like."),
    Talk.AGREEMENT: Wording("OK! Ask me about the news whenever you like."),
    Talk.EMOJI: Wording("Ask me about the news whenever you like."),
}
IN_TERMINAL = {  # where no message can be replied to
    Talk.CHECK: Wording(
        "Which claim do you mean? Type it here. Whatever I quote has its source below it."
    )
}
OPENINGS = {
    # Translators: {how_to_ask} is a sentence with an example of a question.
    Talk.GREETING: Wording("Hello! {how_to_ask}"),
    # Translators: the answer to “How are you?”; {how_to_ask} is a sentence with an example.
    Talk.MOOD: Wording("I’m fine, thanks! {how_to_ask}"),
}


def small_talk_reply(talk: Talk, sources: Sources, *, in_terminal: bool = False) -> Reply:
    """Return a few words that fit what was said."""
    if in_terminal and talk in IN_TERMINAL:
        return Reply(str(IN_TERMINAL[talk]))
    if talk in OPENINGS:
        return filled(OPENINGS[talk], how_to_ask=how_to_ask_reply(sources))
    return Reply(WORDS[talk].format(more=MORE))
