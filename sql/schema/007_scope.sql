-- P11: row-level security.  The owner, who runs the pipeline, sees all rows; any other role
-- sees what crt.access grants.
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY '{events,left_out,sync_state,fetches,customers,identity_links,consents,reply_reviews,privacy_requests,carts,
        abandoned_carts,orders,campaigns,experiments,enrollments,messages,touches,refusals}'::text[] LOOP
        EXECUTE format('ALTER TABLE crt.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON crt.%I USING (store_id = ANY ((SELECT crt.visible_stores())::uuid[]))',
            t || '_scope', t);
    END LOOP;
    FOR t IN SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname = 'crt' AND c.relispartition AND c.relkind = 'r' LOOP
        EXECUTE format('ALTER TABLE crt.%I ENABLE ROW LEVEL SECURITY', t);
    END LOOP;
END $$;
ALTER TABLE crt.organizations ENABLE ROW LEVEL SECURITY;
CREATE POLICY organizations_scope ON crt.organizations
    USING (id = ANY ((SELECT crt.visible_organizations())::uuid[]))
    WITH CHECK (id = ANY ((SELECT crt.visible_organizations())::uuid[]) AND id = crt.derived_uuid('organization' || slug));
CREATE POLICY organizations_parents ON crt.organizations FOR SELECT
    USING (id = ANY ((SELECT crt.visible_parents())::uuid[]));
ALTER TABLE crt.stores ENABLE ROW LEVEL SECURITY;
-- A row is checked before its names are looked up, so no error reveals which names are taken.
CREATE POLICY stores_scope ON crt.stores USING (id = ANY ((SELECT crt.visible_stores())::uuid[]))
    WITH CHECK (id = ANY ((SELECT crt.visible_stores())::uuid[]) AND id = crt.derived_uuid('store' || slug)
        AND organization_id = ANY ((SELECT crt.visible_parents())::uuid[]));
ALTER TABLE crt.templates ENABLE ROW LEVEL SECURITY;
CREATE POLICY templates_scope ON crt.templates USING (store_id = ANY ((SELECT crt.visible_stores())::uuid[]));
ALTER TABLE crt.template_versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY template_versions_scope ON crt.template_versions USING (store_id = ANY ((SELECT crt.visible_stores())::uuid[]));
ALTER TABLE crt.partials ENABLE ROW LEVEL SECURITY;
CREATE POLICY partials_scope ON crt.partials USING (store_id = ANY ((SELECT crt.visible_stores())::uuid[]));
ALTER TABLE crt.rejects ENABLE ROW LEVEL SECURITY;
-- A role may store a line without a store that it knows; only the owner sees that line.
CREATE POLICY rejects_scope ON crt.rejects USING (store_id = ANY ((SELECT crt.visible_stores())::uuid[]))
    WITH CHECK (store_id IS NULL OR store_id = ANY ((SELECT crt.visible_stores())::uuid[]));
ALTER TABLE crt.suppressions ENABLE ROW LEVEL SECURITY;
-- A role of one store can read and add the opt-outs of its organization (P6), because the gates
-- need them.  Only a role of the whole organization can delete them.  Others get an error: if
-- a policy hid the rows, the command would just count none.
CREATE POLICY suppressions_read ON crt.suppressions FOR SELECT
    USING (organization_id = ANY ((SELECT crt.visible_parents())::uuid[]));
CREATE POLICY suppressions_add ON crt.suppressions FOR INSERT
    WITH CHECK (organization_id = ANY ((SELECT crt.visible_parents())::uuid[]));
CREATE POLICY suppressions_drop ON crt.suppressions FOR DELETE
    USING (organization_id = ANY ((SELECT crt.visible_parents())::uuid[]));
ALTER TABLE crt.pauses ENABLE ROW LEVEL SECURITY;
CREATE POLICY pauses_scope ON crt.pauses USING (organization_id = ANY ((SELECT crt.visible_parents())::uuid[]));
CREATE FUNCTION crt.suppressions_kept() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF row_security_active(TG_RELID) AND OLD.organization_id <> ALL (crt.visible_organizations()) THEN
        RAISE EXCEPTION 'a role of some stores cannot delete suppressions of their organization'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER suppressions_keep BEFORE DELETE ON crt.suppressions
    FOR EACH ROW EXECUTE FUNCTION crt.suppressions_kept();
-- Read-only: a role that could write here could grant itself everything.
ALTER TABLE crt.access ENABLE ROW LEVEL SECURITY;
CREATE POLICY access_scope ON crt.access FOR SELECT USING (role = session_user);
-- A role sees only its own runs: counts and failure reasons may reveal other stores.
ALTER TABLE crt.runs ENABLE ROW LEVEL SECURITY;
CREATE POLICY runs_scope ON crt.runs USING (role = session_user);
-- Shared rows are readable for all roles; only the owner can write them.
CREATE POLICY templates_shared ON crt.templates FOR SELECT USING (store_id IS NULL);
CREATE POLICY template_versions_shared ON crt.template_versions FOR SELECT USING (store_id IS NULL);
CREATE POLICY partials_shared ON crt.partials FOR SELECT USING (store_id IS NULL);
ALTER TABLE crt.transitions ENABLE ROW LEVEL SECURITY;
CREATE POLICY transitions_shared ON crt.transitions FOR SELECT USING (true);
