"""What /edit asks to change: a source's number, and fields on lines such as "title: Storm"."""

import re
from datetime import date
from typing import NamedTuple

from corpus.metadata import FIELDS, check_field

LINE = re.compile(rf"({'|'.join(FIELDS)})\s*[:=](.*)", re.IGNORECASE)
NAME = "/edit"  # in place of a file's name in errors, which say only the reason


class Edit(NamedTuple):
    """The number of a source, and its new metadata by the names in Article."""

    reference: str
    values: dict[str, str | date | None]


def read_edit(words: str) -> Edit | None:
    """The edit that the words after the command ask for; None if they are not understood.

    Raises:
        CorpusError: A value is not valid.
    """
    reference, *rest = words.split(maxsplit=1) or [""]
    lines = [line for line in "".join(rest).splitlines() if line.strip()]
    found = [LINE.fullmatch(line.strip()) for line in lines]
    if not lines or None in found:
        return None
    given = {one[1].lower(): one[2] for one in found if one}
    values = {FIELDS[field]: check_field(field, text, NAME) for field, text in given.items()}
    return Edit(reference, values)
