"""Where sentences end in scripts with full stops of their own: 。 । ؟ ։ and others.

The marks are those of Unicode's property Sentence_Terminal that stand nowhere else.
"""

import re
from collections.abc import Iterator

MARKS = (
    "。｡！？‼⁇⁈⁉"  # Chinese and Japanese
    "।॥؟۔؞։܀܁܂߹"  # Indic, Arabic, Urdu, Armenian, Syriac, N'Ko
    "။።፧፨។៕᙮᠃᠉᥄᥅᪨᪩᪪᪫꓿꘎꘏꛳꛷꯫"  # Burmese, Ethiopic, Khmer, Mongolian, Limbu, Tham, Lisu, Vai
    "\u037e"  # the Greek question mark
)
WIDE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CLOSING = r"」』”’）》〉】〕］｝〗〙»)\]}"  # for a set in a regular expression
QUOTE = "\"'"
END = re.compile(
    rf"(?:[{MARKS}]|．(?!\d)|(?<=[{WIDE}])[!?](?=[{WIDE}{CLOSING}{QUOTE}]))[{MARKS}!?]*"
    rf"(?P<closing>[{CLOSING}{QUOTE}]*)"
)
# A comma, or another mark that no sentence begins with.
GOES_ON = re.compile(r"\s*[,;:、，；：،؛…・)\]}）—–-]")
# 「行く。」と言った, “走！”他说。: what follows a quotation belongs to its sentence.
QUOTED = re.compile(
    r"と|って|という|など|を|が(?!、)|は|の|に(?!も)"
    r"|[^，。！？：:“「]{0,10}(?:说|說|道|问|問|称|稱|表示|写|寫|喊|叫)(?=[，。])"
)


TITLE_CLOSING = "》〉"  # 《你好，李焕英！》 is a title
# No sentence begins with the particle: モーニング娘。のコンサート.
PARTICLE = re.compile("の[\u30a0-\u30ff\u4e00-\u9fff]")


def mark_cuts(text: str) -> Iterator[int]:
    """Yield the positions after these marks, and the closing marks next to them."""
    for match in END.finditer(text):
        end = match.end()
        closing = match["closing"]
        if closing[:1] in QUOTE and closing and _opens(text, match.start("closing")):
            end, closing = match.start("closing"), ""
        titled = closing[:1] in TITLE_CLOSING and closing and text[end : end + 1].strip()
        if GOES_ON.match(text, end) or (closing and QUOTED.match(text, end)):
            continue
        if titled or PARTICLE.match(text, end):
            continue
        yield end


def _opens(text: str, at: int) -> bool:
    """Whether the straight quotation mark here opens a quotation."""
    if text.count("“", 0, at) > text.count("”", 0, at):
        return False
    return text.count(text[at], 0, at) % 2 == 0
