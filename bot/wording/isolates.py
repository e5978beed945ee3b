"""What keeps the parts of a text that runs from right to left in their places.

Around a Latin name, a number or a command, punctuation would jump to the wrong side. Unicode's
isolates around it keep its direction apart from that of the sentence. They are invisible.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

ISOLATE = "\u2068"  # what follows has the direction of its first letter, ...
END = "\u2069"  # ... up to here
MARK = "\u200f"  # an invisible letter that is written from right to left
STRONG = frozenset({"L", "R", "AL"})  # the bidirectional classes that have a direction

DELETED = dict.fromkeys(map(ord, (ISOLATE, END, MARK)))

ARGUMENT = r"[A-Za-z0-9][A-Za-z0-9:.]*"
COMMAND = rf"(?<![\w}}])(?:/[a-z_]+(?:@[\w{{}}]+)?(?:[ ]{ARGUMENT})*|[/@][\w{{}}]+)"
DOMAIN = r"[A-Za-z0-9][A-Za-z0-9.-]*\.[a-z]{2,}"
KEPT = rf"{ISOLATE}[^{END}]*{END}|\{{\{{|\}}\}}"  # isolated already, and braces that stay
LITERAL = re.compile(rf"{KEPT}|{COMMAND}|{DOMAIN}")
PLACEHOLDER = re.compile(rf"{KEPT}|\[?\{{(?P<name>\w+)[^{{}}]*\}}\]?")


def isolated(text: str) -> str:
    """The text in an isolate, unless it is empty, has several lines or isolates of its own.

    What has isolates of its own is a text of ours, in the direction of what is around it.
    """
    return text if is_whole(text) else f"{ISOLATE}{text}{END}"


def is_whole(text: str) -> bool:
    """Whether a text needs no isolates around it."""
    return not text or ISOLATE in text or "\n" in text


def with_isolated_commands(template: str) -> str:
    """The template with isolates around its commands, mentions and domains."""
    return LITERAL.sub(_isolate, template)


def with_isolated_values(template: str, whole: Iterable[str]) -> str:
    """The template with isolates around its placeholders, but not around those in ``whole``."""
    for name in whole:
        template = template.replace(f"{ISOLATE}{{{name}}}{END}", f"{{{name}}}")

    def isolate(found: re.Match[str]) -> str:
        return found[0] if found["name"] in whole else _isolate(found)

    return PLACEHOLDER.sub(isolate, template)


def needs_mark(text: str) -> bool:
    """Whether a text would run from left to right without a MARK before it.

    Its direction is that of its first letter outside isolates.
    """
    line = text.partition("\n")[0]
    outside = "".join(_outside(line))
    strong = [kind for kind in map(unicodedata.bidirectional, outside) if kind in STRONG]
    if not strong:
        return len(outside) < len(line)
    return strong[0] == "L" and not {"L"}.issuperset(strong)


def without_isolates(text: str) -> str:
    """The text as it is copied: without marks and isolates."""
    return text.translate(DELETED)


def _outside(line: str) -> Iterator[str]:
    """Yield the characters outside isolates."""
    depth = 0
    for letter in line:
        depth += letter == ISOLATE
        if not depth:
            yield letter
        depth -= letter == END and depth > 0


def _isolate(found: re.Match[str]) -> str:
    is_kept = found[0].startswith((ISOLATE, "{{", "}}"))
    return found[0] if is_kept else f"{ISOLATE}{found[0]}{END}"
