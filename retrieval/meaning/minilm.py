"""The model all-MiniLM-L6-v2, run by onnxruntime.

Source: Wang et al., 2020 (MiniLM); Reimers and Gurevych, 2019 (Sentence-BERT).
"""

import logging
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.meaning.meaning import DIMENSIONS, Matrix, Vector

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

logger = logging.getLogger(__name__)

MODEL = files("retrieval.meaning").joinpath("model")
# Of the file with the weights; vectors are only compared with those of the same weights.
SHA256 = "ba79632a0e8b27ab7d90f31a99bcd692febc922d747bb3f1186649d41bf13970"
LONGEST = 160  # tokens of a text; the rest is ignored
AT_ONCE = 8  # texts; with more, padding and memory cost more than they save
SPLIT_AT_ONCE = 100  # texts split into tokens together; the tokenizer needs 4 KB for each
QUESTIONS = 1000  # vectors of questions cached, 2 KB each
NEEDED = ("onnxruntime", "tokenizers")

Tokens = NDArray[np.int64]


class Loaded(NamedTuple):
    """The parts of the model, once they are loaded."""

    tokenizer: "Tokenizer"
    session: "InferenceSession"

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text."""
        found = []
        for start in range(0, len(texts), SPLIT_AT_ONCE):
            some = [_encodable(text) for text in texts[start : start + SPLIT_AT_ONCE]]
            found += [np.array(one.ids, np.int64) for one in self.tokenizer.encode_batch(some)]
        return found

    def vectors(self, texts: Sequence[Tokens]) -> Matrix:
        """The vector of each text, given as tokens, computed together."""
        ids, mask = np.zeros((2, len(texts), max(map(len, texts))), np.int64)
        for row, tokens in enumerate(texts):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        (vectors,) = self.session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, np.float32)


def is_available() -> bool:
    """Whether the libraries that run the model are installed."""
    return all(find_spec(name) is not None for name in NEEDED)


class MiniLM:
    """The model, loaded when it is first used. ``threads`` is how many processors it may use."""

    version = SHA256

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._loading = Lock()
        self._loaded: Loaded | None = None
        self._failed = False
        self._cached = lru_cache(QUESTIONS)(self._question)

    def question(self, text: str) -> Vector | None:
        """The vector of a question; the last ones are cached."""
        return self._cached(text)

    def sentences(self, texts: Sequence[str]) -> Matrix | None:
        """The vector of each sentence, in order."""
        loaded = self.load()
        if loaded is None:
            return None
        found = np.zeros((len(texts), DIMENSIONS), np.float32)
        tokens = loaded.tokens(texts)
        by_length = sorted(range(len(texts)), key=lambda at: len(tokens[at]))
        for start in range(0, len(texts), AT_ONCE):
            some = by_length[start : start + AT_ONCE]
            found[some] = loaded.vectors([tokens[at] for at in some])
        return found

    def load(self) -> Loaded | None:
        """The model, which is loaded at the first call; None if it cannot be."""
        with self._loading:
            if self._loaded is None and not self._failed:
                try:
                    self._loaded = _load(self._threads)
                except Exception as error:  # of whatever type the libraries raise
                    self._failed = True
                    logger.warning("Cannot load the model of meaning: %s", error)
            return self._loaded

    def _question(self, text: str) -> Vector | None:
        loaded = self.load()
        return None if loaded is None else loaded.vectors(loaded.tokens([text]))[0]


def _encodable(text: str) -> str:
    """The text without lone surrogates, which the tokenizer rejects."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _load(threads: int) -> Loaded:
    # Optional, and slow to import.
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(MODEL.joinpath("tokenizer.json").read_text("utf-8"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # gives back the memory that a long sentence needed
    with as_file(MODEL.joinpath("minilm.onnx")) as path:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return Loaded(tokenizer, session)
