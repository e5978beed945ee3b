import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError
from corpus.formats.html import read_html
from corpus.html.article_text import read_text
from corpus.html.lines.blocks import divide
from corpus.html.tree import parse_page
from corpus.reading import read_article

TITLE = "Harwick buys a second ferry"
TEXT = [
    "The council of Harwick bought a second electric ferry on Tuesday for 51 million euros.",
    "Captain Jo Lund said that the first one had carried more passengers than anybody foresaw.",
    "The shipyard in Norvik will need two years to build the vessel, which is to be called Tern.",
    "Until then an old steamer helps out on summer weekends, when the queues are longest.",
]
HEAD = f"<title>{TITLE} | Courier</title><link rel=canonical href=https://courier.example/2>"


def paragraphs(*lines):
    return "".join(f"<p>{line}</p>" for line in lines)


def page(body, head=HEAD):
    return f"<html lang=en><head>{head}</head><body><h1>{TITLE}</h1>{body}</body></html>"


def read(body, head=HEAD):
    return read_article(page(body, head).encode(), "page.html")


def said(article):
    return [one.text for one in article.sentences]


def with_inside(litter):
    """Return a page with something between the second and the third paragraph."""
    return f"<article>{paragraphs(*TEXT[:2])}{litter}{paragraphs(*TEXT[2:])}</article>"


def left_out(article):
    return {article.text[start:end]: why for start, end, why in article.left_out}


@pytest.mark.parametrize(
    "names", ["teaser", "summary", "standfirst", "article__lead", "intro promo", "related-lead"]
)
@pytest.mark.parametrize("kept", [1, 2])
def test_the_beginning_is_kept_whatever_its_element_is_called(names, kept):
    body = f"<div class='{names}'>{paragraphs(*TEXT[:kept])}</div>"
    body += f"<div class=body>{paragraphs(*TEXT[kept:])}</div>"
    assert said(read(f"<article>{body}</article>")) == TEXT
    assert said(read(f"<main>{body}</main>")) == TEXT


def test_a_lead_that_the_text_repeats_is_left_out():
    lead = "Harwick's council paid 51 million euros, and the second ferry is electric."
    article = read(
        f"<header><p class=dek>{lead}</p></header><article>{paragraphs(*TEXT)}</article>"
    )
    assert said(article) == TEXT
    assert lead in left_out(article)


def test_an_article_in_two_columns_of_the_same_kind_is_whole():
    columns = "".join(
        f"<div><div class='column body'>{paragraphs(*part)}</div><aside>Ad</aside></div>"
        for part in (TEXT[:2], TEXT[2:])
    )
    assert said(read(f"<main>{columns}</main>")) == TEXT


@pytest.mark.parametrize(
    ("inside", "lines"),
    [
        ("<ul><li>It has room for 400 people.</li><li>It is 60 metres long.</li></ul>",
         ["It has room for 400 people.", "It is 60 metres long."]),
        ("<ul><li><a href=/1>It has room for 400 people.</a><li><a href=/2>It is 60 metres long."
         "</a></ul>", ["It has room for 400 people.", "It is 60 metres long."]),
        ("<dl><dt>Why now?</dt><dd>The first one is full.</dd></dl>",
         ["Why now?", "The first one is full."]),
        ("<table><tr><th>Ship</th><th>Seats</th></tr><tr><td>Tern</td><td>412</td></tr></table>",
         ["Ship | Seats", "Tern | 412"]),
        ("<blockquote class='social-embed'><p>We cannot wait to sail her.</p></blockquote>",
         ["We cannot wait to sail her."]),
        ("<table><tr><td><p>It has room for 400 people.</p></td></tr></table>",
         ["It has room for 400 people."]),
        ("<p>It has <x-note>room</x-note> for 400<wbr> people.</p>",
         ["It has room for 400 people."]),
        ("<p>It has ro&shy;om for 400 peo&#8203;ple.</p>", ["It has room for 400 people."]),
        ("It has room for 400 people.<br><br>It is 60 metres long.",
         ["It has room for 400 people.", "It is 60 metres long."]),
    ],
)  # fmt: skip
def test_parts_that_are_no_paragraphs_are_kept(inside, lines):
    assert said(read(with_inside(inside))) == [*TEXT[:2], *lines, *TEXT[2:]]


