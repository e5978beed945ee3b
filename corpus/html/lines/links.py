"""Tells links to the page's own site from others."""

from lxml.html import HtmlElement

from corpus.addresses import host_of

LONGEST = 500  # characters of an address that are looked at


def host(page: HtmlElement) -> str:
    """The site's host, without "www."; "" if the page does not name it."""
    places = page.xpath(
        "(.//link[@rel='canonical']/@href | .//meta[@property='og:url']/@content)[1]"
    )
    return host_of(places[0]) if places else ""


def is_internal(address: str, own: str) -> bool:
    """Whether a link leads to another page of the site."""
    address = address[:LONGEST].strip()
    if not address or address.startswith(("#", "mailto:", "javascript:", "tel:")):
        return False
    if not address.startswith(("http:", "https:", "//")):
        return True
    target = host_of(address)
    return not own or target == own or target.endswith("." + own) or own.endswith("." + target)
