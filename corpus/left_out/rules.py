"""Decides which lines of a text are not part of its article, rule by rule.

The rules, in order; the reasons they give are in ``corpus.article.Reason``.

1. Lines that the format's reader found, such as the running heads of a PDF (``formats``). The
   title line and bylines are told from those above the text (``above_text``).
2. The marks of Markdown headings (``heading_marks``).
3. Menus, teasers and footers, if a whole page was pasted (``around_article``).
4. Bylines, dates, addresses and datelines; they become metadata (``bylines``).
5. Ads, share buttons and credits (``page_furniture``); appeals for donations (``appeals``).
6. When the article is stored: lines that its site repeats (``site_lines``).

When in doubt, a line is kept. No rule leaves out every line of a text. Headings are kept, too,
whether marked (``heading_marks``) or not (``subheadings``): they help to find the sentences below
them, but are never quoted as an answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from corpus.article import LeftOut, Reason, Span
from corpus.formats.extracted import Extracted
from corpus.languages.known import code_of
from corpus.languages.telling import tell_language
from corpus.left_out.above_text import read_above, read_pasted
from corpus.left_out.appeals import find_appeals
from corpus.left_out.bylines import find_author_notes, find_bylines
from corpus.left_out.heading_marks import split_headings
from corpus.left_out.page_furniture import furniture_reason
from corpus.left_out.subheadings import find_subheadings, is_lead
from corpus.left_out.title_line import find_title_line, likeness
from corpus.metadata import UNKNOWN, Metadata
from corpus.sentences.paragraphs import split_blocks


class Parts(NamedTuple):
    """An article's title line and paragraphs, what is left out, and the metadata found.

    ``headings`` are paragraphs, or are left out.
    """

    title_span: Span | None
    paragraphs: list[Span]
    headings: list[Span]
    left_out: list[LeftOut]
    metadata: Metadata


def take_apart(extracted: Extracted, overrides: Metadata = UNKNOWN) -> Parts:
    """Apply rules 1 to 5; ``overrides`` takes precedence over the text's own metadata."""
    text = extracted.text
    headings = list(extracted.headings)
    blocks = _outside(split_blocks(text), extracted.left_out)
    language = _language(text, blocks, extracted.metadata.language, overrides.language)
    given = replace(overrides.over(extracted.metadata), language=language)
    start = blocks[0].start if blocks else 0
    headline, left_out, known = read_above(text, extracted.left_out, start, given.title, language)
    if extracted.markdown:
        blocks, marks, headings = split_headings(text, blocks)
        left_out += marks
    if extracted.pasted:
        pasted = read_pasted(text, blocks, language)
        headline = pasted.title_span if given.title is None else headline
        blocks = _outside(blocks, pasted.left_out)
        left_out += pasted.left_out
        known = known.over(pasted.metadata)
    bylines = find_bylines(text, blocks, language)
    metadata = given.over(known).over(bylines.metadata)
    notes = find_author_notes(text, blocks, metadata.author)
    blocks, lines = _without_starts(blocks, sorted({*bylines.left_out, *notes}))
    title_span, boilerplate = _title_and_boilerplate(text, blocks, metadata, headline)
    left_out += [*lines, *boilerplate]
    paragraphs = [block for block in _outside(blocks, boilerplate) if block != title_span]
    headings = [heading for heading in headings if not is_lead(text[slice(*heading)])]
    headings = sorted({*headings, *find_subheadings(text, paragraphs)})
    return Parts(title_span, paragraphs, headings, sorted(left_out), metadata)


def _language(
    text: str, blocks: Iterable[Span], declared: str | None, given: str | None
) -> str | None:
    """The language of the blocks; one that is given by hand is taken at its word."""
    if given:
        return code_of(given) or given
    return tell_language("\n".join(text[start:end] for start, end in blocks), declared)


def find_boilerplate(
    text: str, blocks: Sequence[Span], title: str = "", language: str | None = None
) -> list[LeftOut]:
    """Apply rule 5 (page furniture and appeals); return nothing if every block would go."""
    lines = [text[start:end] for start, end in blocks]
    reasons = [furniture_reason(line, language) for line in lines]
    for number in find_appeals(lines, title):
        reasons[number] = reasons[number] or Reason.APPEAL
    found = [LeftOut(*block, why) for block, why in zip(blocks, reasons, strict=True) if why]
    return found if len(found) < len(blocks) else []


def _outside(blocks: Iterable[Span], left_out: Iterable[LeftOut]) -> list[Span]:
    """The blocks that are not left out entirely."""
    out = {Span(start, end) for start, end, _ in left_out}
    return [block for block in blocks if block not in out]


def _without_starts(
    blocks: Sequence[Span], left_out: Sequence[LeftOut]
) -> tuple[list[Span], Sequence[LeftOut]]:
    """The blocks with these stretches cut off their starts, and the stretches.

    If no block would remain, nothing is cut off.
    """
    ends = {stretch.start: stretch.end for stretch in left_out}
    rest = [Span(ends.get(start, start), end) for start, end in blocks]
    rest = [block for block in rest if block.start < block.end]
    return (rest, left_out) if rest else (list(blocks), ())


def _title_and_boilerplate(
    text: str, blocks: Sequence[Span], known: Metadata, headline: Span | None
) -> tuple[Span | None, list[LeftOut]]:
    """The title line and the boilerplate; each helps to find the other.

    A pasted page can have "Skip to content" above its title. Appeals are easier to tell from
    the article once its title is known. ``headline`` is the title line if it is known; a line
    below that says the same is left out.
    """
    title, language = known.title, known.language
    hidden = {one.start for one in find_boilerplate(text, blocks, title or "", language)}
    kept = [block for block in blocks if block.start not in hidden]
    title_span = find_title_line(text, kept, title)
    again = []
    if headline and title_span and title_span != headline and len(blocks) > 1:
        same = likeness(text[slice(*headline)], text[slice(*title_span)]) == 1
        again = [LeftOut(*title_span, Reason.AROUND)] if same else []
    title_span = headline or title_span
    line = text[slice(*title_span)] if title_span else ""
    rest = _outside((block for block in blocks if block != title_span), again)
    return title_span, [*again, *find_boilerplate(text, rest, title or line, language)]
