import logging

from fake_telegram import TOKEN

from bot.logs import WithoutToken, log_to_stderr


def formatted(message, *words, error=None):
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot", logging.ERROR, "", 1, message, words, exc_info)
    return WithoutToken(TOKEN).format(record)


def test_the_token_is_taken_out_of_messages_and_tracebacks():
    assert TOKEN not in formatted("GET https://telegram.example/bot%s/getMe", TOKEN)
    lines = formatted("failed", error=ValueError(f"The token `{TOKEN}` was rejected"))
    assert TOKEN not in lines
    assert "The token `TOKEN` was rejected" in lines


def test_half_a_token_is_taken_out_too():
    assert TOKEN.partition(":")[2] not in formatted(TOKEN.replace(":", "%3A"))


def test_a_log_without_a_token_is_left_as_it_is():
    record = logging.LogRecord("bot", logging.INFO, "", 1, "ready", (), None)
    assert WithoutToken("").format(record).endswith("INFO bot: ready")


def test_libraries_that_log_addresses_and_updates_are_quiet():
    log_to_stderr("DEBUG", TOKEN)
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    assert not logging.getLogger("httpcore.http11").isEnabledFor(logging.DEBUG)
    assert not logging.getLogger("telegram.ext.ExtBot").isEnabledFor(logging.CRITICAL)
