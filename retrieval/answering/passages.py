"""The passages of ranked candidates: their sentences, with the words they share with the query."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from corpus.article import Sentence, Span
from retrieval.answer import Earlier, Passage
from retrieval.answering.texts import Texts
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.ranking import Ranking
from retrieval.words.analysis import Analysis


def passages_of(
    found: Candidates,
    ranking: Ranking,
    shown: Sequence[int],
    texts: Texts,
    earlier: Mapping[int, tuple[Earlier, ...]],
    differing: Sequence[int] = (),
) -> tuple[Passage, ...]:
    """The passages of some candidates, without those deleted in the meantime.

    ``differing`` are the candidates that differ from the first one.
    """
    chosen = (*shown, *differing)
    every = [*chosen, *chain.from_iterable(ranking.also[at] for at in chosen)]
    sentences = sentences_of(found, every, texts)

    def passage(at: int, others: Sequence[int] = ()) -> Passage:
        return Passage(
            sentences[at],
            float(ranking.scores[at]),
            matches(sentences[at], found.query.terms, analysis),
            tuple(sentences[copy] for copy in ranking.also[at] if copy in sentences),
            found.keys[at],
            earlier.get(at, ()),
            tuple(passage(other) for other in others if other in sentences),
        )

    analysis = found.query.analysis
    first = shown[:1]
    return tuple(passage(at, differing if at in first else ()) for at in shown if at in sentences)


def sentences_of(found: Candidates, chosen: Iterable[int], texts: Texts) -> dict[int, Sentence]:
    """The sentences of some candidates by position, without those deleted in the meantime."""
    keys = {at: found.keys[at] for at in chosen}
    articles = texts.at({key for key, _ in keys.values()})
    return {
        at: Sentence(articles[key], *articles[key].spans[number])
        for at, (key, number) in keys.items()
        if key in articles
    }


def matches(sentence: Sentence, terms: Collection[str], analysis: Analysis) -> tuple[Span, ...]:
    """The words of the sentence with these terms, as spans of the article's text."""
    words = analysis.words(sentence.text)
    found = sorted({(word.start, word.end) for word in words if word.term in terms})
    spans: list[Span] = []
    for start, end in found:  # pairs of characters overlap
        if spans and start < spans[-1].end:
            start = spans.pop().start
        spans.append(Span(start, end))
    return tuple(Span(sentence.start + start, sentence.start + end) for start, end in spans)
