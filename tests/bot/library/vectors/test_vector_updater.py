"""Which articles are encoded, when, and by whom."""

from contextlib import closing

import pytest
from filelock import FileLock
from kept_vectors import (
    blocks_of,
    expected_vectors,
    on_disk,
    opened,
    rows,
    split,
    unclear,
    vectors_in,
    vectors_on_disk,
)
from meaning import FakeMeaning
from ships import article, fill
from slow_thread import SlowThread

from bot.library import index_updater
from bot.library.library import Library
from bot.library.scrub_schedule import PAUSE, ScrubSchedule
from bot.library.vectors import vector_blocks, vector_updater
from bot.library.vectors.vector_updater import LOOK
from corpus.reading import read_article
from corpus.store.store import Store
from retrieval.meaning.vectors import Block


@pytest.fixture
def meaning():
    return FakeMeaning()


@pytest.fixture
def thread(monkeypatch):
    """The one that merges."""
    monkeypatch.setattr(index_updater, "ThreadPoolExecutor", made := SlowThread())
    return made


@pytest.fixture
def encoder(monkeypatch):
    """The thread that encodes."""
    monkeypatch.setattr(vector_updater, "ThreadPoolExecutor", made := SlowThread())
    return made


@pytest.fixture
def clock(monkeypatch):
    """The time in seconds, as a list of one number."""
    times = [1000.0]
    monkeypatch.setattr(vector_updater, "monotonic", lambda: times[0])
    monkeypatch.setattr(ScrubSchedule.__init__, "__defaults__", (lambda: times[0],))
    return times


def german():
    text = "Das Schiff hat den Hafen von Sund verlassen.\nEs brachte die Ladung nach Harwick."
    return read_article(text.encode(), "german.txt")


def finish(library, *threads):
    library.sources()
    while library.behind or any(one.left for one in threads):
        for one in threads:
            while one.left:
                one.work()
        library.sources()


def is_complete(library):
    return vectors_in(library) == expected_vectors(library.store)


def test_without_a_thread_a_few_articles_are_encoded_at_once(path, meaning):
    fill(path, 1, 2)
    with opened(path, meaning) as library:
        assert is_complete(library)
        library.store.add(article(3))
        library.sources()
        assert is_complete(library)
    assert len(meaning.encoded) == 6
    with opened(path, meaning) as library:
        assert is_complete(library)
    assert len(meaning.encoded) == 6


def test_without_a_thread_many_articles_are_left_to_others(path, meaning, monkeypatch):
    monkeypatch.setattr(vector_updater, "SOON", 5)
    fill(path, 1, 2, 3)
    with opened(path, meaning) as library:
        library.sources()
        assert meaning.encoded == []
        library.store.remove(article(1).id)
        library.sources()
        assert is_complete(library)


def test_the_thread_encodes_the_newest_articles_first(path, meaning, encoder, monkeypatch):
    monkeypatch.setattr(vector_updater, "BATCH", 3)
    fill(path, *range(1, 6))
    with opened(path, meaning, background=True) as library:
        assert library.encodes
        assert meaning.encoded == []
        encoder.work()
        assert vectors_in(library) == {}
        library.sources()
        assert vectors_in(library).keys() == {4, 5}
        finish(library, encoder)
        assert is_complete(library)
        assert not library.encodes


def test_a_batch_has_few_articles(path, meaning, encoder, monkeypatch):
    monkeypatch.setattr(vector_updater, "TOGETHER", 4)
    fill(path, *range(1, 8))
    with opened(path, meaning, background=True) as library:
        encoder.work()
        library.sources()
        assert len(vectors_in(library)) == 4


def test_articles_that_are_not_english_are_done_without_vectors(path, meaning, encoder):
    fill(path, 1)
    with closing(Store(path)) as store:
        store.add(german())
    for _ in range(2):
        with opened(path, meaning, background=True) as library:
            finish(library, encoder)
            assert vectors_in(library)[2] == b""
            assert is_complete(library)
            library.store.edit(article(1).id, {"title": "Once"})
            finish(library, encoder)
    assert len(meaning.encoded) == 4


def test_an_article_that_changes_language_loses_its_vectors_and_gets_them_again(path, meaning):
    with opened(path, meaning) as library:
        library.store.add(unclear(1))
        for language in ("de", "en"):
            library.store.edit(unclear(1).id, {"language": language})
            library.sources()
            assert is_complete(library)
            assert bool(vectors_in(library)[1]) is (language == "en")


