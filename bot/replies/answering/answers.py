"""Replies to questions."""

from collections.abc import Sequence
from dataclasses import replace

from bot.replies.answering.quoting import numbers_of, quoted_passages, title_of
from bot.replies.answering.reader_words import words_in_quotes
from bot.replies.labels import all_of, label, one_of, utf16_length
from bot.replies.reply import LONGEST_MESSAGE, Reply, filled, joined, untrusted
from bot.wording.catalogues import ENGLISH, spoken_of
from bot.wording.language_names import language_name
from bot.wording.wording import Counted, Wording, spoken
from corpus.article import Article
from corpus.store.sources import Sources
from retrieval.answer import Answer, Band, View, Where
from retrieval.asking.follow_ups import asks_for_same

NO_SOURCES = Wording(
    "I have no sources yet. To add one, run “quotewire add FILE” or send /add in Telegram."
)
# Translators: {title} is that of one of the sources.
HOW_TO_ASK = Wording(
    "Ask me about the news, with a question or a few keywords. For example, you could ask who, "
    "when, where or how many about “{title}”."
)
NOT_FOUND = Counted(
    "I found nothing about that in my {count} source.",
    "I found nothing about that in my {count} sources.",
)
NOT_IN_ONLY = Wording("I found nothing about that in my only source.")
NOT_FOUND_BESIDE = Counted(  # what was shown before, which may be the answer
    "I found nothing more about that in my {count} source.",
    "I found nothing more about that in my {count} sources.",
)
NOT_IN_ONLY_BESIDE = Wording("I found nothing more about that in my only source.")
# Translators: In answer to a statement, such as "Is it true that the ferry burned?"
NOT_SAID = (Wording("My only source does not say."), Wording("My sources do not say."))
NOTHING_BEFORE = (
    Wording(
        "I have no answer here that this could follow up on. Ask me a question first, or reply to "
        "one of my answers."
    ),
    Wording(  # in a terminal
        "I have no answer here that this could follow up on. Ask a question first."
    ),
)
NOTHING_MORE = Wording("I found nothing more about that.")
NOT_MENTIONED = (
    # Translators: Follows "I found nothing about that in my only source."; {words} are a reader's,
    # each in quotation marks: "“mayor” or “ferry”".
    Wording("It does not mention {words}."),
    # Translators: Follows "I found nothing about that in my 8 sources."; {words} as above.
    Wording("None of them mentions {words}."),
)
NONE_MENTIONS = (
    # Translators: {words} are a reader's, each in quotation marks: "“mayor” or “ferry”".
    Wording("My only source does not mention {words}."),
    # Translators: {words} are a reader's, each in quotation marks: "“mayor” or “ferry”".
    Wording("None of my sources mentions {words}."),
)
# Translators: {languages} are one or several: "Russian and Hindi". Follows "I found nothing about
# that in my 8 sources."
SOURCES_IN = Wording("My sources on this are in {languages}.")
# Translators: Above the sentences closest to the question.
CLOSEST = Wording("Closest I found:")
# Translators: The same, where they lack words of the question.
CLOSEST_WITHOUT = Wording("Closest I found, without {words}:")
# Translators: Above quotes about a part of what was asked about; {subject} are a reader's words.
ABOUT = Wording("About {subject}:")
NOTHING_FROM = {
    # Translators: Above quotes of earlier days; {asked} are a reader's words for a time: "3 May".
    Where.BEFORE: Wording("Nothing from {asked}. From before:"),
    # Translators: The same of other days, before or after it.
    Where.OTHER_DAYS: Wording("Nothing from {asked}. From other days:"),
    # Translators: {asked} is a publisher or a day, and the quotes are from other publishers.
    Where.OTHERS: Wording("Nothing from {asked}. From others:"),
}
NEAREST = Wording("The closest sentences, which may not answer it:")
UPDATED = (
    # Translators: {numbers} is that of one source: "[2]".
    Wording("{numbers} has been updated since I last answered this."),
    # Translators: {numbers} are those of several sources, such as "[2] and [5]".
    Wording("{numbers} have been updated since I last answered this."),
)
SAMPLES = Wording(
    "These are sample articles that come with Quotewire. To replace them with your own, "
    "run “quotewire add FILE” or send /add in Telegram."
)
# Translators: “more” is a word to send; take the one that the bot knows in your language.
MORE = Counted(
    "{count} more article: ask for “more”, or see /sources.",
    "{count} more articles: ask for “more”, or see /sources.",
)
LONGEST_SUBJECT = 60  # UTF-16 units of a reader's words in a reply
LONGEST_ASKED = 100
MOST_WORDS = 3
MOST_LANGUAGES = 4  # that the sources are in; of more, none is named
LATELY = 20  # sources of which one can be an example


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
            return Reply(str(NOTHING_MORE))
        return Reply(str(NOTHING_BEFORE[room > LONGEST_MESSAGE]))
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
        opening.append(Reply(str(NEAREST)))
    return _around(opening, nearest, samples_note(sources) if noted else [], sources, room)


