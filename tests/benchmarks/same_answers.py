"""Whether the embedded index and OpenSearch give the same answers, and how long each part takes.

    PYTHONPATH=.:tests/support python tests/benchmarks/same_answers.py URL SENTENCES QUESTIONS SET

The folders are judged sets, as ``quotewire evaluate`` reads them. If they have fewer sentences,
articles of the same sentences are added, mixed, with some words of others; the questions are asked
of all articles, and of a chat's 1,000. The index at the URL is made anew.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from pathlib import Path

import click
import numpy as np
from loaded_engine import LoadedEngine

from bot.library.opensearch.candidates import OpenSearchIndex
from bot.library.opensearch.searching import queries
from bot.library.opensearch.searching.entries import Entries
from bot.library.opensearch.searching.statistics import Statistics
from bot.quality.judged_sets import load_judged
from corpus.article import Article, Span
from retrieval.answering.added import Added
from retrieval.answering.answerer import Answerer, new_index
from retrieval.index.entry import entry

SENTENCES = 30  # of a mixed article
REPLACED = 0.3  # share of the words of its sentences that are other ones
CHAT, LIBRARY = "-100", "library"
OWN = 1000  # articles of the chat
AT_ONCE = 200
THREE = 3
SCOPES = {"all": None, "a chat's own": {CHAT}, "with the library": {CHAT, LIBRARY}}
PARTS = {  # of an answer, from outer ones to inner ones
    "expected at once": (OpenSearchIndex, "expect"),
    "search": (OpenSearchIndex, "search"),
    "entries fetched": (Entries, "need"),
    "context": (OpenSearchIndex, "context"),
    "counts": (Statistics, "learn"),
    "all requests": (queries, "_ask"),
}


def articles_of(folders, sentences, chance):
    """The judged articles, and mixed ones up to a number of sentences; and the questions."""
    sets = [load_judged(folder) for folder in folders]
    found = {one.id: one for judged in sets for one in judged.articles.values()}
    questions = [one.text for judged in sets for one in judged.questions]
    real = [one for article in found.values() for one in article.sentences]
    words = [
        word for one in chance.sample(real, min(len(real), 3000)) for word in one.text.split()
    ]
    count = len(real)
    while count < sentences:
        article = mixed(real, words, chance)
        count += len(article.spans)
        found[article.id] = article
    return list(found.values()), chance.sample(questions, len(questions))


def mixed(real, words, chance):
    """An article of sentences from all articles, with some words of others."""
    text, spans = "", []
    for sentence in chance.sample(real, SENTENCES):
        own = [
            chance.choice(words) if chance.random() < REPLACED else word
            for word in sentence.text.split()
        ]
        start = len(text)
        text += " ".join(own)
        spans.append(Span(start, len(text)))
        text += " "
    title = " ".join(chance.sample(words, 5))
    return Article(text, title, tuple(spans), language="en")


class Spent:
    """Seconds by what took them: as the clock says for each question, and of the processor."""

    def __init__(self):
        self.clock = defaultdict(list)
        self.parts = Counter()
        self.processor = Counter()
        self.calls = Counter()

    @contextmanager
    def question(self, name):
        start, own = time.perf_counter(), time.process_time()
        yield
        self.clock[name].append(time.perf_counter() - start)
        self.processor[name] += time.process_time() - own

    def watch(self, owner, name, part):
        """Add up how long the calls of a function take, as a part of the answers."""
        plain = getattr(owner, name)

        def timed(*args, **kwargs):
            start, own = time.perf_counter(), time.process_time()
            try:
                return plain(*args, **kwargs)
            finally:
                self.parts[part] += time.perf_counter() - start
                self.processor[part] += time.process_time() - own
                self.calls[part] += 1

        setattr(owner, name, timed)

    def clear(self):
        for one in (self.clock, self.parts, self.processor, self.calls):
            one.clear()

    def show(self, count):
        for name, some in self.clock.items():
            middle, worst = (1000 * np.quantile(some, one) for one in (0.5, 0.99))
            own = 1000 * self.processor[name] / count
            click.echo(
                f"  {name:24} p50 {middle:6.1f} p99 {worst:6.1f} ms, processor {own:6.1f} ms"
            )
        for part, seconds in self.parts.items():
            each, own = (1000 * one / count for one in (seconds, self.processor[part]))
            calls = self.calls[part] / count
            click.echo(f"    {part:22} {each:6.1f} ms, processor {own:6.1f} ms, {calls:.1f} calls")


def compare(embedded, engine, questions, scope, spent):
    """How many of the questions have the same first sentence, and so on."""
    same = Counter()
    worst = 0.0
    for question in questions:
        with spent.question("embedded"):
            one = embedded.answer(question, scope)
        with spent.question("OpenSearch"):
            other = engine.answer(question, scope)
        ours, theirs = ([shown.place for shown in answer.passages] for answer in (one, other))
        same["first"] += ours[:1] == theirs[:1]
        same["three"] += ours[:THREE] == theirs[:THREE]
        same["confidence"] += abs(one.confidence - other.confidence) <= 0.01
        same["found"] += one.found
        worst = max(worst, abs(one.confidence - other.confidence))
    shares = {name: round(count / len(questions), 4) for name, count in same.items()}
    click.echo(f"  of {len(questions)}: {shares}, largest difference in confidence {worst:.5f}")


def processor_of(engine):
    """The milliseconds of the processor that the engine has used."""
    nodes = engine.engine.request("GET", "/_nodes/stats/process")["nodes"].values()
    return sum(node["process"]["cpu"]["total_in_millis"] for node in nodes)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("sentences", type=int)
    parser.add_argument("questions", type=int)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="questions reported apart, before")
    given = parser.parse_args()
    chance = random.Random(1)
    articles, questions = articles_of(given.folders, given.sentences, chance)
    texts, index = Added(), new_index()
    engine = LoadedEngine(given.url, given.shards)
    start = time.perf_counter()
    own = set(chance.sample(range(len(articles)), min(OWN, len(articles) // 3)))
    batch = []
    for key, article in enumerate(articles):
        texts[key] = article
        batch.append((key, CHAT if key in own else LIBRARY, entry(article)))
        index.add(*batch[-1])
        index.settle()
        if len(batch) == AT_ONCE or key == len(articles) - 1:
            engine.add_all(batch)
            batch.clear()
    click.echo(
        f"{len(index)} sentences, {len(articles)} articles, {time.perf_counter() - start:.0f} s"
    )
    engine.engine.request("POST", f"/{engine.engine.alias}/_forcemerge", timeout=600)
    answerers = Answerer(texts, index=index), Answerer(texts, index=engine.index)
    spent = Spent()
    for part, (owner, name) in PARTS.items():
        spent.watch(owner, name, part)
    cold, warm = questions[: given.first], questions[given.first :][: given.questions]
    rounds = [("all, asked first", None, cold)] if cold else []
    for name, scope, asked in [*rounds, *((*one, warm) for one in SCOPES.items())]:
        click.echo(name)
        spent.clear()
        server = processor_of(engine)
        compare(*answerers, asked, scope, spent)
        spent.show(len(asked))
        own = (processor_of(engine) - server) / len(asked)
        click.echo(f"    {'the engine itself':22}            processor {own:6.1f} ms")
    engine.close()


if __name__ == "__main__":
    main()
