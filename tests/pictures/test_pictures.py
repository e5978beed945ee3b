"""The pictures in docs/pictures show what the bot says today."""

from pathlib import Path

import pytest

from tests.pictures.page import marked
from tests.pictures.scenes import SCENES

HERE = Path(__file__).parent
PICTURES = HERE.parents[1] / "docs" / "pictures"


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.usefixtures("read_here")
def test_the_messages_are_those_of_the_picture(name):
    with SCENES[name]() as stage:
        assert stage.scenery() == (HERE / "texts" / f"{name}.txt").read_text(encoding="utf-8"), (
            "run python -m tests.pictures"
        )
    assert (PICTURES / f"{name}.png").exists()


def test_every_picture_is_of_a_scene():
    assert {path.stem for path in PICTURES.iterdir()} == set(SCENES)


def test_entities_become_elements():
    bold = {"type": "bold", "offset": 2, "length": 4}
    quote = {"type": "blockquote", "offset": 0, "length": 6}
    assert marked("😀rain", [bold, quote]) == "<blockquote>😀<b>rain</b></blockquote>"
    assert marked("<b>", []) == "&lt;b&gt;"
