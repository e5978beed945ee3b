"""The model all-MiniLM-L6-v2: its files, its vectors, and what happens if it cannot be loaded."""

import logging
import pickle
import shutil
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from documents import rows, section
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.meaning import minilm
from retrieval.meaning.meaning import DIMENSIONS
from retrieval.meaning.minilm import AT_ONCE, GRAPH, MODEL, QUESTIONS, SHA256, WEIGHTS, MiniLM

# Questions, sentences, and their cosines by the published weights in 32 bits, with transformers.
KNOWN = [
    (
        "Why did the company take back its statement?",
        "On Friday the firm withdrew what it had said.",
        0.595,
    ),
    ("Who runs the harbour?", "The port is headed by Marta Lindqvist.", 0.376),
    ("How many people lost their jobs?", "The shipyard laid off 340 workers in March.", 0.405),
    (
        "When does the bridge open again?",
        "Traffic will be allowed back across the river from 4 June.",
        0.360,
    ),
    ("What did the fire destroy?", "Flames gutted the old paper mill overnight.", 0.483),
    (
        "Is the water safe to drink?",
        "Residents were told to boil what comes out of the tap.",
        0.362,
    ),
    ("Who scored the winning goal?", "The council approved next year's budget.", -0.030),
    ("Why was the flight cancelled?", "Tulips bloom early in mild winters.", 0.010),
    (
        "What does the doctor advise?",
        "The physician recommends rest and plenty of fluids.",
        0.502,
    ),
    ("The ferry sank near Brevik.", "The ferry did not sink near Brevik.", 0.723),
]
# What 8 bits cost: up to .024 here, and .030 on a processor without VNNI.
CLOSE = 0.05
# Texts computed together share the scale of their numbers: .97 is the least seen in 800 sentences.
SAME = 0.95

ODD = {
    "nothing": "",
    "spaces": " \n\t ",
    "a lone surrogate": "The ferry \ud800 sank.",
    "NUL": "\0",
    "emoji": "🛳️🔥👩‍👩‍👧" * 50,
    "100,000 characters": "The ferry sank near Brevik. " * 3572,
    "a word of 100,000 characters": "a" * 100_000,
    "100,000 characters without spaces": "渡船" * 50_000,
    "a special token": "[MASK] [SEP] [CLS] [PAD] [UNK]",
    "right to left": "غرقت العبارة بالقرب من بريفيك",
}


@pytest.fixture(scope="module")
def model():
    return MiniLM()


def lengths(vectors):
    return np.linalg.norm(vectors, axis=-1)


def cosines(some, others):
    return np.sum(some * others, axis=-1)


# Files


def test_the_hash_is_that_of_the_files():
    found = sha256()
    for name in (GRAPH, WEIGHTS):
        found.update(MODEL.joinpath(name).read_bytes())
    assert found.hexdigest() == SHA256 == MiniLM.version


def test_the_documents_name_the_hashes_of_the_files():
    for name, _, named in rows(section("docs/model.md", "Files")):
        assert sha256(MODEL.joinpath(name.strip("`")).read_bytes()).hexdigest() == named


# Vectors


@pytest.mark.parametrize(("question", "sentence", "expected"), KNOWN)
def test_similarities_are_those_of_the_published_weights(model, question, sentence, expected):
    found = model.question(question) @ model.sentences([sentence])[0]
    assert found == pytest.approx(expected, abs=CLOSE)


def test_a_paraphrase_is_closer_than_what_shares_no_meaning(model):
    vectors = model.sentences([sentence for _, sentence, _ in KNOWN])
    for at in (0, 1, 2, 3, 4, 5, 8):
        assert np.argmax(vectors @ model.question(KNOWN[at][0])) == at


def test_each_sentence_has_a_vector_of_length_1_in_order(model):
    texts = [text for pair in KNOWN for text in pair[:2]]
    vectors = model.sentences(texts)
    assert (vectors.shape, vectors.dtype) == ((len(texts), DIMENSIONS), np.float32)
    assert lengths(vectors) == pytest.approx(1, abs=1e-5)
    alone = np.concatenate([model.sentences([text]) for text in texts])
    assert cosines(vectors, alone).min() > SAME
    assert (np.argmax(alone @ vectors.T, axis=1) == np.arange(len(texts))).all()


