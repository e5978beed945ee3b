"""What the bot says about its sources: text with message entities, ready to send."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from telegram import MessageEntity
from telegram.constants import MessageEntityType, MessageLimit

from bot.replies.labels import counted, day_label, label, utf16_length
from corpus.article import Article, Sentence, Span
from corpus.store.sources import Sources
from retrieval.answer import Answer, Passage

MESSAGE = int(MessageLimit.MAX_TEXT_LENGTH)  # UTF-16 units that Telegram takes at once
LONGEST_TITLE = 200  # UTF-16 units; a title is no quote and may be cut
LONGEST_PUBLISHER = 100
LONGEST_URL = 2000
PAGE = 10  # sources; ten of the longest lines fit a message, as tests/test_replies.py checks
FIRST_SENTENCES = 3
LONGEST_OPENING = 3000  # UTF-16 units; what stands above it takes less than 1000
URL = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)

SAMPLES = (
    "These are sample articles that come with Quotewire; "
    "“quotewire add FILE”, or /add in Telegram, puts your own in their place."
)
NO_SOURCES = "I have no sources yet; “quotewire add FILE”, or /add in Telegram, gives me one."
TOO_LONG = "This sentence is too long to send:"
NEAREST = "No answer, only the nearest sentences I have:"
LONGEST_WORD = 40  # UTF-16 units of a reader's word that is said back
MOST_WORDS = 3
MOST_NUMBERS = 10  # of sources that say the same


class Button(NamedTuple):
    """A button under a message, and what Telegram sends back when it is pressed."""

    label: str
    data: str  # at most 64 bytes


NEAR = "near"
SHOW_NEAREST = Button("Show the nearest sentences", NEAR)


@dataclass(frozen=True, slots=True)
class Reply:
    """A message of 1 to 4096 UTF-16 units; its entities count in these units too."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    buttons: tuple[Button, ...] = ()


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
        notes += _samples_note(sources)
    if not answer.found:
        buttons = (SHOW_NEAREST,) if answer.confidence else ()
        return replace(joined([_not_found(answer, sources), *notes]), buttons=buttons)
    room_left = room - sum(utf16_length(note.text) + 2 for note in notes)
    passages = _passages(answer, sources, room_left if notes else room)
    return joined([joined(passages, room=room_left), *notes])


def nearest_reply(
    answer: Answer, nearest: Answer, sources: Sources, room: int = MESSAGE, *, noted: bool = True
) -> Reply:
    """What is said where nothing was found, and the nearest sentences, told to be no answer."""
    blocks = [_not_found(answer, sources)]
    if nearest.passages:
        blocks += [Reply(NEAREST), *_passages(nearest, sources, room)]
    return joined([*blocks, *(_samples_note(sources) if noted else [])], room=room)


def how_to_ask_reply(sources: Sources) -> Reply:
    """How to ask, with the newest source as one to ask about."""
    if not sources:
        return Reply(NO_SOURCES)
    return Reply(
        "Ask me about the news, in a question or in a few words. For example, about "
        f"“{_title(sources.page(len(sources) - 1, 1)[0])}”: who, when, where, how many?"
    )


