"""What an address says: its site, and whether it can be the address of an article."""

import re
from urllib.parse import SplitResult, unquote, urlsplit

# Parameters that tell a site where its readers come from.
TRACKING = re.compile(
    r"(?:utm|mtm|hsa|ns|vero|oly_enc|oly_anon)_\w+|at_(?:medium|campaign|link\w*)|"
    r"_?hs(?:enc|mi)|(?:fb|g|d|y|tw|tt)clid|msclkid|[gw]braid|igsh(?:id)?|li_fat_id|mc_[ce]id|"
    r"_g[al]|mkt_tok|cmp(?:id)?|ocid|smid|xtor|s_cid|icid|ito|ref_(?:src|url)|guccounter|"
    r"guce_\w+|wt\.mc_id|spm",
    re.IGNORECASE,
)
VARIANT_HOSTS = re.compile(r"^(?:(?:www\d?|m|mobile|amp|touch)\.)+(?=[^.]+\.)")
# The last part of an address whose page is a variant of the page above it.
VARIANT = re.compile(r"amp|print|m|mobile|full|all|single|(?:amp|index)\.\w+")
FRONT = re.compile(r"(?:index|default|home|main)(?:\.\w+)?|[a-z]{2}(?:[-_][a-z]{2})?")
SECTIONS = frozenset(
    "author authors category categories search section sections tag tags topic topics".split()
)
DAY = re.compile(r"(?:19|20)\d\d(?:/\d{1,2}){0,2}")  # of an archive
WORDS = re.compile(r"[^\W_]+")
PORTS = {"http": 80, "https": 443}


def without_tracking(url: str) -> str:
    """The address without its fragment and without parameters that only track readers.

    >>> without_tracking("https://courier.example/a?id=7&utm_source=x#top")
    'https://courier.example/a?id=7'
    """
    parts = _split(url)
    if parts is None:
        return url
    given = parts.query.split("&")
    kept = (one for one in given if not TRACKING.fullmatch(unquote(one.partition("=")[0])))
    return parts._replace(query="&".join(kept), fragment="").geturl()


def spellings(url: str) -> list[str]:
    """The ways to write an address: with http or https, with or without "www." and a last "/"."""
    parts = _split(without_tracking(url))
    if parts is None or not parts.hostname:
        return [url]
    bare = parts.netloc.removeprefix("www.")
    path = parts.path.rstrip("/")
    return [
        parts._replace(scheme=scheme, netloc=host, path=path + end).geturl()
        for scheme in PORTS
        for host in (bare, f"www.{bare}")
        for end in ("", "/")
    ]


def is_same_address(one: str | None, other: str | None) -> bool:
    """Whether two known addresses are one, however they are written."""
    return bool(one and other) and not set(spellings(one or "")).isdisjoint(spellings(other or ""))


def site_of_address(url: str | None) -> str | None:
    """The host without "www." and the like, and the port if it is unusual; None if unknown.

    >>> site_of_address("https://m.courier.example/ferry")
    'courier.example'
    """
    parts = _split(url or "")
    if parts is None or not parts.hostname:
        return None
    port = parts.port or PORTS.get(parts.scheme)
    suffix = "" if port in PORTS.values() else f":{port}"
    return VARIANT_HOSTS.sub("", parts.hostname.casefold()) + suffix


def host_of(url: str) -> str:
    """The host without "www."; empty if the address has none or is not valid.

    >>> host_of("https://www.courier.example/ferry")
    'courier.example'
    """
    parts = _split(url)
    return ((parts and parts.hostname) or "").removeprefix("www.")


def is_same_site(one: str | None, other: str | None) -> bool:
    """Whether the hosts of two known addresses are one, or one is a part of the other."""
    ours, theirs = site_of_address(one), site_of_address(other)
    if not ours or not theirs:
        return False
    shorter, longer = sorted((ours, theirs), key=len)
    return shorter == longer or ("." in shorter and longer.endswith(f".{shorter}"))


def is_front_page(url: str | None) -> bool:
    """Whether an address is a site's front page, so that it identifies no article.

    >>> is_front_page("https://courier.example/en/"), is_front_page("https://courier.example/?p=7")
    (True, False)
    """
    parts = _split(url or "")
    if parts is None or any(letter.isdigit() for letter in parts.query):
        return False
    steps = _steps(parts)
    return len(steps) <= 2 and all(map(FRONT.fullmatch, steps))


def can_be_address(claimed: str, fetched: str) -> bool:
    """Whether a page fetched from one address may claim another one as its own.

    Many pages name their site's front page or a section instead, and some name another site.
    """
    ours, theirs = _split(fetched), _split(claimed)
    if ours is None or theirs is None or not is_same_site(claimed, fetched):
        return False
    return not is_front_page(claimed) and not _is_section(_steps(theirs), ours, theirs.query)


def _is_section(steps: list[str], fetched: SplitResult, query: str) -> bool:
    """Whether a path is that of a section, compared to the path of an article in it."""
    own = _steps(fetched)
    if not steps or steps == own or _tells_article(steps[-1]) or _digits(query):
        return False
    if steps[0] in SECTIONS or DAY.fullmatch("/".join(steps)):
        return True
    if steps == own[: len(steps)]:
        return not all(map(VARIANT.fullmatch, own[len(steps) :]))
    if not own or steps[-1] == own[-1]:
        return False
    return len(steps) < len(own) or _weight(steps[-1]) < _weight(own[-1])


def _tells_article(step: str) -> bool:
    """Whether a part of a path is a headline, a long number or a file."""
    return _weight(step) > 2 or bool(re.search(r"\d{5}|\.[a-z]{3,5}$", step))


def _weight(step: str) -> int:
    """How much a part of a path says: its number of words, and a little more for a number."""
    return len(WORDS.findall(step)) + _digits(step)


def _digits(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _steps(parts: SplitResult) -> list[str]:
    return [step.casefold() for step in parts.path.split("/") if step]


def _split(url: str) -> SplitResult | None:
    """The parts of an address; None if it is not valid, such as "http://[x"."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises the same error
    except ValueError:
        return None
    return parts
