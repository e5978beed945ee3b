"""TLS: which certificates are trusted, and what is wrong when a connection fails."""

import ssl
from pathlib import Path

from bot.library.opensearch.errors import EngineError

CA_SETTING = "QUOTEWIRE_SEARCH_CA"
UNUSABLE = "cannot be read, or has no certificates in PEM format"
AUTHORITY = f"has a certificate that is not trusted; see {CA_SETTING}"
OTHER_HOST = "has a certificate for other host names than the one in QUOTEWIRE_SEARCH"
PLAIN = "does not speak TLS; its address may begin with http:// instead"
AWAY = "cannot be reached"
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
    """What checks certificates: with those in a file, or else the system's.

    Raises:
        EngineError: The file cannot be used.
    """
    try:
        return ssl.create_default_context(cafile=str(ca) if ca else None)
    except OSError:
        raise EngineError(f"cannot be reached: {CA_SETTING} {UNUSABLE}") from None


def tls_problem(error: object) -> str:
    """What is wrong with the engine if this ended a connection by TLS."""
    if isinstance(error, ssl.SSLCertVerificationError):
        unknown = f"has a certificate that is not accepted ({error.verify_message})"
        return CERTIFICATES.get(error.verify_code, unknown)
    reason = getattr(error, "reason", None)  # of an ssl.SSLError, if OpenSSL raised it
    if reason in NO_TLS:
        return PLAIN
    ended = isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)
    return AWAY if ended else f"{AWAY} by TLS ({reason or 'no reason given'})"
