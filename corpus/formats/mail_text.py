"""Takes what mail programs add out of a mail's plain text: signatures and forwarded headers."""

import re

# Up to ten short lines; longer ones are text below a line of two hyphens. Source: RFC 3676
SIGNATURE = re.compile(r"^-- ?\n(?:[^\n]{0,80}(?:\n|\Z)){1,10}\Z", re.MULTILINE)
# "---------- Forwarded message ---------", "-----Original Message-----" in several languages,
# and the fields that follow.
FORWARDED = re.compile(
    r"^(?:[-_]{3,} ?[^\W\d_][^\n]{2,60}?[-_]{3,}|Begin forwarded message:|_{10,})[ \t]*\n\s*"
    r"(?:^[*> ]*[^\W\d_][\w -]{0,20}:\*? [^\n]*\n(?:[ \t]+\S[^\n]*\n)*){2,8}",
    re.MULTILINE,
)
LONGEST_NOTE = 200  # characters of what is written above a forwarded mail


def article_part(text: str) -> str:
    r"""A mail's text without its signature, and without what stands above a mail it forwards.

    >>> article_part("It rained.\n-- \nMia Berg\nHarbour Post\n")
    'It rained.\n'
    """
    text = text.replace("\r\n", "\n")
    signature = SIGNATURE.search(text)
    if signature and text[: signature.start()].strip():
        text = text[: signature.start()]
    forwarded = FORWARDED.search(text)
    if forwarded is None or not text[forwarded.end() :].strip():
        return text
    note = text[: forwarded.start()].strip()
    above = f"{note}\n\n" if len(note) > LONGEST_NOTE else ""
    return above + text[forwarded.end() :].lstrip("\n")
