"""What readers ask and say in Spanish, Portuguese and Indonesian."""

import pytest

from corpus.languages.known import language_of
from retrieval.asking.courtesies import said_in
from retrieval.asking.small_talk import Talk, talk_of
from retrieval.ranking.answer_kinds import holds, kind_asked

ASKED = {
    ("es", "money"): ["¿Cuánto cobra el entrenador?", "¿A cuánto ascienden las multas?"],
    ("es", "measure"): ["¿Cuántas horas duró?", "¿Cuál es el tamaño del barco?", "¿Hace cuánto?"],
    ("es", "number"): ["¿Cuál es la cifra de muertos?", "¿Cuántas personas murieron?"],
    ("es", "who"): ["¿Cuál equipo ganó?", "¿Cuáles empresas participan?"],
    ("es", "where"): ["¿En cuáles ciudades?"],
    ("es", "why"): ["¿A qué se debe el retraso?", "¿Cuáles fueron las causas?"],
    ("es", "said"): ["¿Qué opina el alcalde?", "¿Qué aseguró la ministra?"],
    ("pt", "money"): ["Quanto faturou a empresa?"],
    ("pt", "measure"): ["Qual é o tamanho do navio?", "Qual o peso?", "Quantas horas durou?",
                        "Quanto demora a viagem?"],
    ("pt", "number"): ["Qual foi o total de votos?", "Qual o número de mortos?"],
    ("pt", "when"): ["A que horas abre?", "Qual a data da eleição?"],
    ("pt", "why"): ["Qual é o motivo da greve?", "Quais foram as causas?"],
    ("pt", "said"): ["O que falou o ministro?"],
    ("id", "when"): ["Pukul berapa dibuka?"],
    ("id", "money"): ["Berapa juta rupiah dendanya?"],
    ("id", "measure"): ["Berapa minggu lamanya?", "Berapa ton beratnya?"],
    ("id", "who"): ["Klub mana yang menang?"],
    ("id", "where"): ["Di desa mana?"],
    ("id", "why"): ["Apa penyebabnya?", "Apa alasannya?"],
    ("id", "said"): ["Menteri menyatakan apa?"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "kind", "question"),
    [(*key, question) for key, questions in ASKED.items() for question in questions],
)
def test_a_question_asks_for_its_kind(language, kind, question):
    assert kind_asked(question, language) == kind


@pytest.mark.parametrize(
    ("language", "kind", "sentence", "held"),
    [
        ("es", "number", "Murieron doscientas personas.", True),
        ("es", "number", "Fue la tercera vez.", False),
        ("pt", "number", "Havia dezenove barcos.", True),
        ("pt", "number", "Morreram trezentas pessoas.", True),
        ("pt", "time", "O prefeito chega nesta quinta.", True),
        ("pt", "time", "A segunda ponte é maior.", False),
        ("id", "number", "Hanya satu orang selamat.", True),
        ("id", "money", "Dendanya dua juta rupiah.", True),
    ],
)
def test_a_sentence_holds_a_kind(language, kind, sentence, held):
    assert holds(kind, sentence, language) is held


def test_many_is_no_question_word_of_indonesian():
    assert "banyak" not in language_of("id").asking.questions


TALK = {
    Talk.GREETING: ["¡Hey!", "E aí?", "Hei"],
    Talk.FAREWELL: ["Chau", "Bye"],
    Talk.MOOD: ["¿Cómo estás?", "Como vai?", "Apa kabar?"],
    Talk.CHECK: ["¿Es verdad?", "Isso é verdade?", "Apakah itu benar?"],
    Talk.WRONG: ["Incorrecto", "Isso está errado", "Itu salah"],
    Talk.IDENTITY: ["¿Quién sos?", "¿Cuál es tu nombre?", "Qual seu nome?"],
    Talk.ABILITIES: ["¿Para qué sirves?", "¿Qué haces?", "Me ajuda", "Cara pakai"],
    Talk.AGREEMENT: ["Perfecto", "Dale", "Beleza", "Tá bom", "Sip", "Betul"],
}


@pytest.mark.parametrize(
    ("kind", "message"), [(kind, one) for kind, messages in TALK.items() for one in messages]
)
def test_small_talk_is_known(kind, message):
    assert talk_of(message) is kind


@pytest.mark.parametrize("message", ["Me conte mais", "Fale mais"])
def test_a_reader_asks_for_more(message):
    assert said_in(message) == ("more",)


@pytest.mark.parametrize("message", ["vale", "¿Es verdad que cerró?", "Isso custou quanto?"])
def test_other_messages_are_no_small_talk(message):
    assert talk_of(message) is None
