"""The names of months, as dates are written with them."""

from functools import cache

from corpus.languages.known import DEFAULT, language_of


@cache
def month_names(language: str) -> dict[str, int]:
    """The numbers of months by their names and abbreviations in a language with this code.

    The names are in lower case, and the abbreviations without their dots.

    >>> names = month_names("de")
    >>> names["märz"], names["okt"], names["februars"]
    (3, 10, 2)
    """
    return {
        name.rstrip(".").replace("_", " "): number
        for number, names in enumerate(language_of(language).months, 1)
        for name in names.split()
    }


ENGLISH = [line.split()[0].rstrip(".") for line in language_of(DEFAULT).months]
# By the first letters, also in German, French, Spanish, Portuguese, Italian and Dutch: many pages
# do not say what language they are in.
NUMBERS = {
    name: number
    for number, names in enumerate(
        ("jan ene gen", "feb fev fév", "mar mär mrz maa", "apr avr abr", "may mai mei mag",
         "jun juin giu", "jul juil lug", "aug aoû aou ago", "sep set", "oct okt out ott", "nov",
         "dec déc dez dic"),
        1,
    )
    for name in names.split()
}  # fmt: skip


def month_number(name: str, language: str | None = None) -> int | None:
    """The number of the month with this name or abbreviation; None if there is none.

    Without the code of a language, it may be in any of some languages.

    >>> month_number("Sept"), month_number("juillet"), month_number("day")
    (9, 7, None)
    >>> month_number("мая", "ru"), month_number("Mai", "ru"), month_number("août", "fr")
    (5, None, 8)
    """
    if language is not None:
        return month_names(language).get(name.lower().rstrip("."))
    start = name.lower()[:4]
    return NUMBERS.get(start) or NUMBERS.get(start[:3])
