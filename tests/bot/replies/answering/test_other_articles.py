from dataclasses import replace
from datetime import date

import pytest
from any_articles import SOURCES, article
from hypothesis import given
from hypothesis import strategies as st
from listed_sources import sources_of
from marks import code, links

from bot.replies.answering.other_articles import also_in, earlier_line
from bot.replies.labels import utf16_length
from bot.replies.reply import joined
from corpus.article import Span
from retrieval.answer import Earlier

LONGEST_EARLIER_LINE = 350  # UTF-16 units in English
QUOTED = article("It closed.", title="Bridge closed", source="Courier")


def copies(*named):
    """The quoted article's copies, by title and publisher, with an address each."""
    return [
        article(f"It closed{'!' * at}", title=title, source=source, url=f"https://{at}.example/a")
        for at, (title, source) in enumerate(named, 1)
    ]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ([("Any", "Post")], "; also in Post"),
        ([("Any", "Post"), ("Other", "Herald")], "; also in Post and Herald"),
        ([("Any", "Post"), ("Other", "Post")], "; also in Post"),
        ([("Bridge shut", "Courier")], "; also in “Bridge shut”"),
        ([("Bridge shut", None)], "; also in “Bridge shut”"),
        ([("Bridge closed", "Courier"), ("", "\u202e ")], "; also in [2] and [3]"),
        ([("T", f"P{at}") for at in range(5)], "; also in P0, P1, P2 and 2 more"),
        ([], ""),
    ],
)
def test_copies_are_named_by_publisher_or_title_or_number(named, said):
    found = copies(*named)
    sources = sources_of((QUOTED, *found))
    sentences = [one.sentences[0] for one in found]
    assert also_in(sentences, QUOTED, sources, links=True).text == said


def test_the_names_of_copies_lead_to_their_sentences():
    (copy,) = copies(("Any", "Post"))
    sources = sources_of((QUOTED, copy))
    named = also_in(copy.sentences, QUOTED, sources, links=True)
    assert links(named) == [("Post", "https://1.example/a#:~:text=It%20closed%21")]
    assert links(also_in(copy.sentences, QUOTED, sources, links=False)) == []


def test_a_name_that_could_become_a_link_is_marked_as_code():
    (copy,) = copies(("Any", "evil.example"))
    named = also_in(copy.sentences, QUOTED, sources_of((QUOTED, copy)), links=True)
    assert code(named) == ["evil.example"]
    assert links(named) == []


def test_earlier_numbers_without_links_lead_to_the_article():
    (older,) = copies(("Any", "Post"))
    older = replace(older, published=date(2025, 3, 3))
    earlier = [Earlier(older.sentences[0], Span(0, 2))]
    (line,) = earlier_line(earlier, sources_of((QUOTED, older)), links=False)
    assert line.text == "Earlier: “It” in Post, 3 Mar 2025."
    assert links(line) == [("Post", "https://1.example/a")]


@given(SOURCES, st.data())
def test_the_line_of_earlier_numbers_fits_its_room(sources, data):
    articles = list(sources)
    chosen = data.draw(st.lists(st.sampled_from(articles), max_size=5))
    earlier = [Earlier(one.sentences[0], Span(0, len(one.text))) for one in chosen]
    lines = joined(earlier_line(earlier, sources, links=True), "\n")
    assert utf16_length(lines.text) <= LONGEST_EARLIER_LINE
    assert "\n" not in lines.text
    copies = also_in([one.sentences[0] for one in chosen], articles[0], sources, links=True)
    assert utf16_length(copies.text) <= 160