@pytest.mark.parametrize(
    "litter",
    [
        "<div class='related'><h3>Related</h3><ul><li><a href=/1>Mayor Voss denies it all</a>"
        "<li><a href=/2>Snow closes the pass</a></ul></div>",
        "<p><strong>READ MORE: <a href=/1>Mayor Voss denies it all</a></strong></p>",
        "<p>MORE : WIN two tickets for the opera</p>",
        "<p><a href=/1>Mayor Voss denies taking money from the builders</a></p>",
        "<h3>Other stories</h3><p><a href=/1>Mayor Voss denies it</a><p><a href=/2>Snow falls in"
        " May</a>",
        "<div class=x1><a href=/1>Mayor Voss denies it all</a><div>He took no money at all, he"
        " said on Friday.</div></div><div class=x1><a href=/2>Snow closes the pass</a><div>The"
        " road will stay closed until Monday.</div></div>",
        "<p>Article content</p>",
        "<p>- Advertisement embed - Story continues below</p>",
        "<p>Get daily National news</p>",
        "<p>Continue reading the main story</p>",
        "<p>Share this post</p>",
        "<time>14.32 GMT</time>",
        "<div class=newsletter-box><p>Our letter brings you the best stories every day.</p></div>",
        "<aside><p>The Courier was founded in 1871 and belongs to its readers.</p></aside>",
        "<figure><img src=a.jpg><figcaption>The first ferry leaves the port of Harwick."
        "</figcaption></figure>",
        "<div class='photo-caption'>The first ferry leaves the port of Harwick.</div>",
        "<p>The first ferry leaves the port. (Photo: Jo Lund)</p>",
        "<p>© 2025 Harbour Courier</p>",
        "<div class=x><img src=a.jpg>The first ferry leaves the port of Harwick on Monday.</div>",
        "<p><img src=a.jpg><em>The first ferry leaves the port of Harwick.</em></p>",
        "<div class=x><h3>The Harbour Letter</h3><p>Our editors pick the best stories of the week"
        " for you.</p><form><input type=email></form></div>",
        "<p>Read more about this: <a href=/1>Snow closes the pass to Osterby</a></p>",
        "<p><b>Sign up here for our letter with all the news from the harbour.</b></p>",
        "<div hidden><p>Nobody sees this sentence, and nobody is to quote it.</p></div>",
    ],
)
def test_what_is_not_the_article_is_never_quotable(litter):
    assert said(read(with_inside(litter))) == TEXT


def test_what_is_left_out_of_the_main_block_can_be_shown():
    article = read(
        with_inside("<p>Article content</p><figure><figcaption>The port of Harwick.</figcaption>")
    )
    assert left_out(article)["The port of Harwick."] == "caption"
    assert left_out(article)["Article content"] == "navigation"


def test_headings_are_marked():
    article = read(with_inside("<h2>Two years of work</h2>"))
    assert [article.text[slice(*one)] for one in article.headings] == ["Two years of work"]
    assert set(article.headings) < set(article.spans)


@pytest.mark.parametrize(
    "spoken",
    [
        "<span class='sr-only'>, opens in a new tab</span>",
        "<span style='clip:rect(0 0 0 0);width:1px'>, opens new tab</span>",
        "<span>(opens in new window)</span>",
        ", opens new tab",
    ],
)
def test_words_for_screen_readers_are_not_in_the_sentence(spoken):
    inside = f"<p>The yard <a href=https://yard.example>said{spoken}</a> that steel is dear.</p>"
    assert "The yard said that steel is dear." in said(read(with_inside(inside)))


@pytest.mark.parametrize("names", ["c1", "comment"])
def test_readers_comments_are_left_out(names):
    comments = "".join(
        f"<div class={names}><b>Reader {number}</b><p>I have sailed on it {number} times, and I"
        " never once got a seat.</p><button>Reply</button></div>"
        for number in range(5)
    )
    article = read(f"<article>{paragraphs(*TEXT)}</article><section>{comments}</section>")
    assert said(article) == TEXT


