"""The glyphs on a PDF's page with their places, as pdfium sees them."""

import math
import unicodedata
from collections.abc import Iterator
from ctypes import byref, c_double
from typing import Any

import pypdfium2.raw as pdfium

from corpus.formats.pdf.words import Word

HYPHEN = "\x02"  # pdfium's mark for a hyphen at the end of a line
LIGATURES = range(0xFB00, 0xFB07)  # such as the one of f and i
SOFT_HYPHEN = "\xad"  # some files have it for a hyphen at the end of a line
USUAL_WIDTH = 0.5  # em, of a glyph
QUARTER = math.pi / 2
SKEW = math.radians(10)  # text turned by less than this counts as upright


def glyphs_on(page: Any) -> list[list[Word]]:
    """The visible glyphs of a page by the direction of their text, the main direction first.

    Each is a word of one letter. Within a direction, they are in the order of the file.
    """
    turned: dict[float, list[Word]] = {}
    for angle, glyph in _glyphs(page.get_textpage()):
        turned.setdefault(angle, []).append(glyph)
    return sorted(turned.values(), key=len, reverse=True)


def _glyphs(textpage: Any) -> Iterator[tuple[float, Word]]:
    """Yield each glyph and the direction of its text."""
    x, y, box, matrix = c_double(), c_double(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    spaced = hinted = False
    for number in range(pdfium.FPDFText_CountChars(textpage)):
        letter = _letter(pdfium.FPDFText_GetUnicode(textpage, number))
        if letter.isspace() or not (letter.isprintable() or letter == SOFT_HYPHEN):
            if letter in " \xa0":
                hinted = True
                spaced = spaced or not pdfium.FPDFText_IsGenerated(textpage, number)
            continue
        pdfium.FPDFText_GetCharOrigin(textpage, number, byref(x), byref(y))
        pdfium.FPDFText_GetLooseCharBox(textpage, number, byref(box))
        pdfium.FPDFText_GetMatrix(textpage, number, byref(matrix))
        scale = math.hypot(matrix.c, matrix.d)
        size = pdfium.FPDFText_GetFontSize(textpage, number) * scale
        angle = _upright(math.atan2(matrix.b, matrix.a))
        left, right, base = _placed(angle, (x.value, y.value), box, size)
        if math.isfinite(left + right + base + size):
            yield angle, Word(letter, left, right, base, max(size, 0.1), spaced, hinted)
        spaced = hinted = False


def _letter(code: int) -> str:
    letter = "-" if chr(code) == HYPHEN else chr(code)
    return unicodedata.normalize("NFKC", letter) if code in LIGATURES else letter


def _upright(angle: float) -> float:
    """The nearest quarter turn, or the angle itself if it is not near one."""
    nearest = round(angle / QUARTER) % 4 * QUARTER
    off = math.remainder(angle - nearest, math.tau)
    return nearest if abs(off) < SKEW else round(angle, 1)


def _placed(
    angle: float, origin: tuple[float, float], box: Any, size: float
) -> tuple[float, float, float]:
    """The left and right ends and the base line of a glyph, as seen along its direction."""
    if not angle:  # the box begins before the origin where an italic letter hangs over
        return max(origin[0], box.left), box.right, origin[1]
    along, across = math.cos(angle), math.sin(angle)
    base = origin[1] * along - origin[0] * across
    if angle % QUARTER:  # the box is that of a turned glyph, and larger
        left = origin[0] * along + origin[1] * across
        return left, left + USUAL_WIDTH * size, base
    corners = [(x, y) for x in (box.left, box.right) for y in (box.bottom, box.top)]
    ends = [x * along + y * across for x, y in corners]
    return min(ends), max(ends), base
