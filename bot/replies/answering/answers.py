"""Replies to questions."""

from collections.abc import Sequence
from dataclasses import replace

from bot.replies.answering.quoting import numbers_of, quoted_passages, title_of
from bot.replies.labels import all_of, label, one_of, plural, utf16_length
from bot.replies.reply import LONGEST_MESSAGE, Reply, filled, joined, untrusted
from corpus.article import Article
from corpus.store.sources import Sources
from retrieval.answer import Answer, Band, View, Where
from retrieval.asking.follow_ups import asks_for_same

NO_SOURCES = (
    "I have no sources yet. To add one, run “quotewire add FILE” or send /add in Telegram."
)
HOW_TO_ASK = (
    "Ask me about the news, with a question or a few keywords. For example, you could ask who, "
    "when, where or how many about “{title}”."
)
NOT_FOUND = (
    "I found nothing about that in my only source.",
    "I found nothing about that in my {count} sources.",
)
NOT_FOUND_BESIDE = (  # what was shown before, which may be the answer
    "I found nothing more about that in my only source.",
    "I found nothing more about that in my {count} sources.",
)
NOT_SAID = ("My only source does not say.", "My sources do not say.")
NOTHING_BEFORE = (
    "I have no answer here that this could follow up on. Ask me a question first, or reply to one "
    "of my answers.",
    "I have no answer here that this could follow up on. Ask a question first.",  # in a terminal
)
NOTHING_MORE = "I found nothing more about that."
NOT_MENTIONED = ("It does not mention {words}.", "None of them mentions {words}.")
NONE_MENTIONS = (
    "My only source does not mention {words}.",
    "None of my sources mentions {words}.",
)
CLOSEST = Reply("Closest I found:")
CLOSEST_WITHOUT = "Closest I found, without {words}:"
ABOUT = "About {subject}:"
NOTHING_FROM = {
    Where.BEFORE: "Nothing from {asked}. From before:",
    Where.OTHER_DAYS: "Nothing from {asked}. From other days:",
    Where.OTHERS: "Nothing from {asked}. From others:",
}
NEAREST = "The closest sentences, which may not answer it:"
UPDATED = (
    "{numbers} has been updated since I last answered this.",
    "{numbers} have been updated since I last answered this.",
)
SAMPLES = (
    "These are sample articles that come with Quotewire. To replace them with your own, "
    "run “quotewire add FILE” or send /add in Telegram."
)
MORE = (
    "1 more article: ask for “more”, or see /sources.",
    "{count} more articles: ask for “more”, or see /sources.",
)
LONGEST_MORE = utf16_length(MORE[1]) + 10
LONGEST_WORD = 40  # UTF-16 units of a reader's word in a reply
LONGEST_SUBJECT = 60
LONGEST_ASKED = 100
MOST_WORDS = 3


def answer_reply(
    answer: Answer,
    sources: Sources,
    room: int = LONGEST_MESSAGE,
    *,
    changed: Sequence[Article] = (),
    noted: bool = True,
) -> Reply:
    """Return the passages, quoted above their citations, or say that there are none.

    Lines above them say if they are from other articles than the question asked for, what is
    missing, and if they are only the closest sentences. A topic has its articles, and the number
    of further ones.

    Passages that exceed ``room`` UTF-16 units are dropped from the end. ``changed`` are articles
    that have been updated since they were quoted for the same question. With ``noted``, sample
    articles get a note that they are samples.
    """
    if not answer.found and sources and asks_for_same(answer.question):
        if answer.before:
            return Reply(NOTHING_MORE)
        return Reply(NOTHING_BEFORE[room > LONGEST_MESSAGE])
    if not answer.query and not answer.found:
        return how_to_ask_reply(sources)
    notes = [*updated_note(changed, sources), *(samples_note(sources) if noted else [])]
    if not answer.found:
        return joined([_not_found(answer, sources), *notes])
    return _around(
        [*_elsewhere_line(answer), *_opening(answer, sources)], answer, notes, sources, room
    )


def nearest_reply(
    answer: Answer,
    nearest: Answer,
    sources: Sources,
    room: int = LONGEST_MESSAGE,
    *,
    noted: bool = True,
) -> Reply:
    """Return the closest sentences, below a line that says no answer was found."""
    opening = [_not_found(answer, sources)]
    passages = (replace(passage, stance=None) for passage in nearest.passages)
    nearest = replace(nearest, passages=tuple(passages))
    if nearest.passages:
        opening.append(Reply(NEAREST))
    return _around(opening, nearest, samples_note(sources) if noted else [], sources, room)


