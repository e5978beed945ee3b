"""The command "evaluate"."""

from dataclasses import replace
from pathlib import Path

import click
from tqdm import tqdm

from bot.cli.json_output import as_json
from bot.cli.opening import Workspace, pass_workspace
from bot.quality.evaluate import figure_lines, figures, outcomes
from bot.quality.judged_sets import load_judged


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--scope",
    default="document",
    type=click.Choice(["document", "corpus"]),
    show_default=True,
    help="Search each question's own document, or all documents.",
)
@click.option(
    "--absent",
    metavar="DIR2",
    type=click.Path(path_type=Path),
    help="Also ask the questions in DIR2, which the documents in DIR do not answer.",
)
@click.option("--json", "json", is_flag=True, help="Print the figures as JSON.")
@pass_workspace
def evaluate(
    workspace: Workspace, folder: Path, scope: str, absent: Path | None, json: bool
) -> None:
    """Measure answer quality on the judged questions in DIR.

    DIR holds docs.jsonl, with one document per line: {"id", "title", "sentences",
    "paragraphs"?}; and questions.jsonl: {"question", "doc_id", "relevant", "answerable"},
    where "relevant" lists sentence numbers, counted from 0.
    """
    judged = load_judged(folder)
    questions = judged.questions
    if absent is not None:
        others = load_judged(absent).questions
        questions += tuple(replace(question, answerable=False) for question in others)
    bar = tqdm(
        outcomes(judged, questions, workspace.meaning, everywhere=scope == "corpus"),
        total=len(questions),
        unit="question",
        disable=None,
        leave=False,
    )
    shown = figures(list(bar))
    click.echo(as_json(shown) if json else "\n".join(figure_lines(shown)))
