"""Finds the region of a page that holds its article."""

from collections import defaultdict
from collections.abc import Hashable, Sequence

from corpus.html.lines.blocks import FLOW, Region

MOST = 0.9  # of the article's words, which the region holds at least
SIBLING = 0.1  # of the article's words, that a region of the same kind beside it has at least


def find_main(regions: Sequence[Region]) -> Region:
    """The innermost region with nearly all of the article, and with all regions of its kind."""
    inner = defaultdict(list)
    for region in regions[1:]:
        inner[region.parent].append(region)
    main = regions[0]
    total = main.prose
    while large := [
        one for one in inner[main] if one.prose >= MOST * total > 0 and one.tag not in FLOW
    ]:
        main = large[0]
    found = at = main
    while at.parent is not None:
        if any(_continues(one, at, total) for one in inner[at.parent]):
            found = at.parent
        at = at.parent
    return found


def kind(region: Region) -> Hashable:
    """What regions of the same kind share; a region without a name is one of its own."""
    return (region.tag, region.names) if region.names.strip() else region


def _continues(other: Region, region: Region, total: int) -> bool:
    """Whether the article goes on in another region of the same kind."""
    return (
        other is not region
        and kind(other) == kind(region)
        and other.words > SIBLING * total
        and other.linked < 0.3 * other.words
        and not other.headlines  # of another article
    )
