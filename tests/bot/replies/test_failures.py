import ast
from pathlib import Path

import pytest
from pseudo_language import pseudo_language, untranslated

from bot.replies.failures import LONGEST_REASON, REASONS, reason_reply
from corpus.formats.other_formats import IN_OLE, IN_ZIP, NO_TEXT, STARTS
from corpus.html.walls.judging import COOKIES, WALLS

ROOT = Path(__file__).parents[3] / "corpus"
READING = ("formats", "html", "sandbox", "web", "reading.py", "metadata.py")
ERRORS = {"CorpusError", "NotAnArticleError", "UnavailableError"}
FORMATS = [(what, hint) for _, what, hint in (*STARTS, *IN_OLE, *IN_ZIP)]


def files():
    for place in READING:
        path = ROOT / place
        yield from path.rglob("*.py") if path.is_dir() else [path]


def texts(node, named):
    """What an expression may say, with "7" where it says what differs."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return [
            "".join(one.value if isinstance(one, ast.Constant) else "7" for one in node.values)
        ]
    if isinstance(node, ast.IfExp):
        return [*texts(node.body, named), *texts(node.orelse, named)]
    if isinstance(node, ast.Name):
        return [text for value in named.get(node.id, ()) for text in texts(value, named)]
    return []


def reasons():
    for path in files():
        nodes = list(ast.walk(ast.parse(path.read_text())))
        named = {}
        for node in nodes:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                named.setdefault(node.targets[0].id, []).append(node.value)
        for node in nodes:
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS:
                yield from texts(node.args[1], named)


def is_whole(reason):
    with pseudo_language():
        return untranslated(reason_reply(reason).text) == []


def test_every_reason_not_to_read_something_can_be_translated():
    found = set(reasons()) - {"is 7, not an article", "is 7, 7", "is 7; 7"}  # see below
    assert len(found) > 40
    assert [reason for reason in sorted(found) if not is_whole(reason)] == []


@pytest.mark.parametrize("what", [COOKIES, *(wall.name for wall in WALLS)])
def test_what_a_page_is_instead_can_be_translated(what):
    assert is_whole(f"is {what}, not an article")


@pytest.mark.parametrize(("what", "hint"), FORMATS)
def test_what_is_wrong_with_a_format_can_be_translated_but_for_its_name(what, hint):
    reason = f"is {what}, {hint}" if hint == NO_TEXT else f"is {what}; {hint}"
    with pseudo_language():
        text = reason_reply(reason).text
    assert text.startswith("⟦is ")
    assert hint in text.rpartition("⟦")[2]


def test_in_english_a_reason_is_shown_as_it_came():
    for reason in ("is an RTF file; save it as DOCX, PDF or plain text", "melts", "is 7 melts"):
        assert reason_reply(reason).text == reason


def test_no_two_reasons_are_the_same():
    assert len({wording.message for wording in REASONS}) == len(REASONS)


@pytest.mark.parametrize("size", [1, 100, 5000])
def test_a_strangers_words_in_a_reason_are_marked_and_cut(size):
    with pseudo_language():
        reply = reason_reply(f"has an unsupported type: evil.example/{'x' * size}")
    assert len(reply.text) <= LONGEST_REASON
    assert any("evil.example/x" in reply.text[one.start : one.end] for one in reply.marks)
