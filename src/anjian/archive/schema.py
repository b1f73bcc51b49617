"""What the database itself refuses once a file is locked, whichever code or person asks."""

from __future__ import annotations

from typing import Final

LOCK: Final = """
CREATE OR REPLACE FUNCTION archive_refuse_locked(org uuid, the_case uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM archive_file f
               WHERE f.org_id = org AND f.case_id = the_case AND f.reopened_at IS NULL) THEN
        RAISE EXCEPTION '案卷已经归档，不得增减、涂改' USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;
CREATE OR REPLACE FUNCTION archive_guard_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM archive_refuse_locked(NEW.org_id, NEW.case_id);
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION archive_guard_instrument() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM archive_refuse_locked(i.org_id, i.case_id) FROM documents_instrument i
    WHERE i.org_id = NEW.org_id AND i.id = NEW.instrument_id;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION archive_guard_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM archive_refuse_locked(i.org_id, i.case_id) FROM evidence_item i
    WHERE i.org_id = NEW.org_id AND i.id = NEW.item_id;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION archive_guard_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM archive_refuse_locked(OLD.org_id, OLD.case_id);
    RETURN OLD;
END $$;
CREATE TRIGGER archive_locked BEFORE INSERT OR UPDATE OF case_id, code, title, status, version, no, word,
    year, seq, issued_at, issued_on, served_on, service_proof_id, content_sha256, frozen, withdrawn_reason
    ON documents_instrument FOR EACH ROW EXECUTE FUNCTION archive_guard_case();
CREATE TRIGGER archive_locked_removed BEFORE DELETE ON documents_instrument
    FOR EACH ROW EXECUTE FUNCTION archive_guard_removed();
CREATE TRIGGER archive_locked BEFORE INSERT ON documents_version
    FOR EACH ROW EXECUTE FUNCTION archive_guard_instrument();
CREATE TRIGGER archive_locked BEFORE INSERT ON documents_mark
    FOR EACH ROW EXECUTE FUNCTION archive_guard_instrument();
CREATE TRIGGER archive_locked BEFORE INSERT ON evidence_item
    FOR EACH ROW EXECUTE FUNCTION archive_guard_case();
CREATE TRIGGER archive_locked BEFORE INSERT ON evidence_fact
    FOR EACH ROW EXECUTE FUNCTION archive_guard_case();
CREATE TRIGGER archive_locked BEFORE INSERT ON evidence_proof
    FOR EACH ROW EXECUTE FUNCTION archive_guard_case();
CREATE TRIGGER archive_locked BEFORE INSERT ON evidence_correction
    FOR EACH ROW EXECUTE FUNCTION archive_guard_item();
CREATE TRIGGER archive_locked BEFORE INSERT ON evidence_examination
    FOR EACH ROW EXECUTE FUNCTION archive_guard_item();
CREATE TRIGGER archive_locked BEFORE INSERT ON evidence_item_file
    FOR EACH ROW WHEN (NEW.role = 'original') EXECUTE FUNCTION archive_guard_item();

-- A case that is opened again by law lifts the closing of its evidence; its file is then no longer the last.
CREATE OR REPLACE FUNCTION archive_reopened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE archive_file SET reopened_at = NEW.at
    WHERE org_id = NEW.org_id AND case_id = NEW.case_id AND reopened_at IS NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER archive_reopened AFTER INSERT ON evidence_freeze
    FOR EACH ROW WHEN (NEW.stage = 'lifted') EXECUTE FUNCTION archive_reopened();

-- What was locked stays; only these dates may be set, each once.
CREATE OR REPLACE FUNCTION archive_file_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (to_jsonb(OLD) - 'bound_at' - 'reopened_at' - 'destroyed_at')
          IS DISTINCT FROM (to_jsonb(NEW) - 'bound_at' - 'reopened_at' - 'destroyed_at')
       OR (OLD.reopened_at IS NOT NULL AND NEW.reopened_at IS DISTINCT FROM OLD.reopened_at)
       OR (OLD.destroyed_at IS NOT NULL AND NEW.destroyed_at IS DISTINCT FROM OLD.destroyed_at) THEN
        RAISE EXCEPTION '案卷已经归档，不得增减、涂改' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archive_file_stays BEFORE UPDATE OR DELETE ON archive_file
    FOR EACH ROW EXECUTE FUNCTION archive_file_stays();
CREATE OR REPLACE FUNCTION archive_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: it is final', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE FUNCTION archive_volume_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR (OLD.file_id, OLD.kind, OLD.seq, OLD.first_page, OLD.last_page)
          IS DISTINCT FROM (NEW.file_id, NEW.kind, NEW.seq, NEW.first_page, NEW.last_page)
       OR (OLD.pdf_sha256 <> '' AND NEW.pdf_sha256 <> OLD.pdf_sha256)
       OR (OLD.sealed_sha256 <> '' AND NEW.sealed_sha256 <> OLD.sealed_sha256) THEN
        RAISE EXCEPTION '案卷已经归档，不得增减、涂改' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archive_volume_stays BEFORE UPDATE OR DELETE ON archive_volume
    FOR EACH ROW EXECUTE FUNCTION archive_volume_stays();
CREATE TRIGGER archive_decided BEFORE UPDATE OR DELETE ON archive_supplement
    FOR EACH ROW WHEN (OLD.decision <> '') EXECUTE FUNCTION archive_final();
CREATE TRIGGER archive_bound BEFORE UPDATE OR DELETE ON archive_scan
    FOR EACH ROW WHEN (OLD.state = 'bound') EXECUTE FUNCTION archive_final();
CREATE TRIGGER archive_lifted BEFORE UPDATE OR DELETE ON archive_hold
    FOR EACH ROW WHEN (OLD.lifted_at IS NOT NULL) EXECUTE FUNCTION archive_final();
CREATE TRIGGER archive_executed BEFORE UPDATE OR DELETE ON archive_destruction_list
    FOR EACH ROW WHEN (OLD.state = 'executed') EXECUTE FUNCTION archive_final();

-- A file under a hold is not destroyed, and none before its term.
CREATE OR REPLACE FUNCTION archive_may_be_destroyed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM archive_hold h
               WHERE h.org_id = NEW.org_id AND h.file_id = NEW.file_id AND h.lifted_at IS NULL)
       OR NOT EXISTS (SELECT 1 FROM archive_file f
               WHERE f.org_id = NEW.org_id AND f.id = NEW.file_id AND f.ends_on < NEW.at::date) THEN
        RAISE EXCEPTION '保全中或者保管期限未满的案卷不得销毁' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER archive_may_be_destroyed BEFORE INSERT ON archive_tombstone
    FOR EACH ROW EXECUTE FUNCTION archive_may_be_destroyed();
"""

