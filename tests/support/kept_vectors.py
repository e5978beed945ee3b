"""The vectors that a library has, and those that it should have."""

from contextlib import closing, contextmanager

from meaning import FakeMeaning, matrix

from bot.library.library import Library
from corpus.store.store import Store
from retrieval.meaning.encoding import is_english
from retrieval.meaning.meaning import DIMENSIONS
from retrieval.meaning.vector_file import read_block
from retrieval.meaning.vectors import block_of


def blocks_of(library):
    return library._updater.vectors.blocks  # noqa: SLF001 - nothing public shows the vectors


def vectors_in(library):
    """Return the rows of each article with vectors, by position, after checking the blocks."""
    vectors = library._answerer.vectors  # noqa: SLF001 - nothing public shows the vectors
    where = vectors._where  # noqa: SLF001 - likewise
    found = {}
    for block, removed in blocks_of(library).items():
        kept = [
            at
            for at, (key, start, end) in enumerate(block.bounds())
            if where.get(key) == (block, start, end)
        ]
        assert sorted({*kept, *removed}) == list(range(len(block.keys)))
        assert not removed.intersection(kept)
        bounds = list(block.bounds())
        for at in kept:
            key, start, end = bounds[at]
            assert key not in found
            found[key] = block.numbers[start:end].tobytes()
    assert found.keys() == set(vectors.keys())
    return found


def rows(article):
    """Return the numbers of an article's vectors as they are stored."""
    if not is_english(article):
        return b""
    texts = [article.text[start:end] for start, end in article.spans]
    return block_of({1: matrix(texts)}).numbers.tobytes()


def expected_vectors(store):
    return {position: rows(one) for position, one in store.at(store.positions()).items()}


def split(rows):
    """Return the vector of each sentence."""
    return {rows[at : at + DIMENSIONS] for at in range(0, len(rows), DIMENSIONS)}


def on_disk(path, rows):
    """Return how many files beside the database hold one of these vectors."""
    folder = path.with_name(f"{path.name}.index")
    files = [file.read_bytes() for file in folder.iterdir() if file.name != "lock"]
    return sum(any(row in data for row in split(rows)) for data in files)


def vectors_on_disk(path):
    """Return the vector of each sentence in the files beside the database."""
    folder = path.with_name(f"{path.name}.index")
    blocks = [read_block(file, FakeMeaning().version) for file in folder.glob("*.vectors")]
    return set().union(*(split(block.numbers.tobytes()) for block in blocks))


@contextmanager
def opened(path, meaning=None, **options):
    with (
        closing(Store(path)) as store,
        closing(Library(store, samples=list, meaning=meaning, **options)) as library,
    ):
        library.sources()
        yield library
