from bot.wording.wording import Counted, Wording, speaking, spoken


def test_a_wording_is_translated_when_it_is_used():
    removed = Wording("Nothing was removed.")
    assert str(removed) == "Nothing was removed."
    with speaking("de"):
        assert removed.format() == "Es wurde nichts entfernt."
        assert spoken() == "de"
    assert spoken() == "en"


def test_without_a_translation_the_english_form_fits_the_number():
    sources = Counted("{count} source", "{count} sources")
    assert [sources.format(count) for count in (0, 1, 2)] == ["0 sources", "1 source", "2 sources"]
