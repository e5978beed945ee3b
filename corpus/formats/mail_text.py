"""Takes the headers of a forwarded mail out of a mail's plain text."""

import re

# "---------- Forwarded message ---------", "-----Original Message-----" in several languages,
# and the fields that follow.
FORWARDED = re.compile(
    r"^(?:[-_]{3,} ?[^\W\d_][^\n]{2,60}?[-_]{3,}|Begin forwarded message:|_{10,})[ \t]*\n\s*"
    r"(?:^[*> ]*[^\W\d_][\w -]{0,20}:\*? [^\n]*\n(?:[ \t]+\S[^\n]*\n)*){2,8}",
    re.MULTILINE,
)
LONGEST_NOTE = 200  # characters of what is written above a forwarded mail


def article_part(text: str) -> str:
    """A mail's text without what mail programs and short notes say above a mail it forwards."""
    text = text.replace("\r\n", "\n")
    forwarded = FORWARDED.search(text)
    if forwarded is None or not text[forwarded.end() :].strip():
        return text
    note = text[: forwarded.start()].strip()
    above = f"{note}\n\n" if len(note) > LONGEST_NOTE else ""
    return above + text[forwarded.end() :].lstrip("\n")
