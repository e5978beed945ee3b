"""Where a database is: the path of a file, or the address of a PostgreSQL server."""

from pathlib import Path

SCHEMES = ("postgresql://", "postgres://")


def is_server(location: Path | str) -> bool:
    """Whether a location is the address of a PostgreSQL database."""
    return isinstance(location, str) and location.startswith(SCHEMES)


def shown(location: Path | str) -> Path | str:
    """The location as messages name it: an address without user, password and options."""
    if not is_server(location):
        return location
    scheme, _, rest = str(location).partition("://")
    address, _, options = rest.partition("?")
    if "@" in options:  # of the password, perhaps
        return f"{scheme}://..."
    return f"{scheme}://{address.rpartition('@')[2].partition('#')[0]}"
