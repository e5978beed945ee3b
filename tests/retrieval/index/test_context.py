import numpy as np

from retrieval.index.context import Places
from retrieval.index.entry import Entry
from retrieval.index.merging import merged
from retrieval.index.tail import Tail


def test_no_row_beyond_a_parts_end_is_looked_up(monkeypatch):
    tail = Tail()
    tail.add(1, "g", Entry([["a"]] * 12, sections=(0, 10)))
    for part in (tail, merged([tail])):
        looked_up = []

        def places(term, rows, part=part, looked_up=looked_up):
            looked_up.append(int(rows.max()))
            return type(part).places(part, term, rows)

        monkeypatch.setattr(part, "places", places)
        context = Places(part, np.array([0, 9, 10, 11])).context(["a"], [()])
        assert max(looked_up) == part.size  # a row beyond might not fit once packed
        assert context.own.ravel().tolist() == [1, 1, 1, 1]
        assert context.section.ravel().tolist() == [10, 10, 2, 2]
        assert context.after.ravel().tolist() == [1, 1, 1, 0]
        assert context.before.ravel().tolist() == [0, 1, 1, 1]
