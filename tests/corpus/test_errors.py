import pickle

import pytest

from corpus.errors import CorpusError, DatabaseError, NotAnArticleError, UnavailableError


def test_an_error_names_what_cannot_be_used_and_why():
    error = CorpusError("a.txt", "is empty")
    assert (str(error), error.path, error.reason) == ("a.txt: is empty", "a.txt", "is empty")


@pytest.mark.parametrize(
    "error",
    [
        CorpusError("a.txt", "is empty"),
        NotAnArticleError("https://a.example/", "is a cookie notice, not an article"),
        UnavailableError("https://a.example/", "cannot be fetched", 30),
        DatabaseError("a.db", "is damaged", "SQLITE_CORRUPT"),
    ],
)
def test_an_error_can_be_pickled(error):
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), vars(copy), str(copy)) == (type(error), vars(error), str(error))
