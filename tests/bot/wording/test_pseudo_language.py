from pseudo_language import pseudo_language, untranslated

from bot.wording.wording import Counted, Wording

REMOVED = Wording("Removed {source}")


def test_words_of_the_bot_are_told_from_those_of_nobody():
    sources = Counted("1 source", "{count} sources")
    with pseudo_language():
        assert REMOVED.format(source="[2] Storm") == "⟦Removed ⟧[2] Storm"
        assert untranslated(REMOVED.format(source="[2] Storm, updated"), "Storm") == ["updated"]
        assert untranslated(f"{sources.format(1)}, {sources.format(3)}, /sources") == []
    assert REMOVED.format(source="[2]") == "Removed [2]"