@pytest.mark.parametrize(
    "comments",
    [
        "".join(
            f"<div class=q><b>Reader {number}</b> <i>{number + 2} hours ago</i><p>I sailed on it"
            f" {number} times, and I never once got a seat.</p></div>"
            for number in range(4)
        ),
        "<h3>2 Comments</h3><p>I sailed on it, and I never once got a seat on a Monday.</p>"
        "<p>Then you should have come a little earlier, as all the others do.</p>",
        "<h4>About the author</h4><p>Mia Berg has covered the harbour since she was ten.</p>",
    ],
)
def test_what_readers_and_authors_say_below_the_article_is_left_out(comments):
    assert said(read(f"<article>{paragraphs(*TEXT)}{comments}</article>")) == TEXT


def test_a_live_blog_with_ages_and_no_headings_is_not_taken_for_comments():
    posts = "".join(
        f"<div class=post><span>{number + 2}m ago</span><p>{line}</p></div>"
        for number, line in enumerate(TEXT)
    )
    article = read(f"<main class=liveblog><div>{posts}</div></main>")
    assert said(article) == TEXT


def test_the_next_article_on_the_page_is_left_out():
    other = [line.replace("ferry", "tram").replace("Harwick", "Osterby") for line in TEXT]
    articles = "".join(
        f"<article class=story><h1>{title}</h1>{paragraphs(*lines)}</article>"
        for title, lines in ((TITLE, TEXT), ("Osterby buys a tram", other))
    )
    html = f"<html><head>{HEAD}</head><body><main>{articles}</main></body></html>"
    assert said(read_article(html.encode(), "page.html")) == TEXT


@pytest.mark.parametrize("tag", ["article", "div"])
def test_every_post_of_a_live_blog_is_kept(tag):
    posts = "".join(
        f"<{tag} class=post><time>1{number}.00 GMT</time><h2>News {number}</h2><p>{line}</p>"
        f"<a href=/live#p{number}>Share</a></{tag}>"
        for number, line in enumerate(TEXT)
    )
    article = read(f"<main><div class=live>{posts}</div></main>")
    assert [line for line in said(article) if line in TEXT] == TEXT
    assert not any("GMT" in line or "Share" in line for line in said(article))


def structured(**values):
    script = json.dumps({"@type": "NewsArticle", "headline": TITLE} | values)
    return f"{HEAD}<script type=application/ld+json>{script}</script>"


@pytest.mark.parametrize(
    "body",
    [
        "<div id=root></div>",
        f"<article>{paragraphs(TEXT[0])}<p>Subscribe to read on</p></article>",
    ],
)
def test_the_structured_data_has_the_text_of_a_shell_or_a_preview(body):
    long = [*TEXT, *(line.replace("ferry", "ship") for line in TEXT), "Tickets cost 12 euros."]
    article = read(body, structured(articleBody="\n\n".join(long)))
    assert said(article) == long
    assert not article.incomplete


def test_a_line_of_the_structured_text_is_kept_whatever_stands_around_it():
    body = f"<article>{paragraphs(*TEXT[:2])}<div class=x>{TEXT[2]} </div></article>"
    assert said(read(body, structured(articleBody="\n".join(TEXT[:3])))) == TEXT[:3]


@pytest.mark.parametrize(
    ("values", "incomplete"),
    [
        ({"wordCount": 900}, True),
        ({"wordCount": "1,200"}, True),
        ({"wordCount": 62}, False),
        ({"isAccessibleForFree": False}, True),
        ({"isAccessibleForFree": "False"}, True),
        ({"isAccessibleForFree": True}, False),
        ({}, False),
    ],
)
def test_a_page_that_yields_little_for_its_size_says_so(values, incomplete):
    assert read(f"<article>{paragraphs(*TEXT)}</article>", structured(**values)).incomplete is (
        incomplete
    )


def test_a_text_that_breaks_off_says_so():
    assert read(f"<article>{paragraphs(*TEXT, 'All…')}</article>").incomplete


def test_what_is_left_out_does_not_make_an_article_too_long():
    menu = f"<figure><figcaption>{'The port of Harwick. ' * 40}</figcaption></figure>" * 1_000
    assert said(read(with_inside(menu))) == TEXT


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div class=related>", "</div>", "<a href=/1>", "</a>", "<tr><td>", "<li>",
         "<h2>", "<figure>", "<table>", "<br>", TEXT[0], TEXT[1], " more ", "<b>", "<x-y>",
         "<article>", "<blockquote>", "<!-- x -->", "<span hidden>", "\0", "<p hidden>", "</tr>",
         "&shy;"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(MARKUP)
