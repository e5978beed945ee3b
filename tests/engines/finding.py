"""Find what the engines need to run: PostgreSQL's programs, and OpenSearch's jars, by Maven.

``python3 tests/engines/finding.py`` prints the names of the engines that can be tested here, for
``QUOTEWIRE_TEST_ENGINES``, and says what the others need. It uses the standard library alone.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
OLDEST_POSTGRESQL = 15
POSTGRESQL = f"PostgreSQL {OLDEST_POSTGRESQL} or later (Debian: apt install postgresql)"
PLACES = (  # where Debian, Fedora and Homebrew keep programs that are not on PATH
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
OLDEST_JAVA = 17
JAVA = (  # OpenSearch itself comes by Maven
    f"OpenSearch, for it a JDK {OLDEST_JAVA} or later and Maven"
    " (Debian: apt install default-jdk-headless maven)"
)
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
RESOLVING = 300  # seconds for Maven to download some 105 MB
SECURITY = "security"  # the folder of the plugin for TLS and users, in that of the jars


class MissingError(Exception):
    """An engine cannot be had here; the text is what it needs."""


@cache
def postgresql():
    """Return the folder with the programs of the newest PostgreSQL here.

    Raises:
        MissingError: there is none, or none that is new enough.
    """
    folders = [folder for place in PLACES for folder in Path("/").glob(place[1:])]
    on_path = shutil.which("initdb")
    folders += [Path(on_path).resolve().parent] if on_path else []
    versions = [(postgresql_version(folder), folder) for folder in folders]
    newest, folder = max(versions, default=(0, None))
    if newest < OLDEST_POSTGRESQL:
        raise MissingError(POSTGRESQL)
    return folder


def postgresql_version(folder):
    """Return the major version of the server in a folder of programs; 0 if it is not there."""
    if not ((folder / "initdb").exists() and (folder / "postgres").exists()):
        return 0
    said = subprocess.run(
        [folder / "postgres", "--version"], stdout=subprocess.PIPE, text=True, check=True
    )
    return int(re.search(r"(\d+)", said.stdout)[1])


@cache
def opensearch():
    """Return the folder with the jars and our program, compiled, made if it is not there yet.

    Raises:
        MissingError: there is no JDK or no Maven, or Maven cannot resolve what is needed.
    """
    sources = [HERE / "pom.xml", HERE / "OpenSearchNode.java"]
    version = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    caches = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    folder = caches / "quotewire-tests" / f"opensearch-{version}"
    if java_version() < OLDEST_JAVA:
        raise MissingError(JAVA)
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent))
        try:
            make_program(made)
            with suppress(OSError):  # another process was faster
                made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return folder


def java_version():
    """Return the major version of Java; 0 without one."""
    if not shutil.which("java"):
        return 0
    said = subprocess.run(["java", "-version"], stderr=subprocess.PIPE, text=True, check=False)
    found = re.search(r'version "(\d+)', said.stderr)
    return int(found[1]) if found else 0


def make_program(folder):
    """Copy the jars into a folder, with Maven, and compile the program beside them."""
    if not (shutil.which("mvn") and shutil.which("javac")):
        raise MissingError(JAVA)
    maven = ("mvn", "-q", "-B", "-Dstyle.color=never", "-f", HERE / "pom.xml")
    run(*maven, COPY, f"-DoutputDirectory={folder}")
    (plugin,) = folder.glob("*.zip")
    shutil.unpack_archive(plugin, folder / SECURITY)
    plugin.unlink()
    run("javac", "-cp", f"{folder}/*", "-d", folder, HERE / "OpenSearchNode.java")


def run(*command):
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=RESOLVING, check=False
        )
    except subprocess.TimeoutExpired:
        raise MissingError(f"{command[0]} to end within {RESOLVING} seconds") from None
    if done.returncode:
        said = " ".join((done.stdout + done.stderr).split())[:300]
        raise MissingError(f"OpenSearch from Maven Central ({command[0]} failed: {said})")


ENGINES = {"postgresql": postgresql, "opensearch": opensearch}


def main():
    """Print the names of the engines that are here; say on standard error what others need."""
    found = []
    for name, find in ENGINES.items():
        try:
            find()
            found.append(name)
        except MissingError as error:
            print(f"Tests of {name} are skipped: they need {error}", file=sys.stderr)  # noqa: T201
    print(*found)  # noqa: T201


if __name__ == "__main__":
    main()
