"""The words of removed articles, which must disappear from the files of the index."""

from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ships import article, found
from slow_thread import SlowThread

from bot.library import index_files, index_updater, scrub_schedule
from bot.library.index_folder import MANIFEST
from bot.library.library import Library
from bot.library.scrub_schedule import PAUSE, ScrubSchedule
from corpus.store.store import Store
from retrieval.index.segment import Segment

pytestmark = pytest.mark.usefixtures("small_segments")

CHAT = "7"
SCRUBS = [5, 8, 12]  # the chat's articles among those from 1 to 12


@pytest.fixture
def clock(monkeypatch):
    """The time for the scrubs, in seconds, as a list of one number."""
    times = [0.0]
    monkeypatch.setattr(ScrubSchedule.__init__, "__defaults__", (lambda: times[0],))
    return times


@pytest.fixture
def thread(monkeypatch):
    made = SlowThread()
    monkeypatch.setattr(index_updater, "ThreadPoolExecutor", made)
    return made


def number_of(words, path):
    """Return how many files beside the database contain a word."""
    folder = path.with_name("quotewire.db.index")
    files = [file.read_bytes() for file in folder.iterdir() if file.name != "lock"]
    return sum(any(word.encode() in data for word in words) for data in files)


def words(numbers=SCRUBS):
    return [f"{word}{number}" for number in numbers for word in ("ship", "cargo")]


@pytest.fixture
def stored(path):
    """A database with an index of three segments, in two of which a chat has articles."""
    for start in (1, 5, 9):
        with closing(Store(path)) as store:
            for number in range(start, start + 4):
                store.add(article(number, collection=CHAT if number in SCRUBS else "library"))
        found(path)
    assert number_of(words(), path) == 2
    return path


@contextmanager
def opened(path, **options):
    with closing(Store(path)) as store, closing(Library(store, **options)) as library:
        library.sources()
        yield library


def finish(library, thread):
    library.sources()
    while thread.left:
        thread.work()
        library.sources()


def answers(library, numbers):
    passages = [library.nearest(f"ship{n}", library.sources(CHAT)).passages for n in numbers]
    return [
        bool(one) and f"{n} " in one[0].sentence.text
        for n, one in zip(numbers, passages, strict=True)
    ]


def test_the_words_and_the_name_of_a_forgotten_chat_leave_the_index(stored):
    name = "chat-number-774411"
    with closing(Store(stored)) as store:
        store.move(CHAT, name)
    with opened(stored) as library:
        library.store.add(article(15, collection=name))  # stays in the tail
        library.sources()
        library.store.forget(name)
        library.scrub()
        library.sources()
        assert number_of([*words([*SCRUBS, 15]), name], stored) == 0
        assert all(answers(library, [1, 2, 3, 11]))
        assert not any(answers(library, SCRUBS))
    assert found(stored) == [n for n in range(1, 13) if n not in SCRUBS]
    assert number_of([*words([*SCRUBS, 15]), name], stored) == 0


def test_not_even_the_memory_of_the_index_keeps_the_words(stored):
    with opened(stored) as library:
        library.store.add(article(15, collection=CHAT))
        library.sources()
        library.store.forget(CHAT)
        library.scrub()
        library.sources()
        parts = library._answerer.index._parts()  # noqa: SLF001 - nothing public shows the words
        assert not {term for part in parts for term in part.terms()} & set(words([*SCRUBS, 15]))


def test_without_a_scrub_the_words_stay(stored):
    with opened(stored) as library:
        library.store.forget(CHAT)
        library.sources()
        assert number_of(words(), stored)


def test_a_segment_of_removed_articles_alone_is_dropped(path):
    with closing(Store(path)) as store:
        for number in range(1, 7):
            store.add(article(number, collection=CHAT))
    found(path)
    with opened(path) as library:
        library.store.forget(CHAT)
        library.scrub()
        library.sources()
        files = {file.name for file in path.with_name("quotewire.db.index").iterdir()}
        assert files <= {MANIFEST, "lock"}


