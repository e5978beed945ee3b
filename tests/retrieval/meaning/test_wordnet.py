import pytest

from retrieval.meaning.wordnet import WordNet

LICENSE = "  1 This software and database is being provided to you\n"
FILES = {
    "data.noun": (
        "00000010 18 n 01 owner 0 001 + 00000050 v 0101 | a person who owns something  \n"
        "00000020 15 n 01 Great_Britain 0 000 | a monarchy  \n"
        "00000030 15 n 03 Burma 0 Myanmar 0 Union_of_Burma 1 000 | a republic  \n"
    ),
    "data.verb": "00000050 40 v 01 own 0 001 + 00000010 n 0101 01 + 08 00 | have ownership  \n",
    "data.adj": (
        "00000070 01 a 01 British(a) 0 001 \\ 00000020 n 0101 | of or relating to Britain  \n"
        "00000080 00 s 02 big 0 large 0 001 & 00000070 a 0000 | above average in size  \n"
    ),
    "data.adv": "",
    "index.noun": (
        "owner n 1 1 + 1 1 00000010  \n"
        "burma n 1 0 1 0 00000030  \n"
        "myanmar n 1 0 1 0 00000030  \n"
        "union_of_burma n 1 0 1 0 00000031  \n"
    ),
    "index.verb": "own v 1 1 + 1 1 00000050  \n",
    "index.adj": "big a 1 1 & 1 1 00000080  \nlarge a 1 1 & 1 1 00000080  \n",
    "index.adv": "",
    "noun.exc": "men man\n",
    "verb.exc": "",
    "adj.exc": "bigger big\n",
    "adv.exc": "",
}


@pytest.fixture
def wordnet(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(LICENSE + text, "utf-8")
    return WordNet(tmp_path)


def test_derived_words_and_adjectives_of_names_are_pairs(wordnet):
    assert set(wordnet.derived()) == {("owner", "own"), ("own", "owner"), ("British", "Britain")}


def test_names_are_the_same_if_that_is_the_first_sense_of_both(wordnet):
    assert list(wordnet.same_names()) == [("Burma", "Myanmar")]


@pytest.mark.parametrize("word", ["owner", "own", "men", "bigger", "larger", "largest"])
def test_words_and_their_forms_are_plain(wordnet, word):
    assert wordnet.is_plain(word)


@pytest.mark.parametrize("word", ["burma", "british", "zzz", "owner's", "er", ""])
def test_names_and_unknown_words_are_not_plain(wordnet, word):
    assert not wordnet.is_plain(word)
