"""Finds the name of a page's publisher."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from corpus.html.facts.tags import Tags, clean, squeeze
from corpus.html.structured_data import JsonObject, resolved, types

# Where a name was found, and how much weight that has.
IN_ARTICLE, IN_SITE_NAME, IN_SITE, IN_TITLE, IN_META, IN_END = 3.0, 2.6, 2.0, 1.5, 1.2, -1.0
# More for a name that the address or a second place confirms; less for an agency or a person.
SPELLED, AGREED, OTHER = 2.0, 1.0, -3.0
NAMES = (
    "dc.publisher dcterms.publisher publisher citation_publisher application-name "
    "apple-mobile-web-app-title al:ios:app_name"
).split()
LONGEST, MOST_WORDS = 80, 9
LONG_TITLE = 12  # characters; a shorter heading can be a part of the site's name
NO_NAME = re.compile(
    r"https?:|://|^www\.|@|©|\(c\)|copyright|all rights reserved|[{}<>]|^[\W\d]*$|"
    r"^(?:home|index|untitled|site ?name|my site|website|blog|wordpress|blogger|news|facebook|"
    r"twitter|null|undefined|none|n/a|unknown|admin|connected|publisher|organization)$",
    re.IGNORECASE,
)
AGENCIES = frozenset(
    "associatedpress theassociatedpress ap reuters thomsonreuters afp agencefrancepresse "
    "bloomberg pressassociation pa dpa upi ians pti ani xinhua".split()
)
BETWEEN = re.compile(r"\s*(?:\||»|•|·|::)\s*|\s+[-–—:]+\s+")
NO_LABELS = frozenset(
    "www m mobile amp edition com org net co ac gov edu info news blog blogs wordpress blogspot "
    "tumblr medium typepad github substack".split()
)
WORD = re.compile(r"[^\W_]+")
SMALL_WORDS = frozenset("the of and for a an de la le di".split())


def find_publisher(
    tags: Tags, article: JsonObject, objects: Sequence[JsonObject], host: str, shown: str
) -> str | None:
    """The publisher's name, or that of the host as the page spells it; None if neither is known.

    ``shown`` is the text of the page.
    """
    label, people = main_label(host), _people(article)
    names: dict[str, str] = {}
    weights: defaultdict[str, dict[str, float]] = defaultdict(dict)  # by name, then by place
    for place, raw, weight in _candidates(tags, article, objects, has_host=bool(label)):
        name = _name(raw, label)
        if name is not None:
            own = squeeze(name)
            names.setdefault(own, name)
            weights[own].setdefault(place, weight)
    scores = {
        own: max(told.values()) + AGREED * (len(told) - 1) + _merit(names[own], label, people)
        for own, told in weights.items()
    }
    for short in {_initials(name) for name in names.values()} & scores.keys():
        del scores[short]  # "Wall Street Journal" rather than "WSJ"
    best = max(scores, key=lambda own: scores[own], default=None)
    if best is not None and scores[best] > 0:
        return names[best]
    return _as_spelled(host, f"{tags.title}\n{shown}") if label else None


def _merit(name: str, label: str, people: Collection[str]) -> float:
    """The evidence for a name, if the host spells it, and against it, if others have it."""
    if label and spells(label, name):
        return SPELLED
    return OTHER if squeeze(name) in AGENCIES or squeeze(name) in people else 0.0


def _people(article: JsonObject) -> set[str]:
    """The people who wrote an article, or are named as its publishers."""
    values = [article.get("author"), article.get("publisher")]
    every = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return {
        squeeze(clean(one.get("name")))
        for one in every
        if isinstance(one, dict) and "Person" in types(one)
    }


def _initials(name: str) -> str:
    words = [word for word in WORD.findall(name.casefold()) if word not in SMALL_WORDS]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def main_label(host: str) -> str:
    """The part of a host that names its site, such as "post" in www.post.co.uk."""
    parts = [part for part in host.split(".") if part]
    if len(parts) < 2 or parts[-1].isdigit():
        return ""
    named = [part for part in parts[:-1] if part not in NO_LABELS]
    if len(named) > 1 and len(named[-1]) == 2 and parts[-2] == "gov":
        named.pop()  # a state, as in a town's www.sund.sc.gov.br
    return squeeze((named or parts)[-1])


def spells(label: str, name: str) -> bool:
    """Whether a host's label consists of beginnings of the name's words, in order.

    >>> spells("latimes", "Los Angeles Times"), spells("latimes", "Associated Press")
    (True, False)
    """
    own = squeeze(name).removeprefix("the")
    if len(label) >= 3 and label in own and len(own) <= 3 * len(label):
        return True
    if len(own) >= 3 and own in label:
        return True
    reached = {0}
    for word in WORD.findall(name.casefold())[:MOST_WORDS]:
        further = {
            at + size
            for at in reached
            for size in range(1, len(word) + 1)
            if label.startswith(word[:size], at)
        }
        reached = reached | further
    return len(label) >= 2 and len(label) in reached


def _candidates(
    tags: Tags, article: JsonObject, objects: Sequence[JsonObject], *, has_host: bool
) -> Iterator[tuple[str, str, float]]:
    """Yield names that may be the publisher's, each with its place and the weight of that."""
    yield "data", _name_of(article.get("publisher"), objects), IN_ARTICLE
    for value in tags.meta.get("og:site_name", ()):
        yield "site name", value, IN_SITE_NAME
    for one in objects[:200]:
        if {"NewsMediaOrganization", "WebSite"}.intersection(types(one)):
            yield "data", _name_of(one, objects), IN_SITE
        if one is not article and "publisher" in one:
            yield "data", _name_of(one["publisher"], objects), IN_SITE
    for heading in (*tags.headings, tags.first("og:title")):
        if len(heading) < LONG_TITLE:
            continue
        before, found, after = tags.title.partition(heading)
        if found and len(before + after) < len(heading):
            parts = [
                part for part in BETWEEN.split(f"{before} | {after}") if part and part.strip()
            ]
            yield from (("title", part, IN_TITLE) for part in parts[-1:])
    ends = list(BETWEEN.finditer(tags.title))
    if ends:
        end = tags.title[ends[-1].end() :]
        is_named = "|" in ends[-1].group() or all(map(_is_name_word, end.split()))
        is_clear = not has_host and is_named and len(end) < 2 * ends[-1].start()
        yield "title", end, IN_META if is_clear else IN_END
    for key in NAMES:
        for value in tags.meta.get(key, ()):
            yield "meta", value, IN_META


