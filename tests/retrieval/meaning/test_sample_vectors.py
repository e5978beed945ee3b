"""The vectors of the sample articles, which are part of the package."""

import numpy as np
import pytest
from meaning import FakeMeaning

from bot.library.library import Library
from corpus.samples.sample_articles import load_samples
from corpus.store.store import Store
from retrieval.meaning import sample_vectors as stored
from retrieval.meaning.encoding import is_english
from retrieval.meaning.minilm import MiniLM
from retrieval.meaning.sample_vectors import sample_vectors

VERSION = MiniLM.version


@pytest.fixture
def samples():
    return dict(enumerate(load_samples(), 1))


def test_they_are_those_of_the_model(samples):
    block, model = sample_vectors(samples, VERSION), MiniLM()
    english = [one for one in samples.values() if is_english(one)]
    fresh = [model.sentences([one.text[slice(*span)]]) for one in english for span in one.spans]
    vectors = block.numbers * block.scales[:, None]
    cosines = np.sum(vectors * np.concatenate(fresh), axis=1)
    assert cosines.min() > 0.96  # another sentence has less than .9
    assert cosines.mean() > 0.98


def test_other_articles_or_models_have_none(samples, ferry):
    assert sample_vectors(samples, VERSION) is not None
    assert sample_vectors(samples, "other") is None
    assert sample_vectors({**samples, 11: ferry}, VERSION) is None
    assert sample_vectors({**samples, 1: ferry}, VERSION) is None


def test_without_the_file_there_are_none(samples, monkeypatch, tmp_path):
    monkeypatch.setattr(stored, "FILE", tmp_path / "samples.vectors")
    assert sample_vectors(samples, VERSION) is None


def test_the_library_uses_them_instead_of_making_them():
    meaning = FakeMeaning(VERSION)
    library = Library(Store(":memory:"), meaning=meaning)
    answer = library.answer("who scored the winning goal", library.sources())
    assert meaning.encoded == []
    assert answer.by_meaning
    assert meaning.asked == ["who scored the winning goal"]


def test_the_library_makes_those_of_other_articles(ferry):
    meaning = FakeMeaning(VERSION)
    library = Library(Store(":memory:"), samples=lambda: [ferry], meaning=meaning)
    assert library.answer("which ferry sank?", library.sources()).by_meaning
    assert len(meaning.encoded) == len(ferry.spans)
