"""The names of months, as dates are written with them."""

ENGLISH = (
    "january february march april may june july august september october november december"
).split()
# By the first letters, also in German, French, Spanish, Portuguese, Italian and Dutch.
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


def month_number(name: str) -> int | None:
    """The number of the month with this name or abbreviation; None if there is none.

    >>> month_number("Sept"), month_number("juillet"), month_number("day")
    (9, 7, None)
    """
    start = name.lower()[:4]
    return NUMBERS.get(start) or NUMBERS.get(start[:3])
