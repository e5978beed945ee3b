"""What the errors of PostgreSQL mean, in words without stored data, names or passwords."""

import re
from pathlib import Path

import psycopg

from corpus.errors import DatabaseError

LOCKED = "LOCKED"  # another transaction has what this one needs
UNAVAILABLE = "UNAVAILABLE"  # the server is down, starting, or cannot be reached
CLOSED = "CLOSED"  # by this process
UNKNOWN_OUTCOME = "UNKNOWN_OUTCOME"  # the connection was lost while a transaction was committed
STANDBY = "is a standby that can only be read; another server may be about to take over"
UNREACHABLE = "cannot be reached; check that the server runs, and its address"
LOST = "lost the connection while storing a change, which may or may not be stored"
NOT_REPLICATED = "has stored a change, but its synchronous standby has not"
NO_ADDRESS = "is not an address such as postgresql://user@host/name"
REFUSED = "refuses the user or the password"
MISSING = "does not exist; create it with createdb"
DAMAGED = "is damaged; restore a backup"
BUSY = "is being written by another program; try again later"
# By SQLSTATE or its class: the code of the error raised instead, and its reason.
REASONS = {
    "55P03": (LOCKED, BUSY),
    "40": (LOCKED, BUSY),
    "0A000": (UNAVAILABLE, "has been upgraded by another process; try again"),
    "25006": (UNAVAILABLE, STANDBY),
    "25P": (UNAVAILABLE, "has ended a transaction that took too long"),
    "57014": ("TIMEOUT", "took too long to answer"),
    "57P": (UNAVAILABLE, "is starting or stopping; try again later"),
    "53300": (UNAVAILABLE, "has too many connections; try again later"),
    "08": (UNAVAILABLE, UNREACHABLE),
    "53100": ("FULL", "cannot be written: the server's disk is full"),
    "53": ("FULL", "cannot be used: the server has run out of memory or disk space"),
    "58": ("IOERR", "cannot be read or written: the server's disk reports an error"),
    # Not XX000, which says only that the server did not expect something.
    "XX001": ("CORRUPT", DAMAGED),
    "XX002": ("CORRUPT", DAMAGED),
    "28": ("REFUSED", REFUSED),
    "3D": ("MISSING", MISSING),
    "42501": ("PERM", "cannot be used by this user; make it the owner of the tables"),
    "54000": ("TOOBIG", "cannot store a text of that size"),
}
# The same for errors while connecting, which have no SQLSTATE, by parts of their messages without
# what is in quotes, such as the names of hosts and databases. What may pass comes first.
CONNECTING = {
    "too many": (UNAVAILABLE, REASONS["53300"][1]),
    "connection slots": (UNAVAILABLE, REASONS["53300"][1]),
    "no more connections": (UNAVAILABLE, REASONS["53300"][1]),  # of PgBouncer
    "timeout": (UNAVAILABLE, UNREACHABLE),
    "database system is": (UNAVAILABLE, REASONS["57P"][1]),
    "not currently accepting": (UNAVAILABLE, "takes no connections now; try again later"),
    "read-only": (UNAVAILABLE, STANDBY),
    "hot standby": (UNAVAILABLE, STANDBY),
    "pg_hba": ("REFUSED", "lets nobody in from here as this user; see pg_hba.conf on the server"),
    "permission denied for database": ("REFUSED", "does not let this user in; grant CONNECT"),
    'database "" does not exist': ("MISSING", MISSING),
    "no such database": ("MISSING", MISSING),  # of PgBouncer
    "certificate": (UNAVAILABLE, "has a certificate that is not trusted; see sslrootcert"),
    "does not support SSL": (UNAVAILABLE, "does not speak TLS, which its address demands"),
    "definition of service": ("MISSING", "is a service that is not in the service file"),
    "service file": ("MISSING", "is a service, and there is no service file"),
    "password": ("REFUSED", REFUSED),
    "authentication": ("REFUSED", REFUSED),
    "role ": ("REFUSED", REFUSED),
    "invalid port": ("ADDRESS", NO_ADDRESS),
    "invalid integer": ("ADDRESS", NO_ADDRESS),
    'value: ""': ("ADDRESS", NO_ADDRESS),
    "FATAL": (UNAVAILABLE, "lets nobody in; its log says why"),
}
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")  # psycopg and libpq differ in that


def explanation(path: Path | str, error: psycopg.Error) -> DatabaseError:
    """The error to raise instead, for one that a statement raised."""
    state = error.sqlstate or ""
    for length in (5, 3, 2):
        if found := REASONS.get(state[:length]) if state else None:
            return DatabaseError(path, found[1], found[0])
    if isinstance(error, psycopg.OperationalError) and not state:
        return DatabaseError(path, UNREACHABLE, UNAVAILABLE)
    about = type(error).__name__
    return DatabaseError(path, f"cannot be used: {about}", state or about)


def why_not_connected(path: Path | str, error: psycopg.Error) -> DatabaseError:
    """The error to raise instead, for one in connecting."""
    message = QUOTED.sub('""', str(error))
    found = next((it for part, it in CONNECTING.items() if part in message), None)
    code, reason = found or (UNAVAILABLE, UNREACHABLE)
    return DatabaseError(path, reason, code)
