"""TLS: which certificates are trusted, and what is wrong when a connection fails."""

import ssl
from pathlib import Path

from bot.library.opensearch.errors import EngineError

CA_SETTING = "QUOTEWIRE_SEARCH_CA"
AWAY = "cannot be reached"
AUTHORITY = f"has a certificate that {CA_SETTING}, or without it the system, does not trust"
OTHER_HOST = "has a certificate for other host names than the one in QUOTEWIRE_SEARCH"
PLAIN = "does not use TLS, which https:// in QUOTEWIRE_SEARCH asks for"
# By OpenSSL's numbers (X509_V_ERR_…), the reasons why a certificate is not accepted.
CERTIFICATES = {
    2: AUTHORITY,
    9: "has a certificate that is not valid yet",
    10: "has a certificate that has expired",
    18: AUTHORITY,
    19: AUTHORITY,
    20: AUTHORITY,
    21: AUTHORITY,
    62: OTHER_HOST,
    64: OTHER_HOST,
}
NO_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE")  # of the answer, by version of OpenSSL


def tls_context(ca: Path | None) -> ssl.SSLContext:
    """What is trusted: the certificates in a file or, without one, the system's.

    Raises:
        EngineError: The file cannot be used.
    """
    if problem := ca_problem(ca):
        raise EngineError(f"cannot be reached: {CA_SETTING} {problem}")
    return ssl.create_default_context(cafile=str(ca) if ca else None)


def ca_problem(ca: Path | None) -> str | None:
    """Why a file with the certificates to trust cannot be used; None if it can, or is not set."""
    try:
        if ca:
            ssl.create_default_context(cafile=str(ca))
    except ssl.SSLError:
        return f"names {ca}, which has no certificate in PEM format"
    except OSError as error:
        return f"names {ca}, which cannot be read ({error.strerror})"
    return None


def tls_problem(error: object) -> str:
    """What is wrong with the engine if this ended a connection by TLS."""
    if isinstance(error, ssl.SSLCertVerificationError):
        unknown = f"has a certificate that is not accepted ({error.verify_message})"
        return CERTIFICATES.get(error.verify_code, unknown)
    reason = getattr(error, "reason", None)  # of an ssl.SSLError, if OpenSSL raised it
    if reason in NO_TLS:
        return PLAIN
    ended = isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)  # such as with its process
    return AWAY if ended else f"{AWAY} by TLS ({reason or 'no reason given'})"
