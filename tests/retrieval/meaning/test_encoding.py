import pytest
from meaning import FakeMeaning, matrix

from corpus.article import Article
from corpus.reading import read_article
from retrieval.meaning.encoding import is_english, vectors_of

ENGLISH = "The ferry left port on Monday with 412 passengers. It was the first of its kind."
GERMAN = "Die Fähre ist am Montag mit 412 Gästen in See gestochen. Es war die erste ihrer Art."
INDONESIAN = "Kapal feri listrik pertama berlayar pada hari Senin. Penumpang bertepuk tangan. "


def article(text, language=None):
    return Article(text, "Title", (), language=language)


@pytest.mark.parametrize(
    "tag",
    [None, "", "en", "EN", "en-GB", "en_US", "EN-us", "eng", "English", "de", "x-default", "und"],
)
def test_english_words_are_english_whatever_the_tag(tag):
    assert is_english(article(ENGLISH, tag))


@pytest.mark.parametrize("tag", [None, "en", "en-US", "de", "de-AT"])
def test_other_words_are_not_english_whatever_the_tag(tag):
    assert not is_english(article(GERMAN, tag))


@pytest.mark.parametrize(
    "text",
    [
        "Two dead after crash. Police: cause unclear.",
        "Shares fell 3% on Tuesday.",
        "Fire destroys “historic” warehouse – nobody hurt.",
    ],
)
@pytest.mark.parametrize("tag", [None, "", "en"])
def test_a_text_too_short_to_tell_is_english_if_nothing_speaks_against_it(text, tag):
    assert is_english(article(text, tag))


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Deux morts.", "fr"),
        ("Niemand raakte gewond.", "nl"),
        ("Põlengus keegi viga ei saanud.", None),
        (INDONESIAN * 9, None),
        (INDONESIAN, "id"),
        ("Пожар на складе.", None),
        ("倉庫で火災。", None),
        ("", None),
        ("🙂🙂 412", None),
        ("412. 413.", "ende"),
    ],
)
def test_a_text_that_shows_no_english_is_not(text, tag):
    assert not is_english(article(text, tag))


def test_a_german_article_with_english_quotes_is_not_english():
    quoted = GERMAN * 2 + " „It was great, and the crew was very kind to all of us“, sagte sie."
    assert not is_english(article(quoted))


def test_an_english_article_with_german_quotes_is_english():
    assert is_english(article(ENGLISH * 2 + " „Das ist die beste Fähre der Welt“, he said."))


def test_an_english_article_has_a_vector_for_each_sentence():
    meaning = FakeMeaning()
    read = read_article(ENGLISH.encode(), "ferry.txt")
    texts = [sentence.text for sentence in read.sentences]
    assert (vectors_of(read, meaning) == matrix(texts)).all()
    assert meaning.encoded == texts


def test_other_articles_have_no_vectors_and_do_not_need_the_model():
    meaning = FakeMeaning(fails=True)
    assert len(vectors_of(article(GERMAN), meaning)) == 0
    assert vectors_of(article(ENGLISH), meaning) is None
