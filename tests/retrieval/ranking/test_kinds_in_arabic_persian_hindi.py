import pytest

from retrieval.ranking.answer_kinds import kind_asked

ASKED = {
    "ar": {
        "ماهي تكلفة الجسر": "money",
        "وما هي تكلفة الجسر": "money",
        "ماهو طول الجسر": "measure",
        "ما قوة الزلزال": "measure",
        "كم بلغت قوة الزلزال": "measure",
        "كم دام الحفل": "measure",
        "كم درهما دفع": "money",
        "كم مليون دولار": "money",
        "في أي دولة وقع": "where",
        "أي دولة فازت": "who",
        "ما موعد المباراة": "when",
        "امتى فتح": "when",
        "لم فاز": "why",
        "من لم يحضر الاجتماع": "who",
        "ماذا أعلن الوزير": "said",
        "ما اسم الوزير": "who",
        "كم عدد القتلى": "number",
    },
    "fa": {
        "کی برنده شد؟": "who",
        "کی افتتاح شد؟": "when",
        "ساعت چند شروع شد": "when",
        "بزرگی زلزله چقدر بود": "measure",
        "چند میلیون دلار": "money",
        "در کدام کشور رخ داد": "where",
        "کدام کشور برنده شد": "who",
        "چه شد که باخت": "why",
        "به چه خاطر": "why",
        "نام رئیس چیست": "who",
        "چند نفر": "number",
        "چند ساعت طول کشید": "measure",
    },
    "hi": {
        "कितनी बार जीता": "number",
        "कितने बजे शुरू हुआ": "when",
        "किस सन में": "when",
        "कितनी कीमत थी": "money",
        "भूकंप की तीव्रता कितनी थी": "measure",
        "किसकी जीत हुई": "who",
        "किसका घर": "who",
        "नाव में किसका उपयोग होता है": "what",
        "पुल को किसकी ज़रूरत है": "what",
        "किसके कारण": "why",
        "किस देश में हुआ": "where",
        "किस देश ने जीता": "who",
        "किसलिए": "why",
        "क्यूँ हुआ": "why",
        "मंत्री ने क्या बताया": "said",
        "किधर है": "where",
        "कितने लोग": "number",
        "वज़न कितना है": "measure",
    },
}


@pytest.mark.parametrize(
    ("language", "question", "kind"),
    [(code, *pair) for code, questions in ASKED.items() for pair in questions.items()],
)
def test_questions_in_arabic_persian_and_hindi_ask_for_their_kind(language, question, kind):
    assert kind_asked(question, language) == kind
