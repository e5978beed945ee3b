"""A node of OpenSearch with TLS and users, by OpenSearch's own plugin for that.

For tests in tests/engines, with the fixture ``secured`` (conftest.py), which they share::

    def test_ann_may_read(secured):
        url = secured.user("ann", "her password", {"cluster_permissions": [...]})
        Engine(Address([url], secured.ca))

The certificate of its address is of an authority of the tests, whose own is in the file ``ca``.
"""

import shutil
import ssl
from base64 import b64encode
from collections.abc import Mapping
from functools import partial
from http.client import HTTPSConnection
from urllib.parse import quote

from cluster import CALLING, QUICK_START, SETTINGS, Cluster, Node
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from finding import SECURITY

PLUGIN = "org.opensearch.security.OpenSearchSecurityPlugin"
KEEPER = "keeper:keeper-of-the-harbour-1"
# The users and their roles before tests add others; the hash is the password's, by bcrypt. The
# plugin's own files would let every user search.
USERS = """
_meta: {type: internalusers, config_version: 2}
keeper:
  hash: $2y$12$0KyRk4YqB5tmsBiDCU9KQeVJ.gsEF5VXU1a4ljY0/Ux5ybJ.v6IdC
  backend_roles: [admin]
"""
MAPPING = """
_meta: {type: rolesmapping, config_version: 2}
all_access: {backend_roles: [admin]}
"""
API = "/_plugins/_security/api"
FILES = {"pemcert_filepath": "node.pem", "pemkey_filepath": "node.key"}
FILES["pemtrustedcas_filepath"] = "authority.pem"


class SecuredNode(Node):
    """A node that takes requests by TLS alone, from users with their password."""

    headers: Mapping[str, str] = {"Authorization": f"Basic {b64encode(KEEPER.encode()).decode()}"}

    def __init__(self, authority, name, program, options):
        super().__init__(name, program, [*options, f"-Dplugin={PLUGIN}"])
        self._authority = authority
        config = self.folder / "config"
        plugins = config / "opensearch-security"
        shutil.copytree(program / SECURITY / "config", plugins)
        (plugins / "internal_users.yml").write_text(USERS)
        (plugins / "roles_mapping.yml").write_text(MAPPING)
        issued = authority.issue("127.0.0.1")
        (config / "node.pem").write_bytes(b"".join(one.bytes() for one in issued.cert_chain_pems))
        (config / "node.key").write_bytes(pkcs8(issued.private_key_pem.bytes()))
        shutil.copy(authority.file, config / "authority.pem")

    def classes(self, program):
        return [*super().classes(program), f"{program / SECURITY}/*"]

    def settings(self):
        ours = "plugins.security"
        files = {
            f"{ours}.ssl.{layer}.{name}": file
            for layer in ("http", "transport")
            for name, file in FILES.items()
        }
        return (
            SETTINGS
            | files
            | {
                f"{ours}.ssl.http.enabled": "true",
                f"{ours}.ssl.transport.enforce_hostname_verification": "false",
                f"{ours}.allow_default_init_securityindex": "true",
                f"{ours}.restapi.roles_enabled": "all_access",
            }
        )

    @property
    def url(self):
        return f"https://{KEEPER}@127.0.0.1:{self.port}"

    def connection(self):
        context = ssl.create_default_context(cafile=str(self._authority.file))
        return HTTPSConnection("127.0.0.1", self.port, timeout=CALLING, context=context)


class Secured(Cluster):
    """One such node."""

    def __init__(self, authority):
        super().__init__(1, QUICK_START, partial(SecuredNode, authority))
        self.ca = authority.file
        self._users = {}

    def user(self, name, password, role):
        """Make a user, or change one, who has this role alone; return the URL with both."""
        if self._users.get(name) != (password, role):
            self.call("PUT", f"{API}/roles/{quote(name)}", role)
            user = {"password": password, "opendistro_security_roles": [name]}
            self.call("PUT", f"{API}/internalusers/{quote(name)}", user)
            self._users[name] = password, role
        return f"https://{quote(name)}:{quote(password, safe='')}@127.0.0.1:{self.nodes[0].port}"

    def clear(self):
        """Delete all indices but the one of the users."""
        self.call("DELETE", "/quotewire*")


def pkcs8(key):
    """A private key in the only format that the plugin reads."""
    read = load_pem_private_key(key, None)
    return read.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
