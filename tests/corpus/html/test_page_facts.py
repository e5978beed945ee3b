import json
from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.html.facts.page_facts import read_facts
from corpus.html.facts.publishers import main_label, spells
from corpus.html.facts.tags import read_tags
from corpus.html.shown import read_shown
from corpus.html.structured_data import read_objects
from corpus.html.tree import parse_page
from corpus.languages.telling import guess_language
from corpus.metadata import UNKNOWN, Metadata

TODAY = date(2026, 3, 10)
HOME = "https://www.harbourcourier.example/2026/03/03/ferry"
TITLE = "New ferry links Harwick and Sund - at last"


def facts(*parts, address="page.html", other=UNKNOWN):
    page = parse_page("<html><head>" + "".join(parts))
    shown = read_shown(page).text
    return read_facts(read_tags(page), shown, read_objects(page), address, TODAY, other)


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


def data(**fields):
    article = {"@type": "NewsArticle"} | fields
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


@pytest.mark.parametrize(
    "parts",
    [
        [f"<title>{TITLE} | Harbour Courier</title>", f"<body><h1>{TITLE}</h1>"],
        [f"<title>{TITLE} - Harbour Courier</title>", meta("og:site_name", "Harbour Courier")],
        [f"<title>{TITLE} - News - Harbour Courier</title>", meta("og:title", TITLE)],
        [f"<title>Harbour Courier | {TITLE}</title>", "<h1>Harbour Courier</h1>"],
        [f"<title>Opinion | {TITLE} | Harbour Courier</title>"],
        [meta("og:title", f"{TITLE} | Courier"), data(headline=TITLE), "<h1></h1>"],
        [data(headline=TITLE.replace("-", "&#8211;")), f"<h1>{TITLE.replace('-', '–')}</h1>"],
        [
            f"<title>Ferry: what we know</title><h1>Sport</h1><h1>{TITLE}</h1>",
            data(headline=TITLE),
        ],
        [f"<h1><span>News</span> {TITLE}</h1>", meta("og:title", TITLE)],
        [meta("og:title", f"&lt;b&gt;{TITLE}&lt;/b&gt;")],
        [meta("og:title", "Home"), f"<title>{TITLE}</title>"],
        [meta("og:title", TITLE[:20] + "…"), data(headline=TITLE)],
    ],
)
def test_the_title_is_the_one_a_reader_sees(parts):
    assert facts(*parts, address=HOME).title.replace("–", "-") == TITLE


@pytest.mark.parametrize(
    "title", ["untitled", "Untitled Document", "Home", "index.html", "Document1", "Welcome", "|"]
)
def test_a_placeholder_is_no_title(title):
    assert facts(f"<title>{title}</title>").title is None


def test_a_lead_is_no_title():
    lead = "The first electric ferry between Harwick and Sund left port on Monday, and it carried "
    lead += "412 passengers over the strait in the rain, as the council had promised for years."
    assert facts(f"<title>Ferry opens</title><h1>{lead}</h1>").title == "Ferry opens"


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ([data(publisher={"name": "The Courier"}), meta("og:site_name", "C")], "The Courier"),
        ([meta("og:site_name", "Harbour Courier | News and views")], "Harbour Courier"),
        ([meta("og:site_name", HOME), f"<title>{TITLE} – Harbour Courier</title>",
          f"<h1>{TITLE}</h1>"], "Harbour Courier"),
        ([meta("publisher", "Copyright 2014"), meta("application-name", "Courier")], "Courier"),
        ([data(publisher={"name": "Associated Press"}),
          meta("og:site_name", "Harbour Courier")], "Harbour Courier"),
        ([data(publisher={"name": "Harbour Courier"}), meta("og:site_name", "HC")],
         "Harbour Courier"),
        ([data(publisher={"@id": "#p"}), '<script type="application/ld+json">'
          '{"@id": "#p", "@type": "Organization", "name": "Harbour Courier"}</script>'],
         "Harbour Courier"),
        ([data(publisher={"@type": "Person", "name": "Mia Berg"}),
          meta("og:site_name", "Sea and Sky")], "Sea and Sky"),
        ([data(author={"@type": "Person", "name": "Mia Berg"}, publisher={"name": "Mia Berg"}),
          meta("og:site_name", "Sea and Sky")], "Sea and Sky"),
        (["<p>© 2014 The Harbour Courier. All rights reserved."], "The Harbour Courier"),
        ([meta("publisher", "Copyright 2014")], "Harbourcourier"),
    ],
)  # fmt: skip
def test_the_publisher_has_its_own_name(parts, name):
    assert facts(*parts, address=HOME).source == name


