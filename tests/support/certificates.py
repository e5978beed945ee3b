"""Certificates for servers of the tests, of an authority that nobody else trusts."""

import ssl
from datetime import UTC, datetime

import trustme

HERE = ("127.0.0.1", "localhost")
LONG_AGO = datetime(2001, 2, 3, tzinfo=UTC)


class Authority:
    """Issues certificates; ``file`` is what trusts them."""

    def __init__(self, folder, name="authority"):
        self._authority = trustme.CA()
        self.file = folder / f"{name}.pem"
        self._authority.cert_pem.write_to_path(self.file)

    def issue(self, *names, expired=False, **about):
        """A certificate for names and addresses of a host, by default this one's."""
        until = LONG_AGO if expired else None
        since = datetime(2000, 2, 3, tzinfo=UTC) if expired else None
        return self._authority.issue_cert(
            *(names or HERE), not_before=since, not_after=until, **about
        )

    def context(self, *names, expired=False):
        """What a server of this host needs for TLS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.issue(*names, expired=expired).configure_cert(context)
        return context
