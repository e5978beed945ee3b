from retrieval.answerer import Answerer


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
