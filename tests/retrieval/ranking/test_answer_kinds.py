import pytest

from corpus.languages.known import codes, language_of
from retrieval.ranking.answer_kinds import ASKED_FOR, OTHER, holds, kind_asked

KINDS = ("number", "measure", "money", "year", "time", "place")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many troops did they send?", "number"),
        ("what percentage voted", "number"),
        ("How much did the ferry cost?", "money"),
        ("how long is the bridge", "measure"),
        ("WHEN DID IT OPEN", "when"),
        ("In what year was it built?", "when"),
        ("Who built it?", "who"),
        ("Which company built it?", "who"),
        ("Where is it?", "where"),
        ("Why was it closed?", "why"),
        ("What did she say?", "said"),
        ("What happened?", "what"),
        ("", "what"),
    ],
)
def test_a_question_asks_for_a_kind_of_answer(question, kind):
    assert kind_asked(question) == kind


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("It has 412 seats.", {"number"}),
        ("It has twelve seats.", {"number"}),
        ("It is 4 km long.", {"number", "measure"}),
        ("It cost 48 million euros.", {"number", "money"}),
        ("It opened yesterday.", {"time"}),
        ("It opened in 2019.", {"time", "year", "number"}),
        ("It opened in Sund.", {"place"}),
        ("It may march on.", set()),
        ("Nothing.", set()),
    ],
)
def test_a_sentence_looks_like_kinds_of_answers(sentence, kinds):
    assert {kind for kind in KINDS if holds(kind, sentence)} == kinds


# How many, how much money, how long, when, who, where and why, in the bot's languages and others.
QUESTIONS = {
    "ru": ["Сколько человек погибло?", "Сколько стоил паром?", "Какова длина моста?",
           "В каком году его построили?", "Кто победил?", "Где он стоит?", "Почему он закрыт?"],
    "uk": ["Скільки людей загинуло?", "Скільки коштував пором?", "Яка довжина мосту?",
           "У якому році його збудували?", "Хто переміг?", "Де він стоїть?", "Чому він закритий?"],
    "es": ["¿Cuántas personas murieron?", "¿Cuánto costó el ferri?", "¿Qué altura tiene?",
           "¿En qué año se construyó?", "¿Quién ganó?", "¿Dónde está?", "¿Por qué cerró?"],
    "pt": ["Quantas pessoas morreram?", "Quanto custou a balsa?", "Qual é a altura da torre?",
           "Em que ano foi construída?", "Quem ganhou?", "Onde fica?", "Por que fechou?"],
    "de": ["Wie viele Menschen starben?", "Was kostet die Fähre?", "Wie lang ist die Brücke?",
           "In welchem Jahr wurde sie gebaut?", "Wer gewann?", "Wo steht sie?", "Warum?"],
    "fr": ["Combien de personnes sont mortes ?", "Combien a coûté le ferry ?",
           "Quelle est la longueur du pont ?", "En quelle année a-t-il ouvert ?",
           "Qui a gagné ?", "Où est-il ?", "Pourquoi a-t-il fermé ?"],
    "it": ["Quante persone sono morte?", "Quanto è costato il traghetto?", "Quanto è lungo?",
           "In quale anno è stato costruito?", "Chi ha vinto?", "Dove si trova?", "Perché?"],
    "tr": ["Kaç kişi öldü?", "Feribotun fiyatı ne?", "Köprü ne kadar uzun?",
           "Hangi yılda yapıldı?", "Kim kazandı?", "Nerede?", "Neden kapandı?"],
    "ar": ["كم عدد القتلى؟", "كم كلفت العبارة؟", "ما هو طول الجسر؟", "متى بني الجسر؟",
           "من فاز بالانتخابات؟", "أين يقع الجسر؟", "لماذا أغلق؟"],
    "fa": ["چند نفر کشته شدند؟", "قیمت کشتی چقدر است؟", "طول پل چقدر است؟",
           "در چه سالی ساخته شد؟", "چه کسی برنده شد؟", "پل کجاست؟", "چرا بسته شد؟"],
    "hi": ["कितने लोग मारे गए?", "नाव की कीमत कितनी थी?", "पुल कितना लंबा है?",
           "किस वर्ष में बना?", "किसने जीता?", "पुल कहाँ है?", "क्यों बंद हुआ?"],
    "id": ["Berapa orang tewas?", "Berapa harga tiketnya?", "Berapa panjang jembatan itu?",
           "Tahun berapa dibangun?", "Siapa yang menang?", "Di mana letaknya?", "Mengapa?"],
    "zh": ["有多少人死亡？", "渡轮花费了多少钱？", "大桥有多长？", "哪一年建成？", "谁赢了？",
           "它在哪里？", "为什么关闭？"],
    "ja": ["何人が死亡しましたか？", "フェリーはいくらですか？", "橋の長さはどのくらいですか？",
           "何年に建てられましたか？", "誰が勝ちましたか？", "どこにありますか？", "なぜですか？"],
    "pl": ["Ile osób zginęło?", "Ile kosztował prom?", "Jaka jest długość mostu?",
           "W którym roku go zbudowano?", "Kto wygrał?", "Gdzie stoi?", "Dlaczego?"],
    "ro": ["Câți oameni au murit?", "Cât a costat feribotul?", "Care este lungimea podului?",
           "În ce an a fost construit?", "Cine a câștigat?", "Unde se află?", "De ce?"],
    "el": ["Πόσοι άνθρωποι πέθαναν;", "Πόσο κόστισε το πλοίο;", "Πόσο μακριά είναι;",
           "Πότε χτίστηκε;", "Ποιος κέρδισε;", "Πού βρίσκεται;", "Γιατί έκλεισε;"],
    "vi": ["Bao nhiêu người chết?", "Giá bao nhiêu?", "Cây cầu dài bao nhiêu?",
           "Vào năm nào?", "Ai thắng?", "Nó ở đâu?", "Tại sao?"],
}  # fmt: skip
ORDER = ("number", "money", "measure", "when", "who", "where", "why")