def test_no_sentences_have_no_vectors(model):
    assert model.sentences([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_any_text_has_a_vector(model, text):
    texts = [text] * (AT_ONCE + 1)
    assert lengths(model.sentences(texts)) == pytest.approx(1, abs=1e-5)
    assert lengths(model.question(text)) == pytest.approx(1, abs=1e-5)


@settings(max_examples=50)
@given(st.text(st.characters(), max_size=300))
def test_a_question_and_the_same_sentence_have_the_same_vector(text):
    model = shared()
    assert cosines(model.question(text), model.sentences([text])[0]) == pytest.approx(1, abs=1e-4)


@cache  # one for all examples
def shared():
    return MiniLM()


def test_the_end_of_a_long_text_is_ignored(model):
    start = "The ferry sank near Brevik. " * 100
    vectors = model.sentences([start + "Who did?", start + "Tulips bloom early."])
    assert cosines(*vectors) == pytest.approx(1, abs=1e-4)


def test_several_threads_get_the_vectors_that_one_gets():
    model, texts = MiniLM(threads=2), [text for pair in KNOWN for text in pair[:2]]
    expected = [MiniLM().sentences([text])[0] for text in texts]
    with ThreadPoolExecutor(8) as pool:  # the first of which loads the model
        found = list(pool.map(model.question, texts * 4))
    assert cosines(np.array(found), np.array(expected * 4)).min() > 0.9999


def test_vectors_of_questions_are_cached_and_cannot_be_changed(model):
    first = model.question("Who runs the harbour?")
    assert model.question("Who runs the harbour?") is first
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1


def test_the_cache_keeps_no_question(model):
    question = " ".join(["Has", "nobody", "asked", "this?"])
    before = sys.getrefcount(question)
    model.question(question)
    assert sys.getrefcount(question) == before


def test_the_cache_of_questions_is_limited(monkeypatch):
    model, computed = MiniLM(), []

    class Loaded:
        def tokens(self, texts):
            computed.extend(texts)
            return texts

        def vectors(self, texts):
            return np.zeros((len(texts), DIMENSIONS), np.float32)

    monkeypatch.setattr(minilm, "_load", lambda _: Loaded())
    for _ in range(2):
        for number in range(QUESTIONS + 1):
            model.question(str(number))
    assert len(computed) == 2 * (QUESTIONS + 1)


# Loading


@pytest.fixture
def loads(monkeypatch):
    """How many threads each model may use that is loaded."""
    loads = []
    load = onnxruntime.InferenceSession

    def loaded(path, options, **others):
        loads.append(options.intra_op_num_threads)
        return load(path, options, **others)

    monkeypatch.setattr(onnxruntime, "InferenceSession", loaded)
    return loads


def test_the_model_is_loaded_once_and_only_when_it_is_used(loads):
    model = MiniLM(threads=2)
    assert loads == []
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(model.question, "abcdefgh"))
    model.sentences(["i"])
    assert loads == [2]


def test_nothing_touches_the_network(monkeypatch):
    def refuse(*_, **__):
        pytest.fail("the model uses the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert MiniLM().question("Who runs the harbour?") is not None
    assert "huggingface_hub" not in sys.modules  # which the tokenizers require


def test_the_libraries_print_nothing(capfd):
    model = MiniLM()
    model.question("Who runs the harbour?")
    model.sentences(["The port is headed by Marta Lindqvist."] * 20)
    assert tuple(capfd.readouterr()) == ("", "")


def test_another_process_gets_a_model_that_is_not_loaded_yet(loads):
    model = MiniLM(threads=2)
    model.load()
    copy = pickle.loads(pickle.dumps(model))
    assert loads == [2]
    copy.load()
    assert loads == [2, 2]


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the model's folder, which the model is loaded from."""
    for name in (GRAPH, WEIGHTS, "tokenizer.json"):
        shutil.copy(str(MODEL.joinpath(name)), tmp_path / name)
    monkeypatch.setattr(minilm, "MODEL", tmp_path)
    return tmp_path


def empty(path):
    path.write_bytes(b"")


def truncate(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def unusable(caplog):
    """Return why the model cannot be loaded, after checking how it then behaves."""
    model = MiniLM()
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert model.question("Who runs the harbour?") is None
            assert model.sentences(["The port is headed by Marta Lindqvist."]) is None
    (record,) = caplog.records
    assert model.failure
    assert model.failure in record.getMessage()
    return model.failure


def test_a_copy_of_the_folder_works(copied):
    assert (copied / WEIGHTS).exists()
    assert MiniLM().question("Who runs the harbour?") is not None


@pytest.mark.parametrize("damage", [Path.unlink, empty, truncate])
@pytest.mark.parametrize("name", [GRAPH, WEIGHTS, "tokenizer.json"])
def test_without_one_of_its_files_the_model_is_unusable(copied, caplog, name, damage):
    damage(copied / name)
    assert unusable(caplog)


def test_with_weights_that_lead_to_no_numbers_the_model_is_unusable(copied, caplog):
    with (copied / WEIGHTS).open("r+b") as file:
        file.seek(100_000)
        file.write(b"\xff" * 7 + b"\x7f")
    assert unusable(caplog) == "its results are not numbers"


@pytest.mark.parametrize("name", minilm.NEEDED)
def test_without_one_of_its_libraries_the_model_is_unusable(monkeypatch, caplog, name):
    monkeypatch.setitem(sys.modules, name, None)  # makes the import fail
    assert name in unusable(caplog)


@pytest.mark.parametrize("error", [ImportError("libonnxruntime.so: bad"), OSError(), ValueError()])
def test_with_broken_libraries_the_model_is_unusable(monkeypatch, caplog, error):
    def fail(_):
        raise error

    monkeypatch.setattr(minilm, "_load", fail)
    assert unusable(caplog) == (str(error) or type(error).__name__)


def test_a_model_that_fails_later_is_unusable_from_then_on(monkeypatch, caplog):
    class Failing:
        def tokens(self, _):
            raise MemoryError

    monkeypatch.setattr(minilm, "_load", lambda _: Failing())
    assert unusable(caplog) == "MemoryError"


def test_a_model_that_has_failed_answers_no_cached_question(monkeypatch):
    model = MiniLM()
    assert model.question("Who runs the harbour?") is not None
    monkeypatch.setattr(minilm.Loaded, "tokens", lambda *_: 1 / 0)
    assert model.sentences(["The port is headed by Marta Lindqvist."]) is None
    assert model.question("Who runs the harbour?") is None


def test_libraries_that_are_not_installed_are_named(monkeypatch):
    assert minilm.missing() == []
    monkeypatch.setattr(minilm, "find_spec", lambda name: None if name == "tokenizers" else name)
    assert minilm.missing() == ["tokenizers"]
