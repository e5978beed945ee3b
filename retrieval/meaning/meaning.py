"""What a model of meaning does: it turns texts into vectors."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384

Vector = NDArray[np.float32]  # DIMENSIONS numbers, with length 1
Matrix = NDArray[np.float32]  # a vector in each row


class Meaning(Protocol):
    """A model that turns texts into vectors, alike for texts that mean much the same.

    The cosine of two vectors is their product. A result is None if the model cannot be used.
    Methods may be called from several threads.
    """

    version: str  # differs between models whose vectors must not be mixed

    def question(self, text: str) -> Vector | None:
        """The vector of a question."""

    def sentences(self, texts: Sequence[str]) -> Matrix | None:
        """The vector of each sentence, in order."""
