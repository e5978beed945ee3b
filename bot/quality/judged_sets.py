"""Judged sets: documents, and questions with known answers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.article import Article, Span
from corpus.errors import CorpusError


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question about a document; ``relevant`` are the numbers of the right sentences, from 0."""

    text: str
    document: str
    relevant: frozenset[int]
    answerable: bool


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Documents as articles, by document id, and questions about them."""

    articles: Mapping[str, Article]
    questions: tuple[JudgedQuestion, ...]


def load_judged(folder: Path) -> JudgedSet:
    """Load the judged set in a folder: ``docs.jsonl`` and ``questions.jsonl``.

    A document is {"id", "title", "sentences", "paragraphs"?, "language"?}, a question {"question",
    "doc_id", "relevant", "answerable"}. Sentences are not split again. Paragraphs are pairs of
    sentence numbers, the second exclusive. A language is a code such as "de".

    Raises:
        CorpusError: A file cannot be read, or a line is malformed.
    """
    articles = dict(_lines(folder / "docs.jsonl", _document))
    questions = tuple(_lines(folder / "questions.jsonl", _question))
    return JudgedSet(articles, questions)


def _lines(path: Path, read: Any) -> Iterator[Any]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                try:
                    yield read(json.loads(line))
                except (ValueError, KeyError, TypeError, AttributeError) as error:
                    reason = f"line {number} is not in the documented format: {error!r}"
                    raise CorpusError(path, reason) from error
    except UnicodeDecodeError as error:
        raise CorpusError(path, "is not a text file in UTF-8") from error
    except OSError as error:
        raise CorpusError(path, f"cannot be read: {error.strerror}") from error


def _document(line: dict[str, Any]) -> tuple[str, Article]:
    begins = {begin for begin, _ in line.get("paragraphs") or ()}
    text = ""
    spans = []
    for number, sentence in enumerate(line["sentences"]):
        text += "" if not number else "\n" if number in begins else " "
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence
    return line["id"], Article(text, line["title"], tuple(spans), language=line.get("language"))


def _question(line: dict[str, Any]) -> JudgedQuestion:
    relevant = frozenset(line["relevant"])
    answerable = bool(line["answerable"] and relevant)
    return JudgedQuestion(line["question"], line["doc_id"], relevant, answerable)
