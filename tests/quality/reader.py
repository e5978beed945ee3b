"""Measures what a reader gets: ``python -m tests.quality.reader [PAGES.jsonl.gz]``.

The questions are typed as people type them, in kinds: facts, topics, follow-ups, near misses and
more. Those in reader_samples.jsonl are about the sample articles; those in reader_pages.jsonl
about pages of the article extraction benchmark, which are not in the repository: so they name the
right sentences by fingerprints of their words. Half of each kind, "tune", was looked at while the
answers were improved; the other half, "judge", was not.
"""

import gzip
import json
from collections import Counter
from datetime import date
from pathlib import Path

import click

from bot.library.library import Library
from corpus.fingerprint import fingerprint, words_of
from corpus.reading import read_article
from corpus.samples.sample_articles import load_samples
from retrieval.asking.given import Given
from retrieval.meaning.minilm import MiniLM

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "corpus" / "samples"
TODAY = date(2025, 6, 1)
UNANSWERABLE = frozenset(("near miss", "absent"))


def questions_in(name):
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def sample_articles():
    """The sample articles by the names of their files, without the suffix."""
    names = sorted(path.stem for path in SAMPLES.glob("*.md"))
    return dict(zip(names, load_samples(), strict=True))


def page_articles(path, wanted):
    """The articles of these pages, by the beginnings of the pages' ids."""
    found = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for page in map(json.loads, lines):
            if page["id"][:10] in wanted:
                html = page["html"].encode("utf-8", "replace")
                found[page["id"][:10]] = read_article(html, "page.html")
    return found


def articles_of(question):
    """The names of the right articles; none if nothing answers the question."""
    names = question["article"]
    return names if isinstance(names, list) else [names] if names else []


def asked(library, question):
    """The answer, after those to the questions before."""
    sources = library.sources()
    turn = None
    for earlier in question.get("after", ()):
        turn = library.answer(earlier, sources, given=Given(turn, TODAY)).turn
    return library.answer(question["question"], sources, given=Given(turn, TODAY))


def rightness(answer, question, articles):
    """Whether each passage is right: any of the article, if the question names no sentence."""
    ids = {articles[name].id for name in articles_of(question)}
    answers, sentences = question.get("answers", ()), question.get("sentences", ())
    return [
        any(words in sentence.text for words in answers)
        or fingerprint(words_of(sentence.text)) in sentences
        or (not answers and not sentences and sentence.article.id in ids)
        for sentence in (passage.sentence for passage in answer.passages)
    ]


def outcome(answer, question, articles):
    """What becomes of a question: one word."""
    right = rightness(answer, question, articles)
    if question["kind"] in UNANSWERABLE:
        says_so = answer.unknown or getattr(answer, "band", "sure") != "sure"
        return "silent" if not answer.found else "told" if says_so else "misled"
    return (
        "first"
        if right[:1] == [True]
        else "shown"
        if any(right)
        else ("wrong" if answer.found else "silent")
    )


def measure(questions, articles, half=None, show=False):
    """Count the outcomes by kind."""
    library = Library.of(articles.values(), meaning=MiniLM())
    counts = {}
    for question in questions:
        if half in (None, question["half"]):
            answer = asked(library, question)
            what = outcome(answer, question, articles)
            counts.setdefault(question["kind"], Counter())[what] += 1
            if show:
                click.echo(
                    f"{what:<7} {answer.confidence:.2f} {question['kind']:<10} "
                    f"{question.get('after', '')} {question['question']}"
                )
                for passage in answer.passages:
                    click.echo(f"            {passage.sentence.text[:150]!r}")
    return counts


@click.command()
@click.argument("pages", required=False, type=click.Path(exists=True))
@click.option("--half", type=click.Choice(["tune", "judge"]))
@click.option("--show", is_flag=True, help="Print each question with its answer.")
def main(pages, half, show):
    sets = [("samples", questions_in("reader_samples.jsonl"), sample_articles())]
    if pages:
        questions = questions_in("reader_pages.jsonl")
        wanted = {name for question in questions for name in articles_of(question)}
        sets.append(("pages", questions, page_articles(pages, wanted)))
    for name, questions, articles in sets:
        counts = measure(questions, articles, half, show)
        click.echo(f"{name}, {half or 'both halves'}")
        total = Counter()
        for kind, found in sorted(counts.items()):
            click.echo(f"  {kind:<18}{dict(found)}")
            if kind not in UNANSWERABLE:
                total += found
        click.echo(
            f"  answerable {total.total()}: right first {total['first']}, "
            f"shown {total['first'] + total['shown']}, silent {total['silent']}"
        )


if __name__ == "__main__":
    main()
