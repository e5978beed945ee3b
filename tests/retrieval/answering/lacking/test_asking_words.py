import pytest
from any_articles import article

from retrieval.answering.answerer import Answerer

FERRY = article("The ferry Norvik sank near Harwick on Monday.", "Nobody was hurt in the harbour.")
FRENCH = article(
    "Le ferry Norvik a coulé lundi près de Harwick.", "Personne n'a été blessé.", language="fr"
)


def unknown(question, *articles):
    answerer = Answerer()
    for one in articles or [FERRY]:
        answerer.add(one)
    return answerer.answer(question, None).unknown


@pytest.mark.parametrize("articles", [[FERRY], [FRENCH], [FERRY, FRENCH]])
@pytest.mark.parametrize(
    "question",
    ["Et quand ?", "Quanti morti", "Ile osób zginęło", "kiedy", "und wann?", "Сколько человек?"],
)
def test_no_word_that_asks_is_named_as_unknown_in_any_language(question, articles):
    assert unknown(question, *articles) == ()


def test_a_name_in_a_question_of_another_language_is_named():
    assert unknown("Quando è affondato il traghetto Odesa?") == ("Odesa",)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What sank near Como?", ("Como",)),
        ("ferry near como", ("como",)),
        ("bitcoin ferry", ("bitcoin",)),
    ],
)
def test_what_asks_elsewhere_is_named_in_an_english_question(question, named):
    assert unknown(question) == named
