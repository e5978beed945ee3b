"""Answers and articles as JSON for other tools.

The field names are a public contract: fields are never removed, and are null if not applicable.
"""

import json
from datetime import date
from typing import Any

from bot.cli.terminal import UNSAFE
from corpus.article import Article, Sentence
from corpus.rewording.edited_sentences import Reworded
from corpus.store.sources import Sources
from corpus.store.subscriptions import Page
from retrieval.answer import Answer, Earlier, Passage
from retrieval.ranking.explanation import Explanation


def as_json(shape: dict[str, Any]) -> str:
    """The shape as one line of readable JSON; characters that control a terminal are escaped."""
    line = json.dumps(shape, ensure_ascii=False)
    return UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


def answer_shape(answer: Answer, sources: Sources) -> dict[str, Any]:
    """An answer; "sentence" and "number" start at 1, offsets count code points."""
    return {
        "question": answer.question,
        "found": answer.found,
        "confidence": answer.confidence,
        "band": answer.band.value,
        "by_meaning": answer.by_meaning,
        "unknown": list(answer.unknown),
        "nothing_from": answer.elsewhere.asked if answer.elsewhere else None,
        "view": answer.view.value,
        "more": answer.more,
        "passages": passage_shapes(answer, sources),
        "parts": [answer_shape(part, sources) for part in answer.parts] or None,
    }


def passage_shapes(answer: Answer, sources: Sources) -> list[dict[str, Any]]:
    """An answer's passages, in the order of its view."""
    return [_passage_shape(passage, n, sources) for n, passage in enumerate(answer.passages, 1)]


def explanation_shape(one: Explanation, sources: Sources) -> dict[str, Any]:
    """Why a sentence was ranked where it is."""
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


def _earlier_shape(one: Earlier, sources: Sources) -> dict[str, Any]:
    article = one.sentence.article
    return {
        **_place_shape(one.sentence, sources),
        "date": _day(article.updated or article.published),
        "quote": article.text[slice(*one.number)],
    }


def _reworded_shape(one: Reworded | None) -> dict[str, Any] | None:
    return one and {"quote": one.before.text, "until": one.day.isoformat()}


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
        "earlier": [_earlier_shape(one, sources) for one in passage.earlier],
        "stance": passage.stance.value if passage.stance else None,
        "differs": [_passage_shape(one, n, sources) for n, one in enumerate(passage.differing, 1)],
        "reworded": _reworded_shape(passage.reworded),
        "article": {
            "id": article.id,
            "number": sources.number(article),
            "label": sources.label(article),
            "title": article.title,
            "source": article.source,
            "url": article.url,
            "date": _day(article.published),
            "updated": _day(article.updated),
        },
    }


def article_shape(article: Article, path: str | None, lost: Page | None = None) -> dict[str, Any]:
    """An article with its sentences and the parts that were left out.

    ``lost`` is the page it was fetched from, if that can no longer be read.
    """
    sentences = article.sentences
    return {
        "path": path,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "date": _day(article.published),
        "updated": _day(article.updated),
        "language": article.language,
        "author": article.author,
        "unreadable_since": _day(lost.failing.date()) if lost and lost.failing else None,
        "unreadable_because": lost.error if lost else None,
        "text": article.text,
        "sentences": [
            {
                "start": sentence.start,
                "end": sentence.end,
                "text": sentence.text,
                "kind": "heading" if sentence.is_heading else "sentence",
            }
            for sentence in sentences
        ],
        "left_out": [stretch._asdict() for stretch in article.left_out],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
