import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.words.analysis import ANALYSES
from retrieval.words.tokens import pairs_of, phrase, tag_parts

ENGLISH = ANALYSES["en"]


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"])
def test_characters_that_nobody_sees_do_not_change_a_word(unseen):
    word = f"am{unseen}bassa{unseen}dor"
    assert ENGLISH.terms(f"the {word}’s plan") == ENGLISH.terms("the ambassador’s plan")
    assert [one.lower for one in ENGLISH.printed(word)] == ["ambassador"]
    assert ENGLISH.words(f"the {word} left")[0][1:] == (4, 4 + len(word))


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("#SaveTheHarbour", ["Save", "The", "Harbour"]),
        ("#save_the_harbour", ["save", "the", "harbour"]),
        ("#Vote2026", ["Vote", "2026"]),
        ("#NHSCrisis", ["NHS", "Crisis"]),
        ("#SaveTheNHS", ["Save", "The", "NHS"]),
        ("#harbour", ["harbour"]),
        ("#ÉtéÀParis", ["Été", "À", "Paris"]),
        ("#СпасиПорт", ["Спаси", "Порт"]),
    ],
)
def test_a_hashtag_has_the_words_that_its_capitals_show(tag, parts):
    assert tag_parts(tag) == parts


@pytest.mark.parametrize(
    "question",
    ["#SaveTheHarbour", "save the harbour", "#savetheharbour", "savetheharbour", "harbour"],
)
def test_a_hashtag_is_found_by_its_words_and_by_the_tag(question):
    assert set(ENGLISH.query(question)) <= set(ENGLISH.terms("They used #SaveTheHarbour today."))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("投票决定关闭旧渡轮码头。", "渡轮码头"),
        ("修理费用为四百二十万克朗。", "修理费用"),
        ("大臣は火曜日に計画を発表した。", "計画"),
        ("大臣はコンピューターを買った。", "コンピューター"),
        ("นายกรัฐมนตรีประกาศแผนใหม่", "แผนใหม่"),
        ("购买iPhone手机", "手机"),
        ("价格为5,000美元", "美元"),
    ],
)
def test_a_word_is_found_inside_a_text_without_spaces(text, question):
    found = ENGLISH.query(question)
    assert found
    assert set(found) <= set(ENGLISH.terms(text))


def test_the_words_of_a_question_in_chinese_are_not_looked_for():
    assert "多少" not in ENGLISH.query("修理费用是多少？")


def test_pairs_of_characters_have_their_own_places():
    words = ENGLISH.words("旧渡轮 码头")
    assert [(word.term, word.start, word.end) for word in words] == [
        ("旧渡", 0, 2),
        ("渡轮", 1, 3),
        ("码头", 4, 6),
    ]


def test_marks_belong_to_the_letters_before_them():
    assert ENGLISH.terms("हिन्दी में") == ["हिन्दी", "में"]


@given(st.text(alphabet="渡轮码头", min_size=1))
def test_a_run_is_put_together_again_from_its_pairs(run):
    assert phrase(pair for _, pair in pairs_of(run)) == run


def test_words_with_spaces_are_put_together_with_spaces():
    assert phrase(["Ada", "Holm"]) == "Ada Holm"


def test_words_that_ask_part_the_pairs_around_them():
    assert ENGLISH.query("市长什么时候辞职？") == ("市长", "辞职")
    assert ENGLISH.query("橋はいつ開きますか") == ("橋は", "開き")
