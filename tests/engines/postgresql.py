"""PostgreSQL servers for tests, on 127.0.0.1, each with a folder of its own.

For a test of the store: the fixture ``postgresql_url`` (tests/conftest.py) is the URL of a new,
empty database of the server that all tests share::

    def test_articles_last(postgresql_url):
        with closing(Store(postgresql_url)) as store: ...

The fixture ``postgresql`` is that server. Its databases sort by the rules of a language (ICU), as
many do; what needs the order of code points must say so. In tests/engines and tests/process, which
may start processes, a test may also stop it::

    postgresql.kill()       # kill -9 of the postmaster; its children follow within a moment
    postgresql.start()      # again on the same port; recovers
    postgresql.restart()    # an orderly one
    postgresql.cut(name)    # ends all connections to one database

A test that needs the schema in each of many databases makes it once in ``template`` and asks for
``postgresql.create(template)``.

Failover: the fixture ``postgresql_pair`` is a pair of servers for one test, ``primary`` and
``standby``, the second synchronous::

    url = pair.url(pair.primary.create())   # both hosts, target_session_attrs=read-write
    pair.primary.kill()
    pair.standby.promote()

What is written to ``server.log`` in a server's folder is part of the error if it does not start.
"""

import os
import pwd
import shutil
import signal
import subprocess
from contextlib import suppress
from functools import cache
from itertools import count
from select import select

import psycopg
from keeper import keeper
from patience import PATIENCE
from starting import found, free_port, new_folder, wait_until

PASSWORD = "not-to-be-shown"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",  # a killed process loses nothing by it, only a machine would
    "shared_buffers": "64MB",
    "max_connections": "60",
    "max_wal_senders": "4",
    "jit": "off",
    "wal_receiver_status_interval": "1",
    "wal_retrieve_retry_interval": "200ms",
    "log_checkpoints": "off",
}


def as_user():
    """Return what makes subprocess run as another user, if this one is root, which may not."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise AssertionError("PostgreSQL refuses root, and there is no user to run it as")


class Server:
    """One PostgreSQL server; ``url(database)`` reaches it from the first ``start`` on."""

    def __init__(self):
        self._programs = found("postgresql")
        self._user = as_user()
        self.folder = new_folder("postgresql")
        if self._user:
            os.chown(self.folder, self._user["user"], self._user["group"])
        self.port = free_port()
        self.log = self.folder / "server.log"
        self._process = None
        self._numbers = count(1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def pid(self):
        return self._process.pid

    @property
    def is_running(self):
        return self._process is not None and self._process.poll() is None

    def url(self, database="postgres"):
        return f"postgresql://postgres:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    @property
    def data(self):
        return self.folder / "data"

    def make(self):
        """Make the server's files; the first server makes what the others copy."""
        self._run("cp", "-Rp", empty_server(), self.data)

    def run(self, program, *arguments):
        """Run one of PostgreSQL's programs to its end."""
        self._run(self._programs / program, *arguments)

    def _run(self, *command):
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=os.environ | {"PGPASSWORD": PASSWORD, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            **self._user,
        )
        assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"

    def start(self):
        """Start the server unless it runs, and wait until it takes connections."""
        if not self.data.exists():
            self.make()
        if not self.is_running:
            self._launch()
            wait_until(self._takes_connections, PATIENCE, self.log.read_text)
        return self

    def _takes_connections(self):
        assert self.is_running, f"PostgreSQL did not start: {self.log.read_text()}"
        with suppress(psycopg.OperationalError), psycopg.connect(self.url(), connect_timeout=2):
            return True
        return False

    def _launch(self):
        settings = SETTINGS | {"port": self.port}
        options = [f"--{name}={value}" for name, value in settings.items()]
        self._ended, alive = os.pipe()
        with self.log.open("a") as log, os.fdopen(alive, "w"):
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self.data, *options],
                cwd=self.folder,
                env=os.environ | {"LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=[alive],
                **self._user,
            )
        keeper().watch(self.pid)

    def stop(self, how=signal.SIGINT):
        """Stop in order (SIGINT ends connections first) or at once (SIGQUIT); wait for the end.

        The end is that of the last child, which may notice a little after a killed parent; until
        then the next server would not start. All of them have inherited one end of a pipe.
        """
        if not self._process:
            return
        self._process.send_signal(how)
        self._process.wait(PATIENCE)
        (closed, _, _) = select([self._ended], [], [], PATIENCE)
        assert closed, "a child of PostgreSQL did not end"
        os.close(self._ended)
        keeper().ended(self.pid)
        self._process = None

    def kill(self):
        self.stop(signal.SIGKILL)

    def restart(self):
        self.stop()
        self.start()

    def close(self):
        """Stop at once, and remove the folder."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    # Databases

    def execute(self, statement, *parameters, database="postgres"):
        """Execute one statement outside a transaction; return its rows, if it has any."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def create(self, template="template1"):
        """Return the name of a new database, a copy of ``template``."""
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, database):
        self.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def cut(self, database):
        """End all connections to a database; return how many there were."""
        return len(
            self.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                database,
            )
        )

    # Replication

    def follow(self, primary, name="standby"):
        """Become a standby of another server, as a copy of its files; call ``start`` next."""
        self.run(
            *("pg_basebackup", "--pgdata", self.data, "--write-recovery-conf", "--no-sync"),
            *("--checkpoint=fast", "--wal-method=stream"),
            f"--dbname={primary.url()}?application_name={name}",
        )
        return self

    def promote(self):
        """Make a standby the primary; return when it takes writes."""
        ((is_promoted,),) = self.execute("SELECT pg_promote(true, %s)", int(PATIENCE))
        assert is_promoted


@cache
def empty_server():
    """Return the folder with the files of a server that has never run."""
    server = Server()
    password = server.folder / "password"
    password.write_text(f"{PASSWORD}\n")
    password.chmod(0o644)
    server.run(
        *("initdb", "--pgdata", server.data, "--username=postgres", f"--pwfile={password}"),
        *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"),
        *("--locale-provider=icu", "--icu-locale=en"),
    )
    return server.data


class Pair:
    """A primary and its standby, both running."""

    def __init__(self):
        self.primary = Server()
        self.standby = Server()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.standby.close()
        self.primary.close()

    def start(self, synchronous=True):
        """Start both and return when the standby follows, in the way that is asked for."""
        self.primary.start()
        self.standby.follow(self.primary).start()
        if synchronous:
            self.primary.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
            self.primary.execute("SELECT pg_reload_conf()")
        wanted = [("streaming", "sync" if synchronous else "async")]
        state = "SELECT state, sync_state FROM pg_stat_replication"
        wait_until(
            lambda: self.primary.execute(state) == wanted,
            PATIENCE,
            lambda: f"no standby: {self.standby.log.read_text()}",
        )
        return self

    def url(self, database):
        """Return the URL of a database on whichever of the two takes writes, once both have it."""
        name = f"SELECT datname FROM pg_database WHERE datname = '{database}'"
        wait_until(
            lambda: self.standby.execute(name) == [(database,)],
            PATIENCE,
            lambda: f"the standby lacks {database}",
        )
        hosts = f"127.0.0.1:{self.primary.port},127.0.0.1:{self.standby.port}"
        options = "target_session_attrs=read-write&connect_timeout=5"
        return f"postgresql://postgres:{PASSWORD}@{hosts}/{database}?{options}"
