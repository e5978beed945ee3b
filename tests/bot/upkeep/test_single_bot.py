import pytest

from bot.upkeep.single_bot import only_bot
from corpus.errors import CorpusError


def test_a_second_bot_is_refused_under_any_name_of_the_database(db):
    other = db.with_name("link.db")
    other.symlink_to(db)
    with only_bot(db), pytest.raises(CorpusError, match="another bot"), only_bot(other):
        pass
