"""The index in OpenSearch: its settings and fields, and the documents in it.

There are two kinds of documents, each with the collection ("group"), language, day, publisher and
author of an article. The document of a **sentence** has its terms, which BM25 scores, and its
number. The document of an **article** has what is asked about whole articles: the terms of its
title and of its beginning, and those anywhere in it; the numbers of its sentences and of their
terms; and its packed entry, from which the context of its sentences is counted.

The terms are ours, so the engine only splits them at white space.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import chain
from typing import Any

from corpus.article import LIBRARY
from retrieval.index.bm25 import K1, B
from retrieval.index.entry import Entry
from retrieval.index.reading.openings import OPENING
from retrieval.index.reading.packed import pack

LONGEST = 120  # letters of a token; the engine would split one of more than 255 units of UTF-16
SIMILARITY = "sentences"
IN_A_SHARD = (
    100_000_000  # sentences, in some GB; 2 billion documents are the most that it can hold
)
MOST_SHARDS = 30
# How long the engine remembers that a document was deleted. A feeder that was stopped for longer
# could write it again; the engine's default is a minute, which a busy machine can take.
DELETIONS_KNOWN = "5m"

# Looked up but never read back: the documents are made again from the store.
LOOKED_UP = ["first", "opening", "held"]


WORD = {"type": "keyword", "norms": False, "doc_values": False}
FACT = {"type": "keyword", "norms": False}
FIELDS = {
    "group": FACT,
    "language": FACT,
    "day": {"type": "integer"},
    "article": {"type": "long"},
    "publisher": WORD,
    "author": WORD,
    "terms": {
        "type": "text",
        "analyzer": "whitespace",
        "similarity": SIMILARITY,
        "index_options": "freqs",
    },
    "number": {"type": "integer"},
    "title": WORD,
    "first": WORD,
    "opening": WORD,
    "held": WORD,
    "sentences": {"type": "integer"},
    "length": {"type": "integer"},
    "entry": {"type": "binary"},
}


def index_body(sentences: int = 0) -> dict[str, Any]:
    """The settings and the fields of an index that will have about so many sentences."""
    bm25 = {"type": "BM25", "k1": K1, "b": B, "discount_overlaps": False}
    settings = {
        "number_of_shards": min(1 + sentences // IN_A_SHARD, MOST_SHARDS),
        "similarity": {SIMILARITY: bm25},
        "gc_deletes": DELETIONS_KNOWN,
    }
    fields = {"dynamic": False, "_source": {"excludes": LOOKED_UP}, "properties": FIELDS}
    return {"settings": {"index": settings}, "mappings": fields}


def article_id(key: int) -> str:
    """The id of an article's document."""
    return str(key)


def sentence_id(key: int, number: int) -> str:
    """The id of the document of a sentence."""
    return f"{key}-{number}"


def place_of(sentence_id: str) -> tuple[int, int]:
    """The key of the article and the number of the sentence with this id."""
    key, _, number = sentence_id.partition("-")
    return int(key), int(number)


def routing_of(key: int, group: str) -> str:
    """What decides the shard of an article's documents.

    A chat's own articles are in one shard, so that a question to them alone is asked of one. The
    library is spread over all: it has nearly all articles, and is part of nearly every scope.
    """
    return str(key) if group == LIBRARY else group


def article_document(key: int, group: str, entry: Entry) -> dict[str, Any]:
    """The document of an article.

    Without sentences, it is not found by its title and names, as in the embedded index.
    """
    opening = entry.sentences[:OPENING]
    return {
        **_facts(key, group, entry),
        "title": tokens(entry.title) if entry.sentences else [],
        "first": tokens(chain.from_iterable(opening[:1])),
        "opening": tokens(chain.from_iterable(opening)),
        "held": tokens(chain.from_iterable(entry.sentences)),
        "sentences": len(entry.sentences),
        "length": sum(map(len, entry.sentences)),
        "entry": b64encode(pack(entry)).decode("ascii"),
    }


def sentence_documents(key: int, group: str, entry: Entry) -> Iterator[dict[str, Any]]:
    """Yield the document of each sentence of an article, in order."""
    facts = _facts(key, group, entry)
    headings = frozenset(entry.headings)
    for number, terms in enumerate(entry.sentences):
        heading = {"heading": True} if number in headings else {}
        yield {**facts, "terms": " ".join(map(token, terms)), "number": number, **heading}


def tokens(terms: Iterable[str]) -> list[str]:
    """The distinct tokens of some terms."""
    return list(dict.fromkeys(map(token, terms)))


def token(term: str) -> str:
    """A term as the engine has it: in UTF-8, and not too long."""
    if len(term) > LONGEST:
        digest = blake2b(term.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        return f"{term[: LONGEST - 40].encode('utf-8', 'replace').decode()}{digest}"
    return term if term.isascii() else term.encode("utf-8", "replace").decode()


def _facts(key: int, group: str, entry: Entry) -> dict[str, Any]:
    """What is known of the article, also with each of its sentences."""
    names: dict[str, Sequence[str]] = {"publisher": entry.publisher, "author": entry.author}
    return {
        "article": key,
        "group": group,
        "language": entry.language,
        "day": entry.day,
        **{field: tokens(some) for field, some in names.items() if some and entry.sentences},
    }
