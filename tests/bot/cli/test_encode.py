from contextlib import closing

import pytest
from meaning import FakeMeaning
from ships import article, fill, found

from bot.cli.opening import Workspace
from bot.library import parallel_encoding as module
from bot.library.index_folder import WriteLock, index_folder
from bot.library.library import Library
from bot.library.parallel_encoding import IN_USE, encode_chunk
from bot.library.vectors import vector_updater
from bot.library.vectors.vector_blocks import MOST_SMALL
from corpus.errors import CorpusError
from corpus.store.store import Store


@pytest.fixture
def model(monkeypatch):
    """A fake model, in this process and in the workers."""
    meaning = FakeMeaning()
    monkeypatch.setattr(Workspace, "meaning", meaning)
    monkeypatch.setattr(module, "_models", [meaning])
    return meaning


@pytest.fixture(autouse=True)
def events(monkeypatch):
    """Encode articles one by one in this process, and call what is listed after each."""
    events = []

    def encode_articles(database, sizes, paths):
        for position, path in zip(sizes, paths, strict=False):
            encode_chunk(str(database), [position], path)
            if events:
                events.pop(0)()
            yield sizes[position], path

    monkeypatch.setattr(module, "encode_articles", encode_articles)
    monkeypatch.setattr(vector_updater, "SOON", 0)  # the library leaves all articles to it
    return events


def raising(error):
    def fail():
        raise error

    return fail


def nothing():
    pass


def lacking(path):
    with closing(Store(path)) as store, closing(Library(store, meaning=FakeMeaning())) as library:
        return library.lacking()


def test_encode_makes_the_vectors_that_articles_lack(run, db, model):
    fill(db, 1, 2, 3)
    result = run("encode")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Made the vectors of 3 articles.\n"
    assert len(model.encoded) == 6
    assert lacking(db) == {}
    fill(db, 4)
    assert run("encode").stdout == "Made the vectors of 1 article.\n"
    assert len(model.encoded) == 8
    assert found(db) == [1, 2, 3, 4]


@pytest.mark.usefixtures("model")
def test_encode_says_if_there_is_nothing_to_do(run, db):
    assert run("encode").stdout == "Every article has its vectors.\n"
    assert not db.exists()
    fill(db)
    assert run("encode").stdout == "Every article has its vectors.\n"
    fill(db, 1)
    run("encode")
    again = run("encode")
    assert (again.exit_code, again.stdout) == (0, "Every article has its vectors.\n")


@pytest.mark.usefixtures("model")
def test_an_interrupted_run_says_how_far_it_got_and_the_next_one_goes_on(run, db, events):
    fill(db, 1, 2, 3)
    events[:] = [nothing, nothing, raising(KeyboardInterrupt)]
    result = run("encode")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Stopped after 4 of 6 sentences; run it again to go on.\n"
    assert run("encode").stdout == "Made the vectors of 1 article.\n"


@pytest.mark.usefixtures("model")
def test_after_an_error_the_finished_vectors_stay(run, db, events):
    fill(db, 1, 2, 3)
    events[:] = [nothing, raising(CorpusError("disk", "is full"))]
    result = run("encode")
    assert (result.exit_code, result.stderr) == (2, "quotewire: disk: is full\n")
    assert lacking(db) == {2: 2, 3: 2}


@pytest.mark.usefixtures("model")
def test_encode_leaves_the_vectors_to_a_running_bot(run, db):
    fill(db, 1, 2, 3)
    lock = WriteLock(index_folder(db))
    assert lock.acquire()
    result = run("encode")
    lock.release()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"quotewire: {db}: {IN_USE}\n"


def test_encode_needs_the_model(run, db, model, monkeypatch):
    fill(db, 1)
    expected = "quotewire: the model of meaning: cannot be used; quotewire doctor says why\n"
    monkeypatch.setattr(vector_updater, "SOON", 400)
    model.fails = True  # which the library notices
    result = run("encode")
    assert (result.exit_code, result.stderr) == (2, expected)
    monkeypatch.setattr(Workspace, "meaning", None)
    result = run("encode")
    assert (result.exit_code, result.stderr) == (2, expected)


@pytest.mark.usefixtures("model")
def test_articles_that_change_meanwhile_are_left_to_the_next_run(run, db, events):
    fill(db, 1, 2, 3)

    def change():
        with closing(Store(db)) as store:
            store.remove(article(1).id)
            store.edit(article(2).id, {"language": "de"})
        fill(db, 4)

    events[:] = [nothing, nothing, change]
    assert run("encode").exit_code == 0
    assert lacking(db) == {2: 2, 4: 2}
    assert run("encode").stdout == "Made the vectors of 2 articles.\n"
    assert found(db) == [2, 3, 4]


@pytest.mark.usefixtures("model")
def test_many_files_of_vectors_become_few(run, db, events):
    fill(db, *range(1, 40))
    most = []
    events[:] = [lambda: most.append(len(list(index_folder(db).glob("*.vectors"))))] * 39
    assert run("encode").exit_code == 0
    assert max(most) <= MOST_SMALL + 2
    assert lacking(db) == {}
