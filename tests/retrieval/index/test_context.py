import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index.context import HEADING, LEVELS, Places
from retrieval.index.entry import Entry
from retrieval.index.merging import merged
from retrieval.index.segment_file import read_segment, write_segment
from retrieval.index.tail import Tail

TERMS = ["a", "b"]


def parts_of(entries):
    """Yield a tail, a segment and a mapped file with these articles."""
    tail = Tail()
    for key, entry in enumerate(entries):
        tail.add(key, "g", entry)
    yield tail
    segment = merged([tail])
    yield segment
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.segment"
        write_segment(path, segment)
        yield read_segment(path)


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


def sections_of(kinds):
    """The first rows of sections: those that begin with a heading, and some others."""
    return [
        at
        for at, (heading, begins) in enumerate(kinds)
        if at == 0 or (begins and not heading) or (heading and not kinds[at - 1][0])
    ]


def entry_of(rows):
    kinds = [(heading, begins) for _, heading, begins in rows]
    return Entry(
        sentences=[terms for terms, _, _ in rows],
        title=["t"],
        sections=sections_of(kinds),
        headings=[at for at, (heading, _) in enumerate(kinds) if heading],
    )


rows = st.tuples(st.lists(st.sampled_from("abr"), max_size=4), st.booleans(), st.booleans())


def expected(entry, number):
    """The context of a sentence by definition: its terms, lengths and neighbors."""
    sentences, headings = entry.sentences, set(entry.headings)
    starts = [start for start in entry.sections if start <= number]
    start = starts[-1]
    end = next((one for one in entry.sections if one > number), len(sentences))
    section = list(range(start, end))
    above = [row for row in range(number) if row in headings][-1:]
    while above and above[0] - 1 in headings and len(above) < LEVELS:
        above.insert(0, above[0] - 1)
    headed = [term for row in above for term in sentences[row]]
    terms = [term for row in section for term in sentences[row]]
    terms += [] if start in headings else headed
    before = sentences[number - 1] if number else []
    counted = headed * int(HEADING) if number - 1 in headings else before
    follows = number + 1 < len(sentences) and number + 1 not in headings
    after = sentences[number + 1] if follows else []
    return {
        "own": [sentences[number].count(term) for term in TERMS],
        "before": [counted.count(term) for term in TERMS],
        "after": [after.count(term) for term in TERMS],
        "section": [terms.count(term) for term in TERMS],
        "title": [term in headed for term in TERMS],
        "related": ["r" in terms, False],
        "around_length": len(before) + len(after),
        "section_length": len(terms),
    }


@given(st.lists(st.lists(rows, min_size=1, max_size=12), min_size=1, max_size=3))
@settings(deadline=None)
def test_headings_count_for_the_sections_below_them_in_every_kind_of_part(articles):
    entries = [entry_of(one) for one in articles]
    wanted = {
        (key, number): expected(entry, number)
        for key, entry in enumerate(entries)
        for number in range(len(entry.sentences))
        if number not in entry.headings
    }
    for part in parts_of(entries):
        chosen = np.array([int(part.starts[key]) + number for key, number in wanted], np.int32)
        context = Places(part, chosen).context(TERMS, [("r",), ()])
        for at, one in enumerate(wanted.values()):
            assert {name: getattr(context, name)[at].tolist() for name in one} == one


@given(st.lists(st.lists(rows, min_size=1, max_size=12), min_size=1, max_size=3))
@settings(deadline=None)
def test_only_sentences_stand_for_a_heading_or_near_a_sentence(articles):
    entries = [entry_of(one) for one in articles]
    for part in parts_of(entries):
        for at, entry in enumerate(entries):
            headings, size = set(entry.headings), len(entry.sentences)
            for number in range(size):
                below = [row for row in range(number, size) if row not in headings]
                while below[1:] and set(range(below[0], below[-1])) & headings:
                    below.pop()
                if number in headings:
                    assert part.quotable(at, number, 99) == below
                    assert part.quotable(at, number, 1) == below[:1]
                else:
                    assert part.quotable(at, number, 1) == [number]
                    near = {number - 1, number + 1} & set(range(size)) - headings
                    assert part.neighbors(at, number) == sorted(near)
