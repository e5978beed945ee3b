"""The command that makes the model's files again; docs/model.md says how to run all of it."""

from click.testing import CliRunner

from retrieval.meaning.export import PUBLISHED, export
from retrieval.meaning.minilm import MODEL


def test_other_weights_than_the_published_ones_are_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"other")
    result = CliRunner().invoke(export, [str(tmp_path), "--output", str(tmp_path / "made")])
    assert result.exit_code == 1
    assert "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa" in result.stderr
    assert not (tmp_path / "made").exists()


def test_a_folder_without_weights_is_refused(tmp_path):
    result = CliRunner().invoke(export, [str(tmp_path)])
    assert result.exit_code == 1
    assert "model.safetensors" in result.stderr


def test_the_notice_names_the_weights():
    assert PUBLISHED in MODEL.joinpath("NOTICE").read_text("utf-8")
