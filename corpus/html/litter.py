"""Recognizes the regions of a page that hold no article: teasers, ads, comments, captions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from corpus.article import Reason
from corpus.html.lines.blocks import Region

MOST = 0.35  # of the article's words; a region that holds more is not litter, whatever its name
LONGEST_CAPTION = 150  # words
LONGEST_CARD = 80  # words on average
LONGEST_FORM = 80  # words around a form to sign up
FEWEST_COMMENTS = 3
LIVE = 8  # regions around a post that can say that it is a live blog's
BEFORE_COMMENTS = 60  # words of the article at least
FEWEST_REPLIES = 3  # buttons to reply that make a region the readers' comments


def _named(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s-])(?:{words})(?=$|[\s-])")


CAPTION = _named(
    r"\w*captions?|credits?|(?:photo|image|picture|media)-?(?:credit|by|desc\w*|info|text|source|"
    r"meta)"
)
LINKED = {  # regions of links
    Reason.READ_MORE: _named(
        r"related\w*|recommend\w*|recirc\w*|read-?(?:more|next|also)|more-(?:from|stories|on|news|"
        r"like|in)|also-(?:read|like)|most-(?:read|popular|viewed|shared)|popular|trending|"
        r"promos?|teasers?|editors?-?picks?|up-?next|next-(?:article|story|post)|latest|"
        r"top-stories|you-may|might-like|see-?also|sidebar|rail|carousel|"
        r"inline-?(?:link|story|related|article)s?|tout|further-reading"
    ),
    Reason.NAVIGATION: _named(
        r"nav\w*|menu\w*|breadcrumbs?|pagination|pager|toolbar|tags?|tag-?list|topics?|"
        r"categor(?:y|ies)|keywords"
    ),
}
NAMED = {
    Reason.COMMENTS: _named(r"comments?|disqus|respond|livefyre|viafoura|coral|discussion"),
    Reason.NEWSLETTER: _named(
        r"newsletters?|sign-?up|subscribe|subscription|mailchimp|mc4wp|"
        r"email-(?:form|capture|alerts)"
    ),
    Reason.SHARING: _named(r"shar(?:e|ing)(?:-\w+)?|sharethis|addthis|socials?"),
    Reason.ADVERTISEMENT: _named(
        r"ads?|advert\w*|sponsor\w*|promoted|dfp|commercial|taboola|outbrain|zergnet|revcontent"
    ),
    Reason.AROUND: _named(
        r"author-?(?:bio|box|info|card)\w*|about-author|bio|byline\w*|timestamp|masthead|cookies?|"
        r"consent|gdpr|copyright|footer|tooltip|modal|popup|overlay|login|paywall|donat\w+"
    ),
}


def region_reasons(regions: Iterable[Region], main: Region, total: int) -> Mapping[Region, Reason]:
    """Why regions are not part of the article, which has ``total`` words.

    The regions come outer ones first. Those around the main region are never left out.
    """
    regions = list(regions)
    apart = dict.fromkeys((*_cards(regions, total), *_next(regions)), Reason.READ_MORE)
    apart |= dict.fromkeys(_comments(regions, total), Reason.COMMENTS)
    around = set(_around(main))
    reasons: dict[Region, Reason] = {}
    for region in regions:
        # Posts of social networks, which are quoted like this, have names of all kinds.
        if region in around or region.tag == "blockquote":
            continue
        outer = reasons.get(region.parent) if region.parent is not None else None
        if region.tag == "table" and outer is Reason.CAPTION:
            outer = None
        why = outer or apart.get(region) or _reason(region, total)
        if why is not None:
            reasons[region] = why
    return reasons


def _around(region: Region | None) -> Iterator[Region]:
    """Yield a region and all those around it."""
    while region is not None:
        yield region
        region = region.parent


def _cards(regions: Iterable[Region], total: int) -> Iterator[Region]:
    """Yield the regions of rows of teasers: alike, side by side, short, and most with a link."""
    for group in _groups(regions):
        linked = sum(region.teasers > 0 for region in group)
        words = sum(region.words for region in group)
        prose = sum(region.prose for region in group)
        short = words < LONGEST_CARD * len(group) and prose < MOST * total
        if short and 1 < len(group) <= 2 * linked:
            yield from group


def _comments(regions: Iterable[Region], total: int) -> Iterator[Region]:
    """Yield regions below the article with an age and a text each. A live blog has headings."""
    for group in _groups(regions):
        aged = sum(region.ages > 0 and not region.headings for region in group)
        prose = sum(region.prose for region in group)
        many = aged >= FEWEST_COMMENTS and total - prose >= BEFORE_COMMENTS
        if many and not _is_live(group[0]):
            yield from group


def _next(regions: Iterable[Region]) -> Iterator[Region]:
    """Yield the articles that follow the first one, each with a headline of its own.

    The headlines of articles that are like the first can be of any level, but for a live blog's.
    """
    inside: set[Region] = set()  # the first one and the regions in it
    first: Region | None = None
    for region in regions:
        if region.parent in inside:
            inside.add(region)
        elif region.tag != "article":
            continue
        elif first is None and region.headlines and region.prose >= BEFORE_COMMENTS:
            first = region
            inside.add(region)
        elif first is not None and (region.headlines or _is_alike(region, first)):
            yield region


def _is_alike(region: Region, first: Region) -> bool:
    alike = region.names == first.names and region.parent is first.parent
    return alike and region.headings > 0 and not _is_live(region)


def _is_live(region: Region) -> bool:
    return any("live" in one.names for one in islice(_around(region), LIVE))


def _groups(regions: Iterable[Region]) -> Iterable[Sequence[Region]]:
    """The regions that are alike and side by side."""
    groups = defaultdict(list)
    for region in regions:
        if region.tag != "p":
            groups[region.parent, region.tag, region.names].append(region)
    return groups.values()


def _reason(region: Region, total: int) -> Reason | None:
    if region.tag in ("figcaption", "caption"):
        return Reason.CAPTION
    if region.prose > MOST * total:
        return None
    if region.words < LONGEST_CAPTION and (region.tag == "figure" or CAPTION.search(region.names)):
        return Reason.CAPTION
    if region.tag == "nav":
        return Reason.NAVIGATION
    if region.tag in ("aside", "footer", "form"):
        return Reason.AROUND
    if region.forms and region.words < LONGEST_FORM:
        return Reason.NEWSLETTER
    for why, names in NAMED.items():
        if names.search(region.names):
            return why
    if region.linked >= 0.25 * region.words:
        for why, names in LINKED.items():
            if names.search(region.names):
                return why
    return Reason.COMMENTS if region.replies >= FEWEST_REPLIES else None
