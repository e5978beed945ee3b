import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from meaning import matrix, vector

from retrieval.meaning import vectors as vectors_module
from retrieval.meaning.meaning import DIMENSIONS
from retrieval.meaning.vectors import Vectors, block_of, merged_blocks

FERRY = ["The ferry left port", "Tickets cost six euros", "The mayor was on board"]
BRIDGE = ["The bridge is closed", "Repairs take three weeks"]
QUESTION = vector("What do tickets for the ferry cost?")

sizes = st.dictionaries(st.integers(0, 10**9), st.integers(0, 9), max_size=9)
seeds = st.integers(0, 2**32 - 1)


def random_vectors(count, seed):
    found = np.random.default_rng(seed).standard_normal((count, DIMENSIONS))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def articles_of(wanted, seed):
    return {key: random_vectors(size, seed + key) for key, size in wanted.items()}


def filled(articles, blocks=1):
    """Vectors of these articles, in one block or more."""
    found = Vectors()
    keys = list(articles)
    for number in range(blocks):
        found.add(block_of({key: articles[key] for key in keys[number::blocks]}))
    return found


def every_place(articles):
    return [(key, number) for key, one in articles.items() for number in range(len(one))]


def sizes_of(articles):
    return {key: len(one) for key, one in articles.items()}


def expected(question, one, number):
    """The two cosines, as the definition has them."""
    around = [one[at] for at in (number - 1, number + 1) if 0 <= at < len(one)]
    unit = one[number] + 0.5 * np.sum(around, axis=0)
    return question @ one[number], question @ unit / np.linalg.norm(unit)


@given(wanted=sizes, seed=seeds, blocks=st.integers(1, 3), data=st.data())
def test_eight_bits_are_enough_for_cosines(wanted, seed, blocks, data):
    articles = articles_of(wanted, seed)
    question = random_vectors(1, seed)[0]
    places = data.draw(st.permutations(every_place(articles)))
    found = filled(articles, blocks).similarity(question, places)
    assert found.known.all()
    for at, (key, number) in enumerate(places):
        own, mixed = expected(question, articles[key], number)
        assert found.own[at] == pytest.approx(own, abs=0.01)
        assert found.mixed[at] == pytest.approx(mixed, abs=0.01)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_first_and_the_last_sentence_have_one_neighbor(count):
    articles = {1: matrix(FERRY[:count]), 2: matrix(BRIDGE)}
    found = filled(articles).similarity(QUESTION, every_place(articles))
    for at, (key, number) in enumerate(every_place(articles)):
        assert found.mixed[at] == pytest.approx(
            expected(QUESTION, articles[key], number)[1], abs=0.01
        )


def test_sentences_without_a_vector_are_marked():
    vectors = filled({1: matrix(FERRY), 2: matrix([])})
    places = [(1, 0), (1, 3), (1, 99), (2, 0), (3, 0), (1, 2)]
    found = vectors.similarity(QUESTION, places)
    assert found.known.tolist() == [True, False, False, False, False, True]
    assert not found.own[1:5].any()
    assert not found.mixed[1:5].any()
    assert vectors.similarity(QUESTION, []).known.tolist() == []


def test_an_article_without_sentences_counts_as_known():
    vectors = filled({2: matrix([])})
    assert 2 in vectors
    assert vectors.closest(QUESTION, {2: 0, 3: 1}, 5) == []


def test_a_vector_without_length_is_like_nothing():
    articles = {1: np.zeros((3, DIMENSIONS), np.float32), 2: matrix(FERRY)}
    found = filled(articles).similarity(QUESTION, every_place(articles))
    assert found.own[:3].tolist() == found.mixed[:3].tolist() == [0, 0, 0]
    assert np.isfinite([found.own, found.mixed]).all()


def test_opposite_neighbors_add_up_to_nothing():
    one = matrix(["ferry"])[0]
    found = filled({1: np.stack([-one, one, -one])}).similarity(QUESTION, [(1, 1)])
    assert np.isfinite(found.mixed).all()


@given(seeds)
def test_nearly_opposite_neighbors_lead_to_no_similarity_above_1(seed):
    one, noise = random_vectors(2, seed)
    opposite = (1e-4 * noise - one) / np.linalg.norm(1e-4 * noise - one)
    articles = {1: np.array([opposite, one, opposite], np.float32)}
    found = filled(articles).similarity(noise, [(1, 1)])
    assert abs(found.mixed[0]) <= 1


