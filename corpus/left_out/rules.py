"""Decides which lines of a text are not part of its article, rule by rule.

The rules, in order; the reasons they give are in ``corpus.article.Reason``.

1. Lines that the format's reader found, such as the running heads of a PDF (``formats``).
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
from typing import NamedTuple

from corpus.article import LeftOut, Reason, Span
from corpus.formats.extracted import Extracted
from corpus.left_out.appeals import find_appeals
from corpus.left_out.around_article import find_surroundings
from corpus.left_out.bylines import find_heading
from corpus.left_out.heading_marks import split_headings
from corpus.left_out.page_furniture import furniture_reason
from corpus.left_out.subheadings import find_subheadings, is_lead
from corpus.left_out.title_line import find_headline, find_title_line
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
    left_out = list(extracted.left_out)
    headings = list(extracted.headings)
    blocks = _outside(split_blocks(text), left_out)
    if extracted.markdown:
        blocks, marks, headings = split_headings(text, blocks)
        left_out += marks
    headline = None
    if extracted.pasted:
        headline, around = find_surroundings(text, blocks)
        blocks = _outside(blocks, around)
        left_out += around
    heading = find_heading(text, blocks)
    metadata = overrides.over(extracted.metadata).over(heading.metadata)
    blocks, lines = _without_starts(blocks, heading.left_out)
    left_out += lines
    title_span, boilerplate = _title_and_boilerplate(text, blocks, metadata.title)
    if headline and metadata.title is None:
        title_span = headline
    if title_span is None:
        title_span = find_headline(text, left_out, extracted.metadata.title)
        left_out = [stretch for stretch in left_out if Span(*stretch[:2]) != title_span]
    left_out += boilerplate
    paragraphs = [block for block in _outside(blocks, boilerplate) if block != title_span]
    headings = [heading for heading in headings if not is_lead(text[slice(*heading)])]
    headings = sorted({*headings, *find_subheadings(text, paragraphs)})
    return Parts(title_span, paragraphs, headings, sorted(left_out), metadata)


def find_boilerplate(text: str, blocks: Sequence[Span], title: str = "") -> list[LeftOut]:
    """Apply rule 5 (page furniture and appeals); return nothing if every block would go."""
    lines = [text[start:end] for start, end in blocks]
    reasons = [furniture_reason(line) for line in lines]
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
    text: str, blocks: Sequence[Span], title: str | None
) -> tuple[Span | None, list[LeftOut]]:
    """The title line and the boilerplate; each helps to find the other.

    A pasted page can have "Skip to content" above its title. Appeals are easier to tell from
    the article once its title is known.
    """
    hidden = {stretch.start for stretch in find_boilerplate(text, blocks, title or "")}
    kept = [block for block in blocks if block.start not in hidden]
    title_span = find_title_line(text, kept, title)
    line = text[slice(*title_span)] if title_span else ""
    rest = [block for block in blocks if block != title_span]
    return title_span, find_boilerplate(text, rest, title or line)