UNLOCK: Final = """
DROP TRIGGER archive_may_be_destroyed ON archive_tombstone;
DROP TRIGGER archive_executed ON archive_destruction_list;
DROP TRIGGER archive_lifted ON archive_hold;
DROP TRIGGER archive_bound ON archive_scan;
DROP TRIGGER archive_decided ON archive_supplement;
DROP TRIGGER archive_volume_stays ON archive_volume;
DROP TRIGGER archive_file_stays ON archive_file;
DROP TRIGGER archive_reopened ON evidence_freeze;
DROP TRIGGER archive_locked ON evidence_item_file;
DROP TRIGGER archive_locked ON evidence_examination;
DROP TRIGGER archive_locked ON evidence_correction;
DROP TRIGGER archive_locked ON evidence_proof;
DROP TRIGGER archive_locked ON evidence_fact;
DROP TRIGGER archive_locked ON evidence_item;
DROP TRIGGER archive_locked ON documents_mark;
DROP TRIGGER archive_locked ON documents_version;
DROP TRIGGER archive_locked_removed ON documents_instrument;
DROP TRIGGER archive_locked ON documents_instrument;
DROP FUNCTION archive_may_be_destroyed();
DROP FUNCTION archive_volume_stays();
DROP FUNCTION archive_final();
DROP FUNCTION archive_file_stays();
DROP FUNCTION archive_reopened();
DROP FUNCTION archive_guard_removed();
DROP FUNCTION archive_guard_item();
DROP FUNCTION archive_guard_instrument();
DROP FUNCTION archive_guard_case();
DROP FUNCTION archive_refuse_locked(uuid, uuid);
"""
