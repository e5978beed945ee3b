import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.left_out.rules import find_boilerplate
from corpus.sentences.paragraphs import split_blocks

STORY = [
    "The Kestrel Bridge was closed on Tuesday after gusts of 130 km/h damaged two cables.",
    "Engineers expect repairs to take three weeks, and the council will pay for them.",
    "“We cannot say when it will open,” said Lena Fors, who leads the inspection.",
]
TITLE = "Storm closes the Kestrel Bridge"


def left_out(lines, title=TITLE):
    text = "\n".join(lines)
    found = find_boilerplate(text, split_blocks(text), title)
    return {text[start:end]: reason for start, end, reason in found}


PLEAS = """
Your support lets us send reporters where the news is.
Your donation keeps this newsroom going.
Support us
Donate now
Give today
Become a supporter
Please support our journalism today.
Help us report the news without fear.
We depend on our readers to fund our reporting, so please give what you can.
The Harbour Post has no paywall because we believe that news is for everyone.
Independent journalism is expensive, and we need you.
If you can afford it, chip in and help our reporters do their work.
Our newsroom is funded by members like you.
We rely on readers' donations to pay our correspondents.
"""
OTHERS = """
advertisement: Advertisement
advertisement: ADVERTISEMENT
advertisement: Story continues below advertisement
advertisement: Sponsored content
sharing links: Share this article
sharing links: Facebook Twitter WhatsApp Email
sharing links: Share on Facebook
sharing links: Copy link
read more: Read more
read more: Read more: Ten bridges that did not last
read more: Related: How the ferry was built
read more: More from Sund
read more: Most read
read more: You may also like
newsletter: Sign up to our free daily newsletter
newsletter: Sign up for breaking news alerts
newsletter: Get the best of our stories delivered straight to your inbox.
newsletter: Enter your email address
subscription offer: Subscribe now for unlimited access
subscription offer: Already a subscriber? Log in
subscription offer: To continue reading, please register.
subscription offer: Download our free app
follow us: Follow us on Instagram
follow us: Follow Ida Holm on Twitter
photo credit: Photo: Lena Fors
photo credit: Getty Images
photo credit: AFP via Getty Images
photo credit: Image credit: Harbour Post
cookie notice: We use cookies to improve your visit.
cookie notice: Accept all cookies
copyright notice: © 2025 Harbour Post. All rights reserved.
comments: 25 Comments
comments: Leave a comment
comments: Join the conversation
invitation: Do you have a story for us? Write to the newsdesk.
invitation: Watch our video report below
invitation: Thank you for reading.
site notice: This page contains affiliate links.
site notice: A version of this article appeared in print on Monday, on page 4.
site notice: Our Standards: The Harbour Post Trust Principles
site notice: This copy is for your personal, non-commercial use only. To order others, write to us.
site notice: This audio is auto-generated. Please tell us what you think.
follow us: Follow the Harbour Post on Facebook, Twitter (@harbour) and Instagram.
follow us: Follow @harbourpost to keep up with the ferries.
follow us: Follow the Harbour Post’s coverage of ferries at https://post.example/ferries
date: First Published: Tuesday, November 19, 2024 08:38 AM
date: Published 18 November 2024
navigation: Skip to main content
navigation: Home > News > Sund
navigation: 3 min read
"""


@pytest.mark.parametrize("line", PLEAS.strip().split("\n"))
def test_an_appeal_for_donations_is_left_out(line):
    assert left_out([*STORY[:2], line, STORY[2]]) == {line: "appeal for donations"}


@pytest.mark.parametrize("case", OTHERS.strip().split("\n"))
def test_page_furniture_is_left_out_with_its_reason(case):
    reason, _, line = case.partition(": ")
    assert left_out([*STORY[:2], line, STORY[2]]) == {line: reason}


