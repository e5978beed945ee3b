"""Recognizes what a page holds but its readers do not see."""

import re

from lxml.html import HtmlElement

UNSEEN = frozenset(
    "head script style template svg math canvas object embed iframe input textarea select button "
    "datalist meter progress map audio video noscript title link meta".split()
)
STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|clip\s*:\s*rect\(|clip-path\s*:\s*inset\(50%",
    re.IGNORECASE,
)
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


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element is marked as hidden."""
    style = element.get("style")
    names = element.get("class")
    return (
        element.get("hidden") is not None
        or (style is not None and STYLE.search(style[:LONGEST]) is not None)
        or (names is not None and SPOKEN.search(names[:LONGEST]) is not None)
    )