def _is_name_word(word: str) -> bool:
    return word[:1].isupper() or word in SMALL_WORDS


def _name_of(value: object, objects: Sequence[JsonObject]) -> str:
    value = value[0] if isinstance(value, list) and value else value
    value = resolved(value, objects)
    return clean(value.get("name") if isinstance(value, dict) else value)


def _name(raw: str, label: str) -> str | None:
    """The name in a value, without the site's motto; None if it is none."""
    parts = [part.strip() for part in BETWEEN.split(raw) if part and part.strip()]
    if len(parts) > 1:
        fitting = (part for part in parts if label and spells(label, part))
        raw = next(fitting, parts[0] if "|" in raw else raw)
    name = re.sub(r"^[\[(](.*)[\])]$", r"\1", raw.strip(" -–—|·:,._«»")) + (
        "." if raw.endswith("Inc.") else ""
    )
    is_name = (
        0 < len(name) <= LONGEST
        and len(name.split()) <= MOST_WORDS
        and NO_NAME.search(name) is None
    )
    return name if is_name else None


def _as_spelled(host: str, text: str) -> str:
    """A host's name as the text writes it most often, with its spaces, accents and capitals."""
    label = main_label(host)[:60]
    letters = r"[ \-.&'’]{0,2}".join(map(re.escape, label))
    plain = "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)
    found = re.finditer(rf"(?<![\w@/.])(?:the )?{letters}(?![\w.]*\w)", plain, re.IGNORECASE)
    names = Counter(" ".join(text[slice(*one.span())].split()) for one in found)
    named = {name: count for name, count in names.items() if name[:1].isupper()}
    if named:
        return max(named, key=lambda name: (named[name], name.count(" ")))
    words = next(part for part in host.split(".") if squeeze(part)[:60] == label).split("-")
    return " ".join(word.upper() if len(word) <= 3 else word.capitalize() for word in words)
