"""The model all-MiniLM-L6-v2, run by onnxruntime.

Source: Wang et al., 2020 (MiniLM); Reimers and Gurevych, 2019 (Sentence-BERT).
"""

import logging
import os
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b, sha256
from importlib.resources import as_file, files
from importlib.util import find_spec
from secrets import token_bytes
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.meaning.meaning import DIMENSIONS, Matrix, Vector

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

logger = logging.getLogger(__name__)

# Read when onnxruntime is imported, which from version 1.29 on reports its use to Microsoft:
# it sends data about the machine and the model, and keeps a device's id in the home folder.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

MODEL = files("retrieval.meaning").joinpath("model")
GRAPH, WEIGHTS = "minilm.onnx", "minilm.weights"
# Of both files, one after the other; vectors are only compared with those of the same model.
SHA256 = "ce49287735374ec643021054cbff10231ff76bfa4d6328176bf46c99920a3962"
LONGEST = 160  # tokens of a text; the rest is ignored
MOST_CHARACTERS = 2000  # of a text; splitting 100,000 into tokens takes up to 250 ms
AT_ONCE = 8  # texts, ...
TOKENS = 400  # ... unless they have more tokens, which take 30 MB more and save no time
QUESTIONS = 1000  # vectors of questions cached, 2 KB each
NEEDED = ("onnxruntime", "tokenizers")
UNUSED = "Answers are chosen by their words, without the model of meaning: %s"

Tokens = NDArray[np.int64]


class Loaded(NamedTuple):
    """The parts of the model, once they are loaded."""

    tokenizer: "Tokenizer"
    session: "InferenceSession"

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text."""
        # One by one: encode_batch starts a thread for each processor, and saves no time.
        found = (self.tokenizer.encode(_encodable(text[:MOST_CHARACTERS])) for text in texts)
        return [np.array(one.ids, np.int64) for one in found]

    def vectors(self, texts: Sequence[Tokens]) -> Matrix:
        """The vector of each text, given as tokens, computed together.

        Raises:
            ValueError: They are not numbers, because the weights are damaged.
        """
        ids, mask = np.zeros((2, len(texts), max(map(len, texts))), np.int64)
        for row, tokens in enumerate(texts):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        (vectors,) = self.session.run(None, {"input_ids": ids, "attention_mask": mask})
        if not np.isfinite(vectors).all():
            raise ValueError("its results are not numbers")
        return np.asarray(vectors, np.float32)


def missing() -> list[str]:
    """The libraries that run the model and are not installed."""
    return [name for name in NEEDED if find_spec(name) is None]


def is_intact() -> bool:
    """Whether the model's files are those that SHA256 names; reading them takes 50 ms."""
    every = b"".join(MODEL.joinpath(name).read_bytes() for name in (GRAPH, WEIGHTS))
    return sha256(every).hexdigest() == SHA256


class MiniLM:
    """The model, loaded when it is first used. ``threads`` is how many processors it may use."""

    version = SHA256

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._loading = Lock()
        self._loaded: Loaded | None = None
        self.failure: str | None = None  # why it cannot be used
        # By a code of the question, so that nobody can read here what was asked; oldest first.
        self._questions = OrderedDict[bytes, Vector]()
        self._key = token_bytes(16)

    def __reduce__(self) -> tuple[type["MiniLM"], tuple[int]]:
        """What another process needs to load the model, too."""
        return MiniLM, (self._threads,)

    def question(self, text: str) -> Vector | None:
        """The vector of a question; the last ones are cached, without their texts."""
        code = blake2b(text.encode("utf-8", "surrogatepass"), key=self._key).digest()
        vector = self._questions.pop(code, None)
        if vector is None:
            found = self.sentences([text])
            if found is None:
                return None
            vector = found[0]
            vector.setflags(write=False)  # it is cached
        self._questions[code] = vector
        if len(self._questions) > QUESTIONS:
            # In one step: another thread may ask a question between two.
            with suppress(KeyError):
                self._questions.popitem(last=False)
        return vector

    def sentences(self, texts: Sequence[str]) -> Matrix | None:
        """The vector of each sentence, in order."""
        loaded = self.load()
        if loaded is None:
            return None
        found = np.zeros((len(texts), DIMENSIONS), np.float32)
        try:
            tokens = loaded.tokens(texts)
            for some in _batches(tokens):
                found[some] = loaded.vectors([tokens[at] for at in some])
        except Exception as error:  # such as a lack of memory, in a type of the libraries
            self._give_up(error)
            return None
        return found

    def load(self) -> Loaded | None:
        """The model, which is loaded at the first call; None if it cannot be used."""
        with self._loading:
            if self._loaded is None and self.failure is None:
                try:
                    self._loaded = _load(self._threads)
                except Exception as error:  # of whatever type the libraries raise
                    self._give_up(error)
            return self._loaded

    def _give_up(self, error: Exception) -> None:
        """Do without the model until the program is started again."""
        self.failure = str(error) or type(error).__name__
        self._loaded = None
        self._questions.clear()
        logger.warning(UNUSED, f"it cannot be used: {self.failure}")


def _batches(tokens: Sequence[Tokens]) -> Iterator[list[int]]:
    """Yield the positions of texts that are about as long, to be computed together."""
    batch: list[int] = []
    for at in sorted(range(len(tokens)), key=lambda at: len(tokens[at])):
        if batch and (len(batch) == AT_ONCE or (len(batch) + 1) * len(tokens[at]) > TOKENS):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


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
    # Threads that wait for work in a loop would use a processor three times as long.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    with as_file(MODEL.joinpath(GRAPH)) as path:  # the weights, beside it, are mapped into memory
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return Loaded(tokenizer, session)
