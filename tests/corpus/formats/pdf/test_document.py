import textwrap
from time import process_time

import pytest
from files import drawn_pdf, pdf, placed_pdf
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Reason
from corpus.formats.pdf.document import read_pdf
from corpus.reading import read_article

SENTENCES = [
    "The first electric ferry between Harwick and Sund left port on Monday with 412 passengers.",
    "It crosses the strait in 35 minutes, ten minutes faster than the diesel ship it replaces.",
    "Mayor Ida Holm called the service a turning point for the islands and all who live there.",
    "The shipyard in Norvik built the vessel for 48 million euros, which the council had refused.",
    "Fishermen on the western pier had asked for a lower speed near the nets at night.",
    "The harbour will get a second charging station before the winter, the operator said.",
]
LEADING = 12


def texts(article):
    return [" ".join(sentence.text.split()) for sentence in article.sentences]


def left_out(article, reason):
    return [article.text[start:end] for start, end, why in article.left_out if why == reason]


def column(x, top, text, width=44, size=10):
    """The lines of a text, each with its place."""
    lines = textwrap.wrap(text, width)
    return [(x, top - LEADING * row, line, size) for row, line in enumerate(lines)]


def columns(top=700, between=()):
    left = column(50, top, " ".join(SENTENCES[:3]) + " The mayor", 46)
    right = column(310, top, "said so. " + " ".join(SENTENCES[3:]), 46)
    return [*left, *between, *right]


IN_COLUMNS = [*SENTENCES[:3], "The mayor said so.", *SENTENCES[3:]]


@given(st.permutations(columns()))
def test_columns_are_read_one_after_the_other_whatever_the_order_in_the_file(drawn):
    assert texts(read_article(placed_pdf(drawn), "a.pdf")) == IN_COLUMNS


def test_columns_need_not_have_their_lines_at_the_same_height():
    drawn = [(x, y - (5 if x > 300 else 0), *rest) for x, y, *rest in columns()]
    assert texts(read_article(placed_pdf(sorted(drawn, key=lambda one: -one[1])), "a.pdf")) == (
        IN_COLUMNS
    )


def test_three_columns_below_a_headline_are_read_in_order():
    thirds = [SENTENCES[:2], SENTENCES[2:4], SENTENCES[4:]]
    drawn = [(50, 780, "A new ferry for the islands after four refusals by the council", 18)]
    for place, some in enumerate(thirds):
        drawn += column(50 + 175 * place, 740, " ".join(some), 32)
    article = read_article(placed_pdf(drawn), "a.pdf")
    assert article.title == "A new ferry for the islands after four refusals by the council"
    assert texts(article) == SENTENCES


def test_columns_are_read_above_a_headline_before_those_below_it():
    headline = "What happens to the old diesel ship that nobody in Harwick or Sund wants"
    drawn = [*columns(700), (50, 540, headline, 14), *columns(510)]
    read = texts(read_article(placed_pdf(drawn), "a.pdf"))
    assert read == [*IN_COLUMNS, headline, *IN_COLUMNS]


def test_text_beside_a_picture_belongs_to_its_column():
    right = column(310, 760, " ".join(SENTENCES[3:]), 46)
    left = column(50, 705, " ".join(SENTENCES[:3]), 46)
    assert texts(read_article(placed_pdf([*left, *right]), "a.pdf")) == SENTENCES


BEFORE, AFTER = "Those who live on the islands have waited for it since the", "old ship sank."


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # The left column goes on in the right one, above the picture:
        (([*SENTENCES[:2], BEFORE], SENTENCES[2:4]), ([AFTER], SENTENCES[4:])),
        # below it:
        ((SENTENCES[:2], [*SENTENCES[2:4], BEFORE]), ([AFTER], SENTENCES[4:])),
    ],
)
def test_sentences_decide_whether_columns_go_on_below_a_white_band(left, right):
    drawn = []
    for x, column_of_two in ((50, left), (310, right)):
        for top, some in zip((700, 590), column_of_two, strict=True):
            drawn += column(x, top, " ".join(some), 46)
    read = texts(read_article(placed_pdf(drawn), "a.pdf"))
    assert f"{BEFORE} {AFTER}" in read
    assert sorted(read) == sorted([*SENTENCES, f"{BEFORE} {AFTER}"])


def test_a_column_goes_on_below_a_picture_beside_which_the_other_ends():
    lines = textwrap.wrap(" ".join(SENTENCES), 46)
    drawn = [
        *column(50, 700, " ".join(lines[:4]), 46),
        *column(50, 550, " ".join(lines[4:8]), 46),
        *column(310, 700, " ".join(lines[8:]), 46),
    ]
    assert texts(read_article(placed_pdf(drawn), "a.pdf")) == SENTENCES


