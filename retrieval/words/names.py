"""The words of the names of publishers and authors, as the index holds them."""

from retrieval.words.analysis import CLITIC, SEPARATOR, fold
from retrieval.words.tokens import WORD

ARTICLES = frozenset({"the", "a", "an"})


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
