"""Lists that are shown a page at a time, with buttons to the other pages."""

from bot.replies.reply import Button

TURNS = ("« {page}", "‹ {page}", "{page} ›", "{page} »")


def nearest_page(page: int, count: int, size: int) -> tuple[int, int]:
    """Return the page, or the nearest one that exists, and the number of pages.

    There are ``count`` items, ``size`` on a page. Pages count from 1, and there is always one.

    >>> nearest_page(9, 25, 10), nearest_page(0, 0, 10)
    ((3, 3), (1, 1))
    """
    pages = max(-(-count // size), 1)
    return min(max(page, 1), pages), pages


def page_buttons(page: int, pages: int, before: str, after: str = "") -> list[Button]:
    """Return the buttons to the first, the previous, the next and the last page.

    ``before`` and ``after`` stand around the page's number in a button's data.

    >>> [button.label for button in page_buttons(2, 5, "list:")]
    ['‹ 1', '3 ›', '5 »']
    """
    to = (1, page - 1, page + 1, pages)
    wanted = (page > 2, page > 1, page < pages, page < pages - 1)
    return [
        Button(words.format(page=one), f"{before}{one}{after}")
        for words, one, is_wanted in zip(TURNS, to, wanted, strict=True)
        if is_wanted
    ]
