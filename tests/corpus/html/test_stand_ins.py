import pytest

from corpus.errors import NotAnArticleError
from corpus.reading import read_article

HEADLINES = [
    "Storm closes the harbour of Sund for two days",
    "Council votes to keep the old ferry terminal open",
    "Minister resigns over the bridge that was never built",
    "Fishermen find a bell from the wreck of the Anna",
    "Museum shows paintings nobody has seen for a century",
]
TEASERS = [
    "Ferries wait in Harwick until the wind falls, the harbour master said on Monday morning.",
    "The vote was close, and the mayor abstained as he had announced a week ago.",
    "She had promised in 2019 that cars would cross it before the end of the decade.",
    "Divers brought it up on Friday from forty metres under the sea near the lighthouse.",
    "They hung in a farmhouse whose owner took them for copies of no worth at all.",
]
LINKS = "".join(f"<li><a href='/{line[:5]}'>{line}</a></li>" for line in HEADLINES)
CARDS = "".join(
    f"<article><h3><a href='/{line[:5]}'>{line}</a></h3><p>{teaser}</p></article>"
    for line, teaser in zip(HEADLINES, TEASERS, strict=True)
)
STORY = (
    "<p>The first electric ferry between Harwick and Sund left port on Monday with 412 passengers "
    "on board.</p><p>It crosses the strait in 35 minutes, ten minutes faster than the diesel ship "
    "it replaces.</p><p>The shipyard in Norvik built the vessel for 48 million crowns.</p>"
)
LOGIN = "<form><input name=mail><input type=password><button>Log in</button></form>"


def page(title, body):
    menu = "".join(f"<a href='/{name}'>{name}</a> " for name in ("News", "Politics", "Sport"))
    return (
        f"<!doctype html><html lang=en><head><title>{title} | Harbour Post</title></head><body>"
        f"<header><nav>{menu}</nav></header><main>{body}</main><aside><p>We use cookies. By "
        "continuing to browse you accept our use of cookies.</p></aside><footer><p>© 2026 Harbour "
        "Post. All rights reserved.</p></footer></body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("title", "body", "reason"),
    [
        ("Page not found", "<h1>Page not found</h1><p>Sorry, the page you were looking for could "
         "not be found. It may have been moved.</p>", "page not found"),
        ("404", f"<h1>We can't find that page</h1><p>Most read</p><ul>{LINKS}</ul>",
         "page not found"),
        ("This article is no longer available", "<h1>This article is no longer available</h1>"
         "<p>We remove stories of agencies after 30 days.</p>", "page not found"),
        ("Log in", f"<h1>Log in</h1>{LOGIN}<p>Forgotten your password?</p><p>New to Harbour Post? "
         "Create an account and save stories for later.</p>", "log in or subscribe"),
        ("New ferry links Harwick and Sund", "<h1>New ferry links Harwick and Sund</h1><p>This "
         "article is only available to subscribers.</p><p>Subscribe from 1 crown a week. Cancel "
         "anytime.</p>", "log in or subscribe"),
        ('Search results for "quai"', '<h1>Search</h1><p>Your search for "quai" returned no '
         "results. Try different keywords, or check your spelling.</p>", "search results"),
        ('Search results for "ferry"', f"<h1>Search</h1><p>5 results</p>{CARDS}", "list of links"),
        ("News from the strait", f"<h1>Top stories</h1>{CARDS}", "list of links"),
        ("Mia Berg", "<h1>Mia Berg</h1><p>Mia Berg has written about ships for the Harbour Post "
         f"since 2009.</p>{CARDS}", "list of links"),
        ("Maintenance", "<h1>We'll be right back</h1><p>Our site is down for scheduled "
         "maintenance. Please check back in an hour.</p>", "error message"),
        ("Thank you", "<h1>Thank you for subscribing</h1><p>Please check your inbox and click the "
         "link in the email that we have sent to you.</p>", "leads on to another"),
    ],
)  # fmt: skip
def test_a_page_without_an_article_is_refused_as_what_it_is(title, body, reason):
    with pytest.raises(NotAnArticleError, match=reason):
        read_article(page(title, body), "page.html")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("New ferry", f"<article><h1>New ferry</h1>{STORY}</article><h2>More</h2>{CARDS}"),
        ("Page not found", f"<article><h1>Page not found</h1>{STORY}</article><ul>{LINKS}</ul>"),
        ("The year", "<article><h1>The year</h1>" + "".join(
            f"<h2><a href='/{line[:5]}'>{line}</a></h2><p>{teaser}</p><p>It was told in every pub "
            "between Harwick and Sund until the end of the summer.</p>"
            for line, teaser in zip(HEADLINES, TEASERS, strict=True)) + "</article>"),
        ("Bank locks out customers", "<article><h1>Bank locks out customers</h1><p>Thousands of "
         "customers of the Bank of Sund could not log in to their accounts on Friday after an "
         "update had reset their passwords.</p><p>The bank asked them to choose a new password "
         "and said that nobody had lost money.</p></article>"),
    ],
)  # fmt: skip
def test_an_article_is_read_whatever_stands_around_it(title, body):
    assert read_article(page(title, body), "page.html").title == title
