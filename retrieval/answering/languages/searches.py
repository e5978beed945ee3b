"""What answers in every language share: the index, the texts, and the searches in them."""

from retrieval.answering.candidate_search import CandidateSearch
from retrieval.answering.narrowing.narrowing import Narrower
from retrieval.answering.texts import Texts
from retrieval.answering.topics import TopicSearch
from retrieval.index.reading.searchable import Searchable
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.vectors import Vectors


class Searches:
    """The searches in an index, which know nothing of each other."""

    def __init__(
        self, index: Searchable, vectors: Vectors, texts: Texts, meaning: Meaning | None
    ) -> None:
        self.index = index
        self.texts = texts
        self.sentences = CandidateSearch(index, vectors, texts, meaning)
        self.topics = TopicSearch(index, vectors, texts, meaning)
        self.narrower = Narrower(index)
