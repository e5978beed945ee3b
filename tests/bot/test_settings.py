from pathlib import Path

import pytest
from platformdirs import user_data_path

from bot.settings import Settings, SettingsError, load_settings, withhold_secrets

TOKEN = "123456789:AAtest-token_of-the-right-form_0123456"


@pytest.mark.usefixtures("db")
def test_without_settings_telegrams_own_addresses_and_the_users_folder_are_used(monkeypatch):
    monkeypatch.delenv("QUOTEWIRE_DB")
    settings = load_settings()
    assert settings.telegram_bot_token is None
    assert settings.telegram_base_url == "https://api.telegram.org/bot"
    assert settings.telegram_base_file_url == "https://api.telegram.org/file/bot"
    assert settings.quotewire_db == user_data_path("quotewire") / "quotewire.db"
    assert settings.quotewire_log_level == "INFO"
    assert settings.quotewire_confidence is None


def test_the_environment_overrides_the_file(db, monkeypatch):
    Path(".env").write_text("QUOTEWIRE_LOG_LEVEL=DEBUG\nQUOTEWIRE_DB=elsewhere.db\nOTHER=1\n")
    assert load_settings().quotewire_log_level == "DEBUG"
    assert load_settings().quotewire_db == db
    monkeypatch.setenv("QUOTEWIRE_LOG_LEVEL", "ERROR")
    assert load_settings().quotewire_log_level == "ERROR"


@pytest.mark.usefixtures("db")
def test_an_empty_variable_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    monkeypatch.setenv("QUOTEWIRE_LOG_LEVEL", "")
    assert load_settings().telegram_bot_token is None
    assert load_settings().quotewire_log_level == "INFO"


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("QUOTEWIRE_LOG_LEVEL", "LOUD"),
        ("QUOTEWIRE_CONFIDENCE", "1.1"),
        ("QUOTEWIRE_CONFIDENCE", "nan"),
        ("QUOTEWIRE_TIME_ZONE", "Europe/Atlantis"),
        ("QUOTEWIRE_TIME_ZONE", "../../etc/passwd"),
        ("QUOTEWIRE_TIME_ZONE", "Europe"),
        ("TELEGRAM_BASE_URL", "https://api.telegram.org/"),
        ("TELEGRAM_BASE_URL", "ftp://api.telegram.org/bot"),
        ("TELEGRAM_BASE_URL", "https:///bot"),
        ("TELEGRAM_BASE_FILE_URL", "https://api.telegram.org/bot"),
    ],
)
def test_an_invalid_value_is_named(monkeypatch, variable, value):
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=rf"^{variable} is invalid: ") as caught:
        load_settings()
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("db")
def test_a_file_that_is_not_text_is_named():
    Path(".env").write_bytes(b"QUOTEWIRE_DB=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"^\.env "):
        load_settings()


@pytest.mark.usefixtures("db")
def test_a_missing_token_is_named():
    with pytest.raises(SettingsError, match=r"^TELEGRAM_BOT_TOKEN is not set"):
        load_settings().check_token()


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("token", ["secret", "123456789:short", TOKEN + "!", "x:" + "a" * 35])
def test_a_malformed_token_is_named_and_not_shown(monkeypatch, token):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    with pytest.raises(SettingsError, match=r"^TELEGRAM_BOT_TOKEN does not look") as caught:
        load_settings().check_token()
    assert token not in str(caught.value)


@pytest.mark.usefixtures("db")
def test_a_valid_token_is_accepted_and_never_shown(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    settings = load_settings()
    settings.check_token()
    assert TOKEN not in repr(settings)
    assert TOKEN not in str(settings.model_dump())


@pytest.mark.usefixtures("db")
def test_the_search_engines_password_is_never_shown(monkeypatch):
    monkeypatch.setenv("QUOTEWIRE_SEARCH", "https://me:hidden@a.example:9200/news, http://b:1")
    settings = load_settings()
    assert settings.search_urls == ("https://me:hidden@a.example:9200/news", "http://b:1")
    assert "hidden" not in repr(settings)
    assert "hidden" not in str(settings.model_dump())


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("url", "reason"),
    [
        *(
            (url, "must be a URL such as")
            for url in (
                "search.example:9200",
                "ftp://a",
                "https://",
                "http://a?b",
                "https://me:hidden#@a:9200",
                "https://me:hidden?@a:9200",
                "https://me:[hidden@a:9200",
                "https://me:hidden/@a:9200",
                "https://me:hid@den@a:9200",
                "https://me:hid,den@a:9200",
                "https://me:hid/den@a:9200",
                "https://me:hid\uff0fden@a:9200",
                "https://me:hidden@a:hidden",
                "https://a:65536",
                "https://a:0",
                "https://a:b",
            )
        ),
        ("https://me:hidden@a/Upper", "has a path that cannot name an index"),
        ("https://me:hidden@a/news/new", "has a path that cannot name an index"),
        ("https://me:hidden@a/_news", "has a path that cannot name an index"),
        ("https://me:hidden@a/news https://b/archive", "must not name two indexes"),
    ],
)
def test_a_malformed_address_of_the_search_engine_is_named_and_not_shown(monkeypatch, url, reason):
    monkeypatch.setenv("QUOTEWIRE_SEARCH", url)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).startswith(f"QUOTEWIRE_SEARCH is invalid: {reason}")
    assert "hid" not in str(caught.value)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    "url", ["https://[::1]:9200/", "http://a/news/, https://me:h%23@b:9200", "http://a//news"]
)
def test_an_address_of_the_search_engine_can_have_a_path_at_any_node(monkeypatch, url):
    monkeypatch.setenv("QUOTEWIRE_SEARCH", url)
    assert load_settings().search_urls == tuple(url.replace(",", "").split())


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    "location",
    [
        "sqlite:///news.db",
        "postgresql+psycopg://me:hidden@db.example/news",
        "PostgreSQL://me:hidden@db.example/news",
        "host=db.example dbname=news password=hidden",
    ],
)
def test_an_address_of_another_kind_is_not_taken_for_a_file(monkeypatch, location):
    monkeypatch.setenv("QUOTEWIRE_DB", location)
    with pytest.raises(SettingsError, match=r"^QUOTEWIRE_DB is invalid: must be a file") as caught:
        load_settings()
    assert "hidden" not in str(caught.value)


