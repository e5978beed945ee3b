"""Tells sentences from labels by their form, in any language."""

import re

# Two Chinese, Japanese or Korean characters say as much as a word, and so do five Thai letters.
IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
THAI = re.compile(r"[\u0e01-\u0e30\u0e40-\u0e46]")
WORD = re.compile(r"\w+(?:['’ʼ\u200c-]\w+)*")
STOPS = ".!?…。｡．！？।॥؟۔"
CLOSING = r"[\"'”“’‘»«)\]」』）】》〉]*$"
END = re.compile(rf"[{STOPS}]{CLOSING}")
PAUSE = re.compile(rf"[{STOPS}:;,：；，،؛、]{CLOSING}")  # at which a line of a text can end, too


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


def _unspaced(text: str) -> int:
    return len(IDEOGRAPH.findall(text)) // 2 + len(THAI.findall(text)) // 5
