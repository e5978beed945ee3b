import pytest

from corpus.left_out.page_words import phrase_reason, read_signed_line

PROSE = {
    "ar": [
        "كتب ترامب على منصة تروث سوشال.",
        "شارك آلاف المتظاهرين في المسيرة",
        "ساهم في مقتل العشرات من المدنيين.",
        "حقوق النشر قضية كبيرة.",
        "تحرير الرهائن من غزة",
    ],
    "fa": [
        "کانال سوئز در ماه گذشته بسته شد.",
        "اپلیکیشن اسنپ اعلام کرد.",
        "به گفته نویسنده",
    ],
    "hi": [
        "हमले में कुकी समुदाय के लोग मारे गए।",
        "हम कुकी समुदाय से हैं।",
        "स्वतंत्र पत्रकारिता पर हमला हुआ।",
        "कॉपीराइट कानून बदला गया।",
        "हमारे चैनल से बात करते हुए कहा।",
        "रिपोर्ट में क्या कहा गया",
        "संसद ने पढ़ी रिपोर्ट",
    ],
}
LEFT_OUT = {
    "ar": [
        "إقرأ أيضاً: خبر",
        "قد يهمك",
        "تابعنا عبر تويتر",
        "كلمات دلالية: غزة",
        "كتب: أحمد علي",
    ],
    "fa": [
        "انتهای پیام",
        "کد خبر: 1234",
        "خبرنگار: علی رضایی",
        "لینک کوتاه",
        "برچسب ها",
        "از دست ندهید",
    ],
    "hi": [
        "हमारे चैनल को सब्सक्राइब करें",
        "लेखक: राम कुमार",
        "हम कुकीज़ का उपयोग करते हैं।",
    ],
}


def is_left_out(line, language):
    return bool(phrase_reason(line, language) or read_signed_line(line, language))


@pytest.mark.parametrize(
    ("language", "line"), [(code, line) for code, lines in PROSE.items() for line in lines]
)
def test_prose_that_begins_like_a_line_of_the_page_stays(language, line):
    assert not is_left_out(line, language)


@pytest.mark.parametrize(
    ("language", "line"), [(code, line) for code, lines in LEFT_OUT.items() for line in lines]
)
def test_lines_of_the_page_are_left_out(language, line):
    assert is_left_out(line, language)
