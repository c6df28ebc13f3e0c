-- Tenants, access to them, and the runs of the commands.
CREATE SCHEMA IF NOT EXISTS crt;

-- Every table that grows is hash-partitioned by store, so that the rows of one store are
-- stored together.  crt init sets crt.partitions; the default is 16.
CREATE PROCEDURE crt.partition(parent text) LANGUAGE plpgsql AS $$
DECLARE
    n int := coalesce(nullif(current_setting('crt.partitions', true), ''), '16')::int;
    storage text := CASE WHEN parent IN ('carts', 'messages', 'enrollments', 'customers')
        THEN ' WITH (fillfactor = 80)' ELSE '' END;
BEGIN
    FOR i IN 0 .. n - 1 LOOP
        EXECUTE format('CREATE TABLE crt.%I PARTITION OF crt.%I FOR VALUES WITH (MODULUS %s, REMAINDER %s)%s',
            parent || '_p' || i, parent, n, i, storage);
    END LOOP;
END $$;

CREATE TYPE crt.platform AS ENUM ('SHOPIFY', 'WOOCOMMERCE', 'BIGCOMMERCE', 'MAGENTO', 'ADOBE', 'OTHER');
CREATE TYPE crt.sync_status AS ENUM ('ACTIVE', 'ERROR', 'SYNCING', 'PAUSED');
CREATE TYPE crt.channel AS ENUM ('EMAIL', 'SMS', 'PUSH');

CREATE TABLE crt.organizations (
    id          uuid        PRIMARY KEY,
    slug        text COLLATE "C"        NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name        text COLLATE "C"        NOT NULL,
    industry    text,
    timezone    text        NOT NULL DEFAULT 'UTC',
    settings    jsonb       NOT NULL DEFAULT '{}',
    subscription_plan text  NOT NULL DEFAULT 'SELF_HOSTED',
    key_mark    uuid,           -- a keyed hash of a constant: finds a key file that has not hashed its addresses
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL);

CREATE TABLE crt.stores (
    id              uuid        PRIMARY KEY,
    organization_id uuid        NOT NULL REFERENCES crt.organizations,
    slug            text COLLATE "C"        NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    platform        crt.platform NOT NULL,
    store_name      text        NOT NULL,
    store_url       text        NOT NULL CHECK (store_url ~ '^https?://'),
    currency        char(3)     NOT NULL,
    locale          text COLLATE "C"        NOT NULL DEFAULT 'en',
    timezone        text        NOT NULL DEFAULT 'UTC',
    api_credentials text,       -- encrypted
    webhook_secret  text,       -- encrypted
    sync_status     crt.sync_status NOT NULL DEFAULT 'ACTIVE',
    last_sync       timestamptz,
    sync_failures   int         NOT NULL DEFAULT 0, -- failed runs of crt-sync in a row
    sync_failed_at  timestamptz,    -- time of the last one
    sync_reason     text,           -- why it failed
    sync_backoff_until timestamptz,    -- crt-sync does not poll it before
    sync_logged_at    timestamptz,    -- when the back-off was last logged
    orders_seen_at  timestamptz,    -- the last complete order sync (P1)
    scored_at       timestamptz,    -- when crt-report rollup last compared its customers
    hook_seen_at    timestamptz,    -- the last genuine webhook, to the minute
    settings        jsonb       NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL);

-- Whether the server can calculate in this time zone; pg_timezone_names would read hundreds of files.
CREATE FUNCTION crt.timezone_usable(name text) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN now() AT TIME ZONE name IS NOT NULL;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN false;
END $$;

-- Which database role may see which organization.  A role without a row here sees nothing,
-- unless it owns the tables or has BYPASSRLS.
CREATE TABLE crt.access (
    role            name NOT NULL,
    organization_id uuid NOT NULL REFERENCES crt.organizations,
    store_id        uuid REFERENCES crt.stores ON DELETE CASCADE,   -- NULL: every store of the organization
    UNIQUE NULLS NOT DISTINCT (role, organization_id, store_id));

CREATE FUNCTION crt.visible_stores() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(s.id), '{}')
      FROM crt.stores s JOIN crt.access a USING (organization_id)
     WHERE a.role = session_user AND (a.store_id IS NULL OR a.store_id = s.id)
$$;

CREATE FUNCTION crt.visible_organizations() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(a.organization_id), '{}')
      FROM crt.access a WHERE a.role = session_user AND a.store_id IS NULL
$$;

-- The organizations of which a role sees at least one store.
CREATE FUNCTION crt.visible_parents() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT a.organization_id), '{}')
      FROM crt.access a
     WHERE a.role = session_user AND (a.store_id IS NULL OR EXISTS (
               SELECT FROM crt.stores s WHERE s.id = a.store_id AND s.organization_id = a.organization_id))
$$;

-- The names of a tenant never change.  Ids are derived from slugs, opt-outs belong to an
-- organization, and an error about a taken name would reveal another tenant.
CREATE FUNCTION crt.keep_names() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'a row of % keeps its id, its slug and its organization', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER organizations_keep BEFORE UPDATE OF id, slug ON crt.organizations FOR EACH ROW
    WHEN ((OLD.id, OLD.slug) IS DISTINCT FROM (NEW.id, NEW.slug)) EXECUTE FUNCTION crt.keep_names();
CREATE TRIGGER stores_keep BEFORE UPDATE OF id, slug, organization_id ON crt.stores FOR EACH ROW
    WHEN ((OLD.id, OLD.slug, OLD.organization_id) IS DISTINCT FROM (NEW.id, NEW.slug, NEW.organization_id))
    EXECUTE FUNCTION crt.keep_names();

-- Heartbeats: a row is added when a run begins, and completed when it ends (P12).
CREATE TABLE crt.runs (
    id         uuid        PRIMARY KEY,
    command    text COLLATE "C"        NOT NULL,
    host       text        NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    counts     jsonb       NOT NULL DEFAULT '{}',
    exit       int,
    reason     text COLLATE "C",
    role       name        NOT NULL DEFAULT session_user);
CREATE INDEX runs_command ON crt.runs (command, started_at);
