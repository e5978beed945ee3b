"""How a browser finds the words of a text directive, as the specification has it.

Source: WICG, "URL Fragment Text Directives", "find a range from a text directive" and "find a
string in range". A line is a block; white space in it counts as one space.
"""

import unicodedata
from typing import NamedTuple
from urllib.parse import unquote

import regex

from corpus.article import Span

BOUNDARY = regex.compile(r"\b", regex.WORD)  # of Unicode's default words


class Parts(NamedTuple):
    prefix: str | None
    start: str
    end: str | None
    suffix: str | None


def parsed(directive):
    """Return the parts of a directive, decoded."""
    name, _, value = directive.partition("=")
    assert name == "text"
    assert "&" not in value
    pieces = value.split(",")
    assert 1 <= len(pieces) <= 4
    prefix = pieces.pop(0)[:-1] if pieces[0].endswith("-") else None
    suffix = pieces.pop()[1:] if pieces[-1].startswith("-") else None
    start, *end = pieces
    assert len(end) <= 1
    assert all(piece and "-" not in piece for piece in (start, *end))
    parts = (prefix, start, *(end or [None]), suffix)
    return Parts(*(part and unquote(part) for part in parts))


class Document:
    """A text as a browser searches it; ``accents`` says whether they make a difference."""

    def __init__(self, text, *, accents=True, lines=True):
        self._accents = accents
        self._places = []  # of each letter of ``_searched`` in the text
        letters = []
        for at, letter in enumerate(text):
            for one in self._compared(letter):
                space = one.isspace() and not (lines and one == "\n")
                if space and letters and letters[-1] == " ":
                    continue
                letters.append(" " if space else one)
                self._places.append(at)
        self._searched = "".join(letters)
        self._places.append(len(text))
        self._text = text
        self._boundaries = {0, len(text)} | {one.start() for one in BOUNDARY.finditer(text)}
        self._boundaries |= {
            at + beside for at, one in enumerate(text) if one == "\n" for beside in (0, 1)
        }

    def find(self, parts):
        """Return where the directive leads; None if to nothing."""
        found = self._find_parts(parts)
        return found and Span(self._places[found[0]], self._after(found[1]))

    def _find_parts(self, parts):
        at = 0
        while True:
            if parts.prefix is not None:
                prefix = self._string(parts.prefix, at, starts=True)
                if prefix is None:
                    return None
                at = prefix[0] + 1
                beyond = self._visible(prefix[1])
                ends = parts.end is not None or parts.suffix is None
                match = self._string(parts.start, beyond, ends=ends)
                if match is None:
                    return None
                if match[0] != beyond:
                    continue
            else:
                ends = parts.end is not None or parts.suffix is None
                match = self._string(parts.start, at, starts=True, ends=ends)
                if match is None:
                    return None
                at = match[0] + 1
            found = self._closed(parts, match)
            if found is not False:
                return found

    def _closed(self, parts, match):
        """Return the match with its end and suffix; None if there is none, False to go on."""
        start, stop = match
        while True:
            if parts.end is not None:
                last = self._string(parts.end, stop, starts=True, ends=parts.suffix is None)
                if last is None:
                    return None
                stop = last[1]
            if parts.suffix is None:
                return start, stop
            beyond = self._visible(stop)
            suffix = self._string(parts.suffix, beyond, ends=True)
            if suffix is None:
                return None
            if suffix[0] == beyond:
                return start, stop
            if parts.end is None:
                return False

    def _string(self, words, at, *, starts=False, ends=False):
        """Return where words stand first from a place on, in one block."""
        sought = "".join(map(self._compared, words))
        at = self._searched.find(sought, at)
        while at >= 0:
            end = at + len(sought)
            first, last = self._places[at], self._after(end)
            is_whole = self._is_edge(at) and self._is_edge(end)
            starts_right = not starts or first in self._boundaries
            if is_whole and starts_right and (not ends or last in self._boundaries):
                return at, end
            at = self._searched.find(sought, at + 1)
        return None

    def _after(self, end):
        """Return where a match ends in the text, with the accents that were not compared."""
        last = self._places[end - 1] + 1
        while last < len(self._text) and not self._compared(self._text[last]):
            last += 1
        return last

    def _is_edge(self, at):
        """Whether a place is not within the parts of one letter."""
        return at == 0 or self._places[at] != self._places[at - 1]

    def _visible(self, at):
        while at < len(self._searched) and self._searched[at].isspace():
            at += 1
        return at

    def _compared(self, letter):
        decomposed = unicodedata.normalize("NFKD", letter)
        if self._accents or decomposed[:1].isspace():  # an accent that stands alone
            return letter.casefold()
        parts = decomposed.casefold()
        return "".join(one for one in parts if unicodedata.category(one) != "Mn")