def test_stretches_fit_the_text_on_any_page(markup):
    try:
        found = read_html(page(markup).encode(), "page.html")
    except CorpusError:
        return
    stretches = sorted([*found.headings, *(one[:2] for one in found.left_out)])
    lines = found.text.split("\n\n")
    assert all("\n" not in line and line.strip() for line in lines)
    assert {found.text[start:end] for start, end in stretches} <= set(lines)
    assert len(stretches) == len(set(stretches)) <= len(lines)


@pytest.mark.parametrize(
    "piece", ["<div>", "<p>", "<table><tr><td>", "<a href=/x>word ", "<li>x", "<br>x", "<h2><p>x"]
)
def test_a_page_ten_times_as_long_takes_about_ten_times_as_long(piece):
    def seconds(times):
        start = time.process_time()
        with contextlib.suppress(CorpusError):
            read_html(page(paragraphs(*TEXT) + piece * times).encode(), "page.html")
        return time.process_time() - start

    seconds(10)
    assert seconds(10_000) < 40 * (seconds(1_000) + 0.01)


def test_a_page_says_so_if_another_extractor_finds_much_more():
    division = divide(parse_page(page(f"<article>{paragraphs(*TEXT)}</article>")))
    assert read_text(division, [], "\n".join(TEXT * 3)).incomplete
    assert not read_text(division, [], "\n".join(TEXT)).incomplete


def test_the_time_of_publication_is_no_lead_but_a_price_may_be_in_one():
    lead = "The new vessel costs as much as 4.25 million bicycle tickets."
    header = f"<h2>{lead}</h2><p>Published on Tuesday, 4 March 2025, at 11:04 a.m.</p>"
    assert said(read(f"<header>{header}</header><article>{paragraphs(*TEXT)}</article>")) == [
        lead,
        *TEXT,
    ]


def test_the_headline_is_the_title_line_and_what_stands_below_it_has_its_reason():
    top = "<p class=byline>By Mia Berg</p><time>4 March 2025</time>"
    article = read(f"<article>{top}{paragraphs(*TEXT)}</article>")
    assert article.text[slice(*article.title_span)] == TITLE
    assert left_out(article) == {"By Mia Berg": "byline", "4 March 2025": "date"}
    assert (article.author, str(article.published)) == ("Mia Berg", "2025-03-04")


def test_a_first_sentence_that_resembles_the_headline_is_quotable():
    first = f"{TITLE} on Tuesday."
    assert said(read(f"<article>{paragraphs(first, *TEXT)}</article>")) == [first, *TEXT]


def test_a_headline_that_is_printed_twice_is_quoted_neither_time():
    article = read(f"<article>{paragraphs(TITLE + '!', *TEXT)}</article>")
    assert said(article) == TEXT
    assert article.text[slice(*article.title_span)] == TITLE


@pytest.mark.parametrize("head", ["", f"<!doctype html><title>{TITLE}</title>", "<head>"])
def test_a_page_without_a_body_tag_is_read(head):
    markup = f"{head}<header><h1>{TITLE}</h1></header><article>{paragraphs(*TEXT[:2])}</article>"
    assert said(read_article(markup.encode(), "page.html")) == TEXT[:2]


@pytest.mark.parametrize("tag", ["h2", "h3"])
@pytest.mark.parametrize("site", ["", "<h1>The Courier</h1>"])
def test_a_lead_is_found_below_a_headline_of_any_level(tag, site):
    head = f"{site}<div><{tag}>{TITLE}</{tag}></div><div class=teaser-text><p>{TEXT[0]}</p></div>"
    html = f"<html><head>{HEAD}</head><body>{head}<div class=text>{paragraphs(*TEXT[1:] * 2)}"
    article = read_article(html.encode(), "page.html")
    assert said(article)[:4] == TEXT
    assert article.text[slice(*article.title_span)] == TITLE


HIDDEN = "Nobody sees this sentence, and nobody is to quote it."


