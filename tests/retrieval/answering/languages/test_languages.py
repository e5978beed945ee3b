"""Questions over articles in several languages."""

from dataclasses import replace

import pytest

from corpus.reading import read_article
from retrieval.answer import Answer, Band, Turn
from retrieval.answering.answerer import Answerer
from retrieval.answering.lacking.missing_words import missing_words, telling
from retrieval.answering.languages.choosing import best_of, foreign_to, languages_for
from retrieval.answering.messages import answer_message
from retrieval.asking.given import NOTHING_GIVEN, Given

ENGLISH = """The ferry to Sund
The ferry Norvik sank near Harwick on Monday. The mayor of Harwick, Ida Holm, called it a disaster.
Nobody was hurt. The shipyard in Sund will build another ferry for 48 million euros."""
GERMAN = """Die Fähre nach Sund
Die Fähre Norvik sank am Montag vor Harwick. Die Bürgermeisterin von Harwick, Ida Holm, sprach von
einer Katastrophe. Die Werft in Sund baut für 48 Millionen Euro eine neue Fähre."""
RUSSIAN = """Мост через Волгу
Новый мост через Волгу открыли в субботу в Саратове. Строительство моста стоило 11 млрд рублей.
Губернатор Роман Бусаргин поблагодарил инженеров компании Siemens.
Движение начнётся в понедельник."""
CHINESE = """旧渡轮码头
市议会星期一投票决定关闭旧渡轮码头。市长王芳说修理费用太高。屋顶漏水已经多年。新码头明年在东岸开放。"""
HINDI = """नया पुल
मुख्यमंत्री ने सोमवार को गंगा पर नए पुल का उद्घाटन किया। पुल की लागत 500 करोड़ रुपये थी।
यातायात मंगलवार से शुरू होगा।"""
EVERY = {"en": ENGLISH, "de": GERMAN, "ru": RUSSIAN, "zh": CHINESE, "hi": HINDI}
QUESTIONS = {
    "Who is the mayor of Harwick?": "en",
    "What will the shipyard in Sund build?": "en",
    "Wer ist die Bürgermeisterin von Harwick?": "de",
    "Was baut die Werft in Sund?": "de",
    "Сколько стоило строительство моста?": "ru",
    "Когда открыли мост через Волгу?": "ru",
    "市议会决定关闭什么？": "zh",
    "पुल की लागत कितनी थी?": "hi",
}


def article_in(language):
    one = read_article(EVERY[language].encode(), f"{language}.txt")
    return replace(one, language=language)


def answerer_in(*languages):
    answerer = Answerer()
    for language in languages:
        answerer.add(article_in(language))
    return answerer


@pytest.fixture(scope="module")
def mixed():
    return answerer_in(*EVERY)


def found(answer):
    return [(one.sentence.text, pytest.approx(one.score), one.matches) for one in answer.passages]


@pytest.mark.parametrize(("question", "language"), QUESTIONS.items())
def test_a_question_is_answered_in_its_language_as_if_there_were_no_other(
    mixed, question, language
):
    answer = mixed.answer(question, None)
    alone = answerer_in(language).answer(question, None)
    assert answer.language == language
    assert answer.found
    assert [one.sentence.article.language for one in answer.passages] == [
        language for _ in answer.passages
    ]
    assert found(answer) == found(alone)
    assert answer.confidence == pytest.approx(alone.confidence)
    assert (answer.query, answer.band) == (alone.query, alone.band)


@pytest.mark.parametrize(("question", "language"), QUESTIONS.items())
def test_explanations_and_candidates_are_of_the_language_of_the_answer(mixed, question, language):
    best = mixed.explain(question, None)[0].sentence
    assert best == mixed.answer(question, None).passages[0].sentence
    assert mixed.candidates(question, None).query.analysis.language.code == language


def test_names_in_another_script_are_found():
    answer = answerer_in("ru", "zh").answer("Siemens engineers", None)
    assert answer.language == "ru"
    assert "Siemens" in answer.passages[0].sentence.text


@pytest.mark.parametrize(
    ("question", "spoken", "said"),
    [
        ("Who won the election in Brazil?", ["ru"], ("ru",)),
        ("Who won the election in Brazil?", ["ru", "hi"], ("ru", "hi")),
        ("Кто победил на выборах в Бразилии?", ["en", "de"], ("en", "de")),
        ("Wer hat die Wahl in Brasilien gewonnen und ist das nicht der Sohn?", ["en"], ("en",)),
        ("Who won the election in Brazil?", ["en", "ru"], ()),
        ("Which prison is Odesa in?", ["en"], ()),
        ("Кто победил на выборах в Бразилии?", ["en", "ru"], ()),
    ],
)
def test_silence_says_which_languages_the_sources_are_in(question, spoken, said):
    answer = answerer_in(*spoken).answer(question, None)
    assert not answer.found
    assert sorted(answer.sources_in) == sorted(said)


