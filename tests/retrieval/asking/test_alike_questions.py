from hypothesis import given
from hypothesis import strategies as st

from retrieval.asking.alike_questions import SHARED_TERMS, grouped
from retrieval.words.analysis import ANALYSES

WORDS = st.sampled_from("ferry bridge mayor storm river".split())


def test_similar_questions_are_grouped_and_the_largest_group_comes_first():
    asked = [
        ("Who is the mayor of Baltimore?", "2025-03-01", "not found"),
        ("who won the lottery", "2025-03-02", "not found"),
        ("who's Baltimore's mayor", "2025-03-04", "disliked"),
        ("Who is the mayor of Baltimore?", "2025-03-03", "not found"),
        ("where is the ferry", "2025-03-03", "not found"),
    ]
    first, second, third = grouped(asked)
    wordings = [asked[0][0], asked[2][0]]
    assert first == (3, "2025-03-04", wordings, {"not found": 2, "disliked": 1})
    assert (second.last, third.last) == ("2025-03-03", "2025-03-02")


def test_questions_without_words_are_not_alike():
    assert len(grouped([("?", "2025-03-01", ""), ("!", "2025-03-01", "")])) == 2


@given(st.lists(st.lists(WORDS, max_size=4).map(" ".join), max_size=12))
def test_each_question_joins_the_first_group_whose_first_question_shares_enough(texts):
    query = ANALYSES["en"].query
    expected = []
    for text in texts:
        terms = frozenset(query(text))
        for others, members in expected:
            if len(others & terms) >= SHARED_TERMS * max(len(others | terms), 1):
                members.append(text)
                break
        else:
            expected.append((terms, [text]))
    groups = grouped([(text, "2025-03-01", "") for text in texts])
    assert sorted(group.size for group in groups) == sorted(
        len(members) for _, members in expected
    )
    assert sorted(sorted(group.questions) for group in groups) == sorted(
        sorted(set(members)) for _, members in expected
    )
