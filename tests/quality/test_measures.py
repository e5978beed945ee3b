import json

from tests.quality.boundaries import report, split
from tests.quality.pages import score

LEAD = "The ferry to Sund sank near Brevik on Monday night with forty people on board."
MORE = "All of them reached the shore before the storm broke over the islands at noon."
FOREIGN = "Our readers can win two tickets for the summer games in the old harbour town."
PAGE = f"<html><body><article><p>{LEAD}</p><p>{MORE}</p></article></body></html>"


def test_a_page_that_is_read_whole_loses_nothing():
    figures, f1, _ = score({"html": PAGE, "gold": f"{LEAD}\n{MORE}"})
    assert (figures["paragraphs"], figures["lost"], figures["foreign"], f1) == (2, 0, 0, 1)


def test_lost_paragraphs_and_foreign_sentences_are_counted():
    figures, f1, _ = score({"html": PAGE, "gold": f"{LEAD}\n{FOREIGN}"})
    assert (figures["lost"], figures["quarter"], figures["foreign"]) == (1, 1, 1)
    assert 0 < f1 < 1


def test_a_title_counts_as_right_whatever_its_case():
    page = PAGE.replace("<article>", "<article><h1>Ferry sinks</h1>")
    figures, *_ = score({"html": page, "gold": LEAD, "meta": {"title": "FERRY SINKS"}})
    assert (figures["titles"], figures["right titles"]) == (1, 1)


def test_the_ends_of_sentences_are_compared(capsys, tmp_path):
    path = tmp_path / "set.json"
    text = "It rained in Sund. Dr. Lund stayed. Nobody came."
    ours, _ = split(text)
    assert len(ours) == 3
    path.write_text(json.dumps([[text, ["It rained in Sund. Dr. Lund stayed.", "Nobody came."]]]))
    report(path)
    said = capsys.readouterr().out
    assert "precision 66.67%, recall 100.00%, F1 80.00%, 0 of 1 texts whole" in said
