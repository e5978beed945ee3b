"""Words of opposite meaning.

The list has words that news uses of the same event: a law is approved or rejected, a price rises
or falls. Each line has two sides, with words of one meaning on each.
"""

from collections.abc import Iterator
from functools import cache

from retrieval.words.word_sets import english_terms

# Who does it matters: if Spain won against England, England lost.
OF_SUBJECTS = """
win won victory | lose lost
rise increase grow gain climb jump soar surge | fall decrease decline drop shrink plunge
buy | sell
attack | defend
arrive | leave
stronger | weaker
higher | lower
faster | slower
"""
OF_MATTERS = """
approve pass adopt ratify | reject refuse veto
accept agree | reject refuse decline
confirm admit acknowledge | deny denied dispute
allow permit legalise legalize | ban forbid prohibit outlaw block
open reopen | close shut
raise increase lift | lower cut reduce decrease
support back endorse | oppose
guilty convict | innocent acquit
alive survive | dead die kill
succeed success successful | fail failure
arrest detain jail imprison | release
appear attend | miss skip
start begin launch | end stop finish halt
keep retain | scrap abolish
join enter | leave quit
find | lose
hire | dismiss
appoint | dismiss
grant | deny revoke refuse
praise | criticise criticize condemn
safe | unsafe dangerous
legal lawful | illegal unlawful
valid | invalid expired
true | false untrue
possible | impossible
present | absent
empty | full
public | secret
build | demolish
strengthen | weaken
include | exclude
win won | lose lost
uphold | overturn reject
profit | loss
"""
# With "to" after them, they deny what follows: "failed to appear".
DENYING_VERBS = frozenset(
    "refuse refuses refused fail fails failed decline declines declined".split()
)


@cache
def opposites() -> dict[str, frozenset[str]]:
    """The terms with an opposite, each with its opposites."""
    found: dict[str, set[str]] = {}
    for one, other in (*_sides(OF_SUBJECTS), *_sides(OF_MATTERS)):
        for term in one:
            found.setdefault(term, set()).update(other)
        for term in other:
            found.setdefault(term, set()).update(one)
    return {term: frozenset(others) for term, others in found.items()}


@cache
def of_subjects() -> frozenset[str]:
    """The terms whose opposite is only one if it is said of the same subject."""
    return frozenset(term for sides in _sides(OF_SUBJECTS) for side in sides for term in side)


def are_opposite(one: str, other: str) -> bool:
    """Whether two terms are opposites.

    >>> are_opposite("approv", "reject"), are_opposite("approv", "adopt")
    (True, False)
    """
    return other in opposites().get(one, ())


def _sides(lines: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    for line in lines.strip().splitlines():
        one, other = line.split("|")
        yield english_terms(one), english_terms(other)