def test_the_host_is_shown_as_a_name_only_if_nothing_else_is_known():
    assert facts("<p>Hello", address="http://www.tmz.com/2020/a").source == "TMZ"
    assert facts("<p>Hello", address="http://10.0.0.1/a").source is None
    assert facts("<p>Hello").source is None


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("nytimes", "The New York Times"),
        ("jpost", "The Jerusalem Post"),
        ("wsj", "The Wall Street Journal"),
        ("bbc", "BBC News"),
        ("lemonde", "Le Monde"),
    ],
)
def test_a_host_spells_a_name_by_its_beginnings(label, name):
    assert spells(label, name)
    assert not spells(label, "Associated Press")


@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("www.sund.sc.gov.br", "sund"),
        ("www.post.co.uk", "post"),
        ("news.sky.com", "sky"),
        ("m.the-post.example", "thepost"),
    ],
)
def test_the_label_of_a_host_names_its_site(host, label):
    assert main_label(host) == label


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("By Mia Berg", "Mia Berg"),
        (["Mia Berg", "Corin Hale", "Mia Berg"], "Mia Berg and Corin Hale"),
        ("MIA BERG and CORIN HALE, Staff Writers", "Mia Berg and Corin Hale"),
        ("Mia Berg, Corin Hale and Ann T. Lee", "Mia Berg, Corin Hale and Ann T. Lee"),
        ("Mia Berg, CNN Business", "Mia Berg"),
        ("Mia Berg, Harbour Courier", "Mia Berg"),
        ("Mia Berg mia@courier.example", "Mia Berg"),
        ("Analysis by Mia Berg, Editor-at-large", "Mia Berg"),
        ([{"name": "Mia Berg"}, {"name": "https://courier.example/mia"}], "Mia Berg"),
        (["Mia Berg", "Associated Press"], "Mia Berg"),
        ({"@type": "Organization", "name": "Reuters"}, "Reuters"),
        ("Martin Berg, Jr.", "Martin Berg, Jr."),
        ("Mia Berg | Harbour Media", "Mia Berg"),
        ("Von Mia Berg", "Mia Berg"),
        ("admin", None),
        ("Harbour Courier", None),
        ("Staff", None),
        ("@miaberg", None),
    ],
)
def test_authors_are_people_each_once(author, names):
    found = facts(data(author=author), meta("og:site_name", "Harbour Courier"))
    assert found.author == names


def test_authors_are_looked_for_further_where_the_first_place_has_none():
    found = facts(
        data(author="admin"), meta("author", "https://a.example/mia"), meta("byl", "By Mia Berg")
    )
    assert found.author == "Mia Berg"


@pytest.mark.parametrize(
    ("parts", "published", "updated"),
    [
        ([data(datePublished="2026-03-01T08:00:00+01:00", dateModified="2026-03-02T09:00")],
         date(2026, 3, 1), date(2026, 3, 2)),
        ([data(datePublished="2026-03-01", dateModified="2026-03-01T23:00Z")],
         date(2026, 3, 1), None),
        ([data(datePublished="2026-03-02", dateModified="2026-03-01")], date(2026, 3, 2), None),
        ([data(datePublished="2026-03-02", dateModified="2027-03-01")], date(2026, 3, 2), None),
        ([data(datePublished="2026-03-02", dateModified="0001-01-01")], date(2026, 3, 2), None),
        ([meta("article:published_time", "2012-05-10T10:00:00Z"),
          meta("article:modified_time", "2026-02-03T10:00:00Z")],
         date(2012, 5, 10), date(2026, 2, 3)),
        ([meta("article:published_time", "November 19, 2019, 07:47 PM EST"),
          "<body><p>Last updated: 21 Nov. 2019, 10:15</p>"],
         date(2019, 11, 19), date(2019, 11, 21)),
        (["<body><time class=published datetime='2026-03-01T08:00'>Sunday</time> "
          "<time class='entry updated' datetime='2026-03-02T08:00'>Monday</time>"],
         date(2026, 3, 1), date(2026, 3, 2)),
        ([meta("date", "2026-03-01"), "<p>Aktualisiert am 2.3.2026, 10 Uhr"],
         date(2026, 3, 1), date(2026, 3, 2)),
        ([meta("date", "2026-03-01"), "<p>The law was last modified on 5 March 2026."],
         date(2026, 3, 1), None),
        ([meta("date", "20240301"), "<p>Updated on March 3rd, 2024"],
         date(2024, 3, 1), date(2024, 3, 3)),
    ],
)  # fmt: skip
def test_the_days_of_publication_and_of_the_last_change_are_apart(parts, published, updated):
    found = facts(*parts)
    assert (found.published, found.updated) == (published, updated)


