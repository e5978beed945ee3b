"""How sentences are quoted and cited.

A quote is one or more whole, unchanged sentences: a slice of the article's text. Text that is left
out of an article belongs to no sentence, so it is never quoted. A sentence too long for a message
is cited without its text. Titles and publishers are not quotes, so they can be truncated.

Passages of one article stand above one citation. Sentences with only white space between them
form one quote; "…" stands between quotes that leave something out. The quote with the best passage
comes first, then what follows it in the article. What precedes it comes last, below a line that
says so: in the article's order the answer could be last, and "…" alone would say that the order is
kept.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence

from bot.replies.answering.compared import DIFFER, STANCES, below
from bot.replies.answering.links import linked
from bot.replies.answering.other_articles import also_in, earlier_line
from bot.replies.labels import label, listed, short_day_label, utf16_length
from bot.replies.reply import (
    LONGEST_MESSAGE,
    Kind,
    Mark,
    Reply,
    filled,
    fitting,
    in_list,
    joined,
    untrusted,
)
from bot.wording.wording import Counted, Wording
from corpus.article import Article, Sentence, Span
from corpus.store.sources import Sources
from retrieval.answer import Answer, Earlier, Passage, Stance

# Translators: In place of an article's title.
UNTITLED = Wording("Untitled")
# Translators: When an article was last changed, after its title and publisher.
UPDATED = Wording("updated {day}")
PLACES = (
    # Translators: Where a quote is in an article, after its title.
    Wording("sentence {numbers}"),
    # Translators: The same of several sentences; {numbers} are such as "1–3, 7".
    Wording("sentences {numbers}"),
)
# Translators: The length of an article, after its title.
SIZE = Counted("{count} sentence", "{count} sentences")
REWORDED = (
    Wording("The source changed this sentence on {day}."),
    Wording("The source changed sentence {number} on {day}."),
)
# Translators: After "The source changed this sentence on 3 May 2025."
VERIFY_SHOWS = Wording("/verify shows how it was.")
# Translators: After "The source changed this sentence on 3 May 2025."; the old one follows.
BEFORE = Wording("Before:")
LEFT_OUT = Reply("…")
CITATION = "{number} {rest}"
# Translators: Above a quote that stands in the article before the one above this line.
PRECEDING = Wording("Earlier in the article:")
TOO_LONG = Wording("Sentence {number} is too long to send.")

LONGEST_TITLE = 200  # UTF-16 units
LONGEST_PUBLISHER = 100
# Of an answer's citations, which are two lines of 42 on a phone, not quite full: the title is cut
# to the room that the rest leaves, ...
LONGEST_CITATION = 80
SHORTEST_TITLE = 22  # ... unless that is less.
MOST_CITED = 250  # UTF-16 units, for the longest publisher, without copies in other articles
LONGEST_OPEN = 200  # of a quote, about five lines of a phone; a longer one is folded
MOST_NUMBERS = 10  # of sources on one line
MOST_CODE_IN_QUOTE = 10  # marks; three quotes with citations leave half of all marks to bold words

Run = Sequence[Passage]  # of sentences with only white space between them, in the text's order


def quoted_passages(answer: Answer, sources: Sources, room: int) -> list[Reply]:
    """Return a block for each article, in the order of their first passages.

    A block has the quotes of the article above its citation. Passages that exceed ``room`` UTF-16
    units are dropped from the end.
    """
    passages = list(answer.passages)
    blocks = _blocks(passages, sources, room)
    while len(passages) > 1 and fitting(blocks, room=room) < len(blocks):
        passages.pop()
        blocks = _blocks(passages, sources, room)
    return blocks


def quote(sentence: Sentence, matches: Iterable[Span] = (), kind: Kind = Kind.QUOTE) -> Reply:
    """Return the sentence as a quote; ``matches``, spans of the article's text, are bold."""
    return _slice(sentence.article, Span(sentence.start, sentence.end), matches, kind)