def test_a_thread_rewrites_one_segment_at_a_time(stored, thread):
    with opened(stored, background=True) as library:
        finish(library, thread)
        library.store.forget(CHAT)
        library.scrub()
        library.sources()
        assert len(thread.left) == 1
        assert not any(answers(library, SCRUBS))  # even before it is done
        finish(library, thread)
        assert number_of(words(), stored) == 0


def test_what_is_removed_while_its_segment_is_rewritten_waits_for_the_next_scrub(
    stored, thread, clock
):
    with opened(stored, background=True) as library:
        finish(library, thread)
        library.store.forget(CHAT)
        library.scrub()
        library.sources()
        thread.work()
        library.store.remove(article(7).id)
        library.scrub()
        finish(library, thread)
        assert number_of(words(), stored) == 0
        assert number_of(words([7]), stored)
        clock[0] += PAUSE - 1
        finish(library, thread)
        assert number_of(words([7]), stored)
        clock[0] += 1
        finish(library, thread)
        assert number_of(words([7]), stored) == 0
        assert all(answers(library, [1, 2, 3, 4, 6, 9, 10, 11]))


def test_adding_and_forgetting_in_turn_does_not_rewrite_the_index_all_the_time(
    stored, clock, monkeypatch
):
    written = []
    write = index_files.write_segment
    monkeypatch.setattr(
        index_files,
        "write_segment",
        lambda path, one: [written.append(one.size), write(path, one)],
    )
    with opened(stored) as library:
        for number in range(20, 40):
            library.store.add(article(1))
            library.store.add(article(number))
            library.sources()
            for one in (number, 1):
                library.store.remove(article(one).id)
            library.scrub()
            library.sources()
            clock[0] += 1
        assert sum(written) < 3 * 24


@pytest.mark.parametrize("segments", ["listed as removed", "not yet listed"])
def test_a_restart_does_what_was_left(stored, thread, segments):
    with closing(Store(stored)) as store:
        if segments == "listed as removed":
            library = Library(store)
            library.sources()
            store.forget(CHAT)
            library.sources()
            store.add(article(13))
            for number in range(13, 16):
                store.add(article(number))
            library.close()
        else:
            store.forget(CHAT)
    assert number_of(words(), stored)
    with opened(stored, background=True) as library:
        finish(library, thread)
        assert number_of(words(), stored) == 0


def test_a_request_is_fulfilled_at_the_end_at_the_latest(stored, thread):
    with opened(stored, background=True) as library:
        finish(library, thread)
        library.store.forget(CHAT)
        library.scrub()
        library.sources()
        assert thread.left
    assert number_of(words(), stored) == 0
    assert found(stored) == [n for n in range(1, 13) if n not in SCRUBS]


def test_what_nobody_requested_is_done_within_an_hour(stored, thread, clock):
    with opened(stored, background=True) as library:
        finish(library, thread)
        library.store.remove(article(3).id)
        finish(library, thread)
        clock[0] += 3000
        finish(library, thread)
        assert number_of(words([3]), stored)
        clock[0] += 700
        finish(library, thread)
        assert number_of(words([3]), stored) == 0


def test_files_that_a_killed_process_left_are_deleted_at_the_start(stored, thread):
    folder = stored.with_name("quotewire.db.index")
    for name in ("0123.segment", "4567.new"):
        (folder / name).write_bytes(b"left behind")
    with opened(stored, background=True) as library:
        finish(library, thread)
        assert not (folder / "0123.segment").exists()
        assert not (folder / "4567.new").exists()
        assert all(answers(library, range(1, 13)))


def test_while_another_process_holds_the_lock_the_request_is_kept(stored, clock):
    lock = FileLock(stored.with_name("quotewire.db.index") / "lock")
    with opened(stored) as library:
        with lock:
            library.store.forget(CHAT)
            library.scrub()
            library.sources()
            assert number_of(words(), stored)
        clock[0] += PAUSE
        library.sources()
        assert number_of(words(), stored) == 0


