import psycopg
import pytest

from corpus.store.database.postgresql_errors import why_not_connected

FAILED = 'connection to server at "password.example" (192.0.2.1), port 5432 failed: '


def why(message):
    error = psycopg.OperationalError(FAILED + message)
    return why_not_connected("postgresql://db.example/news", error)


@pytest.mark.parametrize(
    "message",
    [
        'FATAL:  too many connections for role "quotewire"',
        'FATAL:  too many connections for database "news"',
        "FATAL:  sorry, too many clients already",
        "FATAL:  remaining connection slots are reserved for roles with privileges",
        'FATAL:  database "news" is not currently accepting connections',
        "FATAL:  the database system is starting up",
        "FATAL:  canceling authentication due to timeout",
        "FATAL:  Passwort-Authentifizierung für Benutzer »quotewire« fehlgeschlagen",
        "Connection refused",
    ],
)
def test_what_may_pass_is_tried_again(message):
    assert why(message).is_busy


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ('FATAL:  password authentication failed for user "news"', "refuses the user"),
        ('FATAL:  role "read-only" does not exist', "refuses the user"),
        ('FATAL:  database "too many" does not exist', "does not exist; create it"),
        ("FATAL:  no such database: news", "does not exist; create it"),
        ('FATAL:  permission denied for database "news"\nDETAIL:  User', "does not let this user"),
        (
            'FATAL:  no pg_hba.conf entry for host "192.0.2.7", user "a", database "b", no '
            "encryption",
            "lets nobody in from here as this user; see pg_hba.conf",
        ),
        ('invalid integer value "secret" for connection option "port"', "is not an address"),
    ],
)
def test_what_has_to_be_mended_is_named(message, reason):
    error = why(message)
    assert error.reason.startswith(reason)
    assert not error.is_busy


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("Connection refused\n\tIs the server running on that host?", "cannot be reached"),
        (
            "failed to resolve host 'password.example': [Errno -2] Name or service not known",
            "cannot be reached",
        ),
        ('definition of service "news" not found', "is a service that is not in the service"),
        ('service file "/x/pg_service.conf" not found', "is a service, and there is no"),
        ("SSL error: certificate verify failed", "has a certificate that is not trusted"),
        ('root certificate file "/x/root.crt" does not exist', "has a certificate that is not"),
        ("FATAL:  unsupported startup parameter: options", "lets nobody in; its log says why"),
    ],
)
def test_the_cause_is_named(message, reason):
    assert why(message).reason.startswith(reason)