def how_to_ask_reply(sources: Sources) -> Reply:
    """Return a hint on how to ask, with a source as an example.

    That is the newest one in the language spoken, if any of the newest is, or else the newest.
    """
    if not sources:
        return Reply(str(NO_SOURCES))
    newest = sources.page(max(0, len(sources) - LATELY), LATELY)[::-1]
    own = (one for one in newest if spoken_of(one.language or ENGLISH) == spoken())
    return filled(HOW_TO_ASK, title=title_of(next(own, newest[0])))


def samples_note(sources: Sources) -> list[Reply]:
    """Return a note that the sources are samples, or nothing if they are not."""
    return [Reply(str(SAMPLES))] if sources.samples else []


def updated_note(changed: Sequence[Article], sources: Sources) -> list[Reply]:
    """Return a note that these sources have been updated, or nothing if there are none."""
    if not changed:
        return []
    numbers = numbers_of(changed, sources)
    return [Reply(UPDATED[len(numbers) > 1].format(numbers=all_of(numbers)))]


def _around(
    opening: Sequence[Reply], answer: Answer, notes: Sequence[Reply], sources: Sources, room: int
) -> Reply:
    """Return the passages between an opening and notes, dropping passages that do not fit."""
    is_topic = answer.view is not View.SENTENCES
    around = sum(utf16_length(block.text) + 2 for block in (*opening, *notes))
    longest_more = sum(utf16_length(line.text) + 10 for line in _more_line(answer, 0) if is_topic)
    passages = quoted_passages(answer, sources, room - around - longest_more)
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
        line.append(_said_of(lacking, CLOSEST_WITHOUT) if lacking else Reply(str(CLOSEST)))
    return [joined(line, " ")] if line else []


def _elsewhere_line(answer: Answer) -> list[Reply]:
    """Return the line that says that the answer is from other articles than the question asked."""
    if answer.elsewhere is None:
        return []
    asked = untrusted(label(answer.elsewhere.asked, LONGEST_ASKED))
    return [filled(NOTHING_FROM[answer.elsewhere.where], asked=asked)]


def _said_of(words: Sequence[str], template: Wording) -> Reply:
    """Return the template with the first words in place of ``{words}``, each in quotes."""
    return filled(template, words=words_in_quotes(words, MOST_WORDS, one_of))


def _not_found(answer: Answer, sources: Sources) -> Reply:
    if not sources:
        return Reply(str(NO_SOURCES))
    count = len(sources)
    sentences = [Reply(_nothing_found(answer, count))]
    if 0 < len(answer.sources_in) <= MOST_LANGUAGES:
        names = list(map(language_name, answer.sources_in))
        return joined([*sentences, Reply(SOURCES_IN.format(languages=all_of(names)))], " ")
    # Imported on first use: see above.
    from retrieval.answering.lacking.missing_words import telling

    if unknown := telling(answer):
        sentences.append(_said_of(unknown, NOT_MENTIONED[count != 1]))
    return joined(sentences, " ")


def _nothing_found(answer: Answer, count: int) -> str:
    """Return the sentence that nothing was found in so many sources."""
    if answer.is_claim:
        return str(NOT_SAID[count != 1])
    is_beside = answer.before is not None and bool(answer.before.shown)
    if count == 1:
        return str(NOT_IN_ONLY_BESIDE if is_beside else NOT_IN_ONLY)
    return (NOT_FOUND_BESIDE if is_beside else NOT_FOUND).format(count)


def _more_line(answer: Answer, shown: int) -> list[Reply]:
    """Return how many more articles there are than those shown, if any."""
    articles = {passage.sentence.article.id for passage in answer.passages}
    more = answer.more + len(articles) - shown
    return [Reply(MORE.format(more))] if more else []
