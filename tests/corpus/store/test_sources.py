from dataclasses import replace

import pytest
from any_articles import article
from listed_sources import sources_of


def test_numbers_follow_the_order_of_the_articles(ferry, bridge):
    sources = sources_of((ferry, bridge))
    assert (sources.number(ferry), sources.number(bridge)) == (1, 2)
    assert len(sources) == 2


def test_a_chats_own_articles_have_their_own_labels_and_keep_their_numbers(ferry, bridge):
    own = replace(bridge, collection="-100", number=7)
    sources = sources_of((replace(ferry, number=4), own))
    assert [sources.label(article) for article in sources] == ["C7", "4"]
    assert sources.find("C7").id == sources.find("c7").id == own.id
    assert sources.find("7") is sources.find("1") is None
    assert (len(sources), sources.own) == (2, 1)


def test_an_article_is_found_by_number_and_by_id(ferry, bridge):
    sources = sources_of((ferry, bridge))
    assert sources.find("2").id == sources.find("[2]").id == bridge.id
    assert sources.find(ferry.id).id == ferry.id


def test_a_page_can_start_in_the_chats_articles_and_end_in_the_librarys(ferry, bridge):
    sources = sources_of((replace(bridge, collection="7"), ferry))
    assert [sources.label(article) for article in sources.page(0, 2)] == ["C1", "1"]
    assert [sources.label(article) for article in sources.page(1, 2)] == ["1"]
    assert sources.page(2, 2) == []


@pytest.mark.parametrize(
    "reference", ["0", "3", "-1", "", "²", "٣", "ferry", "9" * 5000, "99999999999999999999"]
)
def test_an_unknown_reference_finds_nothing(ferry, bridge, reference):
    assert sources_of((ferry, bridge)).find(reference) is None


def test_an_article_from_elsewhere_has_no_number(ferry, bridge):
    with pytest.raises(KeyError):
        sources_of((ferry,)).number(bridge)


def test_the_newest_come_first_but_the_chats_own_before_all_others():
    own = [article(f"Own {n}.", collection="7", source="Courier") for n in (1, 2)]
    common = [article(f"Common {n}.", source=source) for n, source in enumerate(["Courier", None])]
    sources = sources_of([*common, *own])
    assert labels(sources.newest(0, 9)) == ["C2", "C1", "2", "1"]
    assert labels(sources.newest(1, 2)) == ["C1", "2"]
    assert list(sources.publishers.items()) == [("Courier", 3), ("", 1)]
    assert labels(sources.published_by("Courier", 0, 9)) == ["C2", "C1", "1"]
    assert labels(sources.published_by("Courier", 1, 1)) == ["C1"]
    assert labels(sources.published_by("", 0, 9)) == ["2"]
    assert sources.published_by("Herald", 0, 9) == []


def labels(articles):
    return [f"{'C' * (one.collection != 'library')}{one.number}" for one in articles]
