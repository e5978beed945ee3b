import pytest

from corpus.languages.known import codes, language_of
from corpus.months import month_names, month_number

# In each language, a date of a month that its neighbors write otherwise.
SOME = [
    ("en", "sept", 9), ("ru", "мая", 5), ("ru", "дек.", 12), ("uk", "листопада", 11),
    ("uk", "лютого", 2), ("es", "enero", 1), ("es", "setiembre", 9), ("pt", "março", 3),
    ("de", "Jänner", 1), ("de", "März", 3), ("fr", "août", 8), ("fr", "févr.", 2),
    ("it", "Luglio", 7), ("tr", "Ağustos", 8), ("tr", "şubatta", 2), ("ar", "تموز", 7),
    ("ar", "كانون الثاني", 1), ("fa", "ژوئیه", 7), ("hi", "सितम्बर", 9), ("id", "Agustus", 8),
    ("zh", "十二月", 12), ("ja", "2月", 2), ("pl", "września", 9), ("pl", "Listopad", 11),
    ("cs", "července", 7), ("fi", "maaliskuuta", 3), ("el", "Μαΐου", 5), ("he", "ביולי", 7),
    ("hu", "októberben", 10), ("vi", "tháng 4", 4), ("th", "พ.ค.", 5),
]  # fmt: skip


@pytest.mark.parametrize(("language", "name", "number"), SOME)
def test_the_months_of_each_language_have_their_numbers(language, name, number):
    assert month_number(name, language) == number


@pytest.mark.parametrize("code", sorted(codes()))
def test_no_name_stands_for_two_months(code):
    lines = [line.split() for line in language_of(code).months]
    assert len(month_names(code)) == sum(map(len, lines))
    assert sorted(set(month_names(code).values())) == list(range(1, 13))


def test_without_a_language_a_month_is_known_in_some_languages_only():
    assert (month_number("août"), month_number("listopad")) == (8, None)
