from corpus.article import Article, LeftOut, Span


def test_a_sentence_is_a_slice_of_its_article(ferry):
    assert [s.text for s in ferry.sentences] == [
        ferry.text[s.start : s.end] for s in ferry.sentences
    ]


def test_a_window_ends_where_the_article_does(ferry):
    first, second, *_, last = ferry.sentences
    assert first.window == (first, second)
    assert second.window == ferry.sentences[:3]
    assert last.window == ferry.sentences[-2:]


def test_sentences_are_numbered_from_one(ferry):
    assert [sentence.number for sentence in ferry.sentences] == [1, 2, 3, 4, 5]


def test_the_same_text_has_the_same_id_whatever_its_title():
    one = Article("Rain fell.", "Rain", (Span(0, 10),))
    two = Article("Rain fell.", "Weather", (Span(0, 10),))
    assert one.id == two.id
    assert len(one.id) == 16
    assert one.id != Article("Rain fell!", "Rain", (Span(0, 10),)).id


def test_pieces_come_in_text_order():
    article = Article(
        "Rain\nSubscribe!\nRain fell.\nRoads",
        "Rain",
        (Span(16, 26), Span(27, 32)),
        (LeftOut(5, 15, "subscription"),),
        Span(0, 4),
        headings=(Span(27, 32),),
    )
    assert list(article.pieces()) == [
        ("title", Span(0, 4), ""),
        ("left out", Span(5, 15), "subscription"),
        ("sentence", Span(16, 26), ""),
        ("heading", Span(27, 32), ""),
    ]
    assert [sentence.is_heading for sentence in article.sentences] == [False, True]
