"""OpenSearch for tests: one node or a cluster of three, on 127.0.0.1, with a folder for each.

For most tests: the fixture ``opensearch`` (tests/conftest.py) is one node that all tests share.
It is empty again for each test, and green::

    def test_a_sentence_is_found(opensearch):
        client = OpenSearch(opensearch.urls)
        opensearch.call("GET", "/_cat/indices?format=json")   # what came back, parsed

For tests of a cluster: ``opensearch_cluster``, of three. In tests/engines and tests/process, which
may start processes, a test may kill a node and start it again, on the same ports::

    opensearch_cluster.nodes[0].kill()
    opensearch_cluster.nodes[0].start()
    opensearch_cluster.wait()               # until all nodes are there and the cluster is green

To measure its speed, have it compile all it can: ``Cluster(3, options=())``.

Nodes are a small program of our own around OpenSearch's jars, which Maven copies once to a folder
of this version below ~/.cache/quotewire-tests (finding.py). They have neither TLS nor users; for a
node with both, see secured.py.
"""

import json
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import closing, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from keeper import keeper
from patience import PATIENCE
from starting import found, free_port, new_folder, wait_until

CALLING = 60  # seconds for an answer
# Half the time to start, for slower code: with the first of Java's two compilers only.
QUICK_START = ("-XX:TieredStopAtLevel=1",)
JAVA = ("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:-UsePerfData")
SETTINGS = {
    "cluster.name": "quotewire-tests",
    "network.host": "127.0.0.1",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "logger.level": "WARN",
}
PLAIN = {"http.type": "netty4", "transport.type": "netty4"}


class RefusedError(Exception):
    """OpenSearch answered with an error; the text is its status and what it says."""


class Node:
    """One node of a cluster."""

    headers: Mapping[str, str] = {}  # of each request

    def __init__(self, name, program, options):
        self.name = name
        self._command = ["java", *JAVA, *options, "-cp", ":".join(self.classes(program))]
        self.folder = new_folder("opensearch")
        self.log = self.folder / "node.log"
        self.port = free_port()
        self.transport_port = free_port()
        self.cluster = []
        self._process = None

    @property
    def pid(self):
        return self._process.pid

    @property
    def was_started(self):
        """Whether it was, and was not stopped; then it should run."""
        return self._process is not None

    @property
    def is_running(self):
        return self.was_started and self._process.poll() is None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def classes(self, program):
        """Where Java finds its classes; of two of one name, it takes the first."""
        return [f"{program}", f"{program}/*"]

    def settings(self):
        """What the nodes of this kind are told, beside where they are."""
        return SETTINGS | PLAIN

    def connection(self):
        """A connection to the node, to be closed."""
        return HTTPConnection("127.0.0.1", self.port, timeout=CALLING)

    def call(self, method, path, body=None):
        """Ask the node; return what came back, parsed.

        ``body`` is sent as JSON, a list as lines of it. Raises RefusedError, or an OSError if the
        node does not answer.
        """
        lines = body if isinstance(body, list) else [body] if body else []
        sent = "".join(f"{json.dumps(line)}\n" for line in lines)
        kind = "application/x-ndjson" if lines is body else "application/json"
        headers = {**self.headers, "Content-Type": kind}
        with closing(self.connection()) as connection:
            connection.request(method, path, sent.encode() or None, headers)
            response = connection.getresponse()
            received = response.read()
        if response.status >= HTTPStatus.BAD_REQUEST:
            raise RefusedError(f"{response.status}: {received.decode()}")
        return json.loads(received)

    def start(self):
        """Start the node unless it runs; ``Cluster.wait`` waits for it."""
        if self.is_running:
            return
        settings = self.settings() | {
            "node.name": self.name,
            "path.home": self.folder,
            "http.port": self.port,
            "transport.port": self.transport_port,
            "discovery.seed_hosts": ",".join(
                f"127.0.0.1:{node.transport_port}" for node in self.cluster
            ),
            "cluster.initial_cluster_manager_nodes": ",".join(node.name for node in self.cluster),
        }
        arguments = [f"{name}={value}" for name, value in settings.items()]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [*self._command, "OpenSearchNode", *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        keeper().watch(self.pid)

    def stop(self, how=signal.SIGTERM):
        """Stop the node in order, or as another signal does; wait until it has ended."""
        if self.was_started:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            keeper().ended(self.pid)
            self._process = None

    def kill(self):
        self.stop(signal.SIGKILL)


class Cluster:
    """Nodes that know one another; started by ``start``, ended by ``close``."""

    def __init__(self, size, options=QUICK_START, new=Node):
        program = found("opensearch")
        self.nodes = [new(f"node-{number + 1}", program, options) for number in range(size)]
        for node in self.nodes:
            node.cluster = self.nodes

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def urls(self):
        return [node.url for node in self.nodes]

    def start(self, status="green"):
        """Start the nodes that do not run, and wait."""
        for node in self.nodes:
            node.start()
        self.wait(status)
        return self

    def close(self):
        """End all nodes at once, and remove their folders."""
        for node in self.nodes:
            node.kill()
            shutil.rmtree(node.folder, ignore_errors=True)

    def wait(self, status="green"):
        """Wait until all running nodes answer, in one cluster that is ``status`` or better.

        An index with replicas never gets green on one node.
        """
        wait_until(lambda: self._is_well(status), PATIENCE, self._complaint)

    def _is_well(self, status):
        started = [node for node in self.nodes if node.was_started]
        assert all(node.is_running for node in started), self._complaint()
        query = f"wait_for_status={status}&wait_for_nodes={len(started)}&timeout=1s"
        with suppress(OSError, HTTPException, RefusedError):
            # Each of them, because a node joins the cluster before it can be asked.
            found = [node.call("GET", f"/_cluster/health?{query}") for node in started]
            return not any(health["timed_out"] for health in found)
        return False

    def _complaint(self):
        logs = "\n".join(node.log.read_text() for node in self.nodes)
        return f"OpenSearch is not well: {logs[-10_000:]}"

    def clear(self):
        """Start the nodes that do not run, and delete all indices with their aliases."""
        self.start("red")
        self.call("DELETE", "/_all")

    def call(self, method, path, body=None):
        """Ask the first node that runs, as ``Node.call`` does."""
        return next(node for node in self.nodes if node.is_running).call(method, path, body)
