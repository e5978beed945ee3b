import pytest

from corpus.store.chats.languages import ChatLanguages


@pytest.fixture
def languages(store):
    return ChatLanguages(store.database)


def test_a_chat_has_the_language_that_it_chose_last(languages):
    assert languages.chosen(7) is None
    languages.choose(7, "de")
    languages.choose(7, "fr")
    assert (languages.chosen(7), languages.of_chat(7), languages.chosen(8)) == ("fr", "fr", None)


def test_what_a_chat_is_heard_in_is_no_choice(languages):
    languages.hear(7, "de")
    languages.hear(7, "fr")
    assert (languages.chosen(7), languages.of_chat(7)) == (None, "fr")
    languages.choose(7, "ja")
    languages.hear(7, "de")
    assert languages.of_chat(7) == "ja"


def test_a_choice_can_be_left_open_again(languages):
    languages.choose(7, "de")
    languages.leave_open(7, "fr")
    assert (languages.chosen(7), languages.of_chat(7)) == (None, "fr")


def test_a_language_moves_with_its_chat_and_is_forgotten_with_it(languages, store):
    languages.choose(-7, "de")
    store.move("-7", "-1007")
    assert (languages.chosen(-7), languages.chosen(-1007)) == (None, "de")
    store.forget("-1007")
    assert languages.of_chat(-1007) is None
