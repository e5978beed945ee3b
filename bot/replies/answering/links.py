"""Links to the pages of articles, and to sentences on them."""

import re
from urllib.parse import urlsplit

from bot.replies.answering.text_fragments import text_directive
from bot.replies.reply import Kind, Mark, Reply
from corpus.addresses import host_of, without_tracking
from corpus.article import Article, Span

LONGEST_URL = 2000
WEB_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
DIRECTIVE = ":~:"  # stands between an address's own fragment and a directive
# No browser looks for words there: Telegram's apps open their own posts, and a viewer the others.
WITHOUT_DIRECTIVES = frozenset({"t.me", "telegram.me"})
FILES = (".pdf", ".docx", ".txt")


def page_of(article: Article) -> str | None:
    """Return the address of the article's page, without parameters that only track readers.

    None if it is unknown or no link can have it.
    """
    url = (article.url or "").partition(DIRECTIVE)[0]
    if not WEB_ADDRESS.fullmatch(url) or len(url) > LONGEST_URL:
        return None
    scheme, _, rest = without_tracking(url).partition(":")
    _, hash_sign, fragment = url.partition("#")
    return f"{scheme.lower()}:{rest}{hash_sign * bool(fragment)}{fragment}"


def place_on_page(article: Article, span: Span) -> str | None:
    """Return the address of a stretch of the article's text on its page.

    None if the address is unknown or the stretch cannot be named so that it is surely found.
    """
    page = page_of(article)
    if page is None or host_of(page) in WITHOUT_DIRECTIVES or _path(page).endswith(FILES):
        return None
    directive = text_directive(article.text, span)
    if directive is None:
        return None
    place = f"{page}{'' if '#' in page else '#'}{DIRECTIVE}{directive}"
    return place if len(place) <= LONGEST_URL else None


def linked(words: Reply, article: Article, span: Span | None = None) -> Reply:
    """Return words as a link to the article, and to a stretch of its text, if there can be one."""
    page = (place_on_page(article, span) if span else None) or page_of(article)
    return Reply(words.text, (Mark(Kind.LINK, 0, len(words.text), page),)) if page else words


def is_for_button(page: str) -> bool:
    """Whether Telegram accepts an address under a button: it refuses hosts without a dot."""
    return "." in host_of(page).strip(".")


def _path(page: str) -> str:
    try:
        return urlsplit(page).path.lower()
    except ValueError:  # the address is not valid
        return ""
