"""Measures answers in several languages, each alone and all in one index.

    python -m tests.quality.languages [--most NUMBER] [--half 0|1] SET...

A set is a folder as ``quotewire evaluate`` takes it. Questions are asked of their own document and
of all documents; and, to see how often something is answered whose article is absent, of the other
half of the documents. ``--half`` asks only the questions about that half, and ``--biases``
also prints what shares of absent and present questions reach it with other biases.
"""

from math import log
from pathlib import Path

import click

from bot.quality.judged_sets import load_judged
from retrieval.answering.answerer import Answerer
from retrieval.ranking.confidence import BY_WORDS

ANY = 1e-9  # a threshold that every answer reaches
BIASES = (-1.0, -0.6, -0.4, -0.2, 0.2, 0.4, 0.6, 0.8, 1.0)


def half_of(article, judged):
    return sorted({one.id for one in judged.articles.values()}).index(article.id) % 2


def asked_of(judged, half, most):
    """Some of the answerable questions, at even distances; of one half of the documents or all."""
    every = [one for one in judged.questions if one.answerable]
    if half is not None:
        every = [one for one in every if half_of(judged.articles[one.document], judged) == half]
    return every[:: max(1, len(every) // most)] if most else every


def is_right(judged, question, answer):
    """Whether the first sentence of an answer is a right one."""
    first = answer.passages[0].sentence if answer.passages else None
    own = judged.articles[question.document]
    return bool(first and first.article.id == own.id and first.number - 1 in question.relevant)


def right(answerer, judged, questions, scope=None):
    """The share of questions whose first sentence is right: in their document, or in a scope."""
    found = []
    for question in questions:
        within = scope or {judged.articles[question.document].id}
        found.append(is_right(judged, question, answerer.answer(question.text, within, 1, ANY)))
    return sum(found) / len(found)


def confidences(answerer, judged, questions, *, absent):
    """The confidence in each question's answer from its half of the documents, or the other."""
    halves = [{one.id for one in judged.articles.values() if half_of(one, judged) == half}
              for half in (0, 1)]  # fmt: skip
    return [
        answerer.answer(
            one.text, halves[half_of(judged.articles[one.document], judged) ^ absent], 1, ANY
        ).confidence
        for one in questions
    ]


def reaching(found, bias=0.0):
    """The share of confidences that are enough for an answer with a bias."""
    needed = log(BY_WORDS / (1 - BY_WORDS))
    odds = [log(one / (1 - one)) + bias if 0 < one < 1 else -99.0 for one in found]
    return sum(one >= needed for one in odds) / len(found)


def answerer_of(sets):
    answerer = Answerer()
    for article in {one.id: one for judged in sets for one in judged.articles.values()}.values():
        answerer.add(article)
    return answerer


@click.command()
@click.option("--most", default=0, help="Questions of each set; all by default.")
@click.option("--half", type=click.IntRange(0, 1))
@click.option("--biases", is_flag=True, help="Also show what other biases would do.")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
def main(most, half, biases, folders):
    """Print a line for each set: P@1 in document and among all, then the shares answered."""
    sets = {folder.name: load_judged(folder) for folder in folders}
    mixed = answerer_of(sets.values()) if len(sets) > 1 else None
    every = {one.id for judged in sets.values() for one in judged.articles.values()}
    click.echo("set  in document  among all  mixed  absent answered  present answered")
    for name, judged in sets.items():
        alone, questions = answerer_of([judged]), asked_of(judged, half, most)
        whole = {one.id for one in judged.articles.values()}
        shares = [
            right(alone, judged, questions),
            right(alone, judged, questions, whole),
            right(mixed, judged, questions, every) if mixed else 0.0,
        ]
        absent = confidences(alone, judged, questions, absent=True)
        present = confidences(alone, judged, questions, absent=False)
        shares += [reaching(absent), reaching(present)]
        click.echo(f"{name:<14}" + "".join(f"{100 * share:>8.1f}" for share in shares))
        for bias in BIASES if biases else ():
            shown = f"{100 * reaching(absent, bias):>8.1f}{100 * reaching(present, bias):>8.1f}"
            click.echo(f"{'':<10}{bias:>5.1f}{'':<23}{shown}")


if __name__ == "__main__":
    main()
