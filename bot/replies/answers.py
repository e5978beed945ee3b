"""What the bot says to a question."""

from collections.abc import Sequence
from dataclasses import replace

from bot.replies.labels import label, utf16_length
from bot.replies.quoting import numbers_of, quoted_passages, title_of
from bot.replies.reply import MESSAGE, Button, Reply, joined
from corpus.article import Article
from corpus.store.sources import Sources
from retrieval.answer import Answer

SAMPLES = (
    "These are sample articles that come with Quotewire; "
    "“quotewire add FILE”, or /add in Telegram, puts your own in their place."
)
NO_SOURCES = "I have no sources yet; “quotewire add FILE”, or /add in Telegram, gives me one."
NEAREST = "No answer, only the nearest sentences I have:"
LONGEST_WORD = 40  # UTF-16 units of a reader's word that is said back
MOST_WORDS = 3


NEAR = "near"
SHOW_NEAREST = Button("Show the nearest sentences", NEAR)


def answer_reply(
    answer: Answer,
    sources: Sources,
    room: int = MESSAGE,
    *,
    changed: Sequence[Article] = (),
    noted: bool = True,
) -> Reply:
    """The passages, each quoted above its citation; without any, what to do instead.

    Where ``room``, in UTF-16 units, does not hold them all, the last ones are left out.
    ``changed`` are articles whose older texts were quoted when the same was asked before;
    ``noted`` tells whether samples are said to be such.
    """
    if not answer.query:
        return how_to_ask_reply(sources)
    notes = _changed_note(changed, sources)
    if noted:
        notes += samples_note(sources)
    if not answer.found:
        buttons = (SHOW_NEAREST,) if answer.confidence else ()
        return replace(joined([_not_found(answer, sources), *notes]), buttons=buttons)
    room_left = room - sum(utf16_length(note.text) + 2 for note in notes)
    passages = quoted_passages(answer, sources, room_left if notes else room)
    return joined([joined(passages, room=room_left), *notes])


def nearest_reply(
    answer: Answer, nearest: Answer, sources: Sources, room: int = MESSAGE, *, noted: bool = True
) -> Reply:
    """What is said where nothing was found, and the nearest sentences, told to be no answer."""
    blocks = [_not_found(answer, sources)]
    if nearest.passages:
        blocks += [Reply(NEAREST), *quoted_passages(nearest, sources, room)]
    return joined([*blocks, *(samples_note(sources) if noted else [])], room=room)


def how_to_ask_reply(sources: Sources) -> Reply:
    """How to ask, with the newest source as one to ask about."""
    if not sources:
        return Reply(NO_SOURCES)
    return Reply(
        "Ask me about the news, in a question or in a few words. For example, about "
        f"“{title_of(sources.page(len(sources) - 1, 1)[0])}”: who, when, where, how many?"
    )


def _not_found(answer: Answer, sources: Sources) -> Reply:
    if not sources:
        return Reply(NO_SOURCES)
    count = len(sources)
    places = "only source" if count == 1 else f"{count} sources"
    said = f"I found nothing about that in my {places}."
    words = [f"“{label(word, LONGEST_WORD)}”" for word in answer.unknown[:MOST_WORDS]]
    if words:
        said += f" Nothing here mentions {' or '.join(words)}."
    return Reply(said)


def _changed_note(changed: Sequence[Article], sources: Sources) -> list[Reply]:
    if not changed:
        return []
    numbers = " and ".join(numbers_of(changed, sources))
    verb = "has" if len(changed) == 1 else "have"
    return [Reply(f"{numbers} {verb} a newer text since I answered this before.")]


def samples_note(sources: Sources) -> list[Reply]:
    """Return the note that the sources are samples; nothing if they are not."""
    return [Reply(SAMPLES)] if sources.samples else []
