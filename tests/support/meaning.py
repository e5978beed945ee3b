"""A fake model of meaning: texts are alike if they share words."""

import re
from hashlib import blake2b

import numpy as np

from retrieval.meaning.meaning import DIMENSIONS

WORD = re.compile(r"\w+")


class FakeMeaning:
    """A ``Meaning`` that adds up a fixed random vector for each word, whatever its case.

    ``asked`` lists the questions and ``encoded`` the sentences, in order. While ``fails`` is set,
    the model is unusable: both methods return None. A text without words has the vector of "".
    """

    def __init__(self, version="fake", *, fails=False):
        self.version = version
        self.fails = fails
        self.asked = []
        self.encoded = []

    def question(self, text):
        self.asked.append(text)
        return None if self.fails else vector(text)

    def sentences(self, texts):
        self.encoded += texts
        return None if self.fails else matrix(texts)


def matrix(texts):
    """The vector of each text in a row."""
    return np.array([vector(text) for text in texts], np.float32).reshape(-1, DIMENSIONS)


def vector(text):
    """The vector of a text, with length 1."""
    total = np.sum([_of_word(word) for word in WORD.findall(text.lower()) or [""]], axis=0)
    return (total / np.linalg.norm(total)).astype(np.float32)


def _of_word(word):
    seed = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    return np.random.default_rng(seed).standard_normal(DIMENSIONS)
