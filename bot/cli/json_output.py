"""The JSON that other tools read: answers, and articles as they were taken in.

Field names are a contract: a field that does not apply is null, and none is taken away.
"""

import json
from typing import Any

from bot.cli.terminal import UNSAFE
from corpus.article import Article, Sentence
from corpus.store.sources import Sources
from retrieval.answer import Answer, Passage
from retrieval.ranking.explanation import Explanation


def answer_shape(answer: Answer, sources: Sources) -> dict[str, Any]:
    """An answer as JSON has it; "sentence" and "number" count from 1, offsets are code points."""
    return {
        "question": answer.question,
        "found": answer.found,
        "confidence": answer.confidence,
        "unknown": list(answer.unknown),
        "passages": passage_shapes(answer, sources),
    }


def passage_shapes(answer: Answer, sources: Sources) -> list[dict[str, Any]]:
    """An answer's passages as JSON has them, best first."""
    return [_passage_shape(passage, n, sources) for n, passage in enumerate(answer.passages, 1)]


def explanation_shape(one: Explanation, sources: Sources) -> dict[str, Any]:
    """Why a sentence ranks where it does, as JSON has it."""
    return {
        **_place_shape(one.sentence, sources),
        "score": one.score,
        "terms": {
            "held": list(one.held),
            "near": list(one.near),
            "far": list(one.far),
            "related": list(one.related),
            "missing": list(one.missing),
        },
        "features": [part._asdict() for part in one.parts],
    }


def _place_shape(sentence: Sentence, sources: Sources) -> dict[str, Any]:
    return {
        "number": sources.number(sentence.article),
        "label": sources.label(sentence.article),
        "sentence": sentence.number,
    }


def _passage_shape(passage: Passage, rank: int, sources: Sources) -> dict[str, Any]:
    sentence = passage.sentence
    article = sentence.article
    return {
        "rank": rank,
        "quote": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "sentence": sentence.number,
        "score": passage.score,
        "also": [_place_shape(other, sources) for other in passage.also],
        "article": {
            "id": article.id,
            "number": sources.number(article),
            "label": sources.label(article),
            "title": article.title,
            "source": article.source,
            "url": article.url,
            "date": _day(article),
        },
    }


def article_shape(article: Article, path: str | None) -> dict[str, Any]:
    """An article as JSON has it, with its sentences and what was left out."""
    sentences = article.sentences
    return {
        "path": path,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "date": _day(article),
        "language": article.language,
        "author": article.author,
        "text": article.text,
        "sentences": [
            {"start": sentence.start, "end": sentence.end, "text": sentence.text}
            for sentence in sentences
        ],
        "left_out": [stretch._asdict() for stretch in article.left_out],
    }


def _day(article: Article) -> str | None:
    return article.published.isoformat() if article.published else None


def as_json(shape: dict[str, Any]) -> str:
    """The shape on one line of JSON, readable, without a character that commands a terminal."""
    written = json.dumps(shape, ensure_ascii=False)
    return UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", written)
