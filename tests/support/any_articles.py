"""Articles, answers and sources for tests: a few sentences, or whatever hypothesis finds."""

from fake_telegram import covered, utf16
from hypothesis import strategies as st
from listed_sources import sources_of
from marks import quoted

from bot.delivery.entities import QUOTE_TYPES, entities_of
from corpus.article import Article, Span
from retrieval.answer import Answer, Passage

FAMILY = "👩‍👩‍👧"


def article(*sentences, title="Storm closes the bridge", **known):
    spans = []
    text = ""
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + "\n"
    return Article(text, title, tuple(spans), **known)


def stretches(article):
    """Every stretch of the article's text from the beginning of a sentence to the end of one."""
    every = article.sentences
    return {article.text[one.start : other.end]
            for at, one in enumerate(every) for other in every[at:]}  # fmt: skip


def answer(*sentences, matches=()):
    passages = tuple(Passage(sentence, 1.0, tuple(matches)) for sentence in sentences)
    return Answer("who?", ("who",), passages, 0.5)


LETTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from(["😀", FAMILY, "e\u0301", "\u202e", "א", "\u2028", "\x00", "𝛙"]),
)
WORDS = st.lists(LETTERS, min_size=1, max_size=30).map("".join)
LONG = st.builds(lambda word, times: word * times, WORDS, st.integers(1, 200))
NAMES = st.one_of(st.just(""), WORDS, LONG)
SENTENCES = st.one_of(WORDS, LONG).map(str.strip).filter(bool)
ARTICLES = st.builds(
    lambda sentences, title, source, url, day: article(
        *sentences, title=title, source=source, url=url, published=day
    ),
    st.lists(SENTENCES, min_size=1, max_size=4),
    NAMES,
    st.none() | NAMES,
    st.none() | NAMES | st.just("https://a.example/" + "a" * 1000),
    st.none() | st.dates(),
)
SOURCES = st.builds(
    lambda articles, samples: sources_of({a.id: a for a in articles}.values(), samples=samples),
    st.lists(ARTICLES, min_size=1, max_size=4),
    st.booleans(),
)


def check_fits(reply):
    assert 0 < utf16(reply.text.strip()) <= utf16(reply.text) <= 4096
    assert all(0 <= mark.start < mark.end <= len(reply.text) for mark in reply.marks)
    entities = entities_of(reply)
    assert len(entities) <= 100
    sent = [covered(reply.text, one) for one in entities if one.type in QUOTE_TYPES]
    assert sent == quoted(reply)
