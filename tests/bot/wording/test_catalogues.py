"""What every catalogue of translations must keep of the English messages."""

import re
from functools import cache
from gettext import c2py
from string import Formatter

import pytest
from babel import Locale
from catalogues import PATHS, messages, read, template
from telegram.constants import BotCommandLimit, BotDescriptionLimit

from bot.replies.about_me import DESCRIPTION, SHORT_DESCRIPTION
from bot.replies.commands import COMMANDS
from bot.wording.catalogues import languages, own_name, spoken_of
from bot.wording.wording import speaking
from corpus.languages.known import codes

# Catalogues that must have every message. A language is added here once it is translated.
COMPLETE = (
    "ar",
    "de",
    "es",
    "fa",
    "fr",
    "hi",
    "id",
    "it",
    "ja",
    "pl",
    "pt",
    "ru",
    "tr",
    "uk",
    "zh_Hans",
)

TEMPLATE = messages(template())
CATALOGUES = {path.parts[-3]: read(path) for path in PATHS}
COMMAND = re.compile(r"(?<![\w}/])/[a-z]+(?:@\{username\})?")


def forms(message):
    """Return the translations of a message: one, or one for each plural form."""
    given = message.string if isinstance(message.string, tuple) else (message.string,)
    return [one for one in given if one]


def translated():
    """Yield each translated message with its catalogue."""
    for catalogue in CATALOGUES.values():
        for message in messages(catalogue).values():
            if forms(message):
                yield catalogue, message


def ids(message):
    return message.id if isinstance(message.id, tuple) else (message.id,)


def names(text):
    """Return the placeholders of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def numbers_of(plural, form):
    """Return the numbers up to 200 that a plural form is for."""
    rule = c2py(plural)
    return {n for n in range(201) if rule(n) == form}


def test_every_message_is_translated():
    for language in COMPLETE:
        catalogue = messages(CATALOGUES[language])
        assert [key for key in TEMPLATE if key not in catalogue] == []
        assert [key for key, one in catalogue.items() if not forms(one)] == []
        assert [key for key, one in catalogue.items() if one.fuzzy] == []


def test_no_message_is_translated_that_the_bot_does_not_say():
    for language in COMPLETE:
        catalogue = CATALOGUES[language]
        assert [key for key in messages(catalogue) if key not in TEMPLATE] == []
        assert list(catalogue.obsolete) == []


def test_the_placeholders_of_a_message_are_whole():
    wrong = [
        (str(catalogue.locale), message.id, text)
        for catalogue, message in translated()
        for form, text in enumerate(forms(message))
        if not has_its_names(catalogue, message, form, text)
    ]
    assert wrong == []


def has_its_names(catalogue, message, form, text):
    """Whether a translation has the placeholders of the message.

    A form for a single number may say it in words, like the English one.
    """
    one, many = names(ids(message)[0]), names(ids(message)[-1])
    if isinstance(message.id, tuple):
        numbers = numbers_of(catalogue.plural_expr, form)
        if len(numbers) == 1 or numbers <= {0, 1}:
            return one - {"count"} <= names(text) <= one | many
    return names(text) == many


def test_a_message_has_every_plural_form_of_its_language():
    wrong = [
        (str(catalogue.locale), message.id)
        for catalogue, message in translated()
        if isinstance(message.id, tuple) and len(forms(message)) != catalogue.num_plurals
    ]
    assert wrong == []


def test_numbers_have_the_plural_forms_of_their_language():
    """The order of the forms is the catalogue's own; which numbers share one is not."""
    for language, catalogue in CATALOGUES.items():
        form, rule = c2py(catalogue.plural_expr), Locale.parse(language).plural_form
        # Some have no forms of their own for 0 and 1, or have them where the rule has none.
        pairs = {(form(number), rule(number)) for number in range(2, 301)}
        used = {form(number) for number in range(301)}
        assert used == set(range(catalogue.num_plurals)), language
        assert len({name for _, name in pairs}) == len(pairs), language


def test_a_translation_begins_and_ends_with_the_same_white_space():
    wrong = []
    for catalogue, message in translated():
        for text in forms(message):
            english = ids(message)[0]
            if edges(text) != edges(english):
                wrong.append((str(catalogue.locale), english, text))
    assert wrong == []


def edges(text):
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_commands_stay_as_they_are():
    wrong = [
        (str(catalogue.locale), message.id, text)
        for catalogue, message in translated()
        for text in forms(message)
        if sorted(set(COMMAND.findall(text))) != sorted(set(COMMAND.findall(ids(message)[-1])))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", languages())
def test_telegram_accepts_the_words_in_every_language(language):
    with speaking(language):
        assert len(str(DESCRIPTION)) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
        assert len(str(SHORT_DESCRIPTION)) <= BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
        for command in COMMANDS:
            assert len(str(command.in_menu)) <= BotCommandLimit.MAX_DESCRIPTION, command.name


@pytest.mark.parametrize("language", languages())
def test_a_language_has_a_name_and_a_code_of_telegrams(language):
    assert own_name(language) != language
    assert spoken_of(language) == language
    assert language.partition("_")[0] in codes()
