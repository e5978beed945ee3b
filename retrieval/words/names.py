"""The words of the names of publishers and authors, as the index holds them."""

from collections.abc import Iterator, Sequence

from retrieval.words.folding import fold
from retrieval.words.terms.english import CLITIC, SEPARATOR
from retrieval.words.tokens import WORD

ARTICLES = frozenset({"the", "a", "an"})
# Last words that readers leave out: the BBC for BBC News.
GENERAL = frozenset(
    "news newspaper newspapers online com co uk us org net media magazine journal blog review "
    "weekly article articles sample samples group international website digital network press "
    "agency limited ltd inc".split()
)


def name_words(name: str) -> list[str]:
    """The words of a name, in small letters without accents; neither stemmed nor left out.

    Only articles are left out, unless there is nothing else.

    >>> name_words("The Daily Telegraph"), name_words("Amélie O'Neill-Smith"), name_words("The A")
    (['daily', 'telegraph'], ['amelie', 'oneill', 'smith'], ['the', 'a'])
    """
    words = [
        "".join(letter for letter in fold(CLITIC.sub("", part)) if letter.isalnum())
        for word in WORD.findall(name)
        for part in SEPARATOR.split(word)
    ]
    found = [word for word in words if word]
    return [word for word in found if word not in ARTICLES] or found


def short_names(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield what a publisher with these words in its name may be called: its last words, or all.

    >>> sorted(short_names(["washington", "post"])), sorted(short_names(["bbc", "news"]))
    ([('post',), ('washington', 'post')], [('bbc',), ('bbc', 'news')])
    """
    end = len(words)
    while True:
        yield from (tuple(words[start:end]) for start in range(end) if words[start] not in GENERAL)
        if end <= 1 or words[end - 1] not in GENERAL:
            return
        end -= 1
