from dataclasses import replace

import pytest

from corpus.sources import Sources


def test_numbers_follow_the_order_of_the_articles(ferry, bridge):
    sources = Sources((ferry, bridge))
    assert (sources.number(ferry), sources.number(bridge)) == (1, 2)
    assert sources.scope == {ferry.id, bridge.id}


def test_a_chats_own_articles_are_labelled_as_such_and_keep_their_numbers(ferry, bridge):
    own = replace(bridge, collection="-100", number=7)
    sources = Sources((replace(ferry, number=4), own))
    assert [sources.label(article) for article in sources.articles] == ["4", "C7"]
    assert sources.find("C7") is sources.find("c7") is own
    assert sources.find("7") is sources.find("1") is None


def test_an_article_is_found_by_number_and_by_id(ferry, bridge):
    sources = Sources((ferry, bridge))
    assert sources.find("2") is bridge
    assert sources.find(ferry.id) is ferry


@pytest.mark.parametrize(
    "reference", ["0", "3", "-1", "", "²", "٣", "ferry", "9" * 5000, "99999999999999999999"]
)
def test_what_is_no_source_finds_nothing(ferry, bridge, reference):
    assert Sources((ferry, bridge)).find(reference) is None


def test_an_article_from_elsewhere_has_no_number(ferry, bridge):
    with pytest.raises(KeyError):
        Sources((ferry,)).number(bridge)
