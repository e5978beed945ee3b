"""Articles of invented newspapers, for pictures of what several sources say."""

from datetime import date

from corpus.article import Article
from corpus.reading import read_article

STORM = """\
Storm floods the harbour of Norvik

A storm flooded the harbour of Norvik on Monday evening. {dead} people were killed when the ferry \
terminal collapsed. The mayor, Ida Lund, closed all schools until Thursday.

Power returned to most of the town on Tuesday. The ferries to Sund stay in port until the quay \
has been repaired.
"""
BRIDGE = """\
Norvik gets a bridge

Ida Lund, the mayor of Norvik, opened the new bridge to Sund on Friday. It cost 48 million euros \
and took three years to build.
"""


def storm(publisher: str, dead: str) -> Article:
    """A report about a storm, which differs between publishers in the number of the dead."""
    return _report(STORM.format(dead=dead), publisher, date(2025, 3, 3))


def bridge() -> Article:
    """A report that comes in later."""
    return _report(BRIDGE, "Coast Gazette", date(2025, 3, 7))


def _report(text: str, publisher: str, day: date) -> Article:
    slug = publisher.lower().replace(" ", "-")
    title, _, rest = text.partition("\n\n")
    head = f"title: {title}\nsource: {publisher}\ndate: {day}\nurl: https://{slug}.example/{day}\n"
    return read_article(f"---\n{head}---\n{rest}".encode(), "report.md")


def page(text: str) -> bytes:
    """A web page with a report."""
    title, _, rest = text.partition("\n\n")
    paragraphs = "".join(f"<p>{part}</p>" for part in rest.split("\n\n"))
    return (
        f"<html><head><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    ).encode()