def test_secrets_are_deleted_from_the_environment_however_they_are_written():
    secrets = {"TELEGRAM_BOT_TOKEN": TOKEN, "Telegram_bot_Token": TOKEN}
    others = {"QUOTEWIRE_DB": "a.db", "PATH": "/bin", "QUOTEWIRE_WEBHOOK_LISTEN": "a:1"}
    environment = secrets | {"quotewire_webhook_secret": "s", "QUOTEWIRE_SEARCH": "t"} | others
    withhold_secrets(environment)
    assert environment == others


def test_the_address_of_a_server_is_kept_as_it_is_but_not_shown_or_inherited(monkeypatch):
    address = "postgresql://me:not-to-be-shown@db.example/news"
    monkeypatch.setenv("QUOTEWIRE_DB", address)
    settings = load_settings()
    assert settings.quotewire_db == address
    assert "not-to-be-shown" not in f"{settings!r} {settings}"
    environment = {"Quotewire_DB": address, "PATH": "/bin"}
    withhold_secrets(environment)
    assert environment == {"PATH": "/bin"}


def test_the_example_file_lists_every_setting_with_its_default():
    example = Path(__file__).parents[2] / ".env.example"
    lines = [line for line in example.read_text().splitlines() if "=" in line]
    named = dict(line.lstrip("# ").split("=", 1) for line in lines)
    assert set(named) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, str):
            assert named[name.upper()] == field.default


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("name", ["QUOTEWIRE_WEBHOOK_KEY", "QUOTEWIRE_WEBHOOK_CERTIFICATE"])
def test_a_key_or_a_certificate_alone_is_rejected(monkeypatch, name):
    monkeypatch.setenv(name, "some.pem")
    with pytest.raises(SettingsError, match=f"{name} needs"):
        load_settings().check_webhook()
