BEGIN TRANSACTION;
CREATE TABLE entries (
	id VARCHAR(200) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	head INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_entries PRIMARY KEY (id), 
	CONSTRAINT fk_entries_head FOREIGN KEY(id, head) REFERENCES revisions (entry_id, number) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "entries" VALUES('faq-refund-arrival','faq',2,2);
INSERT INTO "entries" VALUES('faq-invoice','faq',1,1);
CREATE TABLE generation (
	value INTEGER NOT NULL
);
INSERT INTO "generation" VALUES(4);
CREATE TABLE release_items (
	release INTEGER NOT NULL, 
	entry_id VARCHAR(200) NOT NULL, 
	revision INTEGER NOT NULL, 
	CONSTRAINT pk_release_items PRIMARY KEY (release, entry_id), 
	CONSTRAINT fk_release_items_entry_id_revision FOREIGN KEY(entry_id, revision) REFERENCES revisions (entry_id, number), 
	CONSTRAINT fk_release_items_release FOREIGN KEY(release) REFERENCES releases (number) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "release_items" VALUES(1,'faq-refund-arrival',1);
INSERT INTO "release_items" VALUES(1,'faq-invoice',1);
CREATE TABLE releases (
	number INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	effective DATE NOT NULL, 
	created_at DATETIME NOT NULL, 
	author VARCHAR(200) NOT NULL, 
	notes TEXT NOT NULL, 
	parent INTEGER, 
	CONSTRAINT pk_releases PRIMARY KEY (number), 
	CONSTRAINT ck_releases_number CHECK (number >= 1), 
	CONSTRAINT fk_releases_parent FOREIGN KEY(parent) REFERENCES releases (number)
);
INSERT INTO "releases" VALUES(1,'2026Q4','2026-10-01','2026-11-22 12:00:00.123456','发布人','第一版',NULL);
CREATE TABLE revisions (
	entry_id VARCHAR(200) NOT NULL, 
	number INTEGER NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	source TEXT NOT NULL, 
	author VARCHAR(200) NOT NULL, 
	created_at DATETIME NOT NULL, 
	message TEXT NOT NULL, 
	parent INTEGER, 
	CONSTRAINT pk_revisions PRIMARY KEY (entry_id, number), 
	CONSTRAINT fk_revisions_entry_id_parent FOREIGN KEY(entry_id, parent) REFERENCES revisions (entry_id, number), 
	CONSTRAINT ck_revisions_number CHECK (number >= 1), 
	CONSTRAINT ck_revisions_parent CHECK (parent IS NULL OR parent < number), 
	CONSTRAINT fk_revisions_entry_id FOREIGN KEY(entry_id) REFERENCES entries (id)
);
INSERT INTO "revisions" VALUES('faq-refund-arrival',1,'03d10ea1587cdf31115fd985d73bfa0c53482a61f2b5a999cdd5d32ff1adeab0','退款一到三天到账
','撰稿人','2026-11-22 12:00:00.123456','改写',NULL);
INSERT INTO "revisions" VALUES('faq-refund-arrival',2,'9a1ec8e5a4a3fd8097d1cf44b8cdc1d350e5aaef4fdd2d9e49386f0ec1bdf8d7','退款三天内到账
','撰稿人','2026-11-22 13:00:00.123456','改写',1);
INSERT INTO "revisions" VALUES('faq-invoice',1,'33e3bc86accbf4429d631e355e958bef2dd213b2de3f3662111a1a07d20f085a','可以开发票
','撰稿人','2026-11-22 12:00:00.123456','改写',NULL);
CREATE TABLE workspace_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT workspace_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "workspace_version" VALUES('0001');
CREATE TRIGGER entries_kept BEFORE DELETE ON entries FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER entries_named BEFORE UPDATE OF id, kind ON entries FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'an entry keeps its id and kind'); END;
CREATE TRIGGER entries_versioned BEFORE UPDATE ON entries FOR EACH ROW WHEN NEW.version <= OLD.version BEGIN SELECT RAISE(ABORT, 'a version only grows'); END;
CREATE TRIGGER entries_new BEFORE INSERT ON entries FOR EACH ROW WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'an id is never used again'); END;
CREATE TRIGGER revisions_kept BEFORE DELETE ON revisions FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'revisions are never deleted'); END;
CREATE TRIGGER revisions_fixed BEFORE UPDATE ON revisions FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'revisions are never changed'); END;
CREATE TRIGGER revisions_numbered BEFORE INSERT ON revisions FOR EACH ROW WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM revisions WHERE entry_id = NEW.entry_id), 0) BEGIN SELECT RAISE(ABORT, 'revisions are numbered without gaps'); END;
CREATE TRIGGER releases_kept BEFORE DELETE ON releases FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'releases are never deleted'); END;
CREATE TRIGGER releases_fixed BEFORE UPDATE ON releases FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'releases are never changed'); END;
CREATE TRIGGER releases_numbered BEFORE INSERT ON releases FOR EACH ROW WHEN NEW.number <> 1 + coalesce((SELECT max(number) FROM releases), 0) BEGIN SELECT RAISE(ABORT, 'releases are numbered without gaps'); END;
CREATE TRIGGER release_items_kept BEFORE DELETE ON release_items FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'releases are never changed'); END;
CREATE TRIGGER release_items_fixed BEFORE UPDATE ON release_items FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'releases are never changed'); END;
CREATE TRIGGER release_items_sealed BEFORE INSERT ON release_items FOR EACH ROW WHEN EXISTS (SELECT 1 FROM releases WHERE number = NEW.release) OR EXISTS (SELECT 1 FROM release_items WHERE release = NEW.release AND entry_id = NEW.entry_id) BEGIN SELECT RAISE(ABORT, 'releases are never changed'); END;
CREATE TRIGGER generation_grows BEFORE UPDATE ON generation FOR EACH ROW WHEN NEW.value <= OLD.value BEGIN SELECT RAISE(ABORT, 'the generation only grows'); END;
CREATE TRIGGER generation_kept BEFORE DELETE ON generation FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'the generation only grows'); END;
CREATE TRIGGER generation_single BEFORE INSERT ON generation FOR EACH ROW WHEN 1 BEGIN SELECT RAISE(ABORT, 'the generation only grows'); END;
CREATE TRIGGER revisions_counted AFTER INSERT ON revisions FOR EACH ROW BEGIN UPDATE generation SET value = value + 1; END;
CREATE TRIGGER releases_counted AFTER INSERT ON releases FOR EACH ROW BEGIN UPDATE generation SET value = value + 1; END;
COMMIT;
