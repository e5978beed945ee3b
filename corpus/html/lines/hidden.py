"""Recognizes what a page holds but its readers do not see."""

import re

from lxml.html import HtmlElement

UNSEEN = frozenset(
    "base script style template svg math canvas object embed iframe input textarea select button "
    "datalist meter progress map audio video noscript title link meta".split()
)
STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|clip\s*:\s*rect\(|"
    r"clip-path\s*:\s*inset\(\s*(?:50|100)%|"
    r"(?:^|[;\s])(?:left|right|top|text-indent|margin-left)\s*:\s*-\d{3,}|"
    r"(?:^|[;\s])(?:height|width)\s*:\s*0(?![.\d]).{0,500}overflow\s*:\s*hidden|"
    r"overflow\s*:\s*hidden.{0,500}(?:^|[;\s])(?:height|width)\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
# Around other elements, these make gaps or let a text appear slowly.
NOTHING = re.compile(
    r"(?:^|[;\s])(?:opacity|font-size)\s*:\s*0(?:px|em|%)?\s*(?:[;!]|$)", re.IGNORECASE
)
STYLE_COMMENT = re.compile(r"/\*[^*]{0,500}\*/")
# Words for screen readers.
SPOKEN = re.compile(
    r"(?:^|[\s_-])(?:sr-?only|screen-?reader\w*|visually-?hidden|a11y\w*|assistive\w*|"
    r"off-?screen|hide-visually|element-invisible)(?:$|[\s_-])",
    re.IGNORECASE,
)
NEW_TAB = re.compile(  # at the end of a link
    r"\s*[,(\[]?\s*(?:link )?(?:opens?|will open)(?: in)?(?: an?)?(?: (?:new|external|another))? "
    r"(?:tab|window|browser window|site|website|page)\s*[)\]]?\s*$",
    re.IGNORECASE,
)
NEW_TAB_LENGTH = 60  # characters
UNSEEN_CHARACTERS = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphen, zero-width spaces
LONGEST = 500  # characters of an attribute that are looked at
LONGEST_STYLE = 5000


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element is marked as hidden.

    A whole page never is: many show nothing before their scripts have run.
    """
    if element.tag in ("html", "body"):
        return False
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or (element.tag == "dialog" and element.get("open") is None)
        or (style is not None and _hides(style[:LONGEST_STYLE], len(element) > 0))
        or is_spoken(element)
    )


def is_spoken(element: HtmlElement) -> bool:
    """Whether an element is for screen readers only."""
    names = element.get("class")
    return names is not None and SPOKEN.search(names[:LONGEST]) is not None


def _hides(style: str, is_outer: bool) -> bool:
    if "/*" in style:
        style = STYLE_COMMENT.sub("", style)
    return STYLE.search(style) is not None or (not is_outer and NOTHING.search(style) is not None)