def test_a_table_is_read_row_by_row():
    rows = [
        ("Year", "Passengers", "Trips"),
        ("2023", "188,000", "4,100"),
        ("2024", "191,500", "4,080"),
    ]
    table = [
        (50 + 120 * place, 600 - LEADING * number, cell)
        for number, row in enumerate(rows)
        for place, cell in enumerate(row)
    ]
    drawn = [*column(50, 700, SENTENCES[0], 90), *table, *column(50, 500, SENTENCES[1], 90)]
    lines = read_article(placed_pdf(drawn), "a.pdf").text.split("\n\n")
    assert lines[1:-1] == ["Year Passengers Trips", "2023 188,000 4,100", "2024 191,500 4,080"]


@pytest.mark.parametrize("number", ["Page {} of 2", "{}/2", "- {} -"])
def test_running_heads_of_two_pages_are_left_out(number):
    pages = [
        [
            (50, 820, "Harbour Courier"),
            *column(50, 780, " ".join(some), 80),
            (280, 30, number.format(page)),
        ]
        for page, some in enumerate([SENTENCES[:3], SENTENCES[3:]], 1)
    ]
    article = read_article(placed_pdf(*pages), "a.pdf")
    assert texts(article) == SENTENCES
    heads = left_out(article, Reason.RUNNING_HEAD)
    assert heads == ["Harbour Courier", number.format(1), number.format(2)]


def test_what_a_browser_prints_around_a_page_is_left_out():
    drawn = [
        (30, 820, "3/3/25, 8:15 PM"), (250, 820, "New ferry | Harbour Courier"),
        *column(50, 780, " ".join(SENTENCES), 80),
        (30, 20, "https://courier.example/ferry"), (560, 20, "1/1"),
    ]  # fmt: skip
    article = read_article(placed_pdf(drawn), "a.pdf")
    assert texts(article) == SENTENCES
    assert len(left_out(article, Reason.RUNNING_HEAD)) == 4


def test_a_small_line_above_the_headline_of_a_single_page_is_left_out():
    drawn = [(50, 820, "Harbour Courier", 8), (300, 820, "Monday, 3 March 2025", 8)]
    drawn += [(50, 770, "New ferry", 20), *column(50, 740, " ".join(SENTENCES), 80)]
    article = read_article(placed_pdf(drawn), "a.pdf")
    assert (article.title, texts(article)) == ("New ferry", SENTENCES)
    assert left_out(article, Reason.RUNNING_HEAD) == ["Harbour Courier", "Monday, 3 March 2025"]


def test_what_stands_below_the_page_for_the_printer_is_left_out():
    drawn = [
        *column(50, 700, SENTENCES[0], 80),
        (50, -20, "p1.indd 1"),
        (400, -20, "21.03.25 10:02"),
    ]
    article = read_article(placed_pdf(drawn), "a.pdf")
    assert texts(article) == SENTENCES[:1]
    assert left_out(article, Reason.RUNNING_HEAD) == ["p1.indd 1", "21.03.25 10:02"]


def test_pages_that_are_all_alike_are_no_running_heads():
    assert texts(read_article(pdf([SENTENCES[0]], [SENTENCES[0]]), "a.pdf"))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_turned_pages_and_turned_text_are_read_line_by_line(rotate, angle):
    drawn = []
    for row, line in enumerate(textwrap.wrap(" ".join(SENTENCES), 70)):
        places = {0: (50, 800 - 12 * row), 90: (50 + 12 * row, 50),
                  180: (550, 50 + 12 * row), 270: (550 - 12 * row, 800)}  # fmt: skip
        drawn.append((*places[angle], line, 10, angle))
    article = read_article(placed_pdf(drawn, rotate=rotate), "a.pdf")
    assert texts(article) == SENTENCES


def test_text_in_another_direction_does_not_interrupt_a_sentence():
    drawn = column(50, 700, " ".join(SENTENCES), 80)
    drawn.insert(2, (30, 300, "Printed by the Harbour Press", 10, 90))
    read = texts(read_article(placed_pdf(drawn), "a.pdf"))
    assert read == [*SENTENCES, "Printed by the Harbour Press"]


WORDS = st.lists(st.text("abcdefgmwW", min_size=2, max_size=12), min_size=8, max_size=60)


@given(WORDS)
def test_words_stand_apart_though_the_file_has_no_spaces(words):
    drawn = b"BT /F1 10 Tf 14 TL 50 800 Td\n"
    for number in range(0, len(words), 6):
        line = b" -278 ".join(b"(%s)" % word.encode() for word in words[number : number + 6])
        drawn += b"[%s] TJ T*\n" % line
    assert read_article(drawn_pdf(drawn + b"ET"), "a.pdf").text.split() == words


def test_a_spaced_out_headline_keeps_its_words():
    drawn = b"BT /F1 14 Tf 3 Tc 50 800 Td (NEW FERRY FOR SUND) Tj ET\n"
    drawn += b"BT /F1 10 Tf 50 770 Td (%s) Tj ET" % SENTENCES[0].encode()
    assert read_article(drawn_pdf(drawn), "a.pdf").title == "NEW FERRY FOR SUND"