@pytest.mark.parametrize(
    ("language", "question", "kind"),
    [
        (language, question, kind)
        for language, questions in QUESTIONS.items()
        for question, kind in zip(questions, ORDER, strict=True)
    ],
)
def test_each_language_asks_for_each_kind(language, question, kind):
    assert kind_asked(question, language) == kind


@pytest.mark.parametrize("language", sorted(codes()))
def test_the_patterns_of_each_language_find_neither_nothing_nor_everything(language):
    assert kind_asked("", language) == OTHER
    assert kind_asked("Xyzzy qwfp.", language) == OTHER
    assert not any(holds(kind, "Xyzzy qwfp.", language) for kind in KINDS)
    assert set(language_of(language).asking.kinds) <= {OTHER, *ASKED_FOR}
    assert set(language_of(language).asking.holds) <= set(KINDS)


@pytest.mark.parametrize(
    ("language", "sentence", "kinds"),
    [
        ("ru", "Погибли двое.", {"number"}),
        ("ru", "Мост длиной 4 км.", {"number", "measure"}),
        ("ru", "Он стоил 48 млн евро.", {"number", "money"}),
        ("ru", "Он открылся в мае.", {"time"}),
        ("ru", "Он стоит в Москве.", set()),
        ("uk", "Він відкрився у травні.", {"time"}),
        ("es", "Abrió en el mar.", set()),
        ("es", "Abrió el 3 de mar.", {"number", "time"}),
        ("de", "Sie kostete 3 Euro.", {"number", "money"}),
        ("fr", "Le pont a fermé hier.", {"time"}),
        ("tr", "Köprü Ağustosta açıldı.", {"time"}),
        ("ar", "افتتح الجسر عام ٢٠١٩", {"number", "year", "time", "measure"}),
        ("fa", "پل در ژوئیه باز شد", {"time"}),
        ("hi", "पुल ४ किमी लंबा है।", {"number", "measure"}),
        ("zh", "大桥于2019年3月开通。", {"number", "year", "time", "measure"}),
        ("zh", "门票三十元。", {"number", "money"}),
        ("ja", "橋は昨日開通した。", {"time"}),
        ("pl", "Most otwarto we wrześniu.", {"time"}),
    ],
)
def test_a_sentence_in_any_language_looks_like_kinds_of_answers(language, sentence, kinds):
    assert {kind for kind in KINDS if holds(kind, sentence, language)} == kinds


def test_what_a_thing_is_called_is_no_reason_in_chinese():
    assert kind_asked("这种锅炉被称为什么？", "zh") == OTHER


