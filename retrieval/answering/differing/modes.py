"""Words that say how something is stated: as the future, as less than a fact, or by somebody."""

import re
from collections.abc import Set as AbstractSet

QUOTED = re.compile(r"[“\"„«][^”\"“»]{20,}|\A‘")  # more than a word or a name
FUTURE = frozenset("will shall ll plan plans planned planning due".split())
# What may be, or what somebody only wants.
HEDGES = frozenset(
    "may might could would should if unless whether expect expects expected forecast forecasts "
    "hope hopes hoped threaten threatens threatened threat offer offers offered want wants wanted "
    "seek seeks sought aim aims aimed intend intends intended propose proposes proposed proposal "
    "consider considers considered promise promises promised urge urges urged ask asks asked "
    "demand demands demanded try tries tried attempt attempts attempted predict predicts "
    "predicted likely unlikely perhaps possibly probably possible supposed".split()
)
SAYING = frozenset(
    "say says said saying tell tells told claim claims claimed claiming report reports reported "
    "reportedly allege alleges alleged allegedly accuse accuses accused according believe "
    "believes believed think thinks thought estimate estimates estimated reckon reckons reckoned "
    "suggest suggests suggested argue argues argued insist insists insisted warn warns warned "
    "apparently rumour rumoured rumor rumored suspected".split()
)
# What they are about is not stated as a fact: "denies that the dam was in poor repair".
DOUBTING = frozenset(
    "deny denies denied denying dispute disputes disputed doubt doubts doubted fear fears feared "
    "worry worries worried".split()
)


def is_told(words: AbstractSet[str], text: str) -> bool:
    """Whether a sentence only tells what somebody says or doubts, or is in quotes."""
    return bool(words & SAYING or words & DOUBTING) or QUOTED.search(text) is not None
