"""What OpenSearch finds, and how fast, with a document for each sentence or for each article.

    PYTHONPATH=.:tests/support python tests/benchmarks/document_shapes.py URL 100000 200 FOLDER...

In the second shape, the sentences are nested in their article's document, and a search names the
best of each article found. The folders are judged sets, filled up as by ``same_answers``. Both
shapes have the same terms and BM25; what they find is compared with the embedded index.
"""

import argparse
import json
import random
import time
from pathlib import Path

import click
import numpy as np

from bot.library.opensearch.client import Address, Engine
from bot.library.opensearch.mapping import index_body, token
from retrieval.answering.answerer import new_index
from retrieval.index.entry import entry
from retrieval.words.analysis import analysis_for
from tests.benchmarks.same_answers import articles_of

BEST = 100  # sentences that an answer is chosen from
WANTED = 200  # sentences or articles that a search asks for
OF_ARTICLE = 5  # sentences named of each article
AT_ONCE = 200  # articles in a request
WARM = 50  # questions asked before the time is taken


class Shape:
    """An index of its own, with articles in one shape."""

    def __init__(self, url, name):
        self.name = name
        self.engine = Engine(Address([url], timeout=60))
        body = index_body()
        body["settings"]["index"] |= {"number_of_replicas": 0, "refresh_interval": "-1"}
        terms = body["mappings"]["properties"]["terms"]
        self.fields(body["mappings"]["properties"], terms)
        self.engine.request("DELETE", f"/{name}", ignore=(404,))
        self.engine.request("PUT", f"/{name}", body)

    def fill(self, articles):
        """Load articles; return how many seconds that takes, with one merge at the end."""
        start = time.perf_counter()
        for at in range(0, len(articles), AT_ONCE):
            lines = [
                line
                for key, sentences in articles[at : at + AT_ONCE]
                for line in self.documents(key, sentences)
            ]
            body = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
            found = self.engine.request("POST", f"/{self.name}/_bulk", body)
            assert not found["errors"]
        for what in ("_forcemerge?max_num_segments=1", "_refresh"):
            self.engine.request("POST", f"/{self.name}/{what}", timeout=600)
        return time.perf_counter() - start

    def size(self):
        """The megabytes of the index."""
        found = self.engine.request("GET", f"/{self.name}/_stats/store")
        return found["_all"]["total"]["store"]["size_in_bytes"] / 2**20

    def search(self, terms):
        """Return the places of the sentences found, best first."""
        body = {"size": WANTED, "track_total_hits": False, **self.query(any_of(terms, self.field))}
        found = self.engine.request("POST", f"/{self.name}/_search", body)
        return self.places(found["hits"]["hits"])


class BySentence(Shape):
    """A document for each sentence, as Quotewire has them."""

    field = "terms"

    def fields(self, properties, terms):
        pass

    def documents(self, key, sentences):
        for number, one in enumerate(sentences):
            yield {"index": {"_id": f"{key}-{number}"}}
            yield {"terms": one}

    def query(self, some):
        return {"_source": ["terms"], "query": some}

    def places(self, hits):
        return [tuple(map(int, hit["_id"].split("-"))) for hit in hits]


class ByArticle(Shape):
    """A document for each article, with its sentences nested in it."""

    field = "parts.terms"

    def fields(self, properties, terms):
        properties["parts"] = {"type": "nested", "properties": {"terms": terms}}

    def documents(self, key, sentences):
        yield {"index": {"_id": str(key)}}
        yield {"parts": [{"terms": one} for one in sentences]}

    def query(self, some):
        inner = {"size": OF_ARTICLE, "_source": ["parts.terms"]}
        nested = {"path": "parts", "score_mode": "max", "query": some, "inner_hits": inner}
        return {"_source": False, "query": {"nested": nested}}

    def places(self, hits):
        found = [
            (-inner["_score"], int(hit["_id"]), inner["_nested"]["offset"])
            for hit in hits
            for inner in hit["inner_hits"]["parts"]["hits"]["hits"]
        ]
        return [place for _, *place in sorted(found)]


def any_of(terms, field):
    return {"bool": {"should": [{"term": {field: token(term)}} for term in terms]}}


def measure(shape, queries, ours):
    """Print the times of a shape's searches, and how many of our best sentences they find."""
    times, shares = [], []
    for number, (terms, best) in enumerate(zip(queries, ours, strict=True)):
        start = time.perf_counter()
        found = {tuple(place) for place in shape.search(terms)}
        if number >= WARM:
            times.append(1000 * (time.perf_counter() - start))
            shares.append(len(best & found) / len(best))
    p50, p99 = np.quantile(times, (0.5, 0.99))
    click.echo(
        f"{shape.name}: {shape.size():.0f} MB, p50 {p50:.1f} p99 {p99:.1f} ms, "
        f"found of our first {BEST}: {np.mean(shares):.3f}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("sentences", type=int)
    parser.add_argument("questions", type=int)
    parser.add_argument("folders", type=Path, nargs="+")
    given = parser.parse_args()
    articles, questions = articles_of(given.folders, given.sentences, random.Random(1))
    index, texts, analysis = new_index(), [], analysis_for(None)
    for key, article in enumerate(articles):
        made = entry(article)
        index.add(key, "library", made)
        index.settle()
        texts.append((key, [" ".join(map(token, one)) for one in made.sentences]))
    queries = [dict.fromkeys(analysis.query(one)) for one in questions]
    known = [[term for term, df in index.df(one, None).items() if df] for one in queries]
    known = [one for one in known if one][: given.questions + WARM]
    ours = [{hit[:2] for hit in index.search(one, None, BEST)} for one in known]
    shapes = [BySentence(given.url, "by-sentence"), ByArticle(given.url, "by-article")]
    for shape in shapes:
        seconds = shape.fill(texts)
        click.echo(f"{shape.name}: loaded in {seconds:.0f} s")
    for shape in shapes * 2:
        measure(shape, known, ours)


if __name__ == "__main__":
    main()
