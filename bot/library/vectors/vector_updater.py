"""Making the vectors of the articles in the index."""

import logging
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event, get_native_id
from time import monotonic
from typing import Protocol

from bot.library.index_files import IndexFiles, Removed, Written
from bot.library.index_folder import VECTORS
from bot.library.vectors.vector_blocks import VectorBlocks
from corpus.article import Article
from corpus.store.changes import Change
from corpus.store.store import Store
from retrieval.meaning.encoding import vectors_of_all
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.vectors import Block, Vectors, block_of

logger = logging.getLogger(__name__)

SOON = 400  # sentences that are encoded at once if there is no thread; it takes under a second
IN_MEMORY = 1000  # the same for articles in memory, which nothing else ever encodes
BATCH = 400  # sentences of a batch for the thread, if no article is longer ...
TOGETHER = 32  # ... and articles; the main thread loads them, in some ms
NICENESS = 10  # of the thread: answers and everything else come first
SAVE = 5.0  # seconds between two saves while encoding, because each blocks answers for some ms
LOOK = 1.0  # seconds between two looks for vectors that another process made


class Articles(Protocol):
    """What has to be known of the articles that are searched."""

    def keys(self) -> Collection[int]:
        """Their keys, which are their positions in the store."""

    def sizes(self, keys: Iterable[int]) -> dict[int, int]:
        """The number of sentences of each article."""


