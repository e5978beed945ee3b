from bot.wording.language_names import NAMES, language_name
from corpus.languages.known import codes, language_of


def test_each_language_has_a_name_that_can_be_translated():
    assert NAMES.keys() == codes()
    assert all(wording.message == language_of(code).name for code, wording in NAMES.items())


def test_a_language_without_a_name_is_called_by_its_code():
    assert (language_name("ru"), language_name("tlh")) == ("Russian", "tlh")
