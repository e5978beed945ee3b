"""Words that deny what stands after them."""

from collections.abc import Iterable

NOT = "not"
DENIALS = frozenset(
    "not no never neither nor none nobody nothing cannot hardly without didnt doesnt dont isnt "
    "wasnt arent werent hasnt havent hadnt cant couldnt wont wouldnt shouldnt".split()
)
SHORTENED = ("n't", "n’t")


def is_denial(word: str) -> bool:
    """Whether a word in lower case denies what follows it.

    >>> [is_denial(word) for word in ("not", "wasn’t", "knot")]
    [True, True, False]
    """
    return word in DENIALS or word.endswith(SHORTENED)


def denials_in(words: Iterable[str]) -> frozenset[str]:
    """The different denials among some words in lower case; "n't" counts as "not".

    >>> sorted(denials_in(["it", "wasn't", "never"]))
    ['never', 'not']
    """
    return frozenset(
        NOT if word.endswith(SHORTENED) else word for word in words if is_denial(word)
    )
