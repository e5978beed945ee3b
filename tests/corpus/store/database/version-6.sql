-- A database written by version 0.1.0. test_old_database.py opens it.
PRAGMA application_id = 1364685413;
PRAGMA user_version = 6;
BEGIN TRANSACTION;
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
, author TEXT, collection TEXT NOT NULL DEFAULT 'library', number INTEGER, replaced TEXT, removed TEXT, site TEXT) STRICT
;
INSERT INTO "article" VALUES(1,'71e507c240c1005c','Night ferry returns to Sund','Harwick Courier','https://courier.example/ferry','2025-03-03','2026-11-25T13:37:21.910759+00:00',NULL,'Night ferry returns to Sund

The night ferry between Harwick and Sund sails again from Friday.
Tickets cost 12 euros, and children travel free.
','[0, 27]','[[29, 94], [95, 143]]','[]',NULL,'library',1,'2026-11-25T13:37:22.527342+00:00',NULL,'courier.example');
INSERT INTO "article" VALUES(2,'b18ea66b6ad75ada','Night ferry returns to Sund','Harwick Courier','https://courier.example/ferry','2025-03-04','2026-11-25T13:37:22.527703+00:00',NULL,'Night ferry returns to Sund

The night ferry between Harwick and Sund sails again from Saturday.
Tickets cost 14 euros, and children travel free.
','[0, 27]','[[29, 96], [97, 145]]','[]',NULL,'library',1,NULL,NULL,'courier.example');
INSERT INTO "article" VALUES(3,'da520318e1b9fdde','Fish market moves to the old harbour',NULL,NULL,NULL,'2026-11-25T13:37:23.150947+00:00',NULL,'Fish market moves to the old harbour

Harwick''s fish market moves to the old harbour in April.
The council pays 300,000 euros for new stalls.
Support our newsroom: please donate today!
','[0, 36]','[[38, 94], [95, 141]]','[[142, 184, "appeal for donations"]]',NULL,'library',2,NULL,NULL,NULL);
INSERT INTO "article" VALUES(4,'d34b6501d9cd0488','Clock tower of Norvik stops',NULL,NULL,NULL,'2026-11-25T13:37:23.913091+00:00',NULL,'Clock tower of Norvik stops

The clock tower of Norvik stopped at noon on Tuesday.
A watchmaker from Sund will repair it.
','[0, 27]','[[29, 82], [83, 121]]','[]',NULL,'library',3,NULL,'2025-03-05T00:00:00+00:00',NULL);
INSERT INTO "article" VALUES(5,'45eda94e69ecc91a','Choir sings in Sund',NULL,NULL,NULL,'2025-03-05T00:00:00+00:00',NULL,'Choir sings in Sund

The choir of Sund sings on Sunday.
Admission is free.
','[0, 19]','[[21, 55], [56, 74]]','[]',NULL,'-1007',1,NULL,NULL,NULL);
CREATE TABLE change (
        number INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL,
        tag INTEGER NOT NULL DEFAULT (random())
    ) STRICT;
INSERT INTO "change" VALUES(1,0,-5946341621077217246);
INSERT INTO "change" VALUES(2,1,4100416852158676964);
INSERT INTO "change" VALUES(3,1,-2795273696830931183);
INSERT INTO "change" VALUES(4,2,8653009880901640689);
INSERT INTO "change" VALUES(5,3,-1444776420259862798);
INSERT INTO "change" VALUES(6,4,-3782714938783509768);
INSERT INTO "change" VALUES(7,5,2191164958504162275);
INSERT INTO "change" VALUES(8,4,8262689217757161109);
CREATE TABLE collection (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
INSERT INTO "collection" VALUES('library',3);
INSERT INTO "collection" VALUES('-1007',1);
CREATE TABLE feed (
        collection TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, etag TEXT, modified TEXT,
        due TEXT NOT NULL, failures INTEGER NOT NULL, PRIMARY KEY (collection, url)
    ) STRICT;
INSERT INTO "feed" VALUES('-1007','https://courier.example/rss','Harwick Courier','"1"',NULL,'2025-03-05T00:00:00+00:00',2);
CREATE TABLE inbox (
        number INTEGER PRIMARY KEY, chat INTEGER NOT NULL, body TEXT, received TEXT NOT NULL
    ) STRICT;
INSERT INTO "inbox" VALUES(41,-1007,'{"update_id": 41, "message": {"text": "When does the ferry sail?"}}','2025-03-05T00:00:00+00:00');
CREATE TABLE item (
        collection TEXT NOT NULL, feed TEXT NOT NULL, url TEXT NOT NULL,
        PRIMARY KEY (collection, feed, url)
    ) STRICT;
INSERT INTO "item" VALUES('-1007','https://courier.example/rss','https://courier.example/a');
INSERT INTO "item" VALUES('-1007','https://courier.example/rss','https://courier.example/b');
CREATE TABLE line (
        collection TEXT NOT NULL, site TEXT NOT NULL, hash INTEGER NOT NULL,
        articles INTEGER NOT NULL, repeated INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (collection, site, hash)
    ) STRICT, WITHOUT ROWID;
INSERT INTO "line" VALUES('library','courier.example',-4106596138257080844,1,0);
INSERT INTO "line" VALUES('library','courier.example',2429226117840472981,1,0);
CREATE TABLE page (
        collection TEXT NOT NULL, number INTEGER NOT NULL, url TEXT NOT NULL, etag TEXT,
        modified TEXT, due TEXT NOT NULL, pause INTEGER NOT NULL, PRIMARY KEY (collection, number)
    ) STRICT;
INSERT INTO "page" VALUES('library',1,'https://courier.example/ferry','"7"','Mon, 03 Mar 2025 00:00:00 GMT','2025-03-05T00:00:00+00:00',3600);
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
INSERT INTO "sketch" VALUES(-8094811128028289817,2);
INSERT INTO "sketch" VALUES(-7579150909980569378,2);
INSERT INTO "sketch" VALUES(-7502880983642052055,2);
INSERT INTO "sketch" VALUES(-7315666106126176953,2);
INSERT INTO "sketch" VALUES(-4495656110127611305,2);
INSERT INTO "sketch" VALUES(-3379217785696017381,2);
INSERT INTO "sketch" VALUES(-2637110791667166451,2);
INSERT INTO "sketch" VALUES(-2254808077908113786,2);
INSERT INTO "sketch" VALUES(-1716832523185182979,2);
INSERT INTO "sketch" VALUES(-323637728092290101,2);
INSERT INTO "sketch" VALUES(682678487596871423,2);
INSERT INTO "sketch" VALUES(734283028852724603,2);
INSERT INTO "sketch" VALUES(-6436987981568484672,3);
INSERT INTO "sketch" VALUES(-6326794008471954161,3);
INSERT INTO "sketch" VALUES(-5345302021011004088,3);
INSERT INTO "sketch" VALUES(-3931009671578643934,3);
INSERT INTO "sketch" VALUES(-1736844577920523316,3);
INSERT INTO "sketch" VALUES(-363304021721581987,3);
INSERT INTO "sketch" VALUES(324963455881393446,3);
INSERT INTO "sketch" VALUES(1634882023282616655,3);
INSERT INTO "sketch" VALUES(2305900870658645171,3);
INSERT INTO "sketch" VALUES(2806623940152537807,3);
INSERT INTO "sketch" VALUES(4126389797113956513,3);
INSERT INTO "sketch" VALUES(6441738778055483216,3);
INSERT INTO "sketch" VALUES(-7985999195142010912,4);
INSERT INTO "sketch" VALUES(-7303704344089558906,4);
INSERT INTO "sketch" VALUES(-7191442163692868494,4);
INSERT INTO "sketch" VALUES(-5610869822637395203,4);
INSERT INTO "sketch" VALUES(-4368834561516645966,4);
INSERT INTO "sketch" VALUES(-2899836872492609772,4);
INSERT INTO "sketch" VALUES(1445770091212613223,4);
INSERT INTO "sketch" VALUES(2265175564173635263,4);
INSERT INTO "sketch" VALUES(3106886671651777683,4);
INSERT INTO "sketch" VALUES(4060526579450854632,4);
INSERT INTO "sketch" VALUES(4234263403090188579,4);
INSERT INTO "sketch" VALUES(6576998000635806158,4);
INSERT INTO "sketch" VALUES(-5847696961660502516,5);
INSERT INTO "sketch" VALUES(-4466969478883307242,5);
INSERT INTO "sketch" VALUES(-2687875035584653250,5);
INSERT INTO "sketch" VALUES(6993514447707151345,5);
INSERT INTO "sketch" VALUES(7712892032147165521,5);
INSERT INTO "sketch" VALUES(8793810445198822364,5);
CREATE TABLE unanswered (
        collection TEXT NOT NULL, question TEXT NOT NULL, asked TEXT NOT NULL
    ) STRICT;
INSERT INTO "unanswered" VALUES('-1007','When does the museum open?','2025-03-05');
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
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('change',8);
INSERT INTO "sqlite_sequence" VALUES('article',5);
COMMIT;
