import pytest

from corpus.metadata import Metadata
from corpus.reading import read_article
from retrieval.answering.answerer import Answerer
from retrieval.answering.follow_up_confidence import AGE, ON_TOPIC
from retrieval.asking.given import Given
from retrieval.ranking.confidence import BY_WORDS

GOAL = """\
Carmona scores for Spain
Olga Carmona, the captain, scored the only goal of the final.
The crowd sang for two hours.
The coach, Jorge Vilda, 42, praised her after the match.
Spain had never won the final before.
"""


@pytest.fixture
def asked():
    answerer = Answerer()
    answerer.add(read_article(GOAL.encode(), "goal.txt"))

    def asked(question, *before):
        turn = None
        for one in before:
            turn = answerer.answer(one, None, given=Given(after=turn)).turn
        return answerer.answer(question, None, given=Given(after=turn))

    return asked


WHO = "Who scored the only goal of the final?"


def test_new_words_that_the_sentence_has_make_it_likely(asked):
    answer = asked("did the coach praise her?", WHO)
    assert answer.passages[0].sentence.text.startswith("The coach")
    assert answer.confidence > asked("did the president phone her?", WHO).confidence


def test_a_sentence_of_the_wrong_kind_is_no_answer(asked):
    answer = asked("and when was she born?", WHO)
    assert not answer.found
    assert answer.confidence < BY_WORDS


def test_a_short_question_without_a_sign_needs_its_own_words_in_the_article_shown(asked):
    assert asked("crowd sang hours", WHO).found
    silent = asked("bitcoin price forecast", WHO)
    assert (silent.found, silent.before) == (False, None)


def test_follow_ups_in_another_language_are_judged_by_its_words():
    text = (
        "Кармона принесла победу\nГол забила Ольга Кармона.\nОна родилась в Севилье.\n"
        "Матч шёл долго.\n"
    )
    answerer = Answerer()
    answerer.add(read_article(text.encode(), "goal.txt", Metadata(language="ru")))
    turn = answerer.answer("Кто забил гол?", None).turn
    where = answerer.answer("А где она родилась?", None, given=Given(after=turn))
    assert where.passages[0].sentence.text == "Она родилась в Севилье."
    assert where.before == turn
    more = answerer.answer("Ещё!", None, given=Given(after=turn))
    assert more.confidence >= ON_TOPIC


def test_any_further_sentence_of_the_article_is_more_of_it(asked):
    assert asked("more", WHO).confidence >= ON_TOPIC
    assert not asked("more", "Who won the World Series?").found


@pytest.mark.parametrize(
    "sentence",
    ["Carlineo Jr., 55, of Addison", "I’m 74 and tempted", "an 8-year-old girl", "aged 31",
     "She is 29.", "The bridge opened in 1977.", "a man in his 40s"],
)  # fmt: skip
def test_ages_are_recognized(sentence):
    assert AGE.search(sentence)


@pytest.mark.parametrize(
    "sentence", ["scored five goals", "in the 29th minute", "a crowd of 75,784", "won 4-0"]
)
def test_other_numbers_are_no_ages(sentence):
    assert not AGE.search(sentence)