def test_an_article_that_has_changed_keeps_its_new_vectors_after_a_restart(path, meaning):
    with opened(path, meaning) as library:
        for number in (1, 2, 3):
            library.store.add(unclear(number))
        library.sources()
        library.store.edit(unclear(1).id, {"language": "de"})
        library.sources()
        assert len(blocks_of(library)) == 2
    with opened(path, meaning) as library:
        assert is_complete(library)


@pytest.mark.parametrize("values", [{"language": "de"}, {"language": "en-GB"}])
def test_an_article_that_changes_while_it_is_encoded_is_encoded_again(
    path, meaning, encoder, values
):
    with closing(Store(path)) as store:
        store.add(unclear(1))
        store.add(article(2))
    with opened(path, meaning, background=True) as library:
        work = encoder.left.pop()
        library.store.edit(unclear(1).id, values)
        library.sources()
        work[0].set_result(work[1]())
        library.sources()
        assert vectors_in(library).keys() == {2}
        finish(library, encoder)
        assert is_complete(library)


def test_vectors_of_an_article_removed_before_they_are_written_never_reach_the_disk(
    path, meaning, encoder
):
    fill(path, 1, 2)
    with opened(path, meaning, background=True) as library:
        library.store.remove(article(1).id)
        library.sources()
        encoder.work()
        assert on_disk(path, rows(article(2)))
        assert not on_disk(path, rows(article(1)))
        finish(library, encoder)
        assert is_complete(library)


def test_vectors_of_an_article_removed_after_they_were_written_leave_the_disk_soon(
    path, meaning, encoder, thread
):
    fill(path, 1, 2)
    with opened(path, meaning, background=True) as library:
        encoder.work()
        assert on_disk(path, rows(article(1)))
        library.store.remove(article(1).id)
        finish(library, encoder, thread)
        assert not on_disk(path, rows(article(1)))
        assert on_disk(path, rows(article(2)))


@pytest.mark.parametrize("background", [True, False])
def test_a_scrub_rewrites_the_files_that_hold_removed_articles(
    path, meaning, encoder, thread, clock, background
):
    fill(path, *range(1, 7))
    with opened(path, meaning, background=background) as library:
        finish(library, encoder, thread)
        clock[0] += PAUSE
        library.store.remove(article(3).id)
        library.sources()
        assert 3 not in vectors_in(library)
        assert on_disk(path, rows(article(3)))
        library.scrub()
        finish(library, encoder, thread)
        assert vectors_on_disk(path) == split(b"".join(expected_vectors(library.store).values()))
        assert len(meaning.encoded) == 12


def test_a_scrub_deletes_a_file_without_other_articles(path, meaning, encoder, thread, clock):
    fill(path, 1)
    with opened(path, meaning, background=True) as library:
        finish(library, encoder, thread)
        clock[0] += PAUSE
        library.store.remove(article(1).id)
        library.scrub()
        finish(library, encoder, thread)
        assert not on_disk(path, rows(article(1)))


def test_a_scrub_that_was_requested_happens_at_the_end(path, meaning, encoder, thread):
    fill(path, *range(1, 7))
    with opened(path, meaning, background=True) as library:
        finish(library, encoder, thread)
        library.store.remove(article(3).id)
        library.scrub()
        library.sources()
    assert not on_disk(path, rows(article(3)))
    assert on_disk(path, rows(article(2)))


def test_what_is_removed_while_a_block_is_merged_stays_removed(path, meaning, encoder, thread):
    fill(path, *range(1, 7))
    with opened(path, meaning, background=True) as library:
        finish(library, encoder, thread)
        for number in range(1, 5):
            library.store.remove(article(number).id)
        library.sources()
        assert thread.left
        library.store.remove(article(5).id)
        library.store.add(article(1))
        finish(library, thread, encoder)
        assert is_complete(library)


def test_a_merged_file_is_deleted_if_an_article_alone_in_its_block_is_removed_meanwhile(
    path, meaning, encoder, thread, monkeypatch
):
    monkeypatch.setattr(vector_blocks, "MOST_SMALL", 1)
    with opened(path, meaning, background=True) as library:
        library.store.add(article(1))
        finish(library, encoder, thread)
        library.store.add(article(2))
        library.sources()
        encoder.work()
        library.sources()
        thread.work()
        library.store.remove(article(1).id)
        finish(library, encoder, thread)
        assert not on_disk(path, rows(article(1)))
        assert is_complete(library)


