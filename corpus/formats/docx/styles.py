"""What the styles of a Word document say about its paragraphs."""

import re
from enum import StrEnum
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = frozenset({"0", "false", "off"})
BODY_LEVEL = 9  # outline level of text that is no heading
DEEPEST = 10  # styles that are based on one another


class Kind(StrEnum):
    """What a paragraph is; most are none of these."""

    TITLE = "title"
    HEADING = "heading"
    CAPTION = "caption"
    CONTENTS = "contents"  # a table of contents
    HIDDEN = "hidden"


# The names are English in every language of Word, and the same in LibreOffice and Google Docs.
NAMES = (
    (re.compile(r"title"), Kind.TITLE),
    (re.compile(r"heading \d"), Kind.HEADING),
    (re.compile(r"caption"), Kind.CAPTION),
    (re.compile(r"toc( heading| ?\d)|table of (figures|authorities)|contents ?\d"), Kind.CONTENTS),
)


def kinds_of_styles(styles: Any) -> dict[str, Kind]:
    """The kinds that some styles have, by the styles' identifiers."""
    every = {value_of(style, "styleId"): style for style in styles.iterchildren(f"{W}style")}
    found = ((identifier, _kind(style, every)) for identifier, style in every.items())
    return {identifier: kind for identifier, kind in found if kind is not None}


def _kind(style: Any, every: dict[str, Any]) -> Kind | None:
    for _ in range(DEEPEST):
        if style is None:
            break
        if is_on(style.find(f"{W}rPr/{W}vanish")):
            return Kind.HIDDEN
        name = value_of(style.find(f"{W}name"), "val").casefold()
        kind = next((kind for pattern, kind in NAMES if pattern.fullmatch(name)), None)
        if kind or outline_level(style.find(f"{W}pPr")):
            return kind or Kind.HEADING
        style = every.get(value_of(style.find(f"{W}basedOn"), "val"))
    return None


def outline_level(properties: Any) -> bool:
    """Whether the properties of a paragraph put it into the outline."""
    level = None if properties is None else properties.find(f"{W}outlineLvl")
    value = value_of(level, "val")
    return value.isdecimal() and int(value) < BODY_LEVEL


def value_of(element: Any, name: str) -> str:
    """An attribute of an element; empty if either is missing."""
    return "" if element is None else element.get(W + name) or element.get(name) or ""


def is_on(switch: Any) -> bool:
    """Whether a property is there and not switched off."""
    return switch is not None and value_of(switch, "val").casefold() not in OFF
