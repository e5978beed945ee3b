import pytest

from corpus.placeholders import is_page_placeholder, is_placeholder


@pytest.mark.parametrize(
    "title",
    [
        "Untitled",
        "(no title)",
        "Document1",
        "Microsoft Word - ferry.doc",
        "ferry.docx",
        "null",
        "-",
    ],
)
def test_what_programs_put_in_is_no_title_anywhere(title):
    assert is_placeholder(title)
    assert is_page_placeholder(title)


@pytest.mark.parametrize("name", ["python-docx", "Anonymous", "admin", "Windows User", "Dell"])
def test_programs_and_unnamed_users_are_no_authors_but_may_be_in_a_headline(name):
    assert is_placeholder(name)
    assert not is_page_placeholder(f"{name} in court")


@pytest.mark.parametrize(
    "title",
    ["Microsoft Word learns to read", "Home win for Tarnwick", "No title for Berg", "Dell"],
)
def test_a_headline_is_a_title(title):
    assert not is_page_placeholder(title)
