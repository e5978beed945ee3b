"""placeholder until find22's"""
from collections.abc import Iterator
from typing import Any
import base64, pickle
from retrieval.index.entry import Entry

def index_body() -> dict[str, Any]:
    return {
        "settings": {"index": {"number_of_shards": 1, "similarity": {"default": {"type": "BM25", "k1": 0.4, "b": 0.6}}}},
        "mappings": {"dynamic": False, "properties": {
            "terms": {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
            "article": {"type": "long"}, "number": {"type": "integer"}, "group": {"type": "keyword"},
            "language": {"type": "keyword"}, "day": {"type": "integer"}, "title": {"type": "keyword"},
            "sentences": {"type": "integer"}, "length": {"type": "integer"}, "entry": {"type": "binary"},
        }},
    }

def article_document(key: int, group: str, entry: Entry) -> dict[str, Any]:
    return {"article": key, "group": group, "language": entry.language, "day": entry.day, "title": list(entry.title), "sentences": len(entry.sentences), "length": sum(map(len, entry.sentences)), "entry": base64.b64encode(pickle.dumps(entry)).decode()}

def sentence_documents(key: int, group: str, entry: Entry) -> Iterator[dict[str, Any]]:
    for number, terms in enumerate(entry.sentences):
        yield {"terms": " ".join(terms), "article": key, "number": number, "group": group, "language": entry.language, "day": entry.day}
