import pytest

from corpus.left_out.subheadings import find_subheadings
from corpus.reading import read_article
from corpus.sentences.paragraphs import split_blocks

PROSE = "The council met on Monday in the town hall and talked for two hours about roads."
QUOTE = "“We have talked about this for two years now, and it is enough,” the mayor said."


def found(lines):
    text = "\n".join(lines)
    return [text[start:end] for start, end in find_subheadings(text, split_blocks(text))]


@pytest.mark.parametrize(
    "line",
    [
        "ROADS IN THE NORTH",
        "FRANCE WINS",
        "Roads and Bridges",
        "What the Mayor Said",
        "Weather",
        "Time for Dr. Holm",
        "POINT-TO-POINT",
        "Neue Fähren",
    ],
)
def test_a_line_in_capitals_or_title_case_between_prose_is_a_subheading(line):
    assert found([PROSE, line, QUOTE]) == [line]
    article = read_article(f"News\n\n{PROSE}\n\n{line}\n\n{QUOTE}\n".encode(), "news.txt")
    assert [sentence.text for sentence in article.sentences if sentence.is_heading] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Two people died",
        "Battery life",
        "Rain Fell.",
        "Who Will Pay?",
        "- Roads",
        "“Never Again”",
        "Mayor: Ida Holm",
        "Ida Holm (Labour)",
        "@IdaHolm",
        "1. Roads",
        "Room 101",
        "Sund 3 Harwick 2",
        "HTTPS://COURIER.EXAMPLE",
        "Up One Two Three Four Five Six Seven Eight",
        "Roads " + "Bridges" * 9,
        "___",
    ],
)
def test_another_short_line_is_a_sentence(line):
    assert found([PROSE, line, QUOTE]) == []


def test_a_line_that_does_not_stand_alone_between_prose_is_a_sentence():
    assert found(["ROADS", PROSE, "Bridges", "Ferries", PROSE, "TRAINS"]) == []
    assert found([PROSE, "Roads", "It rained."]) == []


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("The council has closed the bridge in the north for three weeks.", False),
        ("“We will close the bridge in the north for good.”", False),
        ("The council has closed the bridge in the north for three weeks", True),
        ("Why has the council closed the bridge in the north for weeks?", True),
        ("The bridge stays closed.", True),
    ],
)
def test_a_whole_sentence_set_as_a_heading_is_a_lead(line, is_heading):
    article = read_article(f"# News\n\n## {line}\n\n{PROSE}".encode(), "news.md")
    assert [one.text for one in article.sentences] == [line, PROSE]
    assert [one.is_heading for one in article.sentences] == [is_heading, False]


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [
        (
            "议会周二晚间经过长时间辩论否决了这座桥，八票反对，七票赞成。",
            "道路",
            "镇长说渡轮明年春天仍将照常行驶，票价也不会上涨。",
        ),
        (
            "परिषद ने मंगलवार की रात पुल को अस्वीकार कर दिया, आठ वोट के मुकाबले सात वोट से।",
            "सड़कें",
            "मेयर ने कहा कि नाव अगले साल भी पहले की तरह बंदरगाह से चलती रहेगी।",
        ),
        (
            "رفض المجلس الجسر مساء الثلاثاء بثمانية أصوات مقابل سبعة بعد نقاش طويل.",
            "الطرق",
            "وقالت رئيسة البلدية إن العبّارة ستواصل رحلاتها في العام المقبل كما في السابق.",
        ),
    ],
)
def test_without_capitals_a_short_line_that_does_not_end_is_a_subheading(before, line, after):
    assert found([before, line, after]) == [line]
    assert found([before, line + "؟", after]) == []
