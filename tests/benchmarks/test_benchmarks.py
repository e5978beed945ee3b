"""Comparisons of CPU time on small corpora."""

from functools import partial
from statistics import median
from time import process_time

import pytest

from retrieval.index.entry import Entry
from retrieval.index.index import Index
from retrieval.index.merging import merged
from retrieval.index.tail import Tail
from tests.benchmarks.systems import Quotewire, RankBM25
from tests.benchmarks.text import SENTENCES, articles, read_questions, write_corpus
from tests.benchmarks.turns import answer, build

SMALL, LARGE = 2_000, 20_000  # sentences


@pytest.fixture(scope="module")
def large(corpora):
    """Our own index of the larger corpus, which the tests only search."""
    return opened(Quotewire, corpora / str(LARGE))


@pytest.fixture(scope="module")
def corpora(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpora")
    for sentences in (SMALL, LARGE):
        write_corpus(folder / str(sentences), sentences)
    return folder


def opened(system, corpus):
    folder = corpus / system.__name__
    folder.mkdir(exist_ok=True)
    built = system(folder)
    build(built, corpus)
    built.open()
    return built


def turns(*jobs, rounds=7):
    """Return the median seconds of each job; they take turns, and the first round warms up."""
    taken = [[job() for job in jobs] for _ in range(rounds + 1)][1:]
    return [median(times) for times in zip(*taken, strict=True)]


def asking(system, questions, method="search"):
    return lambda: median(answer(system, questions[:30], method).cpu)


def test_a_question_costs_at_most_a_tenth_of_rank_bm25s_scan(corpora, large):
    corpus = corpora / str(LARGE)
    questions = read_questions(corpus).every
    ours, theirs = turns(
        asking(large, questions),
        asking(opened(RankBM25, corpus), questions),
        rounds=3,
    )
    assert ours < theirs / 10


def test_ten_times_the_sentences_cost_at_most_three_times_as_much(corpora, large):
    small = opened(Quotewire, corpora / str(SMALL))
    few, many = turns(
        asking(small, read_questions(corpora / str(SMALL)).every),
        asking(large, read_questions(corpora / str(LARGE)).every),
    )
    assert many < 3 * few


def test_a_chats_own_statistics_cost_at_most_half_as_much_again(corpora, large):
    questions = read_questions(corpora / str(LARGE)).every
    every, chat = turns(asking(large, questions), asking(large, questions, "search_chat"))
    assert chat < 1.5 * every


def test_adding_and_removing_do_not_depend_on_the_size_of_the_index():
    def index_of(sentences):
        tail = Tail()
        for key, one in enumerate(articles(sentences)):
            tail.add(key, "library", Entry(one))
        index = Index()
        index.insert(merged([tail]))
        return index

    def change(index):
        start = process_time()
        for key, one in enumerate(new, 10**6):
            index.add(key, "library", Entry(one))
        for key in range(10**6, 10**6 + len(new)):
            index.remove(key)
        return process_time() - start

    new = list(articles(5 * SENTENCES, seed=3))
    small, large = turns(*(partial(change, index_of(size)) for size in (SMALL, LARGE)))
    assert large < 3 * small
