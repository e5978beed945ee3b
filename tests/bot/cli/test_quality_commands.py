import json


def test_answer_quality_is_measured_over_a_judged_set(run, tmp_path, db):
    document = {"id": "d", "title": "Ferry", "sentences": ["A yard built it.", "It is new."]}
    question = {"question": "Who built it?", "doc_id": "d", "relevant": [0], "answerable": True}
    (tmp_path / "docs.jsonl").write_text(json.dumps(document))
    (tmp_path / "questions.jsonl").write_text(json.dumps(question))
    shown = json.loads(run("evaluate", "--json", tmp_path, "--absent", tmp_path).stdout)
    assert (shown["questions"], shown["p_at_1"], shown["false_answer_rate"]) == (2, 1, 1)
    assert "p at 1                100.0 %" in run("evaluate", tmp_path, "--scope", "corpus").stdout
    assert run("evaluate", tmp_path / "none").exit_code == 2
    assert not db.exists()
