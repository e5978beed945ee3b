"""The vectors of the sample articles, which are part of the package.

``python -m retrieval.meaning.sample_vectors`` makes them again.
"""

from collections.abc import Mapping
from importlib.resources import as_file, files

import click
import numpy as np

from corpus.article import Article
from corpus.samples.sample_articles import load_samples
from retrieval.array_file import ArrayFileError
from retrieval.meaning.encoding import is_english, vectors_of
from retrieval.meaning.minilm import MiniLM
from retrieval.meaning.vector_file import read_block, write_block
from retrieval.meaning.vectors import Block, block_of

FILE = files("retrieval.meaning").joinpath("model", "samples.vectors")


def sample_vectors(articles: Mapping[int, Article], version: str) -> Block | None:
    """The vectors of the sample articles, if these are the samples, with keys that count from 1.

    The result is None if they are other articles, or if another version of the model is used.
    """
    try:
        with as_file(FILE) as path:
            block = read_block(path, version)
    except (ArrayFileError, OSError):
        return None
    sizes = dict(zip(block.keys.tolist(), np.diff(block.starts).tolist(), strict=True))
    wanted = {key: len(one.spans) for key, one in articles.items() if is_english(one)}
    return block if sizes == wanted else None


@click.command()
def write_sample_vectors() -> None:
    """Write the vectors of the sample articles."""
    model = MiniLM()
    found = {key: vectors_of(one, model) for key, one in enumerate(load_samples(), 1)}
    block = block_of({key: vectors for key, vectors in found.items() if vectors is not None})
    with as_file(FILE) as path:
        write_block(path, block, model.version)
    click.echo(f"{path.name}: {block.size} sentences of {len(block.keys)} articles")


if __name__ == "__main__":
    write_sample_vectors()
