from dataclasses import replace

from stored import articles_in

from corpus.metadata import MAX_VALUE
from corpus.reading import read_article


def site_article(number, *lines, host="courier.example"):
    body = f"Storm number {number} hit the coast. It took {number} roofs from houses there."
    text = "\n".join([body, *lines]).encode()
    return replace(read_article(text, "note.txt"), url=f"https://{host}/{number}")


def quotable(store):
    return [sentence.text for kept in articles_in(store) for sentence in kept.sentences]


def test_lines_that_a_site_repeats_are_left_out_everywhere(store):
    line = "Courier readers know more of the islands."
    for number in range(3):
        store.add(site_article(number, line))
    store.add(site_article(3, line, host="other.example"))
    assert quotable(store).count(line) == 4
    store.add(site_article(4, line))
    assert quotable(store).count(line) == 1
    left_out = [stretch.reason for kept in articles_in(store) for stretch in kept.left_out]
    assert left_out == ["repeated by this site"] * 4
    assert len(quotable(store)) == 11


def test_news_that_a_site_repeats_is_kept(store):
    line = "The storm season on the islands began in September and killed eleven people."
    for number in range(7):
        store.add(site_article(number, line))
    assert quotable(store).count(line) == 7


def test_lines_of_an_article_added_several_times_do_not_count_as_repeated(store):
    line = "Courier readers know more of the islands."
    for _ in range(6):
        store.add(site_article(1, line))
        store.remove(site_article(1, line).id)
    store.add(site_article(1, line))
    assert line in quotable(store)


def test_the_name_of_a_publisher_may_be_longer_than_a_key_of_an_index(store):
    name = "".join(map(chr, range(0x4E00, 0x4E00 + MAX_VALUE)))
    told = replace(site_article(1), url=None, source=name)
    assert store.add(told)
    assert store.article(told.id).source == name