def test_a_question_without_letters_is_in_no_language():
    assert foreign_to("2024?", ["ru"]) == ()
    assert languages_for("2024?", ["ru", "en"]) == ["ru", "en"]


def test_a_question_in_two_scripts_is_asked_in_that_of_most_words():
    spoken = ["en", "ru", "zh", "de"]
    assert languages_for("Что сказал Siemens?", spoken) == ["ru"]
    assert languages_for("What does Правда mean?", spoken) == ["en", "de"]
    assert languages_for("Где Siemens?", spoken) == ["ru"]
    assert languages_for("Kublai Khan 的孙子是谁?", spoken) == ["zh"]


def test_only_the_likeliest_of_many_languages_are_asked():
    spoken = ["cs", "da", "es", "fi", "fr", "it", "de", "en"]
    asked = languages_for("Wann ist die Wahl?", spoken)
    assert len(asked) == 6
    assert asked[0] == "de"


def test_the_surest_answer_is_the_best():
    one = Answer("", ("a",), (), 0.3, language="en")
    other = Answer("", ("a",), (), 0.2, band=Band.CLOSEST, language="de")
    assert best_of([one, other]).language == "de"
    assert best_of([one, replace(one, language="de")]).language == "en"


def test_a_word_is_unknown_if_no_language_knows_it(mixed):
    assert mixed.answer("Who bought the castle in Odesa?", None).unknown == ("Odesa",)
    assert answerer_in("en").answer("What is a Katastrophe?", None).unknown == ("Katastrophe",)
    assert mixed.answer("What is a Katastrophe?", None).unknown == ()


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Сколько стоил билет?", []),
        ("Сколько стоил мост в Казани?", ["Казани"]),
        ("Wann ist es?", []),
        ("Wann ist der Parteitag?", ["Parteitag"]),
        ("王芳什么时候去北京了？", []),
        ("प्रधानमंत्री कौन है?", []),
        ("पुल 1947 में बना?", ["1947"]),
    ],
)
def test_only_names_and_numbers_are_said_to_be_missing(mixed, question, named):
    answer = mixed.answer(question, None)
    shown = mixed.answer(question, None, confidence_threshold=0)
    assert telling(answer) == named
    said = missing_words(shown, sure=False)
    assert set(said.unknown) | set(said.lacking) <= set(named)


def test_a_misspelled_word_is_corrected_within_its_language(mixed):
    answer = mixed.answer("Сколько стоило строительсво моста?", None)
    assert answer.query == mixed.answer("Сколько стоило строительство моста?", None).query
    assert "11 млрд" in answer.passages[0].sentence.text


def test_a_follow_up_stays_in_the_language_shown_before(mixed):
    first = mixed.answer("Wer ist die Bürgermeisterin von Harwick?", None)
    next_one = mixed.answer("Holm?", None, given=Given(after=first.turn))
    assert next_one.language == "de"
    english = mixed.answer("Who is the mayor of Harwick?", None)
    next_one = mixed.answer("what else?", None, given=Given(after=english.turn))
    assert next_one.language == "en"


def test_what_was_shown_before_may_be_gone_or_in_another_language(mixed):
    for shown in (((99, 0),), ((3, 0),)):
        given = Given(after=Turn("Кто это?", shown))
        assert mixed.answer("and the mayor of Harwick?", None, given=given).language == "en"


def test_english_rules_leave_other_languages_alone(mixed):
    def ask(question, given):
        return mixed.answer(question, None, given=given)

    for statement in ("Die Fähre Norvik sank vor Harwick.", "Новый мост открыли в Саратове."):
        answer = answer_message(statement, NOTHING_GIVEN, ask)
        assert answer.found
        assert not answer.is_claim
        assert all(one.stance is None for one in answer.passages)
    topic = mixed.answer("news Fähre Norvik", None)
    assert topic.language in ("de", "en")


@pytest.mark.parametrize(
    "asked",
    ["Что нового?", "Що нового?", "¿Qué hay de nuevo?", "O que há de novo?", "Was gibt es Neues?",
     "Quoi de neuf ?", "Cosa c'è di nuovo?", "Son haberler", "ما الجديد؟", "آخرین اخبار",
     "नया क्या है?", "Berita terbaru", "最新消息", "最新ニュース", "Co nowego?"],
)  # fmt: skip
def test_whatever_is_new_can_be_asked_for_in_each_language(mixed, asked):
    for answerer in (mixed, answerer_in("en"), answerer_in("ru")):
        expected = answerer.answer("latest news", None)
        answer = answerer.answer(asked, None)
        assert expected.found
        assert found(answer) == found(expected)
