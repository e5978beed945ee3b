"""Each case is a paragraph with a bar between its sentences."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Span
from corpus.languages.known import codes
from corpus.sentences.splitting import CHUNK, LONGEST, split_sentences

CASES = """
It rained.
It rained. | The roads flooded.
Did it rain? | It did! | Then it stopped.
Mr Holm met Mrs. Lind and Dr. Berg. | They spoke for an hour.
Gen. Ada Moss and Sen. Roy Pike wrote to Gov. Ann Hale.
Rep. Tom Wells (R., Ohio) asked Prof. Kim for advice.
Lt. Col. Eva Dahl led the convoy. | Capt. Ross followed.
The book by J. K. Marlow sold well. | George W. Stone wrote the other.
The U.S. Navy sent two ships. | The U.K. sent one.
He moved to the U.S. | The family followed him.
The ship belongs to the U.S. and to Canada.
The train left at 9 a.m. and came back at 5 p.m. on Friday.
The office opens at 9 a.m. | The shop opens later.
She lives at No. 10 and reads p. 55 of vol. 3.
Was it wise? | No. | He left anyway.
The firm, founded on Jan. 5, was sold in Sept. 2024.
Acme Inc. bought Bolt Ltd. for 3 million euros.
He works for Acme Corp. | The firm is based in Sund.
Prices rose 4.2 percent, to 1.75 euros. | Wages rose 2.1 percent.
He waited... and waited.
He waited… and waited.
“It is over,” she said. | “We won.”
“It is over.” | He left.
"We will rebuild," the mayor said. | "It takes time."
He said: “It rained.” | Then he sat down.
“Did it rain?” he asked.
“Stop!” the captain shouted. | Nobody did.
“Who pays?” Mayor Holm asked. | Nobody knew.
(It had rained.) | The road was wet.
The road was wet (it had rained.) | They walked.
The vote failed. | (It needed 60 votes.) | A new one follows.
What the ministers decided
First item without a stop
• One thing | • Another thing
1. The first item | 2. The second item
See www.example.com or write to a.b@example.com today.
He scored 3 goals. | 11,000 people watched.
It cost $5.5m. | That is a lot.
The St. Lawrence was frozen. | Mt. Elgin was not.
It was Washington vs. Oregon in the final.
The meeting is on Tues. or Wed. next week.
She holds a Ph.D. in physics.
The measure, i.e. the ban, failed, e.g. in Sund.
They came in. | Then they went out.
He felt ill. | She did not.
She did not miss. | The crowd cheered.
The town of Salem, Mass. has two bridges.
“Yes.” | “No.”
‘It rained,’ he wrote. | ‘Then it stopped.’
He said “no.” | She said “yes.”
Who knows?! | Nobody does.
The end!!! | Or not?
It stood in the E.U. report. | Nobody read it.
He was 5 ft. 11 in. tall.
Dr. No. was not amused.
The prize went to A. Berg, B. Carl and D. Else.
You and I. | That was all.
« Il pleut. » | He spoke French.
The plan (see Fig. 2) is new.
Smith et al. found no effect.
“We’re here.”
No stop at all, no matter how long the line goes on
— It rained. | — It did.
The critic A.O. Vance and T.S. Morrow spoke. | Then J.R.R. Holm did.
Author C.S. Lowe and George R.R. Marsh won.
He left at 6 p.m. | Mrs. Lund stayed until nine.
She works for Alpha Inc. | Dr. Poe does not.
The show starts at 8 p.m. | Tickets cost 5 pounds.
They arrived at 8 p.m. Monday and left at 9 a.m. Tuesday.
At 8 p.m. John Lund arrived.
It opens at 8 p.m. London time.
The 6 p.m. News was late.
He met U.S. Sen. Roy Pike and U.K. Gov. Ann Hale.
Patients lacked vitamin C. | Doctors gave them oranges.
There is no plan B. | The council must decide.
He lives on Main St. | The house is old.
The St. Lawrence and St. Kitts are far.
He works at Acme Inc. | It’s a small firm.
The critic found vitamin D. | They read the writer N. A. Lund and A. A. Michel.
Acme Inc. Chairman Roy Pike left.
He bought Bolt Ltd. | Mr. Pike was glad.
Cllr. Hobbs and Ald. Marsh met Const. Reed.
Mme. Curel and Mlle. Dahl met Rt. Hon. Ann Hale.
Const. Reed arrested two men. | They were fined.
Pte. Webb and Spc. Lowe were hurt. | Sgt. Moss was not.
See Vol. II and Ch. IV of the report.
The court cited Art. IX and No. A-12 again.
It is the No. 2 and No. 3 chain in the U.S. and Canada. | It sold out.
In Harlow v. Norden the court agreed with Oh et al. (2013) and Poe.
Turn to Fig. B or Sec. C of the plan.
She lives in Apt. 4B on Oak Rd. | It is small.
Shares of Wondoo! Inc. fell on Friday.
He shouted: Stop! | Corporate lawyers ran.
Call the police, e.g. Sgt. Moss, etc. | They will come.
She got an A. | He got a B.
Turn left on Maple Dr. | Then stop.
iPhone sales fell. | eBay did well.
It was 12 C. | The lake froze.
Chap. XII and App. B show it. | Dir. Holm and Asst. Dir. Berg met.
"""


def sentences(text):
    return [text[start:end] for start, end in split_sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize("case", CASES.strip().split("\n"))
def test_a_paragraph_is_split_where_its_sentences_end(case):
    assert sentences(case.replace(" | ", " ")) == case.split(" | ")


def test_a_missing_space_after_a_sentence_splits_but_an_address_stays_whole():
    assert sentences("The ship was late.The crew slept.") == [
        "The ship was late.",
        "The crew slept.",
    ]
    assert len(sentences("See https://c.example/page.The and mail ida@sund.Then ")) == 1


def test_spans_are_offsets_in_the_whole_text():
    text = "Title\nIt rained. It stopped.\nMore."
    spans = split_sentences(text, Span(6, 28))
    assert [text[start:end] for start, end in spans] == ["It rained.", "It stopped."]


def test_special_spaces_count_as_spaces():
    assert sentences("It rained.\u00a0It stopped.") == ["It rained.", "It stopped."]
    assert sentences("Mr.\u00a0Holm came.") == ["Mr.\u00a0Holm came."]


def test_a_long_paragraph_is_split_like_its_parts():
    part = "Mr. Holm said: “It rained.” Did it? The U.S. Navy came at 9 a.m. with 4.5 tons. "
    text = part * (3 * CHUNK // len(part))
    assert sentences(text.strip()) == sentences(part.strip()) * (len(text) // len(part))


@pytest.mark.parametrize("text", ["a" * (3 * LONGEST), "Mr. " * (LONGEST // 2), "." * LONGEST])
def test_a_long_text_without_sentence_ends_does_not_hang_and_loses_nothing(text):
    assert "".join(sentences(text.strip())) == text.strip()


@pytest.mark.parametrize(
    "piece",
    ['下雨了。"', "「行く。帰ろう」", "「来。」と", "raining.\u2003It", "at 5 p.m. He left "],
)
def test_a_text_ten_times_as_long_takes_about_ten_times_as_long(piece):
    def seconds(times):
        start = process_time()
        sentences(piece * times)
        return process_time() - start

    seconds(10)  # imports what it needs
    assert seconds(20_000) < 30 * (seconds(2_000) + 0.01)


def test_a_language_without_abbreviations_uses_the_english_ones():
    text = "Mr. Holm came. He left."
    assert len(split_sentences(text, Span(0, len(text)), "xx")) == 2


LANGUAGES = st.sampled_from([None, *sorted(codes())])
PIECES = st.sampled_from(
    ["« ", " »", "»", "„", "“", "”Nej ", "1. ", "3:2. ", "2020 r. ", "г. ", "А. С. ", "т. п. ",
     "Ночь ", "Ω; ", "¿y ", "¡", "— ", "…", "।", "؟ ", "۔", "،", "م. ", "है. ", "ש\"ח. ", "。",
     "！", "「", "。」", "と", "說", "你好", "กรุงเทพ ", "เมื่อ" * 20, "\u064b", "'s A", "etc. ",
     "Mr. ", "U.S. ", "“It rained.” ", "he said ", "The ", "No. 5 ", "... ", "? ", "!", ".", "•",
     "(", ")", "”", "a.m. ", "\u00a0", "\u2009", "1. ", "e\u0301", "🚢 ", "\u202e", "\0", "Ü. "]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join)), LANGUAGES)
def test_sentences_are_trimmed_with_only_white_space_between(text, language):
    at = 0
    for start, end in split_sentences(text, Span(0, len(text)), language):
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("i used to have one. they are great dogs.",
         ["i used to have one.", "they are great dogs."]),
        ("Well, i think so! what about you?", ["Well, i think so!", "what about you?"]),
        ("He asked: “Why?” and left. The firm, e.g. its head, said so.",
         ["He asked: “Why?” and left.", "The firm, e.g. its head, said so."]),
        ("i met approx. ten people etc. and left.", ["i met approx. ten people etc. and left."]),
    ],
)  # fmt: skip
def test_sentences_of_informal_texts_can_start_in_lower_case(text, sentences):
    assert [
        text[start:end] for start, end in split_sentences(text, Span(0, len(text)))
    ] == sentences


def test_an_abbreviation_ends_a_sentence_at_the_end_of_a_line_too():
    assert sentences("He left at\n5 p.m.\nMrs. Lund stayed.") == [
        "He left at\n5 p.m.",
        "Mrs. Lund stayed.",
    ]