def test_a_scrub_that_begins_while_a_block_is_merged_rewrites_the_result(
    path, meaning, encoder, thread, clock
):
    fill(path, *range(1, 7))
    with opened(path, meaning, background=True) as library:
        finish(library, encoder, thread)
        clock[0] += PAUSE
        for number in range(1, 5):
            library.store.remove(article(number).id)
        library.sources()
        library.store.remove(article(5).id)
        library.scrub()
        finish(library, thread, encoder)
        assert not on_disk(path, rows(article(5)))
        assert on_disk(path, rows(article(6)))


def test_a_model_that_fails_is_given_up_and_answers_go_on(path, encoder):
    meaning = FakeMeaning(fails=True)
    fill(path, 1, 2)
    with opened(path, meaning, background=True) as library:
        finish(library, encoder)
        library.store.add(article(3))
        finish(library, encoder)
        assert len(meaning.encoded) == 4
        assert library.nearest("ship3", library.sources()).passages
        assert not library.encodes


@pytest.mark.parametrize("background", [True, False])
def test_a_model_that_raises_an_exception_is_given_up(path, encoder, caplog, background):
    class Broken(FakeMeaning):
        def sentences(self, _):
            raise RuntimeError("bad allocation")

    fill(path, 1)
    with opened(path, Broken(), background=background) as library:
        finish(library, encoder)
        library.store.add(article(2))
        finish(library, encoder)
        assert library.nearest("ship2", library.sources()).passages
    assert caplog.messages == ["Cannot make vectors: bad allocation"]


def test_vectors_survive_that_the_model_is_turned_off(path, meaning):
    fill(path, 1, 2, 3)
    with opened(path, meaning):
        pass
    with opened(path) as library:
        library.store.edit(article(1).id, {"title": "Once"})
        library.store.remove(article(2).id)
        library.sources()
        library.store.add(article(4))
        library.scrub()
        library.sources()
        assert not on_disk(path, rows(article(1)))
        assert not on_disk(path, rows(article(2)))
    encoded = len(meaning.encoded)
    with opened(path, meaning) as library:
        assert is_complete(library)
    assert len(meaning.encoded) == encoded + 4


def test_vectors_of_another_model_are_not_used(path, meaning, caplog):
    fill(path, 1)
    with opened(path, FakeMeaning("another")):
        pass
    with opened(path, meaning) as library:
        assert is_complete(library)
    assert len(meaning.encoded) == 2
    assert len(list(path.with_name("quotewire.db.index").glob("*.vectors"))) == 1
    assert caplog.messages == []


def test_vectors_of_another_database_are_not_used(path, tmp_path, meaning):
    fill(path, 1, 2)
    other = tmp_path / "other.db"
    fill(other, 3, 4)
    with opened(path, meaning):
        pass
    path.with_name("quotewire.db.index").rename(tmp_path / "other.db.index")
    with opened(other, meaning) as library:
        assert is_complete(library)


def test_a_process_that_does_not_write_picks_up_what_another_one_has_encoded(path, encoder, clock):
    reader = FakeMeaning()
    fill(path, 1, 2)
    with (
        opened(path, FakeMeaning(), background=True) as writing,
        opened(path, reader, writes=False) as reading,
    ):
        assert vectors_in(reading) == {}
        finish(writing, encoder)
        reading.sources()
        assert vectors_in(reading) == {}  # it looks once a second
        clock[0] += LOOK
        reading.sources()
        assert is_complete(reading)
        writing.store.edit(article(1).id, {"title": "Once"})
        finish(writing, encoder)
        writing.store.add(article(3))
        finish(writing, encoder)
        reading.sources()
        assert vectors_in(reading).keys() == {2}
        clock[0] += LOOK
        reading.sources()
        assert is_complete(reading)
    assert reader.encoded == []


def test_vectors_that_may_be_of_another_text_are_not_picked_up(path, encoder, clock):
    fill(path, 1, 2)
    with (
        opened(path, FakeMeaning(), background=True) as writing,
        opened(path, FakeMeaning(), writes=False) as reading,
    ):
        finish(writing, encoder)
        with closing(Store(path)) as store:
            store.edit(article(1).id, {"title": "Once"})
        clock[0] += LOOK
        reading.sources()
        assert vectors_in(reading).keys() == {2}


