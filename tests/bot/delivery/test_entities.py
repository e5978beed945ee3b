from collections import Counter

from fake_telegram import covered, utf16
from hypothesis import given
from hypothesis import strategies as st
from live import check_nesting
from marks import bold, code, links, quoted

from bot.delivery.entities import MOST, entities_of
from bot.replies.reply import Kind, Mark, Reply


def shown(reply, kind):
    return [covered(reply.text, entity) for entity in entities_of(reply) if entity.type == kind]


def test_a_folded_quote_is_an_expandable_one():
    (quote,) = entities_of(Reply("a quote", (Mark(Kind.FOLDED, 2, 7),)))
    assert (quote.type, quote.offset, quote.length) == ("expandable_blockquote", 2, 5)


def test_entities_count_in_utf_16_units():
    reply = Reply("😀 a quote", (Mark(Kind.QUOTE, 2, 9), Mark(Kind.BOLD, 4, 9)))
    assert [(one.type, one.offset, one.length) for one in entities_of(reply)] == [
        ("blockquote", 3, 7),
        ("bold", 5, 5),
    ]


def test_a_link_keeps_its_address():
    (link,) = entities_of(Reply("a link", (Mark(Kind.LINK, 2, 6, "https://a.example/"),)))
    assert (link.type, link.url) == ("text_link", "https://a.example/")


def test_bold_words_are_dropped_before_quotes_and_links():
    words = [Mark(Kind.BOLD, at, at + 1) for at in range(0, 300, 2)]
    others = [Mark(Kind.QUOTE, 0, 300), Mark(Kind.LINK, 301, 305, "https://a.example/")]
    reply = Reply("a " * 150 + " link", (*words, *others))
    entities = entities_of(reply)
    assert len(entities) == MOST == 100
    assert [len(shown(reply, kind)) for kind in ("blockquote", "text_link", "bold")] == [1, 1, 98]
    assert entities[0].type == "blockquote"
    assert [one.offset for one in entities] == sorted(one.offset for one in entities)


def test_bold_words_and_links_stop_where_code_starts():
    text = "Ask @durov now"
    code = Mark(Kind.CODE, 4, 10)
    others = [Mark(Kind.BOLD, 0, 14), Mark(Kind.LINK, 5, 9, "https://a.example/")]
    reply = Reply(text, (Mark(Kind.QUOTE, 0, 14), code, *others))
    assert [(one.type, covered(text, one)) for one in entities_of(reply)] == [
        ("blockquote", text),
        ("bold", "Ask "),
        ("code", "@durov"),
        ("bold", " now"),
    ]


def test_no_entity_covers_only_the_space_between_code():
    text = "@durov /start"
    code = (Mark(Kind.CODE, 0, 6), Mark(Kind.CODE, 7, 13))
    assert [one.type for one in entities_of(Reply(text, (*code, Mark(Kind.BOLD, 0, 13))))] == [
        *("code", "code"),
    ]


def test_code_is_kept_before_all_else():
    kinds = [Kind.BOLD, Kind.LINK, Kind.QUOTE, Kind.CODE]
    marks = [Mark(kinds[at % 4], at, at + 1, "https://a.example/") for at in range(300)]
    entities = entities_of(Reply("a" * 300, tuple(marks)))
    kept = Counter(one.type for one in entities)
    assert kept == {"code": 75, "blockquote": 25}


WHOLE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)


@given(st.data(), WHOLE)
def test_an_entity_covers_the_words_of_its_mark(data, text):
    kinds = st.sampled_from([Kind.QUOTE, Kind.BOLD, Kind.LINK])
    reply = Reply(text, tuple(data.draw(st.lists(marks(text, kinds), max_size=20))))
    for entity in entities_of(reply):
        assert entity.offset + entity.length <= utf16(text)
    assert sorted(shown(reply, "blockquote")) == sorted(quoted(reply))
    assert sorted(shown(reply, "bold")) == sorted(bold(reply))
    assert sorted(shown(reply, "text_link")) == sorted(words for words, _ in links(reply))


@given(st.data(), WHOLE)
def test_code_stands_alone_or_in_a_quote(data, text):
    at, to = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    parts = [
        mark for mark in (Mark(Kind.CODE, at, to), Mark(Kind.CODE, 0, at)) if mark[1] < mark[2]
    ]
    (other,) = data.draw(
        st.lists(marks(text, st.sampled_from([Kind.BOLD, Kind.LINK])), min_size=1, max_size=1)
    )
    reply = Reply(text, (Mark(Kind.QUOTE, 0, len(text)), other, *parts))
    check_nesting(entities_of(reply))
    assert sorted(shown(reply, "code")) == sorted(code(reply))
    beside = "".join(shown(reply, "bold") + shown(reply, "text_link"))
    left = text[max(other.start, to) : max(other.end, to)]
    assert beside == (left if left.strip() or other.start >= to else "")


def marks(text, kinds):
    starts = st.integers(0, len(text) - 1)
    return starts.flatmap(
        lambda at: st.builds(Mark, kinds, st.just(at), st.integers(at + 1, len(text)))
    )