ARTICLE_LINES = """
The charity asked its members to donate blankets, and 3,000 people did.
Readers of the newspaper donated 40,000 euros to the rescue service.
The publisher said it would end its newsletter and dismiss six reporters.
“We need your support,” the head of the orphanage told reporters.
"Please give what you can," she said. "Your donation saves lives."
The paper put its stories behind a paywall in 2019.
Following the vote, readers on Facebook asked for another one.
A version of this engine is used on ships.
Published works of the last ten years are shown in Sund.
Get out of the harbour was the order delivered to your captain.
Subscribers to the service will pay 12 euros a month from June.
Follow-up tests showed that the drug was safe.
Share prices fell by 4 percent on Monday.
Home prices in Sund rose for the third month.
Support for the party fell to 20 percent, a poll showed.
Watch makers in the valley said that orders had halved.
Related companies were searched as well, the police said.
Photographs of the wreck were published on Tuesday.
He joined the conversation late, and left early.
Sign language is taught in two schools.
More than 300 people: that is how many lost their homes.
Advertisement spending rose by a tenth, to 2 billion euros.
Reuters reported on Friday that the talks had failed.
Cookies and milk were served to the children.
Contact with the ship was lost at 4 a.m.
The club told us that it had no comment.
Copyright law was changed in 2019.
You can see the bridge from the hill above our town.
Analysis of the samples found lead in every one of them.
Comments by the minister angered the unions.
Get well cards arrived from all over the country.
Most read newspapers in the region are free.
"""


@pytest.mark.parametrize("line", ARTICLE_LINES.strip().split("\n"))
def test_a_line_of_the_article_is_kept(line):
    assert left_out([*STORY[:2], line, STORY[2]]) == {}


def test_a_line_about_the_publisher_between_two_appeals_is_left_out():
    page = [
        STORY[0],
        "Your support keeps our reporters on the road.",
        "From ferry to council, the Harbour Post is where the story is, and we check facts.",
        "Make a donation to our newsroom today.",
        *STORY[1:],
    ]
    assert list(left_out(page)) == page[1:4]


def test_a_line_of_the_article_between_two_appeals_is_kept():
    page = [STORY[0], "Donate now", STORY[1], "Donate now", STORY[2]]
    assert set(left_out(page)) == {"Donate now"}


def test_an_article_about_the_appeal_itself_is_kept():
    line = "The Harbour Post asks its readers to donate because we, it says, lack reporters."
    assert left_out([line, *STORY], "Harbour Post asks readers to donate") == {}


def test_a_speech_is_not_mistaken_for_an_appeal():
    speech = [
        "We have come a long way, and you have come with us.",
        "Your support gave us strength, and we thank you for it.",
        "We will report to you every month on what we do with your trust.",
        "Our city is yours, and we will rebuild it.",
        "You asked us for schools, and we built 40 of them.",
    ]
    assert len(left_out(speech, "The mayor's speech")) <= 1


def test_an_article_about_newsrooms_by_somebody_who_works_in_one_is_kept():
    lines = [
        f"In year {number} our newsroom learned that the web is not a printed page."
        for number in range(8)
    ]
    assert left_out([*STORY, *lines]) == {}


def test_a_text_of_boilerplate_alone_is_kept():
    assert left_out(["Donate now", "Subscribe", "Share this article"]) == {}


def test_a_long_paragraph_is_kept():
    assert left_out([*STORY, "Read more: " + "and so on " * 100]) == {}


LINES = st.one_of(
    st.sampled_from([line for line in (PLEAS + ARTICLE_LINES).split("\n") if line]),
    st.text(max_size=80),
)


@given(st.lists(LINES, max_size=10), st.text(max_size=30))
def test_boilerplate_is_whole_blocks_in_order_and_never_all(lines, title):
    text = "\n".join(lines)
    blocks = split_blocks(text)
    found = [
        (start, end) for start, end, reason in find_boilerplate(text, blocks, title) if reason
    ]
    assert found == [block for block in blocks if block in found]
    assert not blocks or len(found) < len(blocks)