@pytest.mark.parametrize(
    ("code", "question", "kind"),
    [
        ("de", "In welchem Land liegt die Insel?", "where"),
        ("de", "Welches Land gewann?", "who"),
        ("de", "Welche Autorin schrieb es?", "who"),
        ("de", "Wie spät war es?", "when"),
        ("de", "An welchem Tag öffnet sie?", "when"),
        ("de", "Was waren die Gründe für den Streik?", "why"),
        ("de", "Was ist die Ursache?", "why"),
        ("de", "Welcher Betrag wurde gezahlt?", "money"),
        ("fr", "Dans quel pays se trouve l’île ?", "where"),
        ("fr", "Quel pays a gagné ?", "who"),
        ("fr", "Où sera le quai ?", "where"),
        ("fr", "Combien d’années a duré le chantier ?", "measure"),
        ("fr", "Combien d'heures dure le trajet ?", "measure"),
        ("fr", "Combien d’euros ?", "money"),
        ("fr", "Combien coûteront les bacs ?", "money"),
        ("fr", "Quelles sont les causes de la panne ?", "why"),
        ("fr", "Quel taux de chômage ?", "number"),
        ("it", "In quale paese si trova l'isola?", "where"),
        ("it", "Quale paese ha vinto?", "who"),
        ("it", "Quante ore dura il viaggio?", "measure"),
        ("it", "Quanto sono alti i piloni?", "measure"),
        ("it", "Quanto costeranno i traghetti?", "money"),
        ("it", "Quali sono le cause del guasto?", "why"),
        ("es", "¿En qué país está la isla?", "where"),
        ("es", "¿Qué país ganó?", "who"),
        ("pt", "Em que país fica a ilha?", "where"),
        ("pt", "Que país ganhou?", "who"),
        ("id", "Di negara mana pulau itu?", "where"),
        ("id", "Negara mana yang menang?", "who"),
    ],
)
def test_a_question_in_another_language_asks_for_a_kind_of_answer(code, question, kind):
    assert kind_asked(question, code) == kind


@pytest.mark.parametrize(
    ("code", "sentence", "kind", "has"),
    [
        ("fr", "Les 3 maires sont heureux.", "measure", False),
        ("fr", "Les 3 camions livrent du pain.", "money", False),
        ("fr", "Les 3 orages et leur tonnerre.", "measure", False),
        ("fr", "Elle a été élue.", "time", False),
        ("fr", "Le bac a fermé à l’été.", "time", True),
        ("fr", "Il y a 300 blessés.", "time", False),
        ("fr", "Il y a 3 jours, le bac a fermé.", "time", True),
        ("it", "Secondo i 3 sindaci, sì.", "measure", False),
        ("it", "Dura 30 secondi.", "measure", True),
        ("it", "Il sindaco fa sul serio.", "time", False),
        ("it", "Ha chiuso tre giorni fa.", "time", True),
        ("es", "Ganó el segundo de los 3 premios.", "measure", False),
        ("es", "El alcalde hace un anuncio.", "time", False),
        ("pt", "Os 3 ministros, segundo a lei, ficam.", "measure", False),
        ("pt", "O barco tem milhões de fãs.", "measure", False),
        ("pt", "Há 300 feridos.", "time", False),
        ("de", "Der Turm ist 40 m hoch.", "measure", True),
        ("de", "Die Brücke ist 3 km lang.", "measure", True),
        ("de", "Die 3 Meilensteine stehen noch.", "measure", False),
        ("id", "Harganya Rp5.000.", "money", True),
    ],
)
def test_a_word_that_only_begins_like_a_kind_of_answer_is_none(code, sentence, kind, has):
    assert holds(kind, sentence, code) is has


@pytest.mark.parametrize(
    ("language", "question", "kind"),
    [
        ("ru", "На какой странице это написано?", "what"),
        ("ru", "Какая страна победила?", "who"),
        ("ru", "Какое население города?", "number"),
        ("ru", "Сколько длился полёт?", "measure"),
        ("ru", "Во сколько городу обошелся мост?", "money"),
        ("ru", "С каких пор мост закрыт?", "when"),
        ("ru", "В каком селе это было?", "where"),
        ("ru", "Чем вызван пожар?", "why"),
        ("uk", "Яка наукова праця?", "what"),
        ("uk", "Який науковець це довів?", "who"),
        ("uk", "Які міні містять вибухівку?", "what"),
        ("uk", "У скільки місту обійшовся міст?", "money"),
        ("uk", "На якій глибині він лежить?", "measure"),
        ("uk", "Що спричинило пожежу?", "why"),
        ("uk", "Відколи міст закрито?", "when"),
        ("pl", "Na której ulicy to było?", "where"),
        ("pl", "Na jakim kontynencie leży?", "where"),
        ("pl", "W jakim wieku zmarł?", "measure"),
        ("pl", "W którym wieku zbudowano zamek?", "when"),
        ("pl", "Jakie były koszty budowy?", "money"),
        ("pl", "Jakie są przyczyny pożaru?", "why"),
    ],
)
def test_the_kind_of_a_question_in_a_slavic_language(language, question, kind):
    assert kind_asked(question, language) == kind


@pytest.mark.parametrize(
    ("language", "sentence", "kind"),
    [
        ("pl", "W 2 centrum miasta", "money"),
        ("pl", "Pierwsze 2 linie metro", "measure"),
        ("pl", "2 loty do Frankfurtu", "money"),
        ("ru", "Две станции метро", "measure"),
        ("ru", "Два центра города", "money"),
        ("uk", "Два центри міста", "money"),
    ],
)
def test_a_longer_word_is_no_unit(language, sentence, kind):
    assert not holds(kind, sentence, language)
