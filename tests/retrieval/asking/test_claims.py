from time import process_time

import pytest

from retrieval.asking.claims import (
    MOST,
    refers_only,
    sentences_in,
    turn_about,
    unframed,
    without_numbers,
)


@pytest.mark.parametrize(
    "message",
    [
        *(
            "I read that Spain won the cup.",
            "i heard Spain won the cup.",
            "I think Spain won the cup.",
        ),
        *(
            "Someone on Facebook says that Spain won the cup.",
            "my uncle told me Spain won the cup.",
        ),
        *("Fact check: Spain won the cup.", "FACT-CHECK: is it true that Spain won the cup."),
        *("Apparently, Spain won the cup.", "Rumor has it that Spain won the cup."),
        *("Can you verify that Spain won the cup.", "Please check this: Spain won the cup."),
        *("can you plz verify that Spain won the cup.", "Pls check this: Spain won the cup."),
        *("Spain won the cup. Is it true?", "Spain won the cup. Really? Source?"),
        *("Hi, Spain won the cup.", "Spain won the cup. Thanks!"),
        *("Spain won the cup. https://a.example/b?c", "#BREAKING Spain won the cup. #news #sport"),
    ],
)
def test_what_only_frames_a_claim_is_left_out(message):
    assert sentences_in(message) == ("Spain won the cup.",)


@pytest.mark.parametrize(
    "question",
    [
        *("Obama says that Britain should stay", "who said that Spain won?", "They won the cup"),
        *("I read the news today", "Is it true", "so", "check", "news: ", "What did people say?"),
        *("Is it possible to visit?", "Was it right to leave?", "some people left"),
    ],
)
def test_a_frame_is_only_what_stands_before_a_claim(question):
    assert unframed(question) == question.strip()


def test_each_sentence_of_a_message_is_a_claim_but_short_ones_need_the_one_before():
    message = "An explosion shook the old town. Five dead. The mayor left the city by boat."
    explosion = "An explosion shook the old town. Five dead."
    assert sentences_in(message) == (explosion, "The mayor left the city by boat.")
    many = " ".join(f"The mayor of town {n} left the city by boat." for n in range(20))
    assert len(sentences_in(many)) == MOST


def test_a_message_of_links_and_small_talk_claims_nothing():
    assert sentences_in("https://a.example/b") == ()
    assert sentences_in("Is that true? Thanks!") == ()


def test_a_question_whether_others_saw_the_news_is_no_claim():
    message = "Hey all! Did you see this? Spain won the cup. Can you believe it?"
    assert sentences_in(message) == ("Spain won the cup.",)


@pytest.mark.parametrize(
    ("claim", "numbers", "asked"),
    [
        ("They sent 900 men by sea", "900", "They sent how many men by sea"),
        ("Building the bridge cost $3bn", "$3bn", "Building the bridge cost how much money"),
        ("Two of the old boats sank", "Two", "how many of the old boats sank"),
    ],
)  # fmt: skip
def test_a_claim_can_ask_for_its_numbers(claim, numbers, asked):
    assert without_numbers(claim) == (asked, (numbers,))


@pytest.mark.parametrize(
    "other",
    [
        *("How many of the 500 soldiers came to the island?", "world cup 2019 final score"),
        *(
            "20 people died",
            "The A-380 of the airline is the largest plane",
            "Nobody knows the man",
        ),
    ],
)
def test_questions_keywords_and_names_keep_their_numbers(other):
    assert without_numbers(other) == (other, ())


@pytest.mark.parametrize(
    "words", ["", "?!", "👆", "is that true?", "Source?", "check this please"]
)
def test_words_without_anything_of_their_own_refer_to_another_message(words):
    assert refers_only(words)


@pytest.mark.parametrize("words", ["when?", "who won?", "thanks", "is it true that Spain won?"])
def test_other_words_do_not_only_refer(words):
    assert not refers_only(words)


def test_the_turn_about_a_message_is_what_it_says():
    assert turn_about("I read that Spain won. https://a.example").question == "Spain won."
    assert len(turn_about("The mayor left. " * 99).question) == 300
    assert turn_about("https://a.example/mayor").question == "https://a.example/mayor"


@pytest.mark.parametrize(
    "message",
    ["?" * 4096, "? " * 2048, "and " * 1024, "i read " * 999, "someone on facebook " * 400,
     "#a " * 1400, "is it true that " * 300, "the a friend " * 500, "www." * 999, "a, " * 1400,
     "Fact check: " * 400],
    ids=lambda message: message[:9],
)  # fmt: skip
def test_a_hostile_message_is_read_at_once(message):
    began = process_time()
    for one in sentences_in(message):
        without_numbers(one)
    assert process_time() - began < 1.0
