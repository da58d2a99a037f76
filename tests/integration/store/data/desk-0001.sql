BEGIN TRANSACTION;
CREATE TABLE desk_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT desk_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "desk_version" VALUES('0001');
CREATE TABLE searches (
	id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	hits INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_searches PRIMARY KEY (id)
);
INSERT INTO "searches" VALUES(1,'退款',3,'2026-11-22 00:00:00.000000');
INSERT INTO "searches" VALUES(2,'发票',0,'2026-11-22 00:00:00.000000');
CREATE INDEX ix_searches_hits_text ON searches (hits, text);
COMMIT;
