"""The tables of the database, and the upgrades from older versions."""

APPLICATION_ID = 0x51577265  # "QWre": marks the file as ours
SCHEMA_VERSION = 13
# The number of the last change to the articles.
LAST_CHANGE = "SELECT coalesce(max(number), 0) FROM change"

SCHEMA = """
CREATE TABLE article (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    source TEXT,
    url TEXT,
    published TEXT,
    added TEXT NOT NULL,
    language TEXT,
    text TEXT NOT NULL,
    title_span TEXT,
    spans TEXT NOT NULL,
    left_out TEXT NOT NULL
) STRICT
"""
# What each version added to the one before, starting with version 2.
UPGRADES = (
    """
    ALTER TABLE article ADD COLUMN author TEXT;
    ALTER TABLE article ADD COLUMN collection TEXT NOT NULL DEFAULT 'library';
    ALTER TABLE article ADD COLUMN number INTEGER;
    CREATE TABLE collection (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
    UPDATE article SET number =
        (SELECT count(*) FROM article AS earlier WHERE earlier.position <= article.position);
    INSERT INTO collection SELECT 'library', count(*) FROM article;
    CREATE UNIQUE INDEX numbered ON article (collection, number);
    """,
    """
    CREATE TABLE feed (
        collection TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, etag TEXT, modified TEXT,
        due TEXT NOT NULL, failures INTEGER NOT NULL, PRIMARY KEY (collection, url)
    ) STRICT;
    CREATE TABLE item (
        collection TEXT NOT NULL, feed TEXT NOT NULL, url TEXT NOT NULL,
        PRIMARY KEY (collection, feed, url)
    ) STRICT;
    """,
    # An article is current, was replaced by a newer text, or was removed and can be restored.
    # Texts stored by older versions have no sketch and no counted lines.
    """
    ALTER TABLE article ADD COLUMN replaced TEXT;
    ALTER TABLE article ADD COLUMN removed TEXT;
    ALTER TABLE article ADD COLUMN site TEXT;
    DROP INDEX numbered;
    CREATE UNIQUE INDEX numbered ON article (collection, number)
        WHERE replaced IS NULL AND removed IS NULL;
    CREATE INDEX revised ON article (collection, number);
    CREATE INDEX addressed ON article (collection, url);
    CREATE INDEX sited ON article (collection, site) WHERE site IS NOT NULL;
    CREATE TABLE page (
        collection TEXT NOT NULL, number INTEGER NOT NULL, url TEXT NOT NULL, etag TEXT,
        modified TEXT, due TEXT NOT NULL, pause INTEGER NOT NULL, PRIMARY KEY (collection, number)
    ) STRICT;
    CREATE TABLE line (
        collection TEXT NOT NULL, site TEXT NOT NULL, hash INTEGER NOT NULL,
        articles INTEGER NOT NULL, repeated INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (collection, site, hash)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sketch (
        hash INTEGER NOT NULL,
        article INTEGER NOT NULL REFERENCES article (position) ON DELETE CASCADE,
        PRIMARY KEY (hash, article)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sketched ON sketch (article);
    CREATE VIEW current AS SELECT * FROM article WHERE replaced IS NULL AND removed IS NULL;
    CREATE TABLE change (
        number INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL
    ) STRICT;
    CREATE TRIGGER inserted AFTER INSERT ON article BEGIN
        INSERT INTO change (article) VALUES (new.position);
    END;
    CREATE TRIGGER deleted AFTER DELETE ON article BEGIN
        INSERT INTO change (article) VALUES (old.position);
    END;
    CREATE TRIGGER altered AFTER UPDATE ON article BEGIN
        INSERT INTO change (article) VALUES (new.position);
    END;
    """,
    # The tag distinguishes a change from one with the same number in another file or older copy.
    """
    DROP TABLE change;
    CREATE TABLE change (
        number INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL,
        tag INTEGER NOT NULL DEFAULT (random())
    ) STRICT;
    INSERT INTO change (article) VALUES (0);
    """,
    # Updates from Telegram.
    """
    CREATE TABLE inbox (
        number INTEGER PRIMARY KEY, chat INTEGER NOT NULL, body TEXT, received TEXT NOT NULL
    ) STRICT;
    CREATE INDEX waiting ON inbox (number) WHERE body IS NOT NULL;
    CREATE TABLE unanswered (
        collection TEXT NOT NULL, question TEXT NOT NULL, asked TEXT NOT NULL
    ) STRICT;
    CREATE INDEX unanswered_of ON unanswered (collection);
    """,
    # An answered update leaves the inbox; a hash of its number is kept for a while because
    # Telegram can resend it. Feed items become hashes by the function that the upgrade defines.
    # In another order, SQLite (3.40) would no longer check the list of free pages: it skips it if
    # the view happens to come first in its hash table. A test of restoring would fail.
    """
    ALTER TABLE inbox ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
    UPDATE inbox SET chat = 0 WHERE body IS NULL;
    ALTER TABLE feed ADD COLUMN follower INTEGER;
    ALTER TABLE feed ADD COLUMN overflows INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX feed_due ON feed (due);
    CREATE INDEX page_due ON page (due, collection, number);
    ALTER TABLE item RENAME TO link;
    CREATE TABLE item (
        collection TEXT NOT NULL, feed TEXT NOT NULL, hash INTEGER NOT NULL,
        PRIMARY KEY (collection, feed, hash)
    ) STRICT;
    INSERT INTO item (collection, feed, hash)
        SELECT collection, feed, fingerprint(url) FROM link WHERE true ORDER BY link.rowid
        ON CONFLICT DO NOTHING;
    DROP TABLE link;
    CREATE TABLE answered (hash INTEGER PRIMARY KEY, received TEXT NOT NULL) STRICT;
    CREATE INDEX article_removed ON article (removed) WHERE removed IS NOT NULL;
    CREATE INDEX feed_follower ON feed (follower) WHERE follower IS NOT NULL;
    CREATE INDEX answered_received ON answered (received);
    """,
    # A page or a feed that cannot be read says since when and why. An item that failed for the
    # time being is not seen yet. An edited article has the values from before, by their names.
    """
    ALTER TABLE article ADD COLUMN updated TEXT;
    ALTER TABLE article ADD COLUMN headings TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE article ADD COLUMN apart TEXT;
    ALTER TABLE article ADD COLUMN edited TEXT;
    ALTER TABLE page ADD COLUMN failing TEXT;
    ALTER TABLE page ADD COLUMN error TEXT;
    ALTER TABLE feed ADD COLUMN failing TEXT;
    ALTER TABLE feed ADD COLUMN error TEXT;
    ALTER TABLE item ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE item ADD COLUMN seen INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE item ADD COLUMN retry TEXT;
    CREATE INDEX same_text ON article (collection, length(text)) WHERE apart IS NOT NULL;
    CREATE INDEX page_at ON page (collection, url);
    """,
    # Answers that a message may refer to; the time is in microseconds, so it is unique.
    """
    CREATE TABLE recent (
        answered INTEGER PRIMARY KEY, chat INTEGER NOT NULL, body BLOB NOT NULL
    ) STRICT;
    """,
    # Counts for the operator, and the alerts that operators were sent. A question is kept because
    # nothing was found, or because a reader disliked the answer.
    """
    CREATE TABLE tally (
        day TEXT NOT NULL, event TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (day, event)
    ) STRICT;
    CREATE TABLE quoted (
        day TEXT NOT NULL, number INTEGER NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (day, number)
    ) STRICT;
    CREATE TABLE incident (name TEXT PRIMARY KEY, words TEXT NOT NULL) STRICT;
    CREATE TABLE alert (sent TEXT NOT NULL) STRICT;
    ALTER TABLE unanswered ADD COLUMN reason TEXT NOT NULL DEFAULT 'not found';
    """,
    # Questions that chats wait to have answered, how far articles were checked for answers, the
    # digests, and what /latest has shown. ``first`` and ``last`` are the positions between which
    # an article answers a question; a topic is a hash.
    """
    CREATE TABLE standing (
        number INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER NOT NULL, thread INTEGER,
        question TEXT NOT NULL, before TEXT, asked TEXT NOT NULL, first INTEGER, last INTEGER
    ) STRICT;
    CREATE INDEX standing_chat ON standing (chat);
    CREATE TABLE checked (position INTEGER NOT NULL) STRICT;
    INSERT INTO checked SELECT coalesce(max(position), 0) FROM article;
    CREATE TABLE digest (
        chat INTEGER PRIMARY KEY, thread INTEGER, minute INTEGER NOT NULL, weekday INTEGER,
        due INTEGER NOT NULL, position INTEGER NOT NULL, since INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX digest_due ON digest (due);
    CREATE TABLE latest (
        chat INTEGER NOT NULL, topic INTEGER NOT NULL, message INTEGER NOT NULL,
        position INTEGER NOT NULL, asked INTEGER NOT NULL,
        position_before INTEGER, asked_before INTEGER, PRIMARY KEY (chat, topic)
    ) STRICT;
    """,
    # The languages of chats: chosen, or those in which they asked to be told something later. The
    # hashes of what Telegram knows about the bot.
    """
    CREATE TABLE language (
        chat INTEGER PRIMARY KEY, code TEXT NOT NULL, chosen INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE introduced (part TEXT PRIMARY KEY, hash INTEGER NOT NULL) STRICT;
    """,
    # Of several bots, the one that took an update (0 if none has it now), and whether it is being
    # handled.
    """
    ALTER TABLE inbox ADD COLUMN bot INTEGER;
    ALTER TABLE inbox ADD COLUMN under_way INTEGER NOT NULL DEFAULT 0;
    """,
)