def citation(
    article: Article,
    sources: Sources,
    place: str,
    longest: int | None = None,
    span: Span | None = None,
) -> Reply:
    """Return the article's number, title, publisher and newest date, if known, then ``place``.

    The title links to the article, or the number if the title could be taken for an address. With
    ``span``, the link leads to that part of its text. The title is cut so that all takes
    ``longest`` UTF-16 units, if it can.
    """
    number = Reply(f"[{sources.label(article)}]")
    publisher = untrusted(label(article.source or "", LONGEST_PUBLISHER))
    rest = [one for one in (publisher, Reply(date_of(article)), Reply(place)) if one.text]
    title = title_of(article)
    if longest is not None:
        others = listed(["", *(one.text for one in rest)])
        taken = utf16_length(CITATION.format(number=number.text, rest=others))
        title = title_of(article, max(longest - taken, SHORTEST_TITLE))
    if title.marks:
        number = linked(number, article, span)
    else:
        title = linked(title, article, span)
    return filled(CITATION, number=number, rest=in_list([title, *rest], listed))


def date_of(article: Article) -> str:
    """Return the day of the article's last change or else of its publication; empty if unknown."""
    if article.is_updated:
        return UPDATED.format(day=short_day_label(article.updated))
    return short_day_label(article.published)


def numbers_of(articles: Sequence[Article], sources: Sources) -> list[str]:
    """Return the first articles' numbers as citations show them, without duplicates."""
    numbers = dict.fromkeys(f"[{sources.label(article)}]" for article in articles)
    return list(numbers)[:MOST_NUMBERS]


def title_of(article: Article, longest: int = LONGEST_TITLE) -> Reply:
    """Return the article's title on one line, truncated to ``longest`` UTF-16 units."""
    return untrusted(label(article.title, longest) or str(UNTITLED))


def size_of(article: Article) -> str:
    """Return how many sentences the article has, in words."""
    return SIZE.format(len(article.spans))


def _blocks(passages: Iterable[Passage], sources: Sources, room: int) -> list[Reply]:
    """Return a block for each article, followed by those that differ from it.

    The first of those that are for a claim, and of those against it, have a line above them.
    """
    groups: dict[tuple[Stance | None, str], list[Passage]] = {}
    for passage in passages:
        groups.setdefault((passage.stance, passage.sentence.article.id), []).append(passage)
    blocks: list[Reply] = []
    above: Stance | None = None
    for (stance, _), group in groups.items():
        block = [_block(group, sources, room)]
        blocks += below(STANCES[stance] if stance and stance is not above else None, block)
        above = stance
        others = _blocks((one for passage in group for one in passage.differing), sources, room)
        blocks += below(DIFFER, others)
    return blocks


def _block(passages: Sequence[Passage], sources: Sources, room: int) -> Reply:
    """Return passages of one article, best first, above their citation."""
    article = passages[0].sentence.article
    earlier = [one for passage in passages for one in passage.earlier]
    on_phone = room <= LONGEST_MESSAGE  # a terminal has room for whole titles
    copies = also_in(_copies_of_all(passages), article, sources, links=on_phone)
    below_citation = [
        *earlier_line(earlier, sources, links=on_phone),
        *_reworded_lines(passages, in_full=not on_phone),
    ]
    # UTF-16 units of a sentence
    longest = room - MOST_CITED - _size_of([copies, *below_citation])
    runs = list(_runs(passages, longest))
    best = next(at for at, run in enumerate(runs) if passages[0] in run)
    lines: list[Reply] = []
    for run in runs[best:]:
        lines += [LEFT_OUT, _quoted(run, passages, longest)]
    for run in runs[:best]:
        above = LEFT_OUT if run is not runs[0] else Reply(str(PRECEDING))
        lines += [above, _quoted(run, passages, longest)]
    place = _place([*runs[best:], *runs[:best]])
    span = Span(runs[best][0].sentence.start, runs[best][-1].sentence.end)
    cited = (
        citation(article, sources, place, LONGEST_CITATION - utf16_length(copies.text), span)
        if on_phone
        else citation(article, sources, place)
    )
    lines += [joined([cited, copies], ""), *below_citation]
    return joined(lines[1:], "\n", sys.maxsize)


