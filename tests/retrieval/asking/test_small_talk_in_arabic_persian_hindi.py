import pytest

from retrieval.asking.small_talk import talk_of
from retrieval.asking.small_talk_phrases import Talk

SAID = {
    Talk.MOOD: ["كيف حالك؟", "حالت چطوره؟", "आप कैसे हैं?"],
    Talk.CHECK: ["هل هذا صحيح؟", "آیا این درست است؟", "क्या यह सच है?"],
    Talk.WRONG: ["هذا خطأ", "اشتباه است", "गलत"],
    Talk.FAREWELL: ["باي", "شب بخیر", "बाय"],
    Talk.ABILITIES: ["ماذا يمكنك فعله؟", "چه کارهایی می‌توانید انجام دهید؟", "आप क्या कर सकते हो"],
    Talk.AGREEMENT: ["ماشي", "خب", "जी हाँ"],
    None: ["كيف حال الجسر", "کی برنده شد؟", "पुल कैसे हैं"],
}


@pytest.mark.parametrize(
    ("message", "kind"), [(one, kind) for kind, messages in SAID.items() for one in messages]
)
def test_small_talk_in_arabic_persian_and_hindi_is_known_by_what_it_says(message, kind):
    assert talk_of(message) is kind
