import pytest
from fake_telegram import ALICE, GROUP, Talk
from sent import buttons, only, text

from bot.library.library import Library
from bot.replies.chat_sources.own_sources import ADMINS_ONLY
from bot.wording import catalogues
from corpus.store.chats.languages import ChatLanguages

GERMAN = {"from": ALICE | {"language_code": "de"}}


@pytest.fixture
def library(ferry):
    return Library.of([ferry])


@pytest.fixture
def talk(library):
    with Talk(library) as conversation:
        yield conversation


@pytest.fixture
def chosen(library):
    return ChatLanguages(library.store.database).chosen


def answers(talk):
    """Return the short texts shown when buttons were pressed."""
    return [call.parameters.get("text") for call in talk.api.calls
            if call.method == "answerCallbackQuery"]  # fmt: skip


def test_every_language_can_be_chosen_by_its_own_name(talk):
    shown = talk.say("/language")
    assert text(shown).startswith("Language: English (automatic)")
    assert list(buttons(shown).values()) == [
        *(f"language:{code}" for code in sorted(catalogues.languages(), key=catalogues.own_name)),
        "language:",
    ]
    assert "• Automatic" in buttons(shown)


def test_a_press_changes_the_language_in_the_same_message(talk, chosen):
    changed = only(talk.press("language:de"))
    assert (changed["message_id"], chosen(1)) == (77, "de")
    assert "Deutsch" in changed["text"]
    assert "• Deutsch" in buttons(changed)
    again = only(talk.press("language:", **GERMAN))
    assert chosen(1) is None
    assert "• Deutsch" not in buttons(again)


def test_a_language_can_be_named(talk, chosen):
    assert "Deutsch" in text(talk.say("/language deutsch"))
    assert chosen(1) == "de"
    talk.say("/language automatic")
    assert chosen(1) is None
    assert "don’t speak" in text(talk.say("/language Klingon"))
    assert talk.press("language:tlh") == []
    assert chosen(1) is None


def test_in_a_group_only_administrators_choose(talk, chosen):
    where = {"message": talk.message("…", GROUP, message_id=78)}
    assert "Deutsch" in buttons(talk.say("/language@QuotewireBot", GROUP))
    assert talk.press("language:de", **where) == []
    assert answers(talk) == [str(ADMINS_ONLY)]
    assert text(talk.say("/language@QuotewireBot de", GROUP)) == str(ADMINS_ONLY)
    assert chosen(GROUP["id"]) is None
    talk.api.administrators.add(ALICE["id"])
    assert "Deutsch" in only(talk.press("language:de", **where))["text"]
    assert (chosen(GROUP["id"]), chosen(1)) == ("de", None)


def test_forgetting_a_chat_forgets_its_language(talk, chosen):
    talk.say("/language de")
    talk.press("forget")
    assert chosen(1) is None
