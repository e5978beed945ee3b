from time import process_time

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


def test_a_long_sentence_without_an_end_is_left_out_as_a_whole():
    assert without_cut_sentence("It rained. Then it " + "snowed and " * 1000) == "It rained."
    assert without_cut_sentence("and snowed " * 1000) == ""


def test_a_text_in_many_parts_costs_little_more_than_its_end():
    def seconds(times):
        start = process_time()
        without_cut_sentence("He met Mr. Holm at 5 p.m. in St. Ives. " * times + "Then he")
        return process_time() - start

    seconds(10)  # imports what it needs
    assert seconds(4_000) < 5 * (seconds(400) + 0.005)
