import json

import pytest

from bot.quality.judged_sets import load_judged
from corpus.errors import CorpusError

DOCUMENT = {
    "id": "d1",
    "title": "Storm",
    "sentences": ["It rained.", "Roads flooded.", "The sun came out."],
    "paragraphs": [[0, 2], [2, 3]],
}
QUESTION = {
    "id": "q1",
    "question": "What flooded?",
    "doc_id": "d1",
    "relevant": [1],
    "answers": ["Roads"],
    "answerable": True,
}


@pytest.fixture
def folder(tmp_path):
    def folder(documents=(DOCUMENT,), questions=(QUESTION,)):
        for name, lines in (("docs", documents), ("questions", questions)):
            text = "".join(json.dumps(line) + "\n" for line in lines)
            (tmp_path / f"{name}.jsonl").write_text(text)
        return tmp_path

    return folder


def test_sentences_are_not_split_again(folder):
    article = load_judged(folder()).articles["d1"]
    assert [sentence.text for sentence in article.sentences] == DOCUMENT["sentences"]
    assert article.title == "Storm"
    assert article.text == "It rained. Roads flooded.\nThe sun came out."


def test_a_question_has_its_document_and_its_right_sentences(folder):
    (question,) = load_judged(folder()).questions
    assert (question.text, question.document) == ("What flooded?", "d1")
    assert (question.relevant, question.answerable) == ({1}, True)


@pytest.mark.parametrize("change", [{"answerable": False}, {"relevant": []}])
def test_a_question_without_a_right_sentence_is_not_answerable(folder, change):
    (question,) = load_judged(folder(questions=[QUESTION | change])).questions
    assert not question.answerable


@pytest.mark.parametrize("name", ["docs", "questions"])
@pytest.mark.parametrize("line", ["{", "[]", "1", '{"id": 1}', '{"id": 1, "sentences": 3}'])
def test_a_malformed_line_is_reported_by_number(folder, name, line):
    path = folder() / f"{name}.jsonl"
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(CorpusError, match=f"{name}.jsonl: line 2 is not") as caught:
        load_judged(path.parent)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(CorpusError, match=r"docs\.jsonl: cannot be read"):
        load_judged(tmp_path)


def test_a_file_that_is_not_text_is_reported(folder):
    path = folder() / "docs.jsonl"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CorpusError, match=r"docs\.jsonl: "):
        load_judged(path.parent)