def test_files_that_the_process_before_has_deleted_are_written_again(stored):
    lock = FileLock(stored.with_name("quotewire.db.index") / "lock")
    lock.acquire()
    with opened(stored) as library:
        for file in stored.with_name("quotewire.db.index").glob("*.segment"):
            file.unlink()  # as when the other process merges
        lock.release()
        library.store.remove(article(1).id)
        library.scrub()
        library.sources()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_updater, "entry", None)  # nothing has to be indexed again
        assert found(stored) == [n for n in range(2, 13) if n not in SCRUBS]


def test_a_full_disk_is_tried_again(stored, clock, caplog):
    def full(*_):
        raise OSError(28, "No space left on device")

    with opened(stored) as library:
        library.store.forget(CHAT)
        library.scrub()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(index_files, "write_segment", full)
            library.sources()
            assert all(answers(library, [1, 2, 3]))
        assert number_of(words(), stored)
        assert len(caplog.records) == 1
        clock[0] += PAUSE
        library.sources()
        assert number_of(words(), stored) == 0
    assert found(stored) == [n for n in range(1, 13) if n not in SCRUBS]


def test_a_segment_cut_short_while_it_is_merged_does_not_come_back(
    stored, thread, monkeypatch, caplog
):
    lost = []
    monkeypatch.setattr(Segment, "is_cut", property(lambda one: one in lost))
    with opened(stored, background=True) as library:
        finish(library, thread)
        library.store.forget(CHAT)
        library.scrub()
        library.sources()
        lost += library._answerer.index.segments[1:2]  # noqa: SLF001 - nothing public names them
        library.sources()
        thread.fail(IndexError("from what was read in the cut file"))
        while library.sources() and (library.behind or thread.left):
            if thread.left:
                thread.work()
        assert all(answers(library, [1, 2, 3, 4, 6, 7, 9, 10, 11]))
        assert not any(answers(library, SCRUBS))
        assert number_of(words(), stored) == 0
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "An index file was cut short and will be rebuilt"
    ]
    assert found(stored) == [n for n in range(1, 13) if n not in SCRUBS]


actions = st.one_of(
    st.tuples(st.sampled_from(["add", "remove"]), st.integers(1, 9)),
    st.tuples(st.sampled_from(["look", "scrub", "reopen", "forget"]), st.just(0)),
)


def act(library, action, number):
    store = library.store
    if action == "add":
        store.add(article(number, collection=CHAT if number % 2 else "library"))
    elif action == "remove":
        store.remove(article(number, collection=CHAT if number % 2 else "library").id)
    elif action == "forget":
        store.forget(CHAT)
    elif action == "scrub":
        library.scrub()
    library.sources()


def runs(done):
    """Split a list of actions at each "reopen"."""
    start = 0
    for end, (action, _) in enumerate(done):
        if action == "reopen":
            yield done[start:end]
            start = end + 1
    yield done[start:]


@given(st.lists(actions, max_size=25), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_whatever_happened_before_a_scrub_leaves_only_the_words_of_what_is_stored(
    done, background
):
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(scrub_schedule, "PAUSE", 0.0)
        patch.setattr(index_updater, "ThreadPoolExecutor", thread := SlowThread())
        path = Path(folder) / "quotewire.db"
        for actions_of_one_run in runs([*done, ("add", 9), ("add", 2), ("scrub", 0)]):
            with opened(path, samples=list, background=background) as library:
                for action, number in actions_of_one_run:
                    act(library, action, number)
                    if thread.left and number % 3:
                        thread.work()
                finish(library, thread)
                library.scrub()
                finish(library, thread)
                stored = [n for n in range(1, 10) if answers(library, [n])[0]]
                gone = [n for n in range(1, 10) if n not in stored]
                assert number_of(words(gone), path) == 0
        with opened(path, samples=list) as library:
            assert [n for n in range(1, 10) if answers(library, [n])[0]] == stored
