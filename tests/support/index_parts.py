"""Parts of an index, large enough to have every kind of posting."""

import numpy as np
import pytest

from retrieval.index import packing
from retrieval.index.entry import Entry
from retrieval.index.merging import merged
from retrieval.index.tail import Tail

KINDS = ["tail", "segment", "wide segment"]
TERMS = "abcdefg"


def build_part(kind, headings=()):
    """Return 300 articles of 10 rows; each term is about half as frequent as the one before.

    ``headings`` are the numbers of the headings in each article.
    """
    random = np.random.default_rng(1)
    tail = Tail()
    for key in range(300):
        counts = random.poisson([2.0 / 2**at for at in range(len(TERMS))], (10, len(TERMS)))
        sentences = [np.repeat(list(TERMS), row).tolist() for row in counts]
        tail.add(key, "g", Entry(sentences, headings=headings))
    with pytest.MonkeyPatch.context() as patch:
        if kind == "wide segment":  # as with too many rows and lengths for 32 bits
            patch.setattr(packing, "NARROW", 0)
        return tail if kind == "tail" else merged([merged([tail])])
