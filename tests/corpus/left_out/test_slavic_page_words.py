"""Lines of pages by the words of their language, and prose that begins like them."""

import pytest

from corpus.languages.dates import written_days
from corpus.left_out.page_words import phrase_reason, read_signed_line

LEFT_OUT = {
    "ru": [
        "Еще по теме", "Ещё по теме", "Загрузить еще", "Партнерский материал", "Показать ещё",
        "Поделиться в Telegram", "Реклама: ООО «Ромашка»", "Похожие материалы",
        "Использование материалов сайта разрешено только со ссылкой.",
        "При использовании материалов ссылка обязательна.", "Сайт использует файлы куки.",
    ],
    "uk": [
        "Ще по темі", "Показати ще", "Поділитися у Facebook", "Читайте нас в Telegram",
        "Передрук матеріалів лише з посиланням на сайт.", "Ідентифікатор медіа R40-01234",
        "Продовжуючи перегляд, ви погоджуєтесь з правилами.",
    ],
    "pl": ["Przejdź do serwisu", "Zgadzam się", "Zdjęcia: Jan Nowak", "Reklama"],
}  # fmt: skip
PROSE = {
    "ru": [
        "Использование материалов дела разрешили адвокатам.", "Перепечатка романа заняла год.",
        "Поделиться опытом с коллегами", "Реклама в метро подорожала на 20%",
        "Сетевое издание «Волна» закрыли.",
    ],
    "uk": [
        "Використання матеріалів справи дозволили адвокатам.", "Передрук роману тривав рік.",
        "Поділитися досвідом з колегами", "Реклама в метро подорожчала на 20%",
    ],
    "pl": ["Reklama w metrze podrożała o 20%", "Zdjęcia z miasta pokazała telewizja."],
}  # fmt: skip


def every(lines):
    return [(language, line) for language, some in lines.items() for line in some]


@pytest.mark.parametrize(("language", "line"), every(LEFT_OUT))
def test_a_line_of_a_page_is_left_out(language, line):
    assert phrase_reason(line, language) is not None


@pytest.mark.parametrize(("language", "line"), every(PROSE))
def test_prose_that_begins_like_one_is_kept(language, line):
    assert phrase_reason(line, language) is None


@pytest.mark.parametrize("month", ["трав.", "серп.", "лист.", "груд."])
def test_a_short_ukrainian_month_is_read(month):
    assert [one.day.day for one in written_days(f"25 {month} 2026", "uk")] == [25]


@pytest.mark.parametrize(
    ("line", "author"),
    [("Підготувала Олена Коваль", "Олена Коваль"), ("Журналіст: Іван Сірко", "Іван Сірко")],
)
def test_a_ukrainian_byline_is_read(line, author):
    _, metadata = read_signed_line(line, "uk")
    assert metadata.author == author
