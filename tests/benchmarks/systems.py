"""The index and comparable systems, which all return the ten best of the same sentences."""

import json
import pickle
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import ClassVar, Protocol

from tests.benchmarks.text import SENTENCES, Sentences, read_sentences

LIMIT = 10
ARTICLES = 1500  # per segment, as in Quotewire when many are added
SUFFIX = ".segment"


class System(Protocol):
    """Keeps sentences, numbered from 0, in a folder, and returns the best for a question."""

    folder: Path

    def build(self, corpus: Path) -> None:
        """Write the index of a corpus to the folder."""

    def open(self) -> None:
        """Open the index."""

    def search(self, words: Sequence[str]) -> list[int]:
        """The numbers of the ten best sentences."""


class Changing(System, Protocol):
    """A system that can be updated without a rebuild."""

    def add(self, article: int, sentences: Sentences) -> None:
        """Add an article and commit."""

    def remove(self, article: int) -> None:
        """Remove an article and commit."""


class Quotewire:
    """This project's index, without the database, which ``program`` measures."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, corpus: Path) -> None:
        from retrieval.index.entry import Entry
        from retrieval.index.merging import merged, together
        from retrieval.index.segment_file import read_segment, write_segment
        from retrieval.index.tail import Tail

        chat = set(json.loads((corpus / "questions.json").read_text())["scope"])
        every = enumerate(read_sentences(corpus))
        made = []
        while some := list(islice(every, ARTICLES)):
            tail = Tail()
            for key, article in some:
                tail.add(key, "chat" if key in chat else "library", Entry(article))
            path = self.folder / f"{len(made)}.made"
            write_segment(path, merged([tail]))
            made.append(read_segment(path))
            path.unlink()  # it stays mapped
        while parts := together(made):
            del made[: len(parts)]
            path = self.folder / f"{parts[0].keys[0]:09}{SUFFIX}"
            write_segment(path, merged(parts))

    def open(self) -> None:
        from retrieval.index.index import Index
        from retrieval.index.segment_file import read_segment

        self.index = Index()
        for path in sorted(self.folder.glob(f"*{SUFFIX}")):
            self.index.insert(read_segment(path))

    def search(self, words: Sequence[str]) -> list[int]:
        hits = self.index.search(words, None, LIMIT)
        return [hit.key * SENTENCES + hit.sentence for hit in hits]

    def search_chat(self, words: Sequence[str]) -> list[int]:
        """The ten best sentences in the chat's articles, scored by their own statistics."""
        hits = self.index.search(words, frozenset({"chat"}), LIMIT)
        return [hit.key * SENTENCES + hit.sentence for hit in hits]


class RankBM25:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, corpus: Path) -> None:
        from rank_bm25 import BM25Okapi

        index = BM25Okapi(list(_all_sentences(corpus)))
        with (self.folder / "index.pickle").open("wb") as file:
            pickle.dump(index, file, protocol=5)

    def open(self) -> None:
        with (self.folder / "index.pickle").open("rb") as file:
            self.index = pickle.load(file)

    def search(self, words: Sequence[str]) -> list[int]:
        import numpy as np

        scores = self.index.get_scores(words)
        best = np.argpartition(-scores, LIMIT)[:LIMIT]
        return [int(at) for at in best[np.argsort(-scores[best])]]


class BM25s:
    backend: ClassVar[str] = "numpy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, corpus: Path) -> None:
        import bm25s

        index = bm25s.BM25(method="lucene")
        index.index(list(_all_sentences(corpus)), show_progress=False)
        index.save(str(self.folder))

    def open(self) -> None:
        import bm25s

        self.index = bm25s.BM25.load(str(self.folder), mmap=True)
        self.index.backend = self.backend
        if self.backend == "numba":
            self.index.activate_numba_scorer()

    def search(self, words: Sequence[str]) -> list[int]:
        found, _ = (
            self.index.retrieve(
                [list(words)], k=LIMIT, show_progress=False, n_threads=1, backend_selection="numpy"
            )
            if self.backend == "numpy"
            else self.index.retrieve([list(words)], k=LIMIT, show_progress=False, n_threads=1)
        )
        return [int(number) for number in found[0]]


