import pickle

from corpus.errors import CorpusError


def test_an_error_goes_whole_from_process_to_process():
    error = pickle.loads(pickle.dumps(CorpusError("a.txt", "is empty")))
    assert (str(error), error.path, error.reason) == ("a.txt: is empty", "a.txt", "is empty")