def test_an_evening_in_world_time_has_the_day_in_the_address():
    found = facts(data(datePublished="2026-03-04T01:50:59Z"), address=HOME)
    assert found.published == date(2026, 3, 3)


def test_what_another_reader_found_fills_gaps():
    other = Metadata(
        "Ferry", url="https://a.example/1", published=date(2020, 1, 2), author="A. Lee"
    )
    found = facts("<p>Hello", other=other)
    assert (found.title, found.url, found.published, found.author) == (
        "Ferry", "https://a.example/1", date(2020, 1, 2), "A. Lee"
    )  # fmt: skip


def test_the_year_of_a_copyright_notice_is_no_day_of_publication():
    other = Metadata(published=date(2025, 1, 1))
    assert facts("<body><p>© 2025 Harbour Courier", other=other).published is None
    assert facts("<body><p>1 January 2025", other=other).published == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ("<html lang=en_GB><p>x", "en-gb"),
        ("<html xml:lang='cs'><p>x", "cs"),
        ("<html><meta property='og:locale' content='pt_BR'><p>x", "pt-br"),
        ("<html lang='{{ lang }}'><p>x", None),
    ],
)
def test_the_language_is_the_one_the_page_declares(page, language):
    tags = read_tags(parse_page(page))
    assert read_facts(tags, "", [], "page.html", TODAY).language == language


def test_the_canonical_address_is_read():
    assert facts(f'<link rel="canonical" href="{HOME}">').url == HOME
    assert facts(meta("og:url", HOME), '<link rel="canonical" href="/ferry">').url == HOME


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_any_values_make_metadata_on_one_line(title, author, site):
    found = facts(data(headline=title, author=author, publisher={"name": site}), address=HOME)
    for value in (found.title, found.author, found.source):
        assert value is None or (value == " ".join(value.split()) != "" and value.encode())


@pytest.mark.parametrize(
    "part", ["a - ", "a | ", "By A, ", "updated 1 may ", "and & ", "2026-", "Mr. A ", "(("]
)
def test_reading_hostile_values_takes_no_time(part):
    value = part * 20_000
    before = process_time()
    facts(
        f"<title>{value}</title>", data(headline=value, author=value), f"<h1>{value}</h1>{value}"
    )
    assert process_time() - before < 2


@pytest.mark.parametrize(
    ("shown", "published", "updated"),
    [
        ("Die Fähre hat den Hafen verlassen.\nVeröffentlicht am 3. März 2025\n"
         "Aktualisiert: 5. März 2025", date(2025, 3, 3), date(2025, 3, 5)),
        ("Паром вышел из порта.\nОпубликовано: 3 марта 2025 г.\nОбновлено 5 марта 2025",
         date(2025, 3, 3), date(2025, 3, 5)),
        ("渡轮驶离了港口。\n发布时间：2025年3月3日\n更新时间：2025年3月5日", date(2025, 3, 3),
         date(2025, 3, 5)),
        ("غادرت العبّارة الميناء.\nنُشر في ٣ مارس ٢٠٢٥\nآخر تحديث: ٥ مارس ٢٠٢٥", date(2025, 3, 3),
         date(2025, 3, 5)),
    ],
)  # fmt: skip
def test_labelled_days_are_read_in_the_language_of_the_page(shown, published, updated):
    other = Metadata(language=guess_language(shown))
    facts = read_facts(read_tags(parse_page("<p>")), shown, [], "page.html", TODAY, other)
    assert (facts.published, facts.updated) == (published, updated)
