import json
import runpy
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.quality.training import train
from corpus.samples.sample_articles import load_samples
from retrieval.meaning.minilm import MiniLM
from retrieval.quality import fitting
from retrieval.ranking.evidence import EVIDENCE_OF_MEANING, OF_CONFIDENCE, OF_SURENESS
from retrieval.ranking.features import FEATURES, OF_MEANING
from retrieval.ranking.weight_sets import FIXED_CONFIDENCE, FIXED_RANKING

QUESTIONS = Path(__file__).parents[2] / "quality" / "questions.jsonl"


@pytest.fixture
def folder(tmp_path):
    """The bundled questions as a judged set."""
    articles = {article.id: [one.text for one in article.sentences] for article in load_samples()}
    documents = [
        {"id": name, "title": "", "sentences": sentences} for name, sentences in articles.items()
    ]
    questions = []
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        question = json.loads(line)
        for name, sentences in articles.items():
            relevant = [
                number
                for number, sentence in enumerate(sentences)
                if any(words in sentence for words in question["answers"])
            ]
            if relevant:
                questions.append(
                    {
                        "question": question["question"],
                        "doc_id": name,
                        "relevant": relevant,
                        "answerable": True,
                    }
                )
    for name, lines in (("docs", documents), ("questions", questions)):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


def test_training_writes_a_module_with_a_weight_for_every_feature(folder, monkeypatch):
    monkeypatch.setattr(fitting, "STEPS", 3)
    output = folder / "weights.py"
    sets = [str(folder), str(folder)]
    result = CliRunner().invoke(train, [*sets, "--output", str(output)])
    assert result.exit_code == 0, result.output
    assert result.output.count("P@1, corpus:") == 2
    again = folder / "again.py"
    CliRunner().invoke(train, [*sets, "--output", str(again)])
    assert again.read_text() == output.read_text()
    weights = runpy.run_path(str(output))
    assert weights["MEANING_RANKING"].keys() == set(FEATURES) - FIXED_RANKING.keys()
    assert weights["LEXICAL_RANKING"].keys() == set(FEATURES) - OF_MEANING - FIXED_RANKING.keys()
    for name, evidence in (("CONFIDENCE", OF_CONFIDENCE), ("SURENESS", OF_SURENESS)):
        learned = evidence - FIXED_CONFIDENCE.keys()
        assert weights[f"MEANING_{name}"].keys() == learned
        assert weights[f"LEXICAL_{name}"].keys() == learned - EVIDENCE_OF_MEANING
    assert weights["MEANING_BIAS"] != weights["LEXICAL_BIAS"]
    assert weights["MEANING_SURENESS_BIAS"] != weights["LEXICAL_SURENESS_BIAS"]


def test_nothing_is_written_without_the_model(folder, monkeypatch):
    monkeypatch.setattr(MiniLM, "load", lambda _: None)
    output = folder / "weights.py"
    result = CliRunner().invoke(train, [str(folder), "--output", str(output)])
    assert result.exit_code == 1
    assert "need the model" in result.output
    assert not output.exists()
