"""What the doctor says of a standby, while it is synchronous, asynchronous and away."""

from contextlib import closing

from patience import PATIENCE
from starting import wait_until

from bot.upkeep.server_checks import check_server
from corpus.store.database.opening import open_database

STATES = "SELECT sync_state FROM pg_stat_replication"
RISK = "!! the standby is asynchronous: a failover can lose what was just stored: ALTER SYSTEM"


def said(url):
    with closing(open_database(url)) as database:
        return [finding.line for finding in check_server(database)][-1]


def wait_for(url, line):
    wait_until(lambda: said(url).startswith(line), PATIENCE, lambda: said(url))


def configure(server, setting):
    server.execute(f"ALTER SYSTEM SET {setting}")
    server.execute("SELECT pg_reload_conf()")


def test_the_risk_of_each_kind_of_standby(postgresql_pair):
    primary = postgresql_pair.primary
    url = postgresql_pair.url(primary.create())
    assert said(url) == "ok a synchronous standby has all that is stored"
    configure(primary, "synchronous_commit = local")
    wait_until(
        lambda: said(url).startswith("!! synchronous_commit is local: a failover"),
        PATIENCE,
        lambda: said(url),
    )
    configure(primary, "synchronous_commit = on")
    configure(primary, "synchronous_standby_names = ''")
    wait_until(lambda: primary.execute(STATES) == [("async",)], PATIENCE, lambda: said(url))
    assert said(url).startswith(RISK)
    postgresql_pair.standby.stop()
    wait_until(lambda: primary.execute(STATES) == [], PATIENCE, lambda: said(url))
    assert said(url).startswith("-- there is no standby: ")
    configure(primary, "synchronous_standby_names = 'standby'")
    wait_until(
        lambda: said(url).startswith("!! no synchronous standby is connected: "),
        PATIENCE,
        lambda: said(url),
    )
