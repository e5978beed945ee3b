"""The buttons under an answer, and under "I found nothing".

To add a button, append it in ``_under_passages`` or ``_under_nothing``, whose order is the order
on the screen: "Open at the sentence" and "Context" fill the first row of a phone, the others
share the second. Its feature handles the press by a route of its own. What a button depends on
besides the answer is a field of ``Venue``, which ``bot/conversation/shown/venue.py`` fills.
"""

from typing import NamedTuple

from bot.replies.answering.asked import inline_query
from bot.replies.answering.copied import copied_text
from bot.replies.answering.links import is_for_button, page_of, place_on_page
from bot.replies.feedback import RATE, Rating
from bot.replies.reply import Button, Press
from bot.wording.wording import Wording
from corpus.article import Span
from corpus.store.sources import Sources
from retrieval.answer import Answer, Passage, View
from retrieval.asking.follow_ups import asks_for_same

NEAR = "near"
SHOW_NEAREST = Wording("Show the closest sentences")
RATINGS = (Button("👍", f"{RATE}:{Rating.GOOD}"), Button("👎", f"{RATE}:{Rating.BAD}"))
CONTEXT = "context"
# Translators: A button that shows the sentences around the quotes.
SHOW_CONTEXT = Wording("Context")
ANSWER = "answer"
BACK_TO_ANSWER = Wording("Back to the answer")
WATCH = "watch"
TELL_ME = Wording("Tell me when you know")
# Translators: A button that copies the quote.
COPY = Wording("Copy")
# Translators: A button that asks the same question in another chat.
SHARE = Wording("Share")
# Translators: Buttons; {number} is an article's, as in the citations above.
OPEN_SENTENCE = (Wording("Open at the sentence"), Wording("Open [{number}] at the sentence"))
OPEN_ARTICLE = (Wording("Open the article"), Wording("Open article [{number}]"))


class Venue(NamedTuple):
    """Where an answer is shown: whether the chat is private, and the bot answers inline.

    Where it is ``rated`` by buttons, Telegram delivers no reactions to the bot.
    """

    private: bool = True
    inline: bool = False
    rated: bool = False


def answer_buttons(
    answer: Answer, sources: Sources, venue: Venue, *, nearest: Answer | None = None
) -> tuple[Button, ...]:
    """Return the buttons under the reply to a question; none after small talk.

    ``nearest`` has the closest sentences, if they are shown because nothing was found.
    """
    shown = answer if answer.found else nearest or answer
    if shown.found:
        return (*_under_passages(shown, sources, venue), *_watch_button(answer))
    is_question = answer.parts or (answer.query and not asks_for_same(answer.question))
    return tuple(_under_nothing(answer, nearest, venue)) if is_question else ()


def nearest_button() -> Button:
    """Return the button that shows the closest sentences."""
    return Button(str(SHOW_NEAREST), NEAR)


def back_button() -> Button:
    """Return the button that shows an answer again, in place of its context."""
    return Button(str(BACK_TO_ANSWER), ANSWER)


def _under_passages(answer: Answer, sources: Sources, venue: Venue) -> list[Button]:
    """Return the buttons under quotes."""
    ratings = RATINGS if venue.rated else ()
    more = [*_copy_button(answer), *(_share_button(answer) if venue.inline else [])]
    context = Button(str(SHOW_CONTEXT), CONTEXT)
    return [*_open_button(answer, sources), context, *more, *ratings]


def _under_nothing(answer: Answer, nearest: Answer | None, _: Venue) -> list[Button]:
    """Return the buttons where nothing is quoted."""
    near = [nearest_button()] if nearest is None and answer.confidence else []
    return [*near, *_watch_button(answer)]


def _watch_button(answer: Answer) -> list[Button]:
    """Return the button that keeps a question without an answer."""
    return [] if answer.found or answer.parts else [Button(str(TELL_ME), WATCH)]


def _open_button(answer: Answer, sources: Sources) -> list[Button]:
    """Return a button that opens the page of the best passage that has one, at its sentence.

    Its label says the article's number unless it is the first one of an answer to one question.
    """
    for passage in answer.passages:
        article = passage.sentence.article
        page = page_of(article)
        if page and is_for_button(page):
            sentence = passage.sentence
            place = place_on_page(article, Span(sentence.start, sentence.end))
            labels = OPEN_SENTENCE if place else OPEN_ARTICLE
            label = labels[not _is_about_first(answer, passage)]
            number = sources.label(article)
            return [Button(label.format(number=number), place or page, Press.OPEN)]
    return []


def _copy_button(answer: Answer) -> list[Button]:
    """Return a button that copies the first quote with its citation, if they fit."""
    best = answer.passages[0]
    text = copied_text(best.sentence) if _is_about_first(answer, best) else None
    return [Button(str(COPY), text, Press.COPY)] if text else []


def _share_button(answer: Answer) -> list[Button]:
    """Return a button that asks the same inline in another chat."""
    query = inline_query(answer.question, answer.before)
    return [Button(str(SHARE), query, Press.SHARE)] if query else []


def _is_about_first(answer: Answer, passage: Passage) -> bool:
    """Whether a reader takes a button for one about this passage."""
    is_list = len(answer.parts) > 1 or answer.view is not View.SENTENCES
    return not is_list and passage.sentence.article is answer.passages[0].sentence.article
