from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.asking.small_talk import talk_of
from retrieval.asking.small_talk_phrases import Talk


@pytest.mark.parametrize(
    ("kind", "messages"),
    [
        (Talk.GREETING, ["hello", "Hi!!", "Good morning, bot", "heyyyy", "Hello there"]),
        (Talk.THANKS, ["thx", "OK, thank you so much for your help!", "Thanks 👍"]),
        (Talk.AGREEMENT, ["ok", "Okay.", "yes", "got it", "No"]),
        (Talk.EMOJI, ["👍", "👍🏽", "❤️ 😂"]),
        (Talk.FAREWELL, ["bye", "Good night!", "see you later"]),
        (Talk.IDENTITY, ["who are you", "Who are you???", "what's your name?", "WHO ARE YOU"]),
        (Talk.ABILITIES, ["what can you do", "help", "What can I ask you?"]),
        (Talk.ABILITIES, ["which topics do you cover", "how many articles do you have?"]),
        (Talk.ABILITIES, ["How do I add a source?", "how can I remove my article"]),
        (Talk.NATURE, ["are you a bot?", "Are you human", "are you a real person"]),
        (Talk.MAKER, ["who made you?", "who's your owner"]),
        (Talk.WORKINGS, ["how do you work?", "where do you get your news from?"]),
        (Talk.MOOD, ["how are you?", "How are you doing today", "what's up"]),
        (Talk.WRONG, ["No, that's wrong", "you're wrong", "not what I asked", "👎"]),
        (Talk.LAUGHTER, ["lol", "hahaha", "LOOOL"]),
        (Talk.PRAISE, ["nice", "good bot", "great answer!"]),
        (Talk.TEST, ["test", "are you there?"]),
        (Talk.APOLOGY, ["sorry", "never mind"]),
        (Talk.INSULT, ["stupid bot", "you are an idiot"]),
        (
            Talk.CHECK,
            ["is that true?", "Is this really true??", "true?", "source?", "sources", "proof?",
             "fact check", "check this please", "really?", "who says that", "hey, is this true?",
             "did you see this?"],
        ),
    ],
)  # fmt: skip
def test_small_talk_is_recognized_by_what_it_says(kind, messages):
    assert [talk_of(message) for message in messages] == [kind] * len(messages)


@pytest.mark.parametrize(
    "message",
    [
        *(
            "",
            "?",
            "??!",
            "and",
            "he",
            "1",
            "when?",
            "why",
            "more",
            "thanks, and when did it open?",
        ),
        *(
            "who are the rebels",
            "Who are you voting for?",
            "good news",
            "Hello Kitty",
            "thank god",
        ),
        *("Is it true that he died?", "how does it work", "test results", "what can the king do"),
        *("Nice attack", "source of the Nile", "are you sure that Spain won", "sorry state"),
    ],
)
def test_a_message_with_words_of_its_own_is_no_small_talk(message):
    assert talk_of(message) is None


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text):
    assert talk_of(text) in (None, *Talk)


@pytest.mark.parametrize(
    "message", ["?" * 4096, "and " * 1024, "hi " * 1365, "👍" * 4096, "ha" * 60]
)
def test_long_messages_take_no_time(message):
    began = process_time()
    talk_of(message)
    assert process_time() - began < 0.1


# A greeting, thanks and a question about the bot in each of its languages but English.
SAID = {
    "ru": ["Здравствуйте!", "Спасибо!", "Кто ты?"],
    "uk": ["Добрий день", "Щиро дякую!", "Хто ти?"],
    "es": ["¡Buenos días!", "Muchas gracias.", "¿Quién eres?"],
    "pt": ["Olá!", "Muito obrigado", "Quem é você?"],
    "de": ["Guten Tag", "Vielen Dank!", "Wer bist du?"],
    "fr": ["Bonsoir !", "Merci beaucoup", "Qui es-tu ?"],
    "it": ["Buongiorno", "Grazie mille!", "Chi sei?"],
    "tr": ["Merhaba", "TEŞEKKÜRLER", "Sen kimsin?"],
    "ar": ["السلام عليكم", "شكرًا جزيلًا", "من أنت؟"],
    "fa": ["سلام", "خیلی ممنون", "تو کی هستی؟"],
    "hi": ["नमस्ते", "बहुत-बहुत धन्यवाद", "आप कौन हैं?"],
    "id": ["Selamat pagi", "Terima kasih banyak", "Siapa kamu?"],
    "zh": ["你好！", "谢谢", "你是谁？"],
    "ja": ["こんにちは", "ありがとうございます。", "あなたは誰ですか？"],
    "pl": ["Dzień dobry", "Dziękuję bardzo!", "Kim jesteś?"],
}
KINDS = (Talk.GREETING, Talk.THANKS, Talk.IDENTITY)


@pytest.mark.parametrize(
    ("message", "kind"),
    [pair for said in SAID.values() for pair in zip(said, KINDS, strict=True)],
)
def test_small_talk_is_known_in_each_of_the_bots_languages(message, kind):
    assert talk_of(message) is kind


def test_of_two_phrases_in_another_language_the_first_kind_counts():
    assert talk_of("Привет! Спасибо 🙏") is Talk.THANKS


@pytest.mark.parametrize(
    "message",
    ["Спасибо, а когда?", "Danke für die Fähre", "谢谢渡轮", "Más", "ferry fares", "Hvem er du?"],
)
def test_other_words_of_another_language_are_no_small_talk(message):
    assert talk_of(message) is None


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        *((said, Talk.IDENTITY) for said in ["Wer sind Sie?", "Wie heißen Sie?", "Chi è Lei?"]),
        *(
            (said, Talk.CHECK)
            for said in ["Stimmt das?", "C’est vrai ?", "È vero?", "¿Es cierto?"]
        ),
        *((said, Talk.CHECK) for said in ["Isso é verdade?", "Apakah itu benar?"]),
        *((said, Talk.WRONG) for said in ["Das stimmt nicht!", "C’est faux", "Non è vero."]),
        *(
            (said, Talk.MOOD)
            for said in ["Wie geht’s dir?", "Ça va ?", "Come stai?", "Apa kabar?"]
        ),
        ("Comment ça marche ?", Talk.WORKINGS),
        ("Tschüs!", Talk.FAREWELL),
    ],
)
def test_what_readers_say_about_the_bot_and_its_answers_is_known_in_their_languages(message, kind):
    assert talk_of(message) is kind


@pytest.mark.parametrize(
    "message",
    ["Wer sind sie?", "Was können sie?", "Wie heißen sie?", "chi è lei?", "wer sind sie"],
)
def test_a_question_about_others_is_no_small_talk(message):
    assert talk_of(message) is None


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        *(("Как дела?", Talk.MOOD), ("Это правда?", Talk.CHECK), ("Неверно!", Talk.WRONG)),
        *(("Як справи?", Talk.MOOD), ("Чи це правда?", Talk.CHECK), ("Це не те", Talk.WRONG)),
        *(
            ("Co słychać?", Talk.MOOD),
            ("Czy to prawda?", Talk.CHECK),
            ("To nieprawda", Talk.WRONG),
        ),
        *(("Как ты работаешь?", Talk.WORKINGS), ("Па", Talk.FAREWELL), ("Понял", Talk.AGREEMENT)),
    ],
)
def test_complaints_and_doubts_are_known_in_slavic_languages(message, kind):
    assert talk_of(message) is kind