FULL = "The first electric ferry between Harwick and Sund left its port with"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([FULL + " the may-", "or on board."], FULL + " the mayor on board."),
        ([FULL + " a well-", "known captain on board."], FULL + " a well-known captain on board."),
        ([FULL + " a sea-", "going, sea-going crew."], FULL + " a sea-going, sea-going crew."),
        ([FULL + " one Covid-", "19 case on board."], FULL + " one Covid-19 case on board."),
        ([FULL + " an eight-year-", "old on board."], FULL + " an eight-year-old on board."),
    ],
)  # fmt: skip
def test_a_divided_word_is_joined_and_a_compound_keeps_its_hyphen(lines, sentence):
    assert texts(read_article(pdf(lines), "a.pdf")) == [sentence]


def test_the_number_of_a_footnote_does_not_hide_the_end_of_a_sentence():
    drawn = (
        b"BT /F1 10 Tf 50 700 Td (The ferry left port on Monday.) Tj /F1 7 Tf 4 Ts (1) "
        b"Tj 0 Ts /F1 10 Tf ( It covers 12 km) Tj /F1 7 Tf 4 Ts (2) Tj 0 Ts /F1 10 Tf (.) Tj ET"
    )
    article = read_article(drawn_pdf(drawn), "a.pdf")
    assert texts(article) == ["The ferry left port on Monday.", "It covers 12 km2."]


def test_the_number_of_a_footnote_does_not_begin_the_next_word():
    drawn = [(60, 760, "The roof leaked."), (136, 764, "1", 6), (142, 760, "It was old.")]
    article = read_article(placed_pdf(drawn), "a.pdf")
    assert texts(article) == ["The roof leaked.", "It was old."]


def test_a_large_first_letter_belongs_to_its_word():
    lines = textwrap.wrap(" ".join(SENTENCES)[1:], 70)
    drawn = [(50, 688, "T", 30)]
    drawn += [(72 if row < 2 else 50, 700 - LEADING * row, line) for row, line in enumerate(lines)]
    assert texts(read_article(placed_pdf(drawn), "a.pdf")) == SENTENCES


def test_a_caption_in_a_column_is_left_out_and_does_not_interrupt_a_sentence():
    caption = [(50, 600, "Figure 1: The ferry in the port of Sund.", 8)]
    drawn = columns(between=caption)
    article = read_article(placed_pdf(drawn), "a.pdf")
    assert texts(article) == IN_COLUMNS
    assert left_out(article, Reason.CAPTION) == ["Figure 1: The ferry in the port of Sund."]


def test_a_line_in_large_type_is_a_heading():
    drawn = [
        *column(50, 700, " ".join(SENTENCES[:3]), 80),
        (50, 640, "The shipyard", 14),
        *column(50, 620, " ".join(SENTENCES[3:]), 80),
    ]
    article = read_article(placed_pdf(drawn, title="Ferry"), "a.pdf")
    assert [article.text[slice(*span)] for span in article.headings] == ["The shipyard"]
    assert [one for one in texts(article) if one != "The shipyard"] == SENTENCES


def test_many_scattered_words_are_read_in_linear_time():
    def seconds(count):
        drawn = [(place * 7 % 590, place * 13 % 830, "ferry and-") for place in range(count)]
        data = placed_pdf(drawn)
        began = process_time()
        read_pdf(data, "a.pdf")
        return process_time() - began

    assert seconds(8000) < 40 * max(seconds(1000), 0.02)


def numbered(words, numbers, x):
    lines = textwrap.wrap(" ".join(words), 80)
    return placed_pdf(
        [(60, 760 - 14 * row, line) for row, line in enumerate(lines)]
        + [(x, 760 - 14 * row, str(row + 1), 8) for row in range(len(lines)) if numbers(row + 1)]
    )


@pytest.mark.parametrize("x", [30, 560])
@pytest.mark.parametrize("step", [1, 5])
def test_the_numbers_of_lines_are_left_out(x, step):
    article = read_article(numbered(SENTENCES * 2, lambda row: row % step == 0, x), "a.pdf")
    assert texts(article) == SENTENCES * 2


def test_numbers_beside_a_list_are_not_those_of_lines():
    names = ["Harwick United 40", "Sund Rovers 38", "Norvik Town 35", "Osterby City 30"]
    rows = [
        one
        for row, name in enumerate(names)
        for one in ((30, 760 - 14 * row, str(row + 1)), (60, 760 - 14 * row, name))
    ]
    text = read_article(placed_pdf(rows), "a.pdf").text
    assert all(f"{row} {name}" in text for row, name in enumerate(names, 1))


def test_a_page_number_in_roman_figures_is_left_out():
    pages = [
        [*[(60, 760 - 14 * row, line) for row, line in enumerate(part)], (300, 20, number, 8)]
        for part, number in ((SENTENCES[:3], "- i -"), (SENTENCES[3:], "- ii -"))
    ]
    assert texts(read_article(placed_pdf(*pages), "a.pdf")) == SENTENCES
