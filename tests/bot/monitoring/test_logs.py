import json
import logging
import re

import pytest
from fake_telegram import TOKEN
from hypothesis import given
from hypothesis import strategies as st

from bot.monitoring.logs import OneLine, error_id, log_to_stderr


def formatted(message, *words, error=None, form="text"):
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot", logging.ERROR, "", 1, message, words, exc_info)
    return OneLine(TOKEN, form).format(record)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_token_is_removed_from_messages_and_tracebacks(form):
    assert TOKEN not in formatted("GET https://telegram.example/bot%s/getMe", TOKEN, form=form)
    line = formatted("failed", error=ValueError(f"The token `{TOKEN}` was rejected"), form=form)
    assert TOKEN not in line
    assert "The token `TOKEN` was rejected" in line


def test_half_a_token_is_removed():
    assert TOKEN.partition(":")[2] not in formatted(TOKEN.replace(":", "%3A"))


@given(st.text(), st.sampled_from(["text", "json"]))
def test_every_record_is_one_line_that_controls_no_terminal(text, form):
    line = formatted("%s", text, error=ValueError(text), form=form)
    assert len(line.splitlines()) == 1
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line)
    assert line.encode()  # no lone surrogate is left


def test_an_event_as_json_has_its_time_level_logger_message_and_traceback():
    told = json.loads(formatted("%s went wrong", "it", error=ValueError("why"), form="json"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", told.pop("time"))
    assert told.pop("traceback") == "ValueError: why"
    assert told == {"level": "ERROR", "logger": "bot", "message": "it went wrong"}


def test_without_a_token_nothing_is_replaced():
    record = logging.LogRecord("bot", logging.INFO, "", 1, "ready", (), None)
    assert OneLine("").format(record).endswith("INFO bot: ready")


def test_libraries_that_log_addresses_and_updates_are_quiet():
    log_to_stderr("DEBUG", TOKEN)
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    assert not logging.getLogger("httpcore.http11").isEnabledFor(logging.DEBUG)
    assert not logging.getLogger("telegram.ext.ExtBot").isEnabledFor(logging.CRITICAL)


def test_error_ids_are_short_and_differ():
    ids = {error_id() for _ in range(100)}
    assert len(ids) > 95
    assert all(re.fullmatch(r"[0-9a-f]{6}", name) for name in ids)