@pytest.mark.parametrize(
    "opening",
    [
        "dialog",
        "p hidden",
        "p style='font-size:0'",
        "p style='opacity: 0;'",
        "p style='position:absolute;left:-9999px'",
        "p style='text-indent:-999em'",
        "div style='height:0;overflow:hidden'",
        "div style='overflow:hidden;width:0'",
        "p style='display:/* x */none'",
        f"p style='{'color:red;' * 60}display:none'",
    ],
)
def test_hidden_text_is_not_quoted(opening):
    assert said(read(with_inside(f"<{opening}>{HIDDEN}</{opening.split()[0]}>"))) == TEXT


@pytest.mark.parametrize(
    "opening",
    [
        "dialog open",
        "div style='font-size:0'",
        "div style='opacity:0'",
        "p style='opacity:0.9'",
        "p style='height:0.5em;overflow:hidden'",
        "p style='left:-1px'",
    ],
)
def test_text_that_is_seen_is_quoted(opening):
    inside = HIDDEN if opening.startswith("p ") else f"<p>{HIDDEN}</p>"
    inside = f"<{opening}>{inside}</{opening.split()[0]}>"
    assert said(read(with_inside(inside))) == [*TEXT[:2], HIDDEN, *TEXT[2:]]


@pytest.mark.parametrize("style", ["display:none", "visibility:hidden", "opacity:0"])
def test_an_article_that_a_script_uncovers_is_read(style):
    article = f"<article>{paragraphs(*TEXT)}</article>"
    assert said(read(f"<div style='{style}'>{article}</div>")) == TEXT
    html = f"<html><head>{HEAD}</head><body style='{style}'>{article}"
    assert said(read_article(html.encode(), "page.html")) == TEXT


def test_a_table_in_a_figure_is_kept_and_its_caption_is_not():
    table = "<table><tr><th>Ship<th>Seats<tr><td>Tern<td>412</table>"
    inside = f"<figure class=wp-block-table>{table}<figcaption>The fleet</figcaption></figure>"
    assert said(read(with_inside(inside))) == [
        *TEXT[:2],
        "Ship | Seats",
        "Tern | 412",
        *TEXT[2:],
    ]


@pytest.mark.parametrize(
    "inside", ["<p><strong>Two years of work</strong></p>", "<p><b>What is new?</b><br></p>"]
)
def test_a_short_line_in_bold_type_above_a_paragraph_is_a_heading(inside):
    article = read(with_inside(inside))
    assert [article.text[slice(*one)] for one in article.headings] == [
        line for line in said(article) if line not in TEXT
    ]


def test_a_sentence_in_bold_type_is_quotable():
    article = read(f"<article>{paragraphs(f'<b>{TEXT[0]}</b>', *TEXT[1:])}</article>")
    assert said(article) == TEXT
    assert article.headings == ()


@pytest.mark.parametrize("tag", ["em", "span", "small"])
def test_a_caption_in_a_paragraph_is_a_caption(tag):
    caption = "The first ferry leaves the port of Harwick on Monday morning."
    inside = f"<p>{TEXT[2]} <img src=a.jpg><{tag} class='photo-caption x'>{caption}</{tag}></p>"
    body = f"<article>{paragraphs(*TEXT[:2])}{inside}{paragraphs(TEXT[3])}</article>"
    article = read(body)
    assert said(article) == TEXT
    assert left_out(article)[caption] == "caption"


@pytest.mark.parametrize(
    "day", ["May 4, 2025 at 9:1{} am", "4 May 2025, 10:1{}", "04.05.2025 8:3{}"]
)
def test_comments_with_a_day_and_a_time_are_left_out(day):
    comments = "".join(
        f"<div class=c><div class=d>Reader {number}</div><div class=e>{day.format(number)}</div>"
        f"<div class=f>I have sailed on it {number} times, and never once got a seat.</div></div>"
        for number in range(4)
    )
    assert (
        said(read(f"<div class=a>{paragraphs(*TEXT)}</div><div class=b>{comments}</div>")) == TEXT
    )


def test_articles_that_follow_are_left_out_whatever_the_level_of_their_headlines():
    other = [line.replace("ferry", "tram").replace("Harwick", "Osterby") for line in TEXT]
    articles = "".join(
        f"<article class=story><h2>{title}</h2>{paragraphs(*lines)}</article>"
        for title, lines in ((TITLE, TEXT), ("Osterby buys a tram", other))
    )
    html = f"<html><head>{HEAD}</head><body><main>{articles}</main></body></html>"
    assert said(read_article(html.encode(), "page.html")) == TEXT
