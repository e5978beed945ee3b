import pytest
from meaning import FakeMeaning

from retrieval.answering.answerer import Answerer
from retrieval.ranking.explanation import COMPARED


def test_each_term_is_listed_once(ferry):
    answerer = Answerer()
    answerer.add(ferry)
    question = "How much did the Norvik boat and the gusts of Everest cost in port?"
    best = answerer.explain(question, {ferry.id})[0]
    assert (best.held, best.related) == (("norvik",), ("boat",))
    assert best.near == ("cost",)
    assert best.missing == ("gust", "everest")
    terms = (*best.held, *best.near, *best.far, *best.related, *best.missing)
    assert sorted(terms) == sorted(answerer.answer(question, {ferry.id}).query)


@pytest.mark.parametrize("without_vectors", ["both", "ferry", "bridge", "none"])
def test_what_each_feature_added_is_the_score(ferry, bridge, without_vectors):
    answerer = Answerer(meaning=FakeMeaning())
    for key, (name, article) in enumerate([("ferry", ferry), ("bridge", bridge)]):
        answerer.add(article, key)
        if without_vectors in ("both", name):
            answerer.vectors.remove(key)
    why = answerer.explain("When did the ferry and the bridge close?", {ferry.id, bridge.id}, 10)
    assert {one.sentence.article.id for one in why} == {ferry.id, bridge.id}
    for one in why:
        assert sum(part.added for part in one.parts) == pytest.approx(one.score)
        features = {part.feature for part in one.parts}
        known = without_vectors not in (
            "both", "ferry" if one.sentence.article is ferry else "bridge"
        )  # fmt: skip
        assert ("meaning" in features) is known
        assert (COMPARED in features) is (known and without_vectors != "none")
