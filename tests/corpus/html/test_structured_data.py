import json

import pytest

from corpus.html.structured_data import article_body, find_article, read_objects, resolved
from corpus.html.tree import parse_page

BODY = "The ferry sailed on Monday.\nIt carried 412 passengers."
ARTICLE = {"@type": "NewsArticle", "headline": "Ferry sails", "articleBody": BODY}


def page(*scripts):
    tags = "".join(f'<script type="application/ld+json">{one}</script>' for one in scripts)
    return parse_page(f"<html><head>{tags}</head><body><p>Home</p></body></html>")


def article_of(*scripts):
    return find_article(read_objects(page(*scripts)))


@pytest.mark.parametrize(
    "script",
    [
        json.dumps(ARTICLE),
        json.dumps([{"@type": "WebSite"}, ARTICLE]),
        json.dumps({"@graph": [{"@type": "WebPage"}, ARTICLE]}),
        json.dumps(ARTICLE | {"@type": ["Article", "http://schema.org/NewsArticle"]}),
        json.dumps({"@type": "WebPage", "mainEntity": ARTICLE}),
        f"<!--\n{json.dumps(ARTICLE)}\n-->",
        f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>",
        json.dumps({"@type": "WebSite"}) + "\n" + json.dumps(ARTICLE) + ";",
        json.dumps(ARTICLE)[:-1] + ",}",
        json.dumps(ARTICLE).replace("\\n", "\n"),
        json.dumps(ARTICLE).replace("Ferry sails", r"Ferry\'s sails"),
        json.dumps(ARTICLE).replace('"', "&quot;"),
    ],
)
def test_an_article_is_found_wherever_it_stands_and_however_it_is_written(script):
    assert article_body(article_of(script)) == BODY


def test_an_article_with_a_text_comes_before_those_that_are_only_named():
    teaser = {"@type": "NewsArticle", "headline": "Other"}
    assert article_of(json.dumps([teaser, ARTICLE]))["headline"] == "Ferry sails"
    assert article_of(json.dumps([teaser]))["headline"] == "Other"
    assert article_of(json.dumps({"@type": "JobPosting"})) is None


@pytest.mark.parametrize("script", ["", "{", "null", "[" * 100_000, '{"a":' * 50_000, "{} " * 9])
def test_what_cannot_be_read_is_skipped(script):
    assert article_of(script, json.dumps(ARTICLE))["headline"] == "Ferry sails"


def test_the_posts_of_a_live_blog_are_its_text():
    posts = [{"@type": "BlogPosting", "articleBody": line} for line in BODY.split("\n")]
    blog = {"@type": "LiveBlogPosting", "headline": "Live", "liveBlogUpdate": posts}
    assert article_body(article_of(json.dumps(blog))) == BODY


@pytest.mark.parametrize(
    "body",
    [
        "<p>The ferry <b>sailed</b> on Monday.</p><p>It carried 412 passengers.</p>",
        "&lt;p&gt;The ferry sailed on Monday.&lt;/p&gt;It carried 412 passengers.",
        "The ferry sailed on Monday.<br/><br>It carried&#32;412 passengers.",
        ["The ferry sailed on Monday.", "It carried 412 passengers."],
        "The ferry sailed on Monday.\r\n \r\nIt carried 412 passengers.\n",
    ],
)
def test_a_text_has_no_markup_and_a_line_for_each_paragraph(body):
    assert article_body({"articleBody": body}) == BODY


def test_less_than_signs_are_no_markup():
    assert article_body({"articleBody": "Only 3 < 4, and 5 > 4."}) == "Only 3 < 4, and 5 > 4."


def test_references_lead_to_their_objects():
    graph = {
        "@graph": [
            ARTICLE | {"publisher": {"@id": "#courier"}},
            {"@type": "Organization", "@id": "#courier", "name": "Courier"},
        ]
    }
    objects = read_objects(page(json.dumps(graph)))
    publisher = find_article(objects)["publisher"]
    assert resolved(publisher, objects)["name"] == "Courier"
    assert resolved({"@id": "#other"}, objects) == {"@id": "#other"}
    assert resolved("Courier", objects) == "Courier"
