"""Finds the names of an article's authors."""

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.html.facts.tags import Tags, clean, squeeze
from corpus.html.structured_data import JsonObject, resolved

NAMES = (
    "author byl sailthru.author parsely-author dcterms.creator article:author og:author authors"
).split()
MOST = 12  # authors
LONGEST, MOST_WORDS = 60, 6  # of a name
BY = re.compile(
    r"^(?:(?:(?:written|reported|posted|published|story|words|analysis|opinion|review|text|"
    r"commentary|column|report|updated|interview|edited)(?: and \w+)? )?by\b|von\b|par\b|por\b|"
    r"door\b|(?:autor(?:en|a)?|authors?|written|text):|"
    r"(?:автор|текст|фото)\b)[\s:]*",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"\s*(?:[(\[/•·–—].*|\s-\s.*|(?<=[a-z]{3})\.\s+\w.*|"
    r"\b(?:special to|for|in|at|of|with|on|from|published|"
    r"updated|posted|is an?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b.*|\s(?:january|february|"
    r"march|april|may|june|july|august|september|october|november|december))$",
    re.IGNORECASE | re.DOTALL,
)
SPLIT = re.compile(r"\s*[;|\n]\s*|,?\s+(?:and|und|et|y|e|&)\s+|\s*,\s*|\s+/\s+")
ROLE = re.compile(
    r"\b(?:writers?|editors?|reporters?|correspondents?|columnists?|contribut\w+|critics?|"
    r"journalists?|bureau|producers?|analysts?|directors?|staff|team|desk|newsroom|freelance\w*|"
    r"photographers?|specialists?|professor|author|administrator|webmaster|redaktion|rédaction|"
    r"redacción|redazione|redactie|agency|agencies|wires?|services?|editorial|chief|officer|"
    r"executive|president|manager|co-?founder|ceo|fellow|lecturer|researcher|intern|blogger|"
    r"digital|online|published|updated|posted)\b",
    re.IGNORECASE,
)
NO_NAME = re.compile(
    r"https?:|www\.|[@_]|\d|\.(?:com|org|net|co)\b|^(?:admin|anonymous|guest|unknown|none|null|nan|"
    r"undefined|user(?:name)?|root|by|author|editor|super ?user|test|view .*|"
    r"see .*|more .*|read .*|\W*)$",
    re.IGNORECASE,
)
CREDENTIAL = re.compile(r"(?:Ph\.?D|M\.?D|M\.?S|M\.?A|MBA|RDN?|RN|Esq|MPH|MSc|BSc|LLD|JD|DVM)\.?")
CONTACT = re.compile(r"\S+@\S+|https?://\S*|(?<!\w)@\w+")
SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
MONTH = re.compile(
    r"january|february|march|april|may|june|july|august|september|october|november|december",
    re.IGNORECASE,
)
# In the name of a company, which follows its author's name.
COMPANY = re.compile(
    r"\b(?:media|news|press|times|post|journal|magazine|service|network|tribune|herald|daily|today|"
    r"business|insider|group|inc|ltd|llc|gazette|chronicle|weekly|review|tv|radio)\b",
    re.IGNORECASE,
)
AGENCIES = re.compile(
    r"(?:the )?(?:associated press|ap|reuters|afp|agence france-presse|bloomberg|dpa|upi|xinhua|"
    r"press association|pa)(?: news)?",
    re.IGNORECASE,
)


def find_authors(
    tags: Tags,
    article: JsonObject,
    objects: Sequence[JsonObject],
    publishers: Iterable[str],
    byline: str,
) -> str | None:
    """The authors, such as "A, B and C", without the publisher; None if they are not known.

    ``byline`` is what another reader takes for the authors.
    """
    known = {squeeze(name).removeprefix("the") for name in publishers if name}
    places = [
        [clean(name) for name in _names(article.get("author"), objects)],
        [clean(name) for name in _names(article.get("creator"), objects)],
        *(tags.meta.get(name, ()) for name in NAMES),
        [_turned(name) for name in tags.meta.get("dc.creator", ())],
        [_turned(name) for name in tags.meta.get("citation_author", ())],
        [byline],
    ]
    return next((joined for place in places if (joined := _joined(place, known))), None)


def _names(value: object, objects: Sequence[JsonObject]) -> Iterator[str]:
    for one in value[:MOST] if isinstance(value, list) else [value]:
        found = resolved(one, objects)
        found = found.get("name") if isinstance(found, dict) else found
        names = found if isinstance(found, list) else [found]
        yield from (name for name in names if isinstance(name, str))


def _turned(name: str) -> str:
    """A name in the form of a catalog, such as "Hale, Ann", in its usual order."""
    last, _, first = name.partition(",")
    is_turned = first.strip() and "," not in first and len(last.split()) == 1
    return f"{first.strip()} {last}" if is_turned and ROLE.search(first) is None else name


def _joined(values: Iterable[str], publishers: set[str]) -> str | None:
    names: dict[str, str] = {}
    for value in values:
        for name in _split(value):
            own = squeeze(name).removeprefix("the")
            if own and not any(site.startswith(own) for site in publishers):
                names.setdefault(own, name)
    people = [name for name in names.values() if AGENCIES.fullmatch(name) is None]
    found = (people or list(names.values()))[:MOST]
    return " and ".join(filter(None, (", ".join(found[:-1]), found[-1]))) if found else None


def _split(value: str) -> list[str]:
    """The names in a value such as "By A. Hale and Mia Berg, staff writers"."""
    names: list[str] = []
    for part in SPLIT.split(BY.sub("", CONTACT.sub("", value).strip())):
        if names and SUFFIX.fullmatch(part):
            names[-1] += f", {part}"
            continue
        name = _name(part)
        is_company = names and (" " not in name or COMPANY.search(name))
        if name and not is_company:
            names.append(name)
    return names


def _name(part: str) -> str:
    """The name in a part; "" if it is a role, an address or nothing."""
    words = AFTER.sub("", BY.sub("", part)).strip(" ,:;-–—*'\"").split()
    if len(words) > 2 and AGENCIES.fullmatch(" ".join(words[-2:])):
        words = words[:-2]
    name = " ".join(words)
    is_other = ROLE.search(name) or NO_NAME.search(name) or CREDENTIAL.fullmatch(name)
    if not 1 <= len(words) <= MOST_WORDS or len(name) > LONGEST or is_other:
        return ""
    is_shouted = name.isupper() and len(words) > 1
    return " ".join(map(_lowered, words)) if is_shouted else name


def _lowered(word: str) -> str:
    """A word in capitals as in a name; initials stay."""
    return word if "." in word or len(word) < 3 else word.title()
