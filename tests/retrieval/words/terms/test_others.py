from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.languages.known import codes, language_of
from retrieval.words.analysis import Analysis, analysis_for

CODES = sorted(codes())
PIECES = [
    "l’élection", "Türkiye'nin", "İSTANBUL", "I\u0307", "м'яч", "Ёлка", "z.B.", "№5", "كتاب",
    "کتاب\u200cها", "हिन्दी", "क\u094d\u200dष", "渡轮码头", "什么", "東京タワーで",
    "ـــ", "ｶﾀｶﾅ", "ＮＦＬ", "นายก", "한국의",
    "11.000", "11\u202f000", "48,5", "1,00,000", "٣٫٥", "۱۲٬۰۰۰", "12.05.2020",
    "10:30", "%", "€", "#КлиматUSA", "e\u0301", "-", "’", ".", "½", "²",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from([*PIECES, " ", "\n", "\u00a0"]) | st.characters(), max_size=12)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "11.000 Häuser", "11000 Haus"),
        ("de", "Merkel’s Straße", "Merkel STRASSE"),
        ("de", "48,5", "48,50"),
        ("de", "11’000", "11 000"),
        ("fr", "l’élection", "élections"),
        ("fr", "jusqu'à l'hôpital", "HOPITAL"),
        ("fr", "d’Opole", "Opole"),
        ("it", "dell’anno", "anno"),
        ("es", "canción", "canciones"),
        ("pt", "copo d’água", "copo agua"),
        ("pt", "as eleições", "eleição"),
        ("ro", "ştiinţă", "știință"),
        ("ro", "științei", "ştiinţei"),
        ("ru", "Ёлка", "елки"),
        ("ru", "Росси\u0301я", "России"),
        ("ru", "11\u00a0000 рублей", "11000 рубля"),
        ("uk", "м’ячі", "м'ячі"),
        ("uk", "п'ять", "пʼять"),
        ("tr", "Türkiye'nin", "TÜRKİYE"),
        ("tr", "IŞIK", "ışık"),
        ("pl", "Blair'a", "Blair"),
        ("el", "ΑΘΗΝΑ", "Αθήνα"),
        ("el", "Αθήνας", "ΑΘΗΝΑΣ"),
        ("ar", "مُحَمَّد", "محمد"),
        ("ar", "محـــمد", "محمد"),
        ("ar", "أحمد", "احمد"),
        ("ar", "٣٫٥", "3.5"),
        ("fa", "کتاب\u200cها", "کتاب"),
        ("fa", "كتاب", "کتاب"),
        ("fa", "۱۲٬۰۰۰", "12000"),
        ("hi", "१,००,०००", "100000"),
        ("hi", "क़लम", "कलम"),
        ("hi", "चाँद", "चांद"),
        ("he", "שָׁלוֹם", "שלום"),
        ("vi", "Việt Nam", "Viê\u0323t Nam"),
        ("ja", "ｶﾀｶﾅ", "カタカナ"),
        ("zh", "ＮＦＬ", "NFL"),
        ("zh", "５０％", "50%"),
    ],
)
def test_two_spellings_have_the_same_terms(language, one, other):
    analysis = analysis_for(language)
    assert analysis.terms(one) == analysis.terms(other) != []


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("ru", "В Москве открыли новые станции метро.", "станция"),
        ("de", "Die russisch-orthodoxe Kirche", "orthodox"),
        ("tr", "Bakanların açıklamaları", "bakan"),
        ("zh", "投票决定关闭旧渡轮码头。", "码头什么时候关闭？"),
        ("zh", "修理费用为5,000美元", "修理5000"),
        ("zh", "购买iPhone手机", "iphone"),
        ("ja", "大臣は東京タワーでコンピューターを買った。", "タワー"),
        ("ja", "大臣は火曜日に計画を発表した。", "計画は何ですか"),
        ("ko", "정부가 새로운 계획을 발표했다.", "정부의 계획"),
        ("th", "นายกรัฐมนตรีประกาศแผนใหม่", "แผนใหม่"),
    ],
)
def test_what_a_question_asks_about_is_found_in_the_text(language, text, question):
    found = analysis_for(language).query(question)
    assert found
    assert set(found) <= set(analysis_for(language).terms(text))


@pytest.mark.parametrize("language", CODES)
def test_the_words_that_are_not_looked_for_are_read_as_texts_have_them(language):
    known = language_of(language)
    for word in sorted(known.words.stop | known.asking.questions):
        assert analysis_for(language).query(word) == (), word
        assert analysis_for(language).query(word.capitalize()) == (), word


@pytest.mark.parametrize("language", CODES)
@settings(max_examples=20)
@given(pieces=TEXTS)
def test_terms_are_of_words_in_the_text_in_order(language, pieces):
    text = "".join(pieces)
    analysis = analysis_for(language)
    words = analysis.words(text)
    assert all(0 <= word.start < word.end <= len(text) and word.term for word in words)
    assert words == sorted(words, key=lambda word: (word.start, word.end))
    assert [word.term for word in words] == analysis.terms(text)
    assert set(analysis.query(text)) == set(analysis.terms(text))


@pytest.mark.parametrize("language", CODES)
def test_only_english_terms_have_related_ones(language):
    analysis = analysis_for(language)
    has_any = bool(analysis.related_terms("boat")) and bool(analysis.close_terms("boat"))
    assert has_any == (language == "en")


def test_a_word_is_stemmed_alike_in_many_threads():
    # The Arabic stemmer keeps state while it stems.
    words = [f"{start}{word}" for word in ("العربية", "مدارس", "يكتبون") for start in "وبلف"] * 20
    expected = [Analysis(language_of("ar")).terms(word) for word in words]
    analysis = Analysis(language_of("ar"))
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(analysis.terms, words)) == expected


def test_what_is_stemmed_before_a_word_does_not_change_it():
    # The stemmer of nltk 3.10.4 gives "تبتم" for the second word here, and else "كتب".
    words = ["سيكتب", "كتبتم", "حكمتم", "بامريكوا", "سمدنتم", "كتبتم"]
    analysis = Analysis(language_of("ar"))
    expected = [Analysis(language_of("ar")).terms(word) for word in words]
    assert [analysis.terms(word) for word in words] == expected


def test_a_word_of_a_stretched_line_alone_has_no_term():
    assert analysis_for("ar").terms("ـــ قال ـ") == analysis_for("ar").terms("قال")


@pytest.mark.parametrize(
    "endless", ["l'", "a-", "1.", "12.", "1 000 ", "क\u094d", "渡", "แม", "ـ", "#"]
)
@pytest.mark.parametrize("language", ["ar", "fr", "hi", "th", "zh"])
def test_a_long_text_without_end_is_read_in_one_go(language, endless):
    # A loop in a loop would take minutes here.
    text = endless * 50_000
    assert analysis_for(language).terms(text) == [
        word.term for word in analysis_for(language).words(text)
    ]


def test_a_language_stems_as_its_file_says():
    english = language_of("en")
    other = replace(english, grammar=False, words=replace(english.words, stemmer="first 3"))
    assert Analysis(other).terms("harbours") == ["har"]
