"""How an answer names other articles beside the one it quotes: copies, and older ones.

An article is named by its publisher, so that a forwarded answer can be understood. A copy whose
publisher is unknown, or that of the quoted article, is named by its title, and only if that is the
same, too, by its number.
"""

from collections.abc import Sequence

from bot.replies.answering.links import linked
from bot.replies.answering.reader_words import IN_QUOTES
from bot.replies.labels import all_of, label, short_day_label
from bot.replies.reply import Reply, filled, in_list, untrusted
from bot.wording.wording import Counted, Wording
from corpus.article import Article, Sentence, Span
from corpus.store.sources import Sources
from retrieval.answer import Earlier

# Translators: Follows the name of an article that the same sentence is in, on its line; {names}
# are publishers or titles, such as "Harbour Courier and Sund Post".
ALSO_IN = Wording("; also in {names}")
# Translators: The last part of a list of publishers: "Harbour Courier, Sund Post and 2 more".
REST = Counted("{count} more", "{count} more")
# Translators: {numbers} are what older articles said: "“12” in Sund Post, 3 May 2025; “9” in …".
EARLIER = Wording("Earlier: {numbers}.")
NEXT_EARLIER = Wording("{others}; {next}", "list of earlier numbers")
EARLIER_NUMBER = (
    # Translators: A number that an older article gives, as it stands there, and its publisher.
    Wording("“{number}” in {source}, {day}"),
    # Translators: The same of an article without a date.
    Wording("“{number}” in {source}"),
)

MOST_NAMED = 3
LONGEST_NAME = 40  # UTF-16 units
LONGEST_NUMBER = 40  # UTF-16 units
MOST_EARLIER = 3


def also_in(
    copies: Sequence[Sentence], article: Article, sources: Sources, *, links: bool
) -> Reply:
    """Return what follows the citation of an article, if other articles have copies of it.

    With ``links``, the names lead to the copies.
    """
    names: dict[str, Reply] = {}
    for copy in {copy.article.id: copy for copy in copies}.values():
        name = _name_of_copy(copy.article, article, sources)
        names.setdefault(name.text, _linked(name, copy) if links else name)
    shown = list(names.values())[:MOST_NAMED]
    if more := len(names) - len(shown):
        shown.append(Reply(REST.format(more)))
    return filled(ALSO_IN, names=in_list(shown, all_of)) if shown else Reply("")


def earlier_line(earlier: Sequence[Earlier], sources: Sources, *, links: bool) -> list[Reply]:
    """Return a line with the numbers that older articles give, if there are any.

    With ``links``, their names lead to the numbers' sentences, otherwise to the articles.
    """
    if not earlier:
        return []
    numbers = [_earlier_number(one, sources, links=links) for one in earlier]
    first, *others = numbers[:MOST_EARLIER]
    for other in others:
        first = filled(NEXT_EARLIER, others=first, next=other)
    return [filled(EARLIER, numbers=first)]


def _earlier_number(one: Earlier, sources: Sources, *, links: bool) -> Reply:
    source = one.sentence.article
    day = short_day_label(source.updated or source.published)
    name = _publisher(source) or _number(source, sources)
    return filled(
        EARLIER_NUMBER[not day],
        number=untrusted(label(source.text[slice(*one.number)], LONGEST_NUMBER)),
        source=_linked(name, one.sentence) if links else linked(name, source),
        day=day,
    )


def _name_of_copy(article: Article, quoted: Article, sources: Sources) -> Reply:
    """Return what an article is called beside the quoted one."""
    if article.source != quoted.source and (publisher := _publisher(article)):
        return publisher
    title = label(article.title, LONGEST_NAME)
    if title and article.title != quoted.title:
        return filled(IN_QUOTES, words=untrusted(title))
    return _number(article, sources)


def _publisher(article: Article) -> Reply | None:
    """Return the article's publisher on one line; None if it is unknown."""
    name = label(article.source or "", LONGEST_NAME)
    return untrusted(name) if name else None


def _number(article: Article, sources: Sources) -> Reply:
    return Reply(f"[{sources.label(article)}]")


def _linked(name: Reply, sentence: Sentence) -> Reply:
    """Return the name as a link to a sentence, unless Telegram could take it for an address."""
    span = Span(sentence.start, sentence.end)
    return name if name.marks else linked(name, sentence.article, span)