class BM25sNumba(BM25s):
    backend = "numba"


class Tantivy:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _open(self):
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("body", stored=False, tokenizer_name="whitespace")
        schema.add_unsigned_field("article", indexed=True, fast=True)
        schema.add_unsigned_field("number", stored=True)
        self.schema = schema.build()
        self.index = tantivy.Index(self.schema, path=str(self.folder))

    def build(self, corpus: Path) -> None:
        self._open()
        writer = self.index.writer(heap_size=300_000_000, num_threads=1)
        for number, article in enumerate(read_sentences(corpus)):
            self._add(writer, number, article)
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        import tantivy

        self._open()
        self.index.reload()
        self.searcher = self.index.searcher()
        self.writer = None
        self.should = tantivy.Occur.Should
        self.query = tantivy.Query

    def search(self, words: Sequence[str]) -> list[int]:
        terms = [(self.should, self.query.term_query(self.schema, "body", one)) for one in words]
        found = self.searcher.search(self.query.boolean_query(terms), LIMIT)
        return [self.searcher.doc(at)["number"][0] for _, at in found.hits]

    def add(self, article: int, sentences: Sentences) -> None:
        writer = self._writer()
        self._add(writer, article, sentences)
        self._commit(writer)

    def remove(self, article: int) -> None:
        writer = self._writer()
        writer.delete_documents("article", article)
        self._commit(writer)

    def _writer(self):
        if self.writer is None:
            self.writer = self.index.writer(heap_size=50_000_000, num_threads=1)
        return self.writer

    def _commit(self, writer) -> None:
        writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()

    def _add(self, writer, article: int, sentences: Sentences) -> None:
        import tantivy

        for number, words in enumerate(sentences, article * SENTENCES):
            one = tantivy.Document()
            one.add_text("body", " ".join(words))
            one.add_unsigned("article", article)
            one.add_unsigned("number", number)
            writer.add_document(one)


class FTS5:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, corpus: Path) -> None:
        self.open()
        self.database.execute("PRAGMA journal_mode = WAL")
        with self.database:
            self.database.execute(
                "CREATE VIRTUAL TABLE sentence USING fts5 (body, tokenize='ascii')"
            )
            self.database.executemany(
                "INSERT INTO sentence (rowid, body) VALUES (?, ?)",
                ((number, " ".join(one)) for number, one in enumerate(_all_sentences(corpus))),
            )
        with self.database:
            self.database.execute("INSERT INTO sentence (sentence) VALUES ('optimize')")

    def open(self) -> None:
        self.database = sqlite3.connect(self.folder / "index.sqlite")

    def search(self, words: Sequence[str]) -> list[int]:
        found = self.database.execute(
            "SELECT rowid FROM sentence WHERE sentence MATCH ? ORDER BY rank LIMIT ?",
            (" OR ".join(f'"{one}"' for one in words), LIMIT),
        )
        return [number for (number,) in found]

    def add(self, article: int, sentences: Sentences) -> None:
        first = article * SENTENCES
        with self.database:
            self.database.executemany(
                "INSERT INTO sentence (rowid, body) VALUES (?, ?)",
                ((first + at, " ".join(one)) for at, one in enumerate(sentences)),
            )

    def remove(self, article: int) -> None:
        with self.database:
            first = article * SENTENCES
            self.database.execute(
                "DELETE FROM sentence WHERE rowid BETWEEN ? AND ?", (first, first + SENTENCES - 1)
            )


SYSTEMS: dict[str, type[System]] = {
    "Quotewire": Quotewire,
    "rank_bm25": RankBM25,
    "bm25s (numpy)": BM25s,
    "bm25s (numba)": BM25sNumba,
    "tantivy": Tantivy,
    "SQLite FTS5": FTS5,
}


def _all_sentences(corpus: Path) -> Iterator[list[str]]:
    for article in read_sentences(corpus):
        yield from article
