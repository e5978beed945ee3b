"""Where a database is: the path of a file, or the address of a PostgreSQL server."""

import re
from pathlib import Path

SCHEMES = ("postgresql://", "postgres://")
# Addresses of other databases, and those that libpq takes in other words. Taken for the path of a
# file, they would make one with a password in its name.
OTHER = re.compile(r"://|\b(?:host|dbname|user|password|service)=")
NEITHER = "must be a file or an address such as postgresql://user:password@host/name"
PORT = re.compile(r"[^:\[\]]*(?:\[[^\[\]]*\])?(?::[0-9]*)?")  # after a host, and nothing else


def is_server(location: Path | str) -> bool:
    """Whether a location is the address of a PostgreSQL database."""
    return isinstance(location, str) and location.startswith(SCHEMES)


def location_of(text: str) -> Path | str:
    """The location that a setting or an argument gives.

    Raises:
        ValueError: It is an address of another kind; the message does not quote it.
    """
    if is_server(text):
        return text
    if OTHER.search(text):
        raise ValueError(NEITHER)
    return Path(text)


def shown(location: Path | str) -> Path | str:
    """The location as messages name it: an address without user, password and options."""
    if not is_server(location):
        return location
    scheme, _, rest = str(location).partition("://")
    address, _, options = rest.partition("?")
    if "@" in options:  # of the password, perhaps
        return f"{scheme}://..."
    address = address.rpartition("@")[2].partition("#")[0]
    hosts = address.partition("/")[0].split(",")
    if not all(map(PORT.fullmatch, hosts)):  # a password without a host, perhaps
        return f"{scheme}://..."
    return f"{scheme}://{address}"
