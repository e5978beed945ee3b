"""Tells sentences from labels by their form, in any language."""

import re

# Two Chinese, Japanese or Korean characters say as much as a word, and so do five Thai letters.
IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
THAI = re.compile(r"[\u0e01-\u0e30\u0e40-\u0e46]")
MARKS = (  # combining marks, which belong to words, and joiners
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903"
    "\u093a-\u094f\u0951-\u0957\u0962\u0963\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d"
)
WORD = re.compile(rf"\w[\w{MARKS}]*(?:['’ʼ-]\w[\w{MARKS}]*)*")
# A word of a title, or a Chinese or Japanese character of one.
PIECE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|(?:(?![\u3040-\u30ff\u3400-\u9fff])\w)+")
STOPS = ".!?…。｡．！？।॥؟۔"
CLOSING = r"[\"'”“’‘»«)\]」』）】》〉]*$"
END = re.compile(rf"[{STOPS}]{CLOSING}")
PAUSE = re.compile(rf"[{STOPS}:;,：；，،؛、]{CLOSING}")  # at which a line of a text can end, too
WITHIN = re.compile(r"[,.;!?…](?!\S)|[。｡．！？।॥؟۔，；،؛、]")


def count_words(text: str) -> int:
    """The number of words; two Chinese, Japanese or Korean characters count as one."""
    count = len(text.split())
    return count if text.isascii() else count + _unspaced(text)


def count_true_words(text: str) -> int:
    """The number of words, apart from what is punctuation only."""
    count = len(WORD.findall(text))
    return count if text.isascii() else count + _unspaced(text)


def ends_sentence(line: str) -> bool:
    """Whether a line ends as sentences do."""
    return END.search(line) is not None


def ends_line(line: str) -> bool:
    """Whether a line ends as sentences do, or pauses where the next line goes on."""
    return PAUSE.search(line) is not None


def has_pause(line: str) -> bool:
    """Whether a comma or the end of a sentence stands in a line or at its end."""
    return WITHIN.search(line) is not None


def _unspaced(text: str) -> int:
    return len(IDEOGRAPH.findall(text)) // 2 + len(THAI.findall(text)) // 5
