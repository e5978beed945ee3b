import random

import pytest
from articles import FERRY
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import read_article
from corpus.rewording.looking_up import LIKE, Found, State, likeness, look_up, plain, words_in
from corpus.samples.sample_articles import load_samples

PRICE = "A single ticket costs 6.50 euros; children under twelve travel free."


def reading(text):
    return read_article(text.encode(), "ferry.txt")


def looked_up(quoted, text):
    stored = reading(FERRY)
    sentence = next(one for one in stored.sentences if one.text == quoted)
    return look_up(sentence, reading(text))


def now(quoted, text):
    state, found = looked_up(quoted, text)
    return state, found and found.text


def test_a_sentence_of_the_same_text_is_the_same():
    assert looked_up(PRICE, FERRY) == Found(State.SAME)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A single ticket", "A  single\nticket"),
        ("A single ticket", "A\xa0single\u200b ticket"),
        ("\nA single", " “Really?” A single"),  # split in another place
    ],
)
def test_white_space_and_other_splits_leave_a_sentence_the_same(old, new):
    assert looked_up(PRICE, FERRY.replace(old, new)).state is State.SAME


def test_the_shape_of_quotation_marks_leaves_a_sentence_the_same():
    typed, printed = 'It\'s "open", he said.', "It’s “open”, he said."
    stored = reading(f"Title\n{typed}\nIt rained.").sentences
    (sentence,) = [one for one in stored if one.text == typed]
    assert look_up(sentence, reading(f"Title\n{printed}\nIt rained.")).state is State.SAME


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("6.50", "7.50"),
        ("6.50 euros", "6.50 dollars"),
        ("costs", "does not cost"),
        ("6.50 euros", "$6.50"),
        ("twelve travel free", "twelve pay half the price"),
        ("A single ticket costs", "Almost a single ticket costs"),
    ],
)
def test_other_words_and_numbers_change_a_sentence(old, new):
    changed = PRICE.replace(old, new)
    assert now(PRICE, FERRY.replace(PRICE, changed)) == (State.CHANGED, changed)


def test_other_punctuation_and_capitals_are_told_from_other_words():
    changed = PRICE.replace(";", ",").replace("children", "Children")
    assert now(PRICE, FERRY.replace(PRICE, changed)) == (State.MARKS, changed)


def test_a_deleted_sentence_is_gone():
    assert looked_up(PRICE, FERRY.replace(PRICE + "\n", "")) == Found(State.GONE)


def test_words_within_a_longer_sentence_are_not_the_same():
    stored = reading("Title\nTwelve people died.\nIt rained.\n")
    longer = reading("Title\nAlmost Twelve people died.\nIt rained.\n")
    part = reading("Title\n1,112 people died. It rained.\n")
    assert look_up(stored.sentences[0], longer).state is State.CHANGED
    number = reading("Title\n112 people died.\nIt rained.\n").sentences[0]
    assert look_up(number, part).state is State.CHANGED


def test_a_sentence_of_both_texts_is_not_the_newer_wording_of_another():
    vik, sund = "Two people died in Vik.", "Three people died in Sund."
    stored = reading(f"Title\n{vik}\n{sund}\n")
    assert look_up(stored.sentences[0], reading(f"Title\n{sund}\n")) == Found(State.GONE)


def test_a_left_out_line_does_not_keep_a_sentence():
    stored = reading("Title\nThe mayor resigned.\nIt rained all day.\n")
    other = reading("Title\nRead more: The mayor resigned.\nIt rained all day.\n")
    assert look_up(stored.sentences[0], other).state is not State.SAME


def samples():
    return [one for article in load_samples() for one in article.sentences]


def test_no_other_sentence_of_an_article_is_like_one():
    nearest = [
        likeness(words_in(other.text), words_in(one.text))
        for one in samples()
        for other in one.article.sentences
        if other != one
    ]
    assert max(nearest) < 0.35 < LIKE


def test_rewordings_are_like_the_sentence():
    chance = random.Random(1)
    alike = []
    for words in (words_in(one.text) for one in samples()):
        half = words[: (len(words) + 1) // 2]
        third = {chance.randrange(len(words)) for _ in range(len(words) // 3)}
        other = [f"new{at}" if at in third else word for at, word in enumerate(words)]
        longer = [*words, *(f"new{at}" for at in range(len(words)))]
        alike += [likeness(one, words) >= LIKE for one in (half, other, longer)]
    assert all(alike)


@given(st.text(max_size=80))
def test_a_plain_text_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)


@given(st.lists(st.sampled_from(["It rained.", "Six died. ", "“No,” he said.", "a " * 50])))
def test_every_sentence_is_the_same_in_its_own_text(parts):
    stored = reading("\n".join(["Title", "It snowed in Vik.", *parts]))
    assert {look_up(one, stored).state for one in stored.sentences} == {State.SAME}
