"""The paragraphs of a Word document's body, in order and with all changes accepted.

Elements are told apart by their names without namespace, so that text boxes and formulas are read
like the rest.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from corpus.formats.docx.styles import Kind, is_on, outline_level, value_of

# What is not text of the document: properties, instructions of fields, and what was removed.
DROPPED = frozenset(
    "pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr tblPrEx ctrlPr del moveFrom delText "
    "instrText delInstrText fldData rt altChunk docPr".split()
)
CHARACTERS: Mapping[str, str] = {
    "tab": " ", "ptab": " ", "noBreakHyphen": "-", "softHyphen": "", "br": "\n", "cr": "\n",
}  # fmt: skip
BOXES = frozenset({"txbxContent", "txBody"})
NOTES = frozenset({"footnoteReference", "endnoteReference"})
PRIVATE = range(0xE000, 0xF900)  # letters of fonts of pictures, such as Wingdings
# Letters of the font Symbol, of which Word gives the code after F0: "5±2" must not become "52".
SYMBOLS = {
    0xF0B0: "°", 0xF0B1: "±", 0xF0B4: "×", 0xF0B8: "÷", 0xF0A3: "≤", 0xF0B3: "≥", 0xF0B9: "≠",
    0xF0BB: "≈", 0xF02D: "−", 0xF0AE: "→", 0xF0A5: "∞", 0xF0D7: "·", 0xF0A0: "€", 0xF06D: "μ",
    0xF061: "α", 0xF062: "β", 0xF067: "γ", 0xF044: "Δ", 0xF057: "Ω", 0xF025: "%", 0xF02B: "+",
    0xF02F: "/", 0xF03C: "<", 0xF03D: "=", 0xF03E: ">",
}  # fmt: skip
SENTENCE_END = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$")
CONTENTS = "Table of Contents"
LONGEST_CELL = 60  # characters of a cell of figures; a longer one is text
SHORT_LINE = 60  # characters; a shorter line before a manual break was not wrapped there

Reference = tuple[str, str]  # the kind of a note, and its number


class Paragraph(NamedTuple):
    """A paragraph or a row of a table, on one line."""

    text: str
    kind: Kind | None = None


class BodyReader:
    """Reads the parts of a document one after another; fields can go on from one to the next."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds  # of the styles
        self._fields: list[bool] = []  # for each open field, whether its result has begun
        self._boxes: list[Any] = []  # text boxes that follow the paragraph
        self._before = ""  # a paragraph whose end was removed
        self.notes: list[Reference] = []

    def paragraphs(self, parent: Any) -> Iterator[Paragraph]:
        """Yield the paragraphs in an element."""
        for child in parent:
            name = _name(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name not in DROPPED and not _is_placeholder(child):
                yield from self.paragraphs(_chosen(child))

    def _paragraph(self, element: Any) -> Iterator[Paragraph]:
        text = self._before + "".join(self._text(element))
        # An instruction ends with its paragraph; in a damaged document, all the rest would be one.
        self._fields = [field for field in self._fields if field]
        boxes, self._boxes, self._before = self._boxes, [], ""
        if _is_end_removed(element):
            self._before = text
        else:
            kind = self._kind(element)
            if kind not in (Kind.HIDDEN, Kind.CONTENTS):
                yield from (Paragraph(line, kind) for line in _lines(text))
        if boxes:
            before, self._before = self._before, ""
            yield from chain.from_iterable(self.paragraphs(box) for box in boxes)
            self._before = before

    def _text(self, parent: Any) -> Iterator[str]:
        """Yield the visible text within a paragraph."""
        for child in parent:
            name = _name(child)
            if name in DROPPED or _is_placeholder(child):
                continue
            if name == "fldChar":
                self._field(value_of(child, "fldCharType"))
            elif name in BOXES:
                self._boxes.append(child)
            elif name in NOTES:
                self.notes.append((name, value_of(child, "id")))
            elif name in ("t", "sym") or name in CHARACTERS:
                yield _letters(child, name) if all(self._fields) else ""
            elif name == "r" and self._is_hidden(child):
                list(self._text(mark for mark in child if _name(mark) == "fldChar"))
            else:
                yield from self._text(_chosen(child))

    def _field(self, mark: str) -> None:
        """Follow a field: its instruction, then its result, which is what Word shows."""
        if mark == "begin":
            self._fields.append(False)
        elif self._fields and mark == "separate":
            self._fields[-1] = True
        elif self._fields and mark == "end":
            self._fields.pop()

    def _table(self, table: Any) -> Iterator[Paragraph]:
        for row in _parts(table, "tr"):
            cells = [list(self.paragraphs(cell)) for cell in _parts(row, "tc")]
            texts = [paragraph.text for cell in cells for paragraph in cell]
            if len(texts) > 1 and all(len(cell) <= 1 for cell in cells) and _are_figures(texts):
                yield Paragraph(" ".join(texts))
            else:
                yield from chain.from_iterable(cells)

    def _kind(self, paragraph: Any) -> Kind | None:
        properties = _first(paragraph, "pPr")
        kind = self._kinds.get(value_of(_first(properties, "pStyle"), "val"))
        return kind or (Kind.HEADING if outline_level(properties) else None)

    def _is_hidden(self, run: Any) -> bool:
        properties = _first(run, "rPr")
        style = self._kinds.get(value_of(_first(properties, "rStyle"), "val"))
        vanish = _first(properties, "vanish")
        return style is Kind.HIDDEN if vanish is None else is_on(vanish)


def _name(element: Any) -> str:
    """The element's name without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "del"


def _first(parent: Any, name: str) -> Any:
    return None if parent is None else next((one for one in parent if _name(one) == name), None)


def _chosen(element: Any) -> Any:
    """The element, or the first of the alternatives that it holds for older programs."""
    if _name(element) != "AlternateContent":
        return element
    return [one for one in element if _name(one) in ("Choice", "Fallback")][:1]


def _is_placeholder(element: Any) -> bool:
    """Whether it is a form field that nobody has filled in, or a table of contents."""
    properties = _first(element, "sdtPr") if _name(element) == "sdt" else None
    gallery = _first(_first(properties, "docPartObj"), "docPartGallery")
    is_contents = value_of(gallery, "val") == CONTENTS
    return is_contents or is_on(_first(properties, "showingPlcHdr"))


def _is_end_removed(paragraph: Any) -> bool:
    """Whether the end of a paragraph was removed, so that the next one belongs to it."""
    mark = _first(_first(paragraph, "pPr"), "rPr")
    return any(_first(mark, name) is not None for name in ("del", "moveFrom"))


def _parts(parent: Any, wanted: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, without removed ones."""
    for child in parent:
        name = _name(child)
        if name == wanted:
            properties = _first(child, f"{wanted}Pr")
            if _first(properties, "del" if wanted == "tr" else "cellDel") is None:
                yield child
        elif name not in DROPPED:
            yield from _parts(_chosen(child), wanted)


def _letters(element: Any, name: str) -> str:
    if name == "t":
        return element.text or ""
    if name == "sym":
        code = int(value_of(element, "char") or "0", 16)
        if code in SYMBOLS and value_of(element, "font") == "Symbol":
            return SYMBOLS[code]
        return "" if code in PRIVATE or not chr(code).isprintable() else chr(code)
    return CHARACTERS[name]


def _are_figures(cells: list[str]) -> bool:
    """Whether the cells of a row are names and figures, which make sense only together."""
    return all(len(cell) <= LONGEST_CELL and not SENTENCE_END.search(cell) for cell in cells)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines between manual breaks; lines that were wrapped by hand are joined."""
    line = ""
    for part in text.split("\n"):
        words = " ".join(part.split())
        goes_on = words[:1].islower() or len(line) >= SHORT_LINE
        if line and words and goes_on and not SENTENCE_END.search(line):
            line += f" {words}"
        else:
            if line:
                yield line
            line = words
    if line:
        yield line