def how_to_ask_reply(sources: Sources) -> Reply:
    """Return a hint on how to ask, with the newest source as an example."""
    if not sources:
        return Reply(NO_SOURCES)
    newest = sources.page(len(sources) - 1, 1)[0]
    return filled(HOW_TO_ASK, title=title_of(newest))


def samples_note(sources: Sources) -> list[Reply]:
    """Return a note that the sources are samples, or nothing if they are not."""
    return [Reply(SAMPLES)] if sources.samples else []


def updated_note(changed: Sequence[Article], sources: Sources) -> list[Reply]:
    """Return a note that these sources have been updated, or nothing if there are none."""
    if not changed:
        return []
    numbers = numbers_of(changed, sources)
    return [Reply(plural(len(numbers), *UPDATED, numbers=all_of(numbers)))]


def _around(
    opening: Sequence[Reply], answer: Answer, notes: Sequence[Reply], sources: Sources, room: int
) -> Reply:
    """Return the passages between an opening and notes, dropping passages that do not fit."""
    is_topic = answer.view is not View.SENTENCES
    around = sum(utf16_length(block.text) + 2 for block in (*opening, *notes))
    room_left = room - around - LONGEST_MORE * is_topic
    passages = quoted_passages(answer, sources, room_left)
    more = _more_line(answer, len(passages)) if is_topic else []
    if opening and passages:  # no empty line between them: it would cost a line of a phone
        first = joined([opening[-1], passages[0]], "\n", room)
        opening, passages = opening[:-1], [first, *passages[1:]]
    return joined([*opening, *passages, *more, *notes], room=room)


def _opening(answer: Answer, sources: Sources) -> list[Reply]:
    """Return the line above the passages; none if they answer the whole question."""
    if answer.view is not View.SENTENCES and answer.band is Band.SURE:
        return []
    if any(passage.stance for passage in answer.passages):
        return []
    sure = answer.band is not Band.CLOSEST and not answer.without
    # Imported on first use because it loads numpy, which commands without answers do not need.
    from retrieval.answering.lacking.missing_words import missing_words

    missing = missing_words(answer, sure=sure)
    lacking = answer.without or missing.lacking
    line: list[Reply] = []
    if missing.unknown:
        line.append(_said_of(missing.unknown, NONE_MENTIONS[len(sources) != 1]))
        if sure and missing.subject:
            subject = untrusted(label(missing.subject, LONGEST_SUBJECT))
            line.append(filled(ABOUT, subject=subject))
    if not sure:
        line.append(_said_of(lacking, CLOSEST_WITHOUT) if lacking else CLOSEST)
    return [joined(line, " ")] if line else []


def _elsewhere_line(answer: Answer) -> list[Reply]:
    """Return the line that says that the answer is from other articles than the question asked."""
    if answer.elsewhere is None:
        return []
    asked = untrusted(label(answer.elsewhere.asked, LONGEST_ASKED))
    return [filled(NOTHING_FROM[answer.elsewhere.where], asked=asked)]


def _said_of(words: Sequence[str], template: str) -> Reply:
    """Return the template with the first words in place of ``{words}``, each in quotes."""
    shown = {
        f"word{number}": untrusted(label(word, LONGEST_WORD))
        for number, word in enumerate(words[:MOST_WORDS])
    }
    placeholders = one_of([f"“{{{name}}}”" for name in shown])
    return filled(template.format(words=placeholders), **shown)


def _not_found(answer: Answer, sources: Sources) -> Reply:
    if not sources:
        return Reply(NO_SOURCES)
    count = len(sources)
    template = NOT_FOUND_BESIDE if answer.before and answer.before.shown else NOT_FOUND
    template = NOT_SAID if answer.is_claim else template
    sentences = [Reply(plural(count, *template))]
    # Imported on first use: see above.
    from retrieval.answering.lacking.missing_words import telling

    if unknown := telling(answer):
        sentences.append(_said_of(unknown, NOT_MENTIONED[count != 1]))
    return joined(sentences, " ")


def _more_line(answer: Answer, shown: int) -> list[Reply]:
    """Return how many more articles there are than those shown, if any."""
    articles = {passage.sentence.article.id for passage in answer.passages}
    more = answer.more + len(articles) - shown
    return [Reply(plural(more, *MORE))] if more else []