def test_a_reader_does_not_keep_blocks_that_have_been_merged(path, encoder, thread, clock):
    with (
        opened(path, FakeMeaning(), background=True) as writing,
        opened(path, FakeMeaning(), writes=False) as reading,
    ):
        for number in range(1, 40):
            writing.store.add(article(number))
            finish(writing, encoder, thread)
            clock[0] += LOOK
            reading.sources()
            assert is_complete(reading)
        files = reading._updater._files._names  # noqa: SLF001 - nothing public shows them
        assert len(blocks_of(reading)) <= 10
        assert len([one for one in files if isinstance(one, Block)]) <= 10


@pytest.mark.usefixtures("encoder")
def test_beside_a_bot_a_question_does_not_wait_for_the_bots_vectors(path, meaning):
    fill(path, 1, 2)
    with (
        opened(path, FakeMeaning(), background=True),
        opened(path, meaning) as library,
    ):
        before = sorted(path.with_name("quotewire.db.index").iterdir())
        assert is_complete(library)
        assert sorted(path.with_name("quotewire.db.index").iterdir()) == before


def test_in_the_background_only_the_process_with_the_lock_encodes(path, encoder, meaning, clock):
    fill(path, 1, 2)
    lock = FileLock(path.with_name("quotewire.db.index") / "lock")
    path.with_name("quotewire.db.index").mkdir()
    with lock, opened(path, meaning, background=True) as library:
        clock[0] += LOOK
        library.sources()
        assert not library.encodes
        lock.release()
        clock[0] += LOOK
        finish(library, encoder)
        assert is_complete(library)


def test_a_folder_that_cannot_be_written_keeps_vectors_in_memory(path, encoder, meaning, caplog):
    path.with_name("quotewire.db.index").write_text("in the way")
    fill(path, 1, 2)
    with opened(path, meaning, background=True) as library:
        finish(library, encoder)
        assert is_complete(library)
    assert len([one for one in caplog.messages if "it is kept in memory only" in one]) == 1


def test_a_database_in_memory_keeps_its_vectors_there(tmp_path, monkeypatch, meaning):
    monkeypatch.chdir(tmp_path)
    with closing(Library(Store(":memory:"), meaning=meaning, samples=list)) as library:
        for number in range(1, 60):
            library.store.add(article(number))
            library.sources()
            assert len(library._updater.vectors.blocks) <= 9  # noqa: SLF001 - nothing public shows it
        assert is_complete(library)
        assert len(meaning.encoded) == 118
    assert list(tmp_path.iterdir()) == []


def test_vectors_made_elsewhere_are_adopted_unless_their_article_has_changed(
    path, meaning, monkeypatch
):
    monkeypatch.setattr(vector_updater, "SOON", 0)
    fill(path, 1, 2, 3)
    with opened(path, meaning) as library:
        assert library.lacking() == {1: 2, 2: 2, 3: 2}
        with closing(library.vector_paths()) as paths:
            made = library._updater.vectors._encode(library.store.at([1, 2, 3]))  # noqa: SLF001
            file = next(paths)
            (path.with_name("quotewire.db.index") / made.name).rename(file)
            library.store.edit(article(2).id, {"title": "Once"})
            library.sources()
            library.adopt_vectors(file)
        assert vectors_in(library).keys() == {1, 3}
        assert library.lacking() == {2: 2}
    with opened(path) as library:
        assert vectors_in(library).keys() == {1, 3}


def test_the_manifest_is_saved_seldom_while_the_thread_encodes(
    path, meaning, encoder, clock, monkeypatch
):
    monkeypatch.setattr(vector_updater, "BATCH", 1)
    monkeypatch.setattr(vector_blocks, "MOST_SMALL", 100)  # a merge would put off a save
    saves = []
    monkeypatch.setattr(
        "bot.library.index_files.write_manifest", lambda *_: saves.append(clock[0])
    )
    fill(path, *range(1, 20))
    with opened(path, meaning, background=True) as library:
        saves.clear()
        while library.encodes:
            encoder.work()
            library.sources()
            clock[0] += 1
        assert 4 <= len(saves) <= 6
        assert is_complete(library)
