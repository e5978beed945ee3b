"""py3langid, which tells the language of short texts too; it takes 0.7 s and 90 MB to load."""

import io
import lzma
from functools import cache
from typing import TYPE_CHECKING

from corpus.languages.known import code_of

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Languages without a file that are close to one with a file.
CLOSE = frozenset("sk sl hr sr bs bg mk be kk ca gl af et lt lv is sq eu az ur ps ku".split())


def classify(text: str) -> list[str]:
    """The languages by likelihood, the most likely first; CLOSE ones are among them."""
    return [code_of(tag) or tag for tag, _ in _identifier().rank(text)]


@cache
def _identifier() -> "LanguageIdentifier":
    # Imported here because few processes need it.
    import numpy as np
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    # Its own loader writes to a file, which is forbidden where strangers' files are read.
    with lzma.open(MODEL_DIR / MODEL_FILE) as packed, np.load(io.BytesIO(packed.read())) as model:
        tags = model["classes"].tolist()
        kept = [at for at, tag in enumerate(tags) if tag in CLOSE or code_of(tag)]
        return LanguageIdentifier(
            np.ascontiguousarray(model["ptc"][:, kept]),
            model["pc"][kept],
            [tags[at] for at in kept],
            memoryview(model["nextmove"]),
            model["out_feat"].tolist(),
            tk_row=model["nextmove_row"].tolist(),
        )
