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
GERMAN_BRIDGE = """\
Neue Brücke verbindet Norvik mit Sund

Die Bürgermeisterin von Norvik, Ida Lund, hat am Freitag die neue Brücke nach Sund eröffnet. Der \
Bau der Brücke kostete 48 Millionen Euro und dauerte drei Jahre.

Vom 1. April an zahlen Lastwagen eine Maut. Fußgänger und Radfahrer überqueren sie kostenlos.
"""
ARABIC_BRIDGE = """\
جسر جديد يربط نورفيك بسوند

افتتحت رئيسة بلدية نورفيك، إيدا لوند، الجسر الجديد إلى سوند يوم الجمعة. بلغت تكلفة بناء الجسر 48 \
مليون يورو واستغرق العمل ثلاث سنوات.

وسيدفع سائقو الشاحنات رسوما ابتداء من شهر أبريل. أما المشاة فيعبرون الجسر مجانا.
"""


def storm(publisher: str, dead: str) -> Article:
    """A report about a storm, which differs between publishers in the number of the dead."""
    return _report(STORM.format(dead=dead), publisher, date(2025, 3, 3))


def german_bridge() -> Article:
    """A report in German."""
    return _report(GERMAN_BRIDGE, "Küstenbote", date(2025, 3, 7))


def arabic_bridge() -> Article:
    """A report in Arabic."""
    return _report(ARABIC_BRIDGE, "صحيفة الساحل", date(2025, 3, 7))


def bridge() -> Article:
    """A report that comes in later."""
    return _report(BRIDGE, "Coast Gazette", date(2025, 3, 7))


def _report(text: str, publisher: str, day: date) -> Article:
    slug = publisher.lower().replace(" ", "-") if publisher.isascii() else "coast"
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
