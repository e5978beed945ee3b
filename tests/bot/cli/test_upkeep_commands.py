import pytest

from bot.upkeep.single_bot import SERVED, only_bot


@pytest.mark.parametrize("token", ["", "not-a-token"])
def test_the_bot_names_a_token_that_is_missing_or_malformed(run, db, monkeypatch, token):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    result = run("run")
    assert result.exit_code == 2
    assert result.stderr.startswith("quotewire: TELEGRAM_BOT_TOKEN ")
    assert result.stderr.count("\n") == 1
    assert not db.exists()


def test_a_second_bot_over_the_same_database_is_refused(run, db, monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456789:" + "A" * 35)
    with only_bot(db):
        result = run("run")
    assert result.exit_code == 2
    assert result.stderr == f"quotewire: {db}: {SERVED}\n"
    with only_bot(db):  # the first one has ended
        pass
