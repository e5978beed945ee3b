import pytest

from bot.conversation.adding.cut_texts import without_cut_sentence


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("It rained.\nDr. Fors said that the", "It rained."),
        ("It rained. Dr. Fors said “it", "It rained."),
        ("“It rained,” she said. “It snowed.”", "“It rained,” she said. “It snowed.”"),
        ("雨が降った。雪が降った。", "雨が降った。雪が降った。"),
        ("It rained", ""),
    ],
)
def test_only_a_sentence_without_an_end_is_left_out(text, whole):
    assert without_cut_sentence(text) == whole
