-- Backups, and the journal outside of the database: what a restored backup would have forgotten.

CREATE TABLE crt.backups (
    id         uuid        PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),  -- before the snapshot; so the backup contains its own row
    ended_at   timestamptz,                                     -- null: it failed, or this is the row in the backup
    bytes      bigint,
    path       text COLLATE "C"        NOT NULL,
    encrypted  boolean     NOT NULL,
    verified   boolean);                                        -- a test restore gave the same rows

-- Messages that were handed off after the backup that was restored, as the journal has them. The message may not exist
-- yet: crt-campaign creates it again.
CREATE TABLE crt.handed_off (
    store_id    uuid NOT NULL REFERENCES crt.stores ON DELETE CASCADE,
    message_id  uuid NOT NULL,
    cart_id     uuid NOT NULL,
    campaign_id uuid NOT NULL,
    step_index  int  NOT NULL,
    channel     crt.channel NOT NULL,
    status      crt.message_status NOT NULL,
    basis       text,
    provider    text COLLATE "C",
    at          timestamptz NOT NULL,   -- of the last change
    PRIMARY KEY (store_id, message_id));
CREATE INDEX handed_off_cart ON crt.handed_off (store_id, cart_id, campaign_id, step_index, channel);

-- What became of a message at its restored hand-off; null: it was not handed off, or was queued again. The episode may
-- have another number now: the cart is the same, and the step was due before the hand-off.
CREATE FUNCTION crt.handed_off_as(store uuid, message uuid, cart uuid, campaign uuid, step int, chan crt.channel, due timestamptz)
RETURNS TABLE (status crt.message_status, basis text, provider text, at timestamptz)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT CASE h.status WHEN 'SENDING' THEN 'UNKNOWN' WHEN 'DELIVERED' THEN 'SENT' WHEN 'OPENED' THEN 'SENT'
                         WHEN 'CLICKED' THEN 'SENT' ELSE h.status END, h.basis, h.provider, h.at
      FROM (SELECT * FROM crt.handed_off h WHERE h.store_id = store AND h.message_id = message
            UNION ALL
            SELECT * FROM crt.handed_off h
             WHERE h.store_id = store AND h.cart_id = cart AND h.campaign_id = campaign AND h.step_index = step
               AND h.channel = chan AND h.message_id <> message AND h.at >= due) h
     WHERE h.status NOT IN ('QUEUED', 'HELD', 'SKIPPED')
     ORDER BY h.message_id = message DESC, h.at DESC LIMIT 1
$$;

-- A line for the journal. A session whose program keeps one sets crt.journal, and stores the notices with this code
-- before it commits. Lines have keyed hashes and ids that crt derived, never an address.
CREATE FUNCTION crt.journal_line(line text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE NOTICE USING ERRCODE = 'CRT01', MESSAGE = format('{"logged":"%s",%s}', clock_timestamp(), line);
END $$;

CREATE FUNCTION crt.journal_message() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM crt.journal_line(format('"kind":"message","store":"%s","message":"%s","cart":"%s","campaign":"%s","step":%s,'
        '"channel":"%s","status":"%s","basis":"%s","provider":"%s","at":"%s"', NEW.store_id, NEW.id, NEW.cart_id, NEW.campaign_id,
        NEW.step_index, NEW.channel, NEW.status, NEW.basis, NEW.provider, NEW.updated_at));
    RETURN NULL;
END $$;
CREATE TRIGGER journal_update AFTER UPDATE ON crt.messages FOR EACH ROW
    WHEN (OLD.status <> NEW.status AND (NEW.status = 'SENDING' OR OLD.status IN ('SENDING', 'UNKNOWN'))
          AND current_setting('crt.journal', true) = 'on') EXECUTE FUNCTION crt.journal_message();

CREATE FUNCTION crt.journal_suppression() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    r crt.suppressions := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    PERFORM crt.journal_line(format('"kind":"%s","organization":"%s","channel":"%s","key":"%s","reason":"%s","code":%s,"at":"%s"',
        CASE TG_OP WHEN 'DELETE' THEN 'lift' ELSE 'suppression' END, r.organization_id, r.channel, r.key, r.reason,
        coalesce(to_json(r.code)::text, 'null'), r.created_at));
    RETURN NULL;
END $$;
CREATE TRIGGER journal_change AFTER INSERT OR DELETE ON crt.suppressions FOR EACH ROW
    WHEN (current_setting('crt.journal', true) = 'on') EXECUTE FUNCTION crt.journal_suppression();

CREATE FUNCTION crt.journal_pause() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM crt.journal_line(format('"kind":"pause","organization":"%s","key":"%s","until":"%s"',
        NEW.organization_id, NEW.key, NEW.until));
    RETURN NULL;
END $$;
CREATE TRIGGER journal_change AFTER INSERT OR UPDATE ON crt.pauses FOR EACH ROW
    WHEN (current_setting('crt.journal', true) = 'on') EXECUTE FUNCTION crt.journal_pause();

-- An erasure; the stamp keeps older facts from coming back.
CREATE FUNCTION crt.journal_erased() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM crt.journal_line(format('"kind":"erased","store":"%s","customer":"%s","stamp":"%s","at":"%s"',
        NEW.store_id, NEW.id, NEW.deleted_stamp, NEW.created_at));
    RETURN NULL;
END $$;
CREATE TRIGGER journal_update AFTER UPDATE ON crt.customers FOR EACH ROW
    WHEN (NEW.external_id = 'erased' AND current_setting('crt.journal', true) = 'on') EXECUTE FUNCTION crt.journal_erased();

CREATE FUNCTION crt.journal_store() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM crt.journal_line(format('"kind":"store_erased","store":"%s"', OLD.id));
    RETURN NULL;
END $$;
CREATE TRIGGER journal_delete AFTER DELETE ON crt.stores FOR EACH ROW
    WHEN (current_setting('crt.journal', true) = 'on') EXECUTE FUNCTION crt.journal_store();

CREATE FUNCTION crt.journal_audit() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM crt.journal_line(format('"kind":"audit","row":%s', to_jsonb(NEW)));
    RETURN NULL;
END $$;
CREATE TRIGGER journal_insert AFTER INSERT ON crt.audit_log FOR EACH ROW
    WHEN (current_setting('crt.journal', true) = 'on') EXECUTE FUNCTION crt.journal_audit();

CREATE FUNCTION crt.journal_backup() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM crt.journal_line(format('"kind":"backup","backup":"%s"', NEW.id));
    RETURN NULL;
END $$;
CREATE TRIGGER journal_insert AFTER INSERT ON crt.backups FOR EACH ROW
    WHEN (current_setting('crt.journal', true) = 'on') EXECUTE FUNCTION crt.journal_backup();

ALTER TABLE crt.handed_off ENABLE ROW LEVEL SECURITY;
CREATE POLICY handed_off_scope ON crt.handed_off USING (store_id = ANY ((SELECT crt.visible_stores())::uuid[]));
ALTER TABLE crt.backups ENABLE ROW LEVEL SECURITY;     -- only the owner makes backups
