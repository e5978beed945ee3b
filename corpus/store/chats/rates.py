"""Table ``rate`` of PostgreSQL: when things happened lately, counted for all bots together.

Its times are in seconds of the database's clock. It is written without waiting for the disk or a
standby: a server that crashes forgets what it counted in the last second at most.
"""

from corpus.store.database.interface import Database

NOW = "extract(epoch FROM clock_timestamp())::float8"
LONGEST_WAIT = 200  # milliseconds, for another bot that counts the same
TABLE = """
CREATE TABLE IF NOT EXISTS rate (
    hash BIGINT PRIMARY KEY, times FLOAT8[] NOT NULL, taken BOOLEAN NOT NULL,
    until FLOAT8 NOT NULL
)
"""
# One statement, so that two bots cannot both take the last place. It answers with the row as it
# then is, also when it refuses: another statement could see an older one. It is a transaction by
# itself, whose settings it makes: questions wait for its journey to the server, and not for more.
TAKE = f"""
INSERT INTO rate AS known (hash, times, taken, until)
SELECT ?::bigint, ARRAY[{NOW} - ?::float8], true, {NOW} + ?::float8
FROM (
    SELECT set_config('synchronous_commit', 'off', true) AS flush,
        set_config('lock_timeout', '{LONGEST_WAIT}', true) AS wait
) AS made
WHERE flush = 'off' AND wait <> ''
ON CONFLICT (hash) DO UPDATE SET (times, taken, until) = (
    SELECT
        CASE WHEN counting < ?::int THEN ARRAY(
            SELECT time FROM unnest(known.times || excluded.times) AS time
            ORDER BY time DESC LIMIT ?::int
        ) ELSE known.times END,
        counting < ?::int,
        CASE WHEN counting < ?::int THEN {NOW} + ?::float8 ELSE known.until END
    FROM (
        SELECT count(*) AS counting FROM unnest(known.times) AS time
        WHERE time > {NOW} - ?::float8 - ?::float8
    ) AS counted
)
RETURNING taken, ARRAY(SELECT {NOW} - time FROM unnest(times) AS time ORDER BY time)
"""
# In one order and without waiting, so that two bots that prune at once do not stop one another.
PRUNE = f"""
DELETE FROM rate WHERE hash IN (
    SELECT hash FROM rate WHERE until <= {NOW} LIMIT 10000 FOR UPDATE SKIP LOCKED
)
"""


class Rates:
    """The times of events, by a hash of what they are counted for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.reading() as connection:
            (is_there,) = connection.execute("SELECT to_regclass('rate') IS NOT NULL").fetchone()
        if is_there:  # else a bot could not start while somebody adds articles
            return
        with database.changing() as connection:  # as PostgreSQL may fail if two do so at once
            connection.execute(TABLE)

    def take(
        self, key: int, most: int, seconds: float, age: float = 0.0
    ) -> tuple[bool, list[float]]:
        """Count an event ``age`` seconds ago, unless there were ``most`` in as many ``seconds``.

        Return whether it was counted, and the ages of the last ``most`` that were, oldest first.
        """
        values = (key, age, seconds, most, most, most, most, seconds, age, seconds)
        with self._database.reading() as connection:
            is_taken, ages = connection.execute(TAKE, values).fetchone()
        return bool(is_taken), list(ages)

    def prune(self) -> None:
        """Delete what counts no more."""
        with self._database.noting(durable=False) as connection:
            connection.execute(PRUNE)
