"""The project's files agree with one another: checks, versions, dependencies, pinned versions."""

import re
import tomllib

import pytest
import yaml
from documents import ROOT, read, section

PROJECT = tomllib.loads(read("pyproject.toml"))
EXTRAS = PROJECT["project"]["optional-dependencies"]


def test_pre_commit_and_ci_run_the_same_checks():
    (repo,) = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    hooks = [hook["entry"] for hook in repo["hooks"]]
    script = read(".ci/run")
    assert hooks[:3] == [line for line in script.splitlines() if line.startswith(".venv/bin/")][:3]
    (tests,) = hooks[3:]
    *_, last = re.findall(r"^python3 -m venv .*$", read("README.md"), re.MULTILINE)
    assert last.endswith(f"&& {tests}")  # .ci/run runs both lines
    assert set(hooks) <= set(section("CONTRIBUTING.md", "Set up and check").splitlines())


def test_the_workflow_runs_ci():
    workflow = yaml.safe_load(read(".github/workflows/checks.yml"))
    (job,) = workflow["jobs"].values()
    assert job["steps"][-1] == {"run": ".ci/run"}


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda path: path.name
)
def test_every_workflow_and_form_is_valid_yaml(path):
    assert yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_newest_version_in_the_changelog_is_the_version_of_the_project():
    newest = re.findall(r"^## \[(\d[\d.]*)\] - \d{4}-\d\d-\d\d$", read("CHANGELOG.md"), re.M)[0]
    assert newest == PROJECT["project"]["version"]


def test_the_dependency_group_equals_the_extra():
    extra = PROJECT["project"]["optional-dependencies"]["test"]
    assert PROJECT["dependency-groups"]["test"] == extra


def test_the_tests_install_the_clients_of_both_engines():
    assert {*EXTRAS["postgresql"], *EXTRAS["opensearch"]} <= set(EXTRAS["test"])


def test_the_package_has_the_model_and_every_license():
    assert "meaning/model/*" in PROJECT["tool"]["setuptools"]["package-data"]["retrieval"]
    licenses = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("retrieval/**/LICENSE")}
    assert {"LICENSE", *licenses} <= set(PROJECT["project"]["license-files"])
    assert all((ROOT / name).exists() for name in PROJECT["project"]["license-files"])
    assert "retrieval/words/NOTICE" in PROJECT["project"]["license-files"]
    assert PROJECT["project"]["license"] == "MIT AND Apache-2.0 AND LicenseRef-WordNet"


# Constraints


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def release(version):
    return tuple(map(int, re.match(r"\d+(?:\.\d+)*", version).group().split(".")))


def pins():
    lines = [line for line in read("constraints.txt").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)  # and no local path
    return {normal(name): version for name, version in (line.split("==") for line in lines)}


def is_within(version, bounds):
    compare = {
        ">=": lambda one, other: one >= other,
        "<": lambda one, other: one < other,
        "==": lambda one, other: one == other,
    }
    limits = re.findall(r"(>=|==|<)([\d.]+)", bounds)
    return all(compare[sign](release(version), release(limit)) for sign, limit in limits)


INSTALLED = [*PROJECT["project"]["dependencies"], *EXTRAS["postgresql"], *EXTRAS["opensearch"]]


@pytest.mark.parametrize("needed", INSTALLED)
def test_every_dependency_is_pinned_within_its_bounds(needed):
    name, bounds = re.fullmatch(
        r"([\w.-]+)(?:\[\w+\])?((?:(?:>=|==|<)[\d.]+,?)+)(?:; platform_machine in '[\w ]+')?",
        needed,
    ).groups()
    assert is_within(pins()[normal(name)], bounds)


def test_docker_installs_the_pinned_versions():
    assert "-c constraints.txt" in read("Dockerfile")
    assert "quotewire[postgresql,opensearch]" in read(".ci/pin")
    assert "!constraints.txt" in read(".dockerignore").splitlines()
