from dataclasses import replace

from stored import article

from corpus.store.articles import alike
from corpus.store.articles.alike import sketch_of


def test_articles_with_mostly_the_same_text_are_alike(store):
    words = [
        f"In town {n} the mayor counted {n + 7} trees that the storm had felled." for n in range(9)
    ]
    wire = article(" ".join(words))
    copy = article(" ".join(["By our reporter in the north of the country.", *words[:8]]))
    for one in (wire, copy, article("It rained in the mountains on Friday and on Saturday.")):
        store.add(one)
    store.add(replace(wire, collection="7"))
    assert [other.id for other in store.alike(store.article(wire.id))] == [copy.id]
    assert len(store.alike(replace(wire, collection="7"))) == 2


def test_only_the_beginning_of_a_long_text_is_compared():
    """Each of up to 20 articles would otherwise take a second to compare."""
    beginning = " ".join(f"In year {n} the town had {7 * n} trees." for n in range(1000))
    one = article(f"{beginning} It rained in the mountains on Friday and on Saturday.")
    other = article(f"{beginning} Nothing else was said about the trees of this town.")
    assert sketch_of(one) == sketch_of(other)


def test_only_some_long_articles_are_compared(store, monkeypatch):
    beginning = " ".join(f"In year {n} the town had {7 * n} trees." for n in range(20))
    for number in range(9):
        store.add(article(f"{beginning} That is {number}."))
    one = store.numbered("library", 1)
    assert len(store.alike(one)) == 8
    monkeypatch.setattr(alike, "MOST_COMPARED", 3 * len(one.text))
    assert len(store.alike(one)) == 3
