import pytest

from corpus.languages.known import codes, language_of
from corpus.languages.scripts import SCRIPTS


@pytest.mark.parametrize("code", sorted(codes()))
def test_the_file_of_each_language_can_be_read(code):
    language = language_of(code)
    assert language.script in SCRIPTS
    assert language.words.found in ("spaced", "han", "thai")
    assert len(language.months) in (0, 12)