def sources_reply(sources: Sources, page: int = 1) -> Reply:
    """A page of the list of sources; the first or last page where the number is beyond."""
    if not sources:
        return Reply(NO_SOURCES)
    count = len(sources)
    pages = -(-count // PAGE)
    page = min(max(page, 1), pages)
    shown = sources.page((page - 1) * PAGE, PAGE)
    head = f"I quote from {counted(count, 'source')}"
    head += f" (page {page} of {pages}):" if pages > 1 else ":"
    lines = joined([_about(article, sources, _size(article)) for article in shown], "\n")
    listed = joined([Reply(head), lines, *_samples_note(sources)])
    return Reply(listed.text, listed.entities, tuple(_turns(page, pages)))


def source_line(
    said: str, article: Article, sources: Sources, *, buttons: tuple[Button, ...] = ()
) -> Reply:
    """Something said of one source."""
    line = joined([Reply(said), _about(article, sources, _size(article))], " ")
    return replace(line, buttons=buttons)


def source_reply(sources: Sources, reference: str, alike: Sequence[Article] = ()) -> Reply:
    """One source and its first sentences; ``reference`` is what stands behind /sources.

    ``alike`` are the sources with nearly the same text.
    """
    article = sources.find(reference)
    if article is None:
        return _no_such_source(sources)
    first = article.sentences[:FIRST_SENTENCES]
    said = "It begins:" if len(first) < len(article.spans) else "It says:"
    quotes = [_quote(sentence) for sentence in first]
    if quotes and utf16_length(quotes[0].text) <= LONGEST_OPENING:
        quotes[0] = joined([Reply(said), quotes[0]], "\n")
    else:
        quotes = [Reply("It begins with a sentence that is too long to send.")] if quotes else []
    head = _about(article, sources, _size(article))
    same = ", ".join(f"[{sources.label(one)}]" for one in alike[:MOST_NUMBERS])
    notes = [Reply(f"Nearly the same text: {same}")] if same else []
    return joined([head, *quotes, *notes, *_samples_note(sources)])


def joined(blocks: Sequence[Reply], between: str = "\n\n", room: int = MESSAGE) -> Reply:
    """As many of the blocks, from the first one on, as there is room for."""
    gap = utf16_length(between)
    ends = accumulate(utf16_length(block.text) + gap for block in blocks)
    parts: list[tuple[str, Sequence[MessageEntity]]] = []
    for block, end in zip(blocks, ends, strict=True):
        if end - gap <= room:
            parts += [(between, ()), (block.text, block.entities)]
    # To move an entity takes long: what stands at the beginning anyway need not be moved.
    text, entities = parts[1] if len(parts) == 2 else MessageEntity.concatenate(*parts[1:])
    return Reply(text, _most_needed(entities))


def _most_needed(entities: Iterable[MessageEntity]) -> tuple[MessageEntity, ...]:
    """The entities that Telegram takes note of, in order; bold words are the first to go."""
    ranked = sorted(entities, key=lambda entity: entity.type == MessageEntityType.BOLD)
    kept = ranked[: MessageLimit.MESSAGE_ENTITIES]
    return tuple(sorted(kept, key=lambda entity: (entity.offset, -entity.length)))


def _passages(answer: Answer, sources: Sources, room: int) -> list[Reply]:
    return [_passage(passage, sources, room) for passage in answer.passages]


def _passage(passage: Passage, sources: Sources, room: int) -> Reply:
    sentence = passage.sentence
    quote = _quote(sentence, passage.matches)
    citation = _about(sentence.article, sources, f"sentence {sentence.number}")
    if passage.also:
        others = dict.fromkeys(sources.label(other.article) for other in passage.also)
        numbers = ", ".join(f"[{number}]" for number in list(others)[:MOST_NUMBERS])
        citation = Reply(f"{citation.text}; also in {numbers}", citation.entities)
    fits = utf16_length(quote.text + "\n" + citation.text) <= room
    return joined([quote if fits else Reply(TOO_LONG), citation], "\n", room)


def _quote(sentence: Sentence, matches: Sequence[Span] = ()) -> Reply:
    text = sentence.text
    entities = [MessageEntity(MessageEntityType.BLOCKQUOTE, 0, len(text))]
    entities += [
        MessageEntity(MessageEntityType.BOLD, start - sentence.start, end - start)
        for start, end in matches[: MessageLimit.MESSAGE_ENTITIES]
    ]
    return _in_utf16(text, entities)


def _about(article: Article, sources: Sources, place: str) -> Reply:
    """An article's number, title, publisher and date, as far as they are known, and a place."""
    number = f"[{sources.label(article)}] "
    title = _title(article)
    publisher = label(article.source or "", LONGEST_PUBLISHER)
    known = filter(None, (title, publisher, day_label(article.published), place))
    url = article.url or ""
    links = []
    if URL.fullmatch(url) and len(url) <= LONGEST_URL:
        links = [MessageEntity(MessageEntityType.TEXT_LINK, len(number), len(title), url=url)]
    return _in_utf16(number + ", ".join(known), links)


def _in_utf16(text: str, entities: Sequence[MessageEntity]) -> Reply:
    if utf16_length(text) > len(text):
        entities = MessageEntity.adjust_message_entities_to_utf_16(text, entities)
    return Reply(text, tuple(entities))


def _title(article: Article) -> str:
    return label(article.title, LONGEST_TITLE) or "Untitled"


def _size(article: Article) -> str:
    return counted(len(article.spans), "sentence")


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


def _no_such_source(sources: Sources) -> Reply:
    count = len(sources)
    if count > 1:
        return Reply(f"I have {count} sources; /sources lists them with their numbers.")
    return Reply("I have one source; /sources shows its number." if count else NO_SOURCES)


def _changed_note(changed: Sequence[Article], sources: Sources) -> list[Reply]:
    if not changed:
        return []
    numbers = " and ".join(f"[{sources.label(one)}]" for one in changed[:MOST_NUMBERS])
    verb = "has" if len(changed) == 1 else "have"
    return [Reply(f"{numbers} {verb} a newer text since I answered this before.")]


def _samples_note(sources: Sources) -> list[Reply]:
    return [Reply(SAMPLES)] if sources.samples else []


def _turns(page: int, pages: int) -> list[Button]:
    """The buttons to the page before and the page after."""
    turns = {"‹ Back": page - 1, "More ›": page + 1}
    return [Button(words, f"sources:{to}") for words, to in turns.items() if 1 <= to <= pages]
