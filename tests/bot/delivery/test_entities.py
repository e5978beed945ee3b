from fake_telegram import covered, utf16
from hypothesis import given
from hypothesis import strategies as st
from marks import bold, links, quoted

from bot.delivery.entities import MOST, entities_of
from bot.replies.reply import Kind, Mark, Reply


def shown(reply, kind):
    return [covered(reply.text, entity) for entity in entities_of(reply) if entity.type == kind]


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


@given(st.data(), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_an_entity_covers_the_words_of_its_mark(data, text):
    starts = st.integers(0, len(text) - 1)
    marks = data.draw(st.lists(starts.flatmap(lambda at: st.tuples(
        st.sampled_from(Kind), st.just(at), st.integers(at + 1, len(text))
    )), max_size=20))  # fmt: skip
    reply = Reply(text, tuple(Mark(*mark) for mark in marks))
    for entity in entities_of(reply):
        assert entity.offset + entity.length <= utf16(text)
    assert sorted(shown(reply, "blockquote")) == sorted(quoted(reply))
    assert sorted(shown(reply, "bold")) == sorted(bold(reply))
    assert sorted(shown(reply, "text_link")) == sorted(words for words, _ in links(reply))
