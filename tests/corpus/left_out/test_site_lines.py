from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.fingerprint import fingerprint, words_of
from corpus.left_out.site_lines import site_of, without_lines
from corpus.reading import read_article


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.courier.example/ferry", "courier.example"),
        ("https://courier.example:8443/ferry", "courier.example"),
        ("http://[x", "harbour courier"),
        (None, "harbour courier"),
    ],
)
def test_the_site_is_the_host_or_else_the_publisher(ferry, url, site):
    assert site_of(replace(ferry, url=url)) == site


LINES = ["## Roads", "They flooded.", "## Trains", "They stopped.", "It rained.", "## Weather"]


@given(st.permutations(LINES), st.sets(st.sampled_from(LINES)))
def test_headings_are_always_some_of_the_sentences_in_order(lines, repeated):
    article = read_article("\n\n".join(["# News", *lines]).encode(), "news.md")
    assert [article.text[slice(*span)] for span in article.headings] == [
        line[3:] for line in lines if line.startswith("##")
    ]
    hashes = {fingerprint(words_of(line)) for line in repeated}
    left = without_lines(article, hashes)
    spans = [span for span in left.spans if span in left.headings]
    assert spans == list(left.headings)
    assert len(left.spans) > len(left.headings)
    assert sorted([*left.spans, *(stretch[:2] for stretch in left.left_out)]) == sorted(
        [*article.spans, *(stretch[:2] for stretch in article.left_out)]
    )
    if left is not article:
        assert {article.text[slice(*span)] for span in left.spans} == {
            line.removeprefix("## ") for line in set(lines) - repeated
        }
