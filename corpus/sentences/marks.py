"""Where sentences end in scripts with full stops of their own: 。 । ؟ ։ and others.

The marks are those of Unicode's property Sentence_Terminal that stand nowhere else.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping

MARKS = (
    "。｡！？‼⁇⁈⁉"  # Chinese and Japanese
    "।॥؟۔؞։܀܁܂߹"  # Indic, Arabic, Urdu, Armenian, Syriac, N'Ko
    "။።፧፨។៕᙮᠃᠉᥄᥅᪨᪩᪪᪫꓿꘎꘏꛳꛷꯫"  # Burmese, Ethiopic, Khmer, Mongolian, Limbu, Tham, Lisu, Vai
    "\u037e"  # the Greek question mark
)
WIDE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
QUOTE = "\"'"  # straight marks, which open a quotation as well
CLOSING = "」』”’）》〉】〕］｝〗〙»)]}" + QUOTE
IN_SET = re.escape(CLOSING)
END = re.compile(
    rf"(?:[{MARKS}]|．(?!\d)|(?<=[{WIDE}])[!?](?=[{WIDE}{IN_SET}]))[{MARKS}!?]*"
    rf"(?P<closing>[{IN_SET}]*)"
)
# A comma, or another mark that no sentence begins with.
GOES_ON = re.compile(r"\s*[,;:、，；：،؛…・)\]}）—–-]")
# 「行く。」と言った, “走！”他说。: what follows a quotation belongs to its sentence.
QUOTED = re.compile(
    r"と|って|という|など|を|が(?!、)|は|の|に(?!も)"
    r"|[^、。！？「」]{0,15}(?:言っ|述べ|話し|語っ|叫ん|尋ね|聞い|答え|訴え)[ただてい]"
    r"|[^，。！？：:“「]{0,10}(?:说|說|道|问|問|称|稱|表示|写|寫|喊|叫)(?=[，。])"
)
# 「終わりだ。帰ろう。」と言った: a quotation of several sentences in one. 「敵！味方」編: a title.
WITHIN = re.compile(
    r"「[^「」]{1,300}[。！？!?]」(?=と|って|という|など)"
    r"|《[^《》。]{1,30}[！？!?][^《》。]{1,30}》"
    r"|「[^「」。]{1,30}[！？!?][^「」。！？!?]{1,30}」(?=[^\s「。])"
)
TITLE_CLOSING = "》〉"  # 《你好，李焕英！》 is a title
# No sentence begins with the particle: モーニング娘。のコンサート.
PARTICLE = re.compile("の[\u30a0-\u30ff\u4e00-\u9fff]")


def mark_cuts(text: str) -> Iterator[int]:
    """Yield the positions after these marks, and the closing marks next to them."""
    counts: Counter[str] = Counter()  # of the quotation marks in the text up to ``counted``
    counted = 0
    within = deque(match.span() for match in WITHIN.finditer(text))
    for match in END.finditer(text):
        end = match.end()
        while within and within[0][1] <= match.start():
            within.popleft()
        if within and within[0][0] <= match.start():
            continue
        closing = match["closing"]
        if closing.startswith(tuple(QUOTE)):
            at = match.start("closing")
            counts.update({mark: text.count(mark, counted, at) for mark in ("“”" + QUOTE)})
            counted = at
            if _opens(text[at], counts):
                end, closing = at, ""
        titled = closing.startswith(tuple(TITLE_CLOSING)) and text[end : end + 1].strip()
        if GOES_ON.match(text, end) or (closing and QUOTED.match(text, end)):
            continue
        if titled or PARTICLE.match(text, end):
            continue
        yield end


def _opens(mark: str, before: Mapping[str, int]) -> bool:
    """Whether a straight quotation mark opens a quotation, by how many marks stand before it."""
    return before["“"] <= before["”"] and before[mark] % 2 == 0