def _copies_of_all(passages: Sequence[Passage]) -> list[Sentence]:
    """Return copies in the articles that have one of every passage.

    An article that has only some of the quoted sentences may say otherwise in place of the rest.
    """
    having = [{copy.article.id for copy in passage.also} for passage in passages]
    return [copy for copy in passages[0].also if copy.article.id in set.intersection(*having)]


def _size_of(lines: Iterable[Reply]) -> int:
    return sum(utf16_length(line.text) + 1 for line in lines)


def _reworded_lines(passages: Sequence[Passage], *, in_full: bool) -> list[Reply]:
    """Return a line about each sentence that its source has changed, perhaps with the old one."""
    lines = []
    for passage in passages:
        if passage.reworded is not None:
            day = short_day_label(passage.reworded.day)
            changed = REWORDED[len(passages) > 1].format(number=passage.sentence.number, day=day)
            lines.append(Reply(f"{changed} {BEFORE if in_full else VERIFY_SHOWS}"))
            lines += [quote(passage.reworded.before)] if in_full else []
    return lines


def _runs(passages: Iterable[Passage], longest: int) -> Iterator[Run]:
    """Yield runs of passages of one article, in its order.

    One longer than ``longest`` UTF-16 units, which cannot be sent, stands alone.
    """
    run: list[Passage] = []
    for passage in sorted(passages, key=lambda one: one.sentence.start):
        if run and not _continues(run[-1].sentence, passage.sentence, longest):
            yield run
            run = []
        run.append(passage)
    yield run


def _continues(one: Sentence, following: Sentence, longest: int) -> bool:
    """Whether two sentences are quoted as one stretch of the text."""
    parted = one.article.text[one.end : following.start].strip()
    return not parted and max(utf16_length(one.text), utf16_length(following.text)) <= longest


def _quoted(run: Run, passages: Sequence[Passage], longest: int) -> Reply:
    """Return a run as one quote, or say that its sentence is too long.

    A long quote is folded unless its best passage is not its first, which could hide it.
    """
    first, last = run[0].sentence, run[-1].sentence
    length = utf16_length(first.article.text[first.start : last.end])
    if len(run) == 1 and length > longest:
        return Reply(TOO_LONG.format(number=first.number))
    best = next(passage for passage in passages if passage in run)
    kind = Kind.FOLDED if length > LONGEST_OPEN and best is run[0] else Kind.QUOTE
    matches = (match for passage in run for match in passage.matches)
    return _slice(first.article, Span(first.start, last.end), matches, kind)


def _slice(article: Article, span: Span, matches: Iterable[Span], kind: Kind) -> Reply:
    """Return a stretch of the text as a quote, with the matches in bold."""
    text = article.text[span.start : span.end]
    bold = (Mark(Kind.BOLD, start - span.start, end - span.start) for start, end in matches)
    is_sendable = len(text) <= LONGEST_MESSAGE  # Telegram never sees what only a terminal shows
    code = untrusted(text, MOST_CODE_IN_QUOTE).marks if is_sendable else ()
    return Reply(text, (Mark(kind, 0, len(text)), *code, *bold))


def _place(runs: Iterable[Run]) -> str:
    """Return the numbers of the sentences in the order shown, such as "sentences 7-8 and 2"."""
    numbers = []
    for run in runs:
        first, last = run[0].sentence.number, run[-1].sentence.number
        numbers.append(str(first) if first == last else f"{first}–{last}")
    is_one = len(numbers) == 1 and numbers[0].isdecimal()
    return PLACES[not is_one].format(numbers=listed(numbers))


def _span(run: Sequence[Passage | Earlier]) -> Span:
    """Return the stretch of the text from the first sentence to the last."""
    return Span(run[0].sentence.start, run[-1].sentence.end)
