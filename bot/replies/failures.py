"""Why a file, a page or a value cannot be used, in the reader's language.

The reasons come in English from whatever reads files and pages, some by way of the database. One
that is not in the table below, or not translated, is shown as it came.
"""

import re
from functools import cache
from string import Formatter

from bot.replies.labels import label
from bot.replies.reply import Reply, untrusted
from bot.wording.wording import Wording

LONGEST_REASON = 300  # UTF-16 units
LONGEST_MATCHED = 1000  # characters of a reason that is looked for in the table

# Translators: Every message with the context "reason" says what is wrong with a file, a page or a
# value. In English it has no subject and follows "it" or a name: "I could not add that: it
# {reason}.", "{name} {reason}." Word those with a colon before {reason} if the phrases cannot
# follow otherwise, and all the phrases alike, for example as "no sentence to quote".
# A reason is the first of these that it can be.
REASONS = (
    Wording("contains no sentence to quote", "reason"),
    Wording("is empty", "reason"),
    Wording("contains too much text", "reason"),
    Wording("has more than {most} characters of text", "reason"),
    Wording("has more than {most} sentences", "reason"),
    Wording("has more than {most} pages", "reason"),
    Wording("is larger than the limit of {most} MB", "reason"),
    Wording("is larger than {most} MB", "reason"),
    Wording("takes too long to read", "reason"),
    Wording("takes too long", "reason"),
    Wording("takes longer than {most} seconds", "reason"),
    Wording("takes too much memory to read, or is damaged", "reason"),
    Wording("cannot be read now: no process can be started ({reason})", "reason"),
    # Translators: What a page shows in place of an article.
    Wording("is a web page without a recognizable article", "reason"),
    Wording("leads to the front page of its site, not to an article", "reason"),
    Wording("shows something other than this article", "reason"),
    Wording("is a cookie notice, not an article", "reason"),
    Wording("is a check for robots, not an article", "reason"),
    Wording("is a notice about the browser, not an article", "reason"),
    Wording("is a page that leads on to another, not an article", "reason"),
    Wording("is a refusal of access, not an article", "reason"),
    Wording("is a request to enable JavaScript, not an article", "reason"),
    Wording("is a request to log in or subscribe, not an article", "reason"),
    Wording("is a request to turn off an ad blocker, not an article", "reason"),
    Wording("is an empty list of search results, not an article", "reason"),
    Wording("is an error message (page not found), not an article", "reason"),
    Wording("is an error message, not an article", "reason"),
    Wording("is a list of links to articles, not an article", "reason"),
    # Translators: Of web addresses.
    Wording("took longer than {most} seconds to fetch", "reason"),
    Wording("cannot be fetched: its server cannot be reached", "reason"),
    Wording("cannot be fetched: its host cannot be found", "reason"),
    Wording("cannot be fetched: its server responds with status {status}", "reason"),
    Wording("cannot be fetched: the address or the server's reply is invalid", "reason"),
    Wording("cannot be fetched: its compressed content is damaged or incomplete", "reason"),
    Wording("cannot be checked", "reason"),
    Wording("redirects more than {most} times", "reason"),
    Wording("is not a plain http or https address", "reason"),
    Wording("is not on the public internet", "reason"),
    Wording("has an address of more than {most} characters", "reason"),
    Wording("is longer than {most} characters", "reason"),
    Wording("has an unsupported type: {type}", "reason"),
    Wording("has an unsupported encoding: {encoding}", "reason"),
    Wording("is on a site whose pages were read too often in the last hour", "reason"),
    Wording("is not a feed", "reason"),
    Wording("is not a feed and does not link to one", "reason"),
    # Translators: Of files. {format} is a name such as "PNG" or "Excel", and {suffix} is ".xls".
    Wording("is not a text file: it contains binary control characters", "reason"),
    Wording("is not a text file, or its encoding is unknown", "reason"),
    Wording("is not a text file: it contains NUL characters", "reason"),
    Wording("starts like {encoding} but is damaged", "reason"),
    Wording("is a damaged mail or saved page", "reason"),
    Wording("is a mail or a saved page without text", "reason"),
    Wording("is a damaged or unsupported archive", "reason"),
    Wording("contains more than {most} files", "reason"),
    Wording("contains no file of these types: {types}", "reason"),
    Wording("unpacks to more than {most} MB", "reason"),
    Wording("is encrypted", "reason"),
    Wording("is a damaged Word document", "reason"),
    Wording("is a Word document without text", "reason"),
    Wording("is a damaged PDF", "reason"),
    Wording("contains no text; it may be a scan, which holds only images", "reason"),
    Wording("is a {format} image, which holds no text", "reason"),
    Wording("is a {format} recording, which holds no text", "reason"),
    Wording("is a {format} video, which holds no text", "reason"),
    Wording("is a {format} database, which holds no text", "reason"),
    Wording("is a program, which holds no text", "reason"),
    Wording("is a {format} archive; only ZIP archives can be unpacked", "reason"),
    Wording("is a property list or a Safari web archive; save it as HTML or PDF", "reason"),
    Wording("is an old Office file; save it as DOCX, PDF or plain text", "reason"),
    Wording("is an encrypted Office file; save it without a password", "reason"),
    Wording("is an Outlook message (.msg); save it as .eml or plain text", "reason"),
    Wording("is an OpenDocument text (.odt); save it as DOCX, PDF or plain text", "reason"),
    Wording("is a {format} file ({suffix}); save its text as DOCX, PDF or plain text", "reason"),
    Wording("is a {format} file ({suffix}); save it as DOCX, PDF or plain text", "reason"),
    Wording("is a {format} file; save it as DOCX, PDF or plain text", "reason"),
    Wording("is a {format} e-book; save it as DOCX, PDF or plain text", "reason"),
    # Translators: Of values that readers give. {field} is a word to send, and stays English.
    Wording("has an invalid {field}: longer than {most} characters", "reason"),
    Wording("has an invalid {field}: not valid Unicode", "reason"),
    Wording("has an invalid language (expected one like en): {value}", "reason"),
    Wording("has an invalid address (not http or https): {value}", "reason"),
    Wording("has an invalid date (expected one like 2025-03-21): {value}", "reason"),
)


def reason_reply(reason: str, longest: int = LONGEST_REASON) -> Reply:
    """Return a reason as a phrase that follows "it", on one line of ``longest`` UTF-16 units.

    It may contain text from an untrusted page.
    """
    return untrusted(label(_translated(reason), longest))


def _translated(reason: str) -> str:
    """Return a reason in the language spoken, if it is in the table and translated."""
    for wording, pattern in _patterns():
        if (match := pattern.fullmatch(reason[:LONGEST_MATCHED])) and str(wording) != (
            wording.message
        ):
            return wording.format(**match.groupdict())
    return reason


@cache
def _patterns() -> tuple[tuple[Wording, re.Pattern[str]], ...]:
    """The table, each reason with what it looks like when it is filled in."""
    return tuple((wording, _pattern(wording.message)) for wording in REASONS)


def _pattern(message: str) -> re.Pattern[str]:
    """Return what a message looks like when it is filled in; "a" stands for "an", too."""
    parts = (
        re.escape(text) + (f"(?P<{name}>.+?)" if name is not None else "")
        for text, name, _, _ in Formatter().parse(message)
    )
    return re.compile("".join(parts).replace(r"is\ a\ (", r"is\ an?\ ("))
