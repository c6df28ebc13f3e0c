-- The audit log: what was done with people's data, by whom, in one chain of hashes per organization.

-- The end of each chain.  Whoever adds a row locks it until the end of the transaction.
CREATE TABLE crt.audit_heads (
    organization_id uuid   PRIMARY KEY REFERENCES crt.organizations,
    number          bigint NOT NULL,    -- of the last row
    hash            bytea  NOT NULL);

-- People appear only as keyed hashes, so an erasure need not change a row.
CREATE TABLE crt.audit_log (
    organization_id uuid        NOT NULL REFERENCES crt.organizations,
    number          bigint      NOT NULL,   -- from 1, without gaps
    time            timestamptz NOT NULL,
    actor           name        NOT NULL,   -- the database role
    action          text COLLATE "C"        NOT NULL,
    object          text        NOT NULL,   -- what it was done to: a channel, a reason, the id of a request
    subject         uuid,                   -- keyed hash of an address; null: about no single person
    rows            bigint      NOT NULL,
    previous        bytea       NOT NULL,   -- hash of the row before; zeros for the first
    hash            bytea       NOT NULL,   -- SHA-256 of crt.audit_text
    PRIMARY KEY (organization_id, number));
CREATE INDEX audit_log_subject ON crt.audit_log (organization_id, subject, number) WHERE subject IS NOT NULL;

-- A row as the text that is hashed and exported; the export adds the hash.
CREATE FUNCTION crt.audit_text(a crt.audit_log, slug text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT format('{"organization":"%s","number":%s,"time":"%s","actor":%s,"action":%s,"object":%s,"subject":%s,"rows":%s,"previous":"%s"',
        slug, a.number, to_char(a.time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_json(a.actor::text), to_json(a.action),
        to_json(a.object), coalesce(to_json(a.subject)::text, 'null'), a.rows, encode(a.previous, 'hex'))
$$;

CREATE FUNCTION crt.audit_chain() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    head crt.audit_heads;
BEGIN
    INSERT INTO crt.audit_heads VALUES (NEW.organization_id, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM crt.audit_heads h WHERE h.organization_id = NEW.organization_id FOR UPDATE;
    NEW.number := head.number + 1;
    NEW.previous := head.hash;
    NEW.actor := session_user;
    NEW.hash := sha256(convert_to(crt.audit_text(NEW,
        (SELECT o.slug FROM crt.organizations o WHERE o.id = NEW.organization_id)), 'UTF8'));
    UPDATE crt.audit_heads h SET number = NEW.number, hash = NEW.hash WHERE h.organization_id = NEW.organization_id;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_log_chain BEFORE INSERT ON crt.audit_log FOR EACH ROW EXECUTE FUNCTION crt.audit_chain();
CREATE TRIGGER audit_log_append BEFORE UPDATE OR DELETE ON crt.audit_log FOR EACH ROW EXECUTE FUNCTION crt.append_only();

-- A role of one store adds to the log of its organization; only a role of the whole organization reads it.
ALTER TABLE crt.audit_heads ENABLE ROW LEVEL SECURITY;
CREATE POLICY audit_heads_scope ON crt.audit_heads USING (organization_id = ANY ((SELECT crt.visible_parents())::uuid[]));
ALTER TABLE crt.audit_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY audit_log_read ON crt.audit_log FOR SELECT
    USING (organization_id = ANY ((SELECT crt.visible_organizations())::uuid[]));
CREATE POLICY audit_log_add ON crt.audit_log FOR INSERT
    WITH CHECK (organization_id = ANY ((SELECT crt.visible_parents())::uuid[]));
