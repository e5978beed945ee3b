-- A database written by version 0.2.0 with schema 8. test_old_database.py opens it.
PRAGMA application_id = 1364685413;
PRAGMA user_version = 8;
BEGIN TRANSACTION;
CREATE TABLE answered (hash INTEGER PRIMARY KEY, received TEXT NOT NULL) STRICT;
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
, author TEXT, collection TEXT NOT NULL DEFAULT 'library', number INTEGER, replaced TEXT, removed TEXT, site TEXT, updated TEXT, headings TEXT NOT NULL DEFAULT '[]', apart TEXT, edited TEXT) STRICT
;
INSERT INTO "article" VALUES(1,'71e507c240c1005c','Night ferry returns to Sund','Harwick Courier','https://courier.example/ferry','2025-03-03','2025-03-05T00:00:00+00:00',NULL,'Night ferry returns to Sund

The night ferry between Harwick and Sund sails again from Friday.
Tickets cost 12 euros, and children travel free.
','[0, 27]','[[29, 94], [95, 143]]','[]',NULL,'library',1,'2025-03-05T00:00:00+00:00',NULL,'courier.example',NULL,'[]',NULL,NULL);
INSERT INTO "article" VALUES(2,'48b3dafe3cc7ab96','Night ferry is back in Sund','Harwick Courier','https://courier.example/ferry','2025-03-03','2025-03-05T00:00:00+00:00',NULL,'Night ferry returns to Sund

The night ferry between Harwick and Sund sails again from Saturday.
Tickets cost 12 euros, and children travel free.
','[0, 27]','[[29, 96], [97, 145]]','[]',NULL,'library',1,NULL,NULL,'courier.example',NULL,'[]',NULL,'{"title": "Night ferry returns to Sund"}');
INSERT INTO "article" VALUES(3,'0683e3140402e300','Choir sings in Sund','Sund Herald',NULL,NULL,'2025-03-05T00:00:00+00:00',NULL,'Choir sings in Sund

The choir of Sund sang for the first time since 2019.
','[0, 19]','[[21, 74]]','[]',NULL,'-1007',1,NULL,NULL,'sund herald',NULL,'[]',NULL,NULL);
CREATE TABLE change (
        number INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL,
        tag INTEGER NOT NULL DEFAULT (random())
    ) STRICT;
INSERT INTO "change" VALUES(1,0,-5402597149731035800);
INSERT INTO "change" VALUES(2,1,-6843391797557429209);
INSERT INTO "change" VALUES(3,1,8032421442787143633);
INSERT INTO "change" VALUES(4,2,1887019473994372028);
INSERT INTO "change" VALUES(5,3,7455456477414659988);
INSERT INTO "change" VALUES(6,2,4033755516250965239);
CREATE TABLE collection (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
INSERT INTO "collection" VALUES('library',1);
INSERT INTO "collection" VALUES('-1007',1);
CREATE TABLE feed (
        collection TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, etag TEXT, modified TEXT,
        due TEXT NOT NULL, failures INTEGER NOT NULL, follower INTEGER, overflows INTEGER NOT NULL DEFAULT 0, failing TEXT, error TEXT, PRIMARY KEY (collection, url)
    ) STRICT;
INSERT INTO "feed" VALUES('-1007','https://courier.example/rss','Harwick Courier','"1"',NULL,'2025-03-05T00:00:00+00:00',2,NULL,0,NULL,NULL);
CREATE TABLE inbox (
        number INTEGER PRIMARY KEY, chat INTEGER NOT NULL, body TEXT, received TEXT NOT NULL
    , crashes INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "inbox" VALUES(41,-1007,'{"update_id": 41, "message": {"text": "When does the ferry sail?"}}','2025-03-05T00:00:00+00:00',0);
CREATE TABLE item (
        collection TEXT NOT NULL, feed TEXT NOT NULL, hash INTEGER NOT NULL, failures INTEGER NOT NULL DEFAULT 0, seen INTEGER NOT NULL DEFAULT 1, retry TEXT,
        PRIMARY KEY (collection, feed, hash)
    ) STRICT;
INSERT INTO "item" VALUES('-1007','https://courier.example/rss',5770373895659965760,0,1,NULL);
CREATE TABLE line (
        collection TEXT NOT NULL, site TEXT NOT NULL, hash INTEGER NOT NULL,
        articles INTEGER NOT NULL, repeated INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (collection, site, hash)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "line" VALUES('-1007','sund herald',7197054843882689856,1,0);
INSERT INTO "line" VALUES('library','courier.example',2429226117840472981,1,0);
INSERT INTO "line" VALUES('library','courier.example',8035053225647175960,1,0);
CREATE TABLE page (
        collection TEXT NOT NULL, number INTEGER NOT NULL, url TEXT NOT NULL, etag TEXT,
        modified TEXT, due TEXT NOT NULL, pause INTEGER NOT NULL, failing TEXT, error TEXT, PRIMARY KEY (collection, number)
    ) STRICT;
INSERT INTO "page" VALUES('library',1,'https://courier.example/ferry','"7"',NULL,'2025-03-05T00:00:00+00:00',3600,'2025-03-04T00:00:00+00:00','is gone');
CREATE TABLE sketch (
        hash INTEGER NOT NULL,
        article INTEGER NOT NULL REFERENCES article (position) ON DELETE CASCADE,
        PRIMARY KEY (hash, article)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "sketch" VALUES(-8544146141839759090,1);
INSERT INTO "sketch" VALUES(-8094811128028289817,1);
INSERT INTO "sketch" VALUES(-7502880983642052055,1);
INSERT INTO "sketch" VALUES(-3379217785696017381,1);
INSERT INTO "sketch" VALUES(-3188640432784835662,1);
INSERT INTO "sketch" VALUES(-2637110791667166451,1);
INSERT INTO "sketch" VALUES(-2254808077908113786,1);
INSERT INTO "sketch" VALUES(-1044342690653304038,1);
INSERT INTO "sketch" VALUES(319649699813545951,1);
INSERT INTO "sketch" VALUES(734283028852724603,1);
INSERT INTO "sketch" VALUES(1015671307940690023,1);
INSERT INTO "sketch" VALUES(2021173768604470996,1);
INSERT INTO "sketch" VALUES(-8544146141839759090,2);
INSERT INTO "sketch" VALUES(-8094811128028289817,2);
INSERT INTO "sketch" VALUES(-7502880983642052055,2);
INSERT INTO "sketch" VALUES(-5550376604831580102,2);
INSERT INTO "sketch" VALUES(-3379217785696017381,2);
INSERT INTO "sketch" VALUES(-3019197912401073301,2);
INSERT INTO "sketch" VALUES(-2637110791667166451,2);
INSERT INTO "sketch" VALUES(-2254808077908113786,2);
INSERT INTO "sketch" VALUES(-323637728092290101,2);
INSERT INTO "sketch" VALUES(734283028852724603,2);
INSERT INTO "sketch" VALUES(2021173768604470996,2);
INSERT INTO "sketch" VALUES(3542023905977088832,2);
INSERT INTO "sketch" VALUES(-7836800534372695618,3);
INSERT INTO "sketch" VALUES(-3767681219555712609,3);
INSERT INTO "sketch" VALUES(642101196904394502,3);
INSERT INTO "sketch" VALUES(1940790198686355482,3);
INSERT INTO "sketch" VALUES(2017140516203151845,3);
INSERT INTO "sketch" VALUES(3877325244196269818,3);
INSERT INTO "sketch" VALUES(4614335409810103125,3);
CREATE TABLE unanswered (
        collection TEXT NOT NULL, question TEXT NOT NULL, asked TEXT NOT NULL
    ) STRICT;
INSERT INTO "unanswered" VALUES('-1007','When does the choir sing?','2025-03-05');
CREATE UNIQUE INDEX numbered ON article (collection, number)
        WHERE replaced IS NULL AND removed IS NULL;
CREATE INDEX revised ON article (collection, number);
CREATE INDEX addressed ON article (collection, url);
CREATE INDEX sited ON article (collection, site) WHERE site IS NOT NULL;
CREATE INDEX sketched ON sketch (article);
CREATE VIEW current AS SELECT * FROM article WHERE replaced IS NULL AND removed IS NULL;
CREATE TRIGGER inserted AFTER INSERT ON article BEGIN
        INSERT INTO change (article) VALUES (new.position);
    END;
CREATE TRIGGER deleted AFTER DELETE ON article BEGIN
        INSERT INTO change (article) VALUES (old.position);
    END;
CREATE TRIGGER altered AFTER UPDATE ON article BEGIN
        INSERT INTO change (article) VALUES (new.position);
    END;
CREATE INDEX waiting ON inbox (number) WHERE body IS NOT NULL;
CREATE INDEX unanswered_of ON unanswered (collection);
CREATE INDEX feed_due ON feed (due);
CREATE INDEX page_due ON page (due, collection, number);
CREATE INDEX article_removed ON article (removed) WHERE removed IS NOT NULL;
CREATE INDEX feed_follower ON feed (follower) WHERE follower IS NOT NULL;
CREATE INDEX answered_received ON answered (received);
CREATE INDEX same_text ON article (collection, length(text)) WHERE apart IS NOT NULL;
CREATE INDEX page_at ON page (collection, url);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('change',6);
INSERT INTO "sqlite_sequence" VALUES('article',3);
COMMIT;
