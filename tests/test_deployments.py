"""The compose files: their services, and the settings that they give the bots."""

import re
import tomllib

import pytest
import yaml
from documents import ROOT, read

from bot.settings import Settings
from corpus.store.database.location import is_server

EXTRAS = tomllib.loads(read("pyproject.toml"))["project"]["optional-dependencies"]
FILES = ["compose.yaml", "deploy/postgresql.yaml", "deploy/opensearch.yaml"]
PASSWORD = "${POSTGRES_PASSWORD:?set it in .env}"
VARIABLE = re.compile(r"\b(?:QUOTEWIRE|TELEGRAM)_[A-Z_]+\b")


def services(name):
    return yaml.safe_load(read(name))["services"]


def bots(name):
    return [service for service in services(name).values() if "build" in service]


def settings(bot):
    given = {name.lower(): value for name, value in bot["environment"].items()}
    assert given.pop("pgpassword", PASSWORD) == PASSWORD  # for libpq
    assert set(given) <= set(Settings.model_fields)
    return Settings(_env_file=None, **given)


def test_every_compose_file_is_checked():
    found = [path for path in ROOT.glob("deploy/*") if path.suffix in (".yaml", ".yml")]
    assert {path.relative_to(ROOT).as_posix() for path in found} == set(FILES[1:])


@pytest.mark.parametrize("name", FILES)
def test_every_setting_in_a_compose_file_is_in_the_example_file(name):
    known = re.findall(r"^(?:# )?((?:QUOTEWIRE|TELEGRAM)_[A-Z_]+)=", read(".env.example"), re.M)
    assert set(VARIABLE.findall(read(name))) <= set(known)


@pytest.mark.parametrize(("name", "count"), [*zip(FILES, (1, 1, 3), strict=True)])
def test_the_bots_take_the_settings_that_they_are_given(name, count):
    found = bots(name)
    assert len(found) == count
    assert all(settings(bot) == settings(found[0]) for bot in found)
    location = settings(found[0]).quotewire_db
    assert is_server(location) == (name != FILES[0])
    assert is_server(location) == ("PGPASSWORD" in found[0]["environment"])
    assert bool(settings(found[0]).search_urls) == (name == FILES[2])


@pytest.mark.parametrize("name", FILES)
def test_the_hosts_in_the_settings_are_services(name):
    hosts = re.findall(r"(?:@|http://)([a-z][a-z0-9-]*)[:/\s]", read(name))
    assert bool(hosts) == (name != FILES[0])
    assert set(hosts) - {"localhost"} <= set(services(name))


@pytest.mark.parametrize("name", FILES)
def test_every_bot_is_confined_and_keeps_its_files_to_itself(name):
    found = bots(name)
    usual = bots(FILES[0])[0]
    for bot in found:
        for part in ("read_only", "tmpfs", "cap_drop", "security_opt", "mem_limit", "logging"):
            assert bot[part] == usual[part], part
    volumes = [volume for bot in found for volume in bot["volumes"]]
    assert len(set(volumes)) == len(found)
    declared = set(yaml.safe_load(read(name))["volumes"])
    mounted = {
        volume.partition(":")[0]
        for service in services(name).values()
        for volume in service["volumes"]
    }
    assert mounted == declared


@pytest.mark.parametrize("name", FILES[1:])
def test_every_bot_has_the_clients_that_it_needs_and_waits_for_the_servers(name):
    servers = {key for key, service in services(name).items() if "image" in service}
    for bot in bots(name):
        extras = set(bot["build"]["args"]["EXTRAS"].split(","))
        assert extras <= set(EXTRAS)
        assert ("opensearch" in extras) == ("QUOTEWIRE_SEARCH" in bot["environment"])
        assert (ROOT / "deploy" / bot["build"]["context"]).resolve() == ROOT
        assert set(bot["depends_on"]) == servers
    assert all("healthcheck" in services(name)[server] for server in servers)
    assert "ARG EXTRAS=" in read("Dockerfile")


@pytest.mark.parametrize("name", FILES)
def test_a_compose_file_has_no_password_and_no_image_without_a_version(name):
    text = read(name)
    assert re.findall(r"PASSWORD: (.*)", text) == [PASSWORD] * text.count("PASSWORD: ")
    assert all(re.search(r":\d", image) for image in re.findall(r"image: (.*)", text))


@pytest.mark.parametrize("name", FILES[1:])
def test_volumes_are_not_named_after_the_folder(name):
    assert yaml.safe_load(read(name))["name"] == "quotewire-servers"


@pytest.mark.parametrize("name", FILES[1:])
def test_a_database_that_is_still_being_made_is_not_called_ready(name):
    # The image makes it with a server that only listens on its socket.
    assert "--host=127.0.0.1" in services(name)["postgresql"]["healthcheck"]["test"]


def test_git_ignores_every_file_of_settings():
    assert ".env" in read(".gitignore").splitlines()


def test_only_the_bots_reach_the_search_engine_without_users():
    file = yaml.safe_load(read(FILES[2]))
    assert file["networks"]["inside"]["internal"]
    for key, service in file["services"].items():
        assert ("outside" in service["networks"]) == key.startswith("quotewire"), key
        assert "ports" not in service
