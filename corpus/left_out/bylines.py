"""Finds bylines, dates, addresses and datelines, which become metadata and are left out."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from corpus.article import LeftOut, Reason, Span
from corpus.languages.prose import count_true_words, ends_sentence
from corpus.left_out.page_words import read_signed_line
from corpus.metadata import UNKNOWN, Metadata
from corpus.months import ENGLISH, month_number

HEAD = 8  # lines searched
STORY = 12  # a sentence of this many words belongs to the story

MONTH = rf"(?P<month>{'|'.join([*(name[:3] for name in ENGLISH), 'sept', *ENGLISH])})"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
TIME = r"(?:,?(?: at| -| \||T)? ?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{1,5})?)?"
LABEL = r"(?:(?:first |last )?(?:published|posted|updated|modified)(?: on| at)?:? )?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
DAYS = (
    rf"{DAY} {MONTH}\.?,? {YEAR}",
    rf"{MONTH}\.? {DAY},? {YEAR}",
    r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)",
)
DATE_LINES = [re.compile(rf"{LABEL}{WEEKDAY}{day}{TIME}", re.IGNORECASE) for day in DAYS]

INITIAL = r"[^\W\d_a-zß-ÿ][\w'’.-]*"  # a capitalized word
PARTICLE = r"(?:(?:de|del|der|di|la|le|van|von|bin|al|el|da|dos|du|ter|den) )*"
NAME = rf"{INITIAL}(?: {PARTICLE}{INITIAL}){{1,3}}"
NAMES = rf"{NAME}(?:(?:,| and|, and| &) {NAME}){{0,4}}"
ROLE = r",? (?:in|for|at) .{1,60}|, .{1,60}"
BY = re.compile(rf"(?:[Bb]y|BY|[Ww]ritten by)[ :]+(?P<author>{NAMES})(?:{ROLE})?")
CREDITS = re.compile(
    r"\W*(?:(?:with )?(?:additional )?(?:reporting|writing|editing) (?:and \w+ )?(?:by|from) "
    r".{1,600}"
    r"|.{1,200} contributed (?:to this (?:report|story|article)|reporting)\b.{0,60}"
    r"|with files? from .{1,100})",
    re.IGNORECASE,
)
WRITES = re.compile(  # what the lines below an article say of its author
    r"(?:(?:is|was)\b.{0,120}\b(?:(?:reporter|correspondent|writer|editor|columnist|journalist|producer|"
    r"contributor|fellow|professor|author|critic)s?\b|book\b)|(?:has )?(?:covers?|covered|"
    r"reports?|writes?|written|joined)\b|(?:can|may) be reached\b)",
    re.IGNORECASE,
)
LAST = 6  # lines in which they stand
WORD = re.compile(r"[^\W\d_]+")
AGENCIES = "AP|Associated Press|Reuters|AFP|dpa|Bloomberg|Xinhua|PA|ANI|PTI|UPI|CNN|Kyodo|TASS|EFE"
# Datelines: PLACE, March 3 (Agency) -
PLACE = r"[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]+){0,3}(?:, [A-Z][\w. ]{1,30})?"
ON = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? \d{4})?"
DASH = r" ?(?:-{1,2}|–|—) (?=\S)"
DATED = re.compile(rf"{PLACE}, {ON}(?: \((?P<agency>{AGENCIES})\))?{DASH}")
SIGNED = re.compile(rf"{PLACE} \((?P<agency>{AGENCIES})\){DASH}")


class Bylines(NamedTuple):
    """The metadata in a text's first lines, and the stretches to leave out."""

    metadata: Metadata = UNKNOWN
    left_out: tuple[LeftOut, ...] = ()


def find_bylines(text: str, blocks: Sequence[Span], language: str | None = None) -> Bylines:
    """Find lines with a byline, date or address, and a dateline at the start of the story.

    Only clear cases count: an unknown author is better than a wrong one. The publisher is set
    only if a dateline names an agency.
    """
    metadata = UNKNOWN
    left_out = []
    for number, block in enumerate(blocks[:HEAD]):
        line = text[slice(*block)]
        if _count(line) >= STORY and ends_sentence(line):
            opening = DATED.match(line) or SIGNED.match(line)
            if opening:
                metadata = metadata.over(Metadata(source=opening["agency"]))
                left_out.append(LeftOut(block.start, block.start + opening.end(), Reason.DATELINE))
            break
        found = read_line(line, language) if number else _read_date(line)
        if found is not None:
            reason, values = found
            metadata = metadata.over(values)
            left_out.append(LeftOut(*block, reason))
    return Bylines(metadata, (*left_out, *_credits(text, blocks)))


def _count(line: str) -> int:
    return max(len(WORD.findall(line)), count_true_words(line))


def read_line(line: str, language: str | None = None) -> tuple[Reason, Metadata] | None:
    """The reason to leave out a line, and its metadata; None to keep the line."""
    by = BY.fullmatch(line)
    if by:
        return Reason.BYLINE, Metadata(author=by["author"])
    if re.fullmatch(r"https?://\S{4,2000}", line):
        return Reason.ADDRESS, Metadata(url=line)
    return _read_date(line) or (read_signed_line(line, language) if language else None)


def _read_date(line: str) -> tuple[Reason, Metadata] | None:
    for pattern in DATE_LINES:
        match = pattern.fullmatch(line)
        if match:
            month = match["month"]
            number = int(month) if month.isdigit() else month_number(month) or 0
            try:
                day = date(int(match["year"]), number, int(match["day"]))
            except ValueError:
                return None
            return Reason.DATE, Metadata(published=day)
    return None


def find_author_notes(text: str, blocks: Sequence[Span], author: str | None) -> list[LeftOut]:
    """The lines below an article that tell who wrote it; they begin with one of the authors."""
    names = [one for one in re.split(r", | and ", author or "") if " " in one]
    found = []
    for block in blocks[max(1, len(blocks) - LAST) :]:
        line = text[slice(*block)]
        about = next((line[len(one) :] for one in names if line.startswith(one)), None)
        if about is not None and (not about.strip(" .") or WRITES.match(about.strip(" ,’'s"))):
            found.append(LeftOut(*block, Reason.BYLINE))
    return found


def _credits(text: str, blocks: Sequence[Span]) -> list[LeftOut]:
    """Reporting and editing credits in the last lines."""
    last = blocks[max(1, len(blocks) - 4) :]
    return [
        LeftOut(*block, Reason.BYLINE) for block in last if CREDITS.fullmatch(text[slice(*block)])
    ]