class VectorUpdater:
    """Makes the vectors of the articles that are searched.

    With ``thread``, which then merges files, a second thread with low priority encodes the
    articles. Without it, ``tidy`` encodes a few articles at once and leaves more to others. In the
    background, only the process that writes the index's files encodes; the others pick up what
    it has written. Methods that return a bool say whether there is something to save.
    """

    def __init__(
        self,
        store: Store,
        articles: Articles,
        vectors: Vectors,
        meaning: Meaning | None,
        files: IndexFiles,
        thread: Executor | None,
    ) -> None:
        self._store = store
        self._articles = articles
        self._vectors = vectors
        self.waits = False  # while it is set, the thread is given nothing to encode
        self._meaning = meaning  # None once it turns out to be unusable
        self._files = files
        self._blocks = VectorBlocks(vectors, files, thread)
        self._background = thread is not None
        self._encoder: ThreadPoolExecutor | None = None
        self._encoding: Future[Written[Block] | None] | None = None
        self._stopping = Event()
        self._lacking: list[int] | None = None  # keys without vectors, ascending; None if unknown
        self._expected: set[int] = set()  # keys being encoded whose articles have not changed
        self._too_many = False  # articles to encode them at once
        self._follows = False  # the process that writes the files
        self._next_look = 0.0
        self._unsaved = False
        self._next_save = 0.0

    @property
    def blocks(self) -> Removed:
        """The blocks of vectors, and the positions of removed articles in them."""
        return self._blocks.removed

    @property
    def encoding(self) -> bool:
        """Whether the thread is encoding articles."""
        return self._encoding is not None

    @property
    def cleaning(self) -> bool:
        """Whether files with removed articles may still have to be rewritten."""
        return self._blocks.cleaning

    def load(self, blocks: Removed) -> None:
        """Use the vectors in the files instead of all others."""
        self.clear()
        for block, removed in blocks.items():
            self._blocks.insert(block, removed)

    def clear(self) -> None:
        """Forget all vectors."""
        self._blocks.clear()
        self._expected.clear()
        self.look_again()

    def look_again(self) -> None:
        """Find out again which articles lack vectors, because the index has changed."""
        self._lacking = None
        self._too_many = False

    def forget(self, positions: Collection[int]) -> None:
        """Forget the vectors of articles that have changed or are gone."""
        self._expected.difference_update(positions)
        self._blocks.remove(set(positions))

    def check_files(self) -> None:
        """Drop vectors whose files have been cut short, and have them made again."""
        if self._blocks.check_files():
            self.look_again()

    def scrub(self) -> bool:
        """Begin to rewrite all files that hold removed articles."""
        return self._blocks.scrub()

    def tidy(self, change: Change) -> bool:
        """Use what the threads have done, and give them more.

        ``change`` is the last one of the store that the index includes.
        """
        changed = self._take_encoded()
        if self._encoding is None and self._may_encode(change):
            if not self._background:
                changed |= self._encode_at_once()
            elif not self.waits:
                self._begin_encoding()
        self._unsaved |= self._blocks.settle() or changed
        if not self._unsaved or self._blocks.merging:  # the disk would be busy for long
            return False
        if self._encoding is not None and monotonic() < self._next_save:
            return False
        self._unsaved, self._next_save = False, monotonic() + SAVE
        return True

    def close(self, change: Change) -> bool:
        """Stop encoding, and write what is finished; the thread that merges has ended."""
        self._stopping.set()
        if self._encoder is not None:
            self._encoder.shutdown()
        changed = self._take_encoded()
        if self._follows and self._find_lacking():
            self._pick_up(change)  # before this process deletes what it does not know
        return self._blocks.close() or changed or self._unsaved

    def lacking(self) -> dict[int, int]:
        """The number of sentences of each article that lacks vectors, for ``adopt``."""
        sizes = self._articles.sizes(self._find_lacking())
        self._expected.update(sizes)
        return sizes

    def new_paths(self) -> Iterator[Path]:
        """Yield paths for the files that ``adopt`` reads, as ``IndexFiles`` does."""
        return self._files.new_paths(VECTORS)

    def adopt(self, path: Path) -> bool:
        """Use vectors from a file that another process has written, of articles from ``lacking``.

        Raises:
            OSError: The file cannot be read.
            ArrayFileError: It is damaged.
        """
        self.look_again()
        changed = self._accept(self._files.adopt_block(path))
        return self._blocks.settle() or changed

    def _find_lacking(self) -> list[int]:
        if self._lacking is None:
            keys = self._articles.keys() if self._meaning is not None else ()
            self._lacking = sorted(set(keys).difference(self._vectors.keys()))
        return self._lacking

    def _may_encode(self, change: Change) -> bool:
        """Whether there are articles for this process to encode."""
        if not self._find_lacking():
            return False
        if (now := monotonic()) >= self._next_look:
            self._follows = self._files.left_to_others
            if self._follows:
                self._next_look = now + LOOK
                self._pick_up(change)
        return not self._follows or (self._files.writes and not self._background)

    def _pick_up(self, change: Change) -> None:
        """Use the vectors that another process has written by now."""
        found = self._files.read_blocks()
        last, changed = self._store.changes(found[0]) if found else (change, None)
        if found is None or changed is None or last != change:
            return  # the next look comes soon
        gone = set(changed)
        for block, removed in found[1].items():
            if block not in self.blocks:
                keys = block.keys.tolist()
                stale = removed | {at for at, key in enumerate(keys) if key in gone}
                self._blocks.remove({key for at, key in enumerate(keys) if at not in stale})
                self._blocks.insert(block, stale)
        self.look_again()

    def _encode_at_once(self) -> bool:
        """Encode the articles without vectors, unless they are too many."""
        most = IN_MEMORY if self._store.path == ":memory:" else SOON
        lacking = self._find_lacking()
        self._too_many |= len(lacking) > most
        if self._too_many or sum((sizes := self._articles.sizes(lacking)).values()) > most:
            self._too_many = True
            return False
        articles = self._store.at(sizes)
        lacking.clear()
        self._expected.update(articles)
        return self._take_over(self._encode(articles))

    def _begin_encoding(self) -> None:
        """Have the thread encode the newest articles without vectors."""
        articles: dict[int, Article] = {}
        lacking = self._find_lacking()
        count = tried = 0
        for position in reversed(lacking):
            if count >= BATCH or tried == TOGETHER:
                break
            articles |= (found := self._store.at([position]))
            count += sum(len(article.spans) for article in found.values())
            tried += 1
        del lacking[len(lacking) - tried :]
        self._expected.update(articles)
        if self._encoder is None:
            self._encoder = ThreadPoolExecutor(1, "vectors", _lower_priority)
        self._encoding = self._encoder.submit(self._encode, articles)

    def _encode(self, articles: Mapping[int, Article]) -> Written[Block] | None:
        """Encode articles and write their vectors; None if the model cannot be used."""
        if self._meaning is None:
            return None
        try:
            made = vectors_of_all(articles, self._meaning, self._stopping.is_set)
            if made is None:
                return None
            # Those of articles that have changed meanwhile should not even reach the disk.
            current = {key: matrix for key, matrix in made.items() if key in self._expected}
            return self._files.write_block(block_of(current))
        # Whatever it is, ``tidy`` would raise it again, and each question would fail.
        except Exception as error:
            logger.warning("Cannot make vectors: %s", error)
            return None

    def _take_encoded(self) -> bool:
        if self._encoding is None or not self._encoding.done():
            return False
        future, self._encoding = self._encoding, None
        changed = self._take_over(future.result())
        self._expected.clear()
        return changed

    def _take_over(self, written: Written[Block] | None) -> bool:
        if written is None:
            self._meaning = None
            self.look_again()
            return False
        return self._accept(written)

    def _accept(self, written: Written[Block]) -> bool:
        """Use new vectors, except those of articles that have changed."""
        keys = written.part.keys.tolist()
        stale = [at for at, key in enumerate(keys) if key not in self._expected]
        self._expected.difference_update(keys)
        return self._blocks.use(written, stale)


def _lower_priority() -> None:
    """Let everything else run before this thread."""
    if sys.platform == "linux":  # elsewhere, it would slow down the whole process
        thread = get_native_id()
        with suppress(OSError):  # a sandbox may forbid it
            # A process that was started with a lower priority may not raise it.
            niceness = max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread))
            os.setpriority(os.PRIO_PROCESS, thread, niceness)
