import re
from collections import Counter

from corpus.samples.sample_articles import load_samples


def test_there_are_dated_briefs_in_seven_languages_marked_as_samples():
    samples = load_samples()
    languages = Counter(sample.language for sample in samples)
    assert languages == {"en": 10, "de": 1, "es": 1, "ru": 1, "hi": 1, "zh": 1, "ar": 1}
    assert {sample.source for sample in samples} == {"Quotewire sample article"}
    assert all(sample.published for sample in samples)
    assert len({sample.title for sample in samples}) == len(samples)


def test_nothing_in_the_samples_is_left_out_or_mistaken_for_a_title():
    for sample in load_samples():
        assert sample.left_out == ()
        assert sample.title_span is None
        assert len(sample.spans) >= 8


def test_the_samples_consist_of_whole_sentences():
    for sample in load_samples():
        for sentence in sample.sentences:
            assert not sentence.text[0].islower(), sentence.text
            assert re.fullmatch(r"[\w“¿].*[.?!”।。]", sentence.text, re.DOTALL), sentence.text


def test_the_samples_are_not_copied_from_the_pasted_page(sample_path):
    words = re.findall(r"\w+", sample_path.read_text(encoding="utf-8").casefold())
    page = {tuple(words[at : at + 7]) for at in range(len(words))}
    for sample in load_samples():
        own = re.findall(r"\w+", sample.text.casefold())
        assert not page & {tuple(own[at : at + 7]) for at in range(len(own) - 6)}
