"""Replies to questions."""

from collections.abc import Sequence
from dataclasses import replace

from bot.replies.labels import all_of, label, one_of, plural, utf16_length
from bot.replies.quoting import numbers_of, quoted_passages, title_of
from bot.replies.reply import LONGEST_MESSAGE, Button, Reply, filled, joined, untrusted
from corpus.article import Article
from corpus.store.sources import Sources
from retrieval.answer import Answer

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
NOT_MENTIONED = ("It does not mention {words}.", "None of them mentions {words}.")
NEAREST = "The closest sentences, which may not answer it:"
UPDATED = (
    "{numbers} has been updated since I last answered this.",
    "{numbers} have been updated since I last answered this.",
)
SAMPLES = (
    "These are sample articles that come with Quotewire. To replace them with your own, "
    "run “quotewire add FILE” or send /add in Telegram."
)
NEAR = "near"
SHOW_NEAREST = Button("Show the closest sentences", NEAR)
LONGEST_WORD = 40  # UTF-16 units of a reader's word in a reply
MOST_WORDS = 3


def answer_reply(
    answer: Answer,
    sources: Sources,
    room: int = LONGEST_MESSAGE,
    *,
    changed: Sequence[Article] = (),
    noted: bool = True,
) -> Reply:
    """Return the passages, each quoted above its citation, or say that there are none.

    Passages that exceed ``room`` UTF-16 units are dropped from the end. ``changed`` are articles
    that have been updated since they were quoted for the same question. With ``noted``, sample
    articles get a note that they are samples.
    """
    if not answer.query:
        return how_to_ask_reply(sources)
    notes = [*updated_note(changed, sources), *(samples_note(sources) if noted else [])]
    if not answer.found:
        buttons = (SHOW_NEAREST,) if answer.confidence else ()
        return replace(joined([_not_found(answer, sources), *notes]), buttons=buttons)
    room_left = room - sum(utf16_length(note.text) + 2 for note in notes)
    passages = quoted_passages(answer, sources, room_left)
    return joined([joined(passages, room=room_left), *notes], room=room)


def nearest_reply(
    answer: Answer,
    nearest: Answer,
    sources: Sources,
    room: int = LONGEST_MESSAGE,
    *,
    noted: bool = True,
) -> Reply:
    """Return the closest sentences, below a line that says no answer was found."""
    blocks = [_not_found(answer, sources)]
    if nearest.passages:
        blocks += [Reply(NEAREST), *quoted_passages(nearest, sources, room)]
    return joined([*blocks, *(samples_note(sources) if noted else [])], room=room)


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


def _not_found(answer: Answer, sources: Sources) -> Reply:
    if not sources:
        return Reply(NO_SOURCES)
    count = len(sources)
    sentences = [Reply(plural(count, *NOT_FOUND))]
    if answer.unknown:
        words = {
            f"word{number}": untrusted(label(word, LONGEST_WORD))
            for number, word in enumerate(answer.unknown[:MOST_WORDS])
        }
        placeholders = one_of([f"“{{{name}}}”" for name in words])
        sentences.append(filled(plural(count, *NOT_MENTIONED, words=placeholders), **words))
    return joined(sentences, " ")