@given(seeds, st.integers(0, 40), st.integers(0, 40))
def test_copies_have_exactly_the_same_cosine(seed, before, after):
    copied = random_vectors(1, seed)
    question = random_vectors(1, seed + 1)[0]
    around = random_vectors(before, seed + 2), random_vectors(after, seed + 3)
    vectors = filled({1: np.concatenate([around[0], copied, around[1]]), 2: copied}, 2)
    every = [(1, number) for number in range(before + after + 1)]
    found = vectors.similarity(question, [*every, (2, 0)])
    assert found.own[before] == found.own[-1]


@given(sizes, seeds, st.integers(1, 3), st.integers(0, 20))
def test_the_closest_are_the_most_similar(wanted, seed, blocks, count):
    articles = articles_of(wanted, seed)
    question = random_vectors(1, seed)[0]
    vectors = filled(articles, blocks)
    found = vectors.closest(question, {**sizes_of(articles), 10**9 + 1: 3}, count)
    every = every_place(articles)
    similarity = vectors.similarity(question, every)
    score = dict(zip(every, (similarity.own + similarity.mixed).tolist(), strict=True))
    best = sorted(score.values(), reverse=True)[:count]
    assert [score[place] for place in found] == pytest.approx(best)


def test_large_articles_do_not_keep_smaller_ones_from_being_compared(monkeypatch):
    monkeypatch.setattr(vectors_module, "MOST_COMPARED", 5)
    vectors = filled({1: matrix(FERRY), 2: matrix(FERRY), 3: matrix(BRIDGE)})
    assert {key for key, _ in vectors.closest(QUESTION, {1: 3, 2: 3, 3: 2}, 99)} == {1, 3}


def test_an_article_of_the_largest_size_is_compared():
    vectors = filled({1: random_vectors(5000, 1)})
    assert len(vectors.closest(QUESTION, {1: 5000}, 9)) == 9


def test_vectors_of_another_version_are_not_compared():
    vectors = filled({1: matrix(FERRY), 2: matrix(BRIDGE), 3: matrix([])})
    assert {key for key, _ in vectors.closest(QUESTION, {1: 2, 2: 2, 3: 1}, 99)} == {2}


def test_a_removed_article_is_unknown_until_it_is_added_again():
    vectors = filled({1: matrix(FERRY), 2: matrix(BRIDGE)})
    vectors.remove(1)
    vectors.remove(1)
    assert vectors.similarity(QUESTION, [(1, 0), (2, 0)]).known.tolist() == [False, True]
    assert 1 not in vectors
    vectors.add(block_of({1: matrix(BRIDGE)}))
    added = vectors.similarity(QUESTION, [(1, 0), (2, 0), (1, 2)])
    assert added.own[0] == added.own[1]
    assert added.known.tolist() == [True, True, False]


def test_some_articles_of_a_block_can_be_left_out():
    old = block_of({1: matrix(FERRY), 2: matrix(BRIDGE), 4: matrix([])})
    vectors = Vectors()
    assert not vectors
    vectors.add(old, removed=[1])
    assert set(vectors.keys()) == {1, 4}
    vectors.add(block_of({1: matrix(BRIDGE)}))
    found = vectors.similarity(QUESTION, [(1, 0), (1, 2), (2, 0)])
    assert found.known.tolist() == [True, False, False]
    vectors.clear()
    assert not vectors


def test_articles_without_sentences_have_no_vectors():
    vectors = filled({1: matrix(FERRY), 2: matrix([])}, 2)
    assert vectors.have_any([3, 2, 1])
    assert not vectors.have_any([3, 2])
    assert not vectors.have_any([])


def test_dropping_blocks_names_the_articles_that_are_lost():
    blocks = [block_of({1: matrix(FERRY), 2: matrix(BRIDGE)}), block_of({2: matrix(BRIDGE)})]
    vectors = Vectors()
    for block in blocks:
        vectors.add(block)
    assert vectors.drop(blocks[:1]) == [1]
    assert set(vectors.keys()) == {2}


@given(st.lists(st.tuples(sizes, st.sets(st.integers(0, 8))), max_size=4), seeds)
def test_merging_keeps_every_vector(parts, seed):
    question = random_vectors(1, seed)[0]
    blocks, places, wanted = [], [], []
    for number, (some, chosen) in enumerate(parts):
        articles = {key + number * 10**10: one for key, one in articles_of(some, seed).items()}
        block = block_of(articles)
        kept = {at for at in chosen if at < len(articles)}
        blocks.append((block, kept))
        one = Vectors()
        one.add(block)
        here = every_place({list(articles)[at]: articles[list(articles)[at]] for at in kept})
        places += here
        wanted += one.similarity(question, here).mixed.tolist()
    merged = Vectors()
    merged.add(merged_blocks(blocks))
    assert merged.similarity(question, places).mixed.tolist() == wanted
    assert len(merged.keys()) == sum(len(kept) for _, kept in blocks)
