-- Imports of the Do-Not-Call registry: a file replaces the numbers of its area codes, or changes some.

CREATE TRIGGER dnc_imports_append BEFORE UPDATE ON crt.dnc_imports FOR EACH ROW EXECUTE FUNCTION crt.append_only();

-- A role of one store reads the registry, because the gates need it.  Only a role of the whole organization imports it.
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY '{dnc_numbers,dnc_areas,dnc_imports}'::text[] LOOP
        EXECUTE format('ALTER TABLE crt.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY %I ON crt.%I FOR SELECT USING (organization_id = ANY ((SELECT crt.visible_parents())::uuid[]))',
            t || '_read', t);
        EXECUTE format('CREATE POLICY %I ON crt.%I USING (organization_id = ANY ((SELECT crt.visible_organizations())::uuid[]))',
            t || '_write', t);
    END LOOP;
END $$;

CREATE TYPE crt.dnc_row AS (area_code int, key uuid, listed boolean, place bigint);

-- The lines of the transaction's file that are not merged yet.  An area code can have millions, so only what differs is
-- written to the tables.
CREATE FUNCTION crt.dnc_begin() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass('pg_temp.dnc_lines') IS NULL THEN
        CREATE TEMP TABLE dnc_lines (area_code int, key uuid, listed boolean, place bigint) ON COMMIT DROP;
    END IF;
    TRUNCATE pg_temp.dnc_lines;
END $$;

CREATE FUNCTION crt.dnc_add(lines crt.dnc_row[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    n bigint;
BEGIN
    INSERT INTO pg_temp.dnc_lines SELECT * FROM unnest(lines);
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END $$;

-- The lines are all numbers of an area code.  problem: "newer", the area code has data of a later time; "fewer", the file
-- has less than half of its numbers, and is probably incomplete; then nothing is changed.
CREATE FUNCTION crt.dnc_replace(organization uuid, area int, at timestamptz, anyway boolean)
RETURNS TABLE (problem text, version timestamptz, numbers bigint, added bigint, removed bigint) LANGUAGE plpgsql AS $$
DECLARE
    found bigint;
BEGIN
    SELECT count(*) INTO found FROM pg_temp.dnc_lines;
    SELECT CASE WHEN a.version > at THEN 'newer' WHEN found * 2 < a.numbers AND NOT anyway THEN 'fewer' END, a.version, a.numbers, 0, 0
      INTO problem, version, numbers, added, removed
      FROM crt.dnc_areas a WHERE a.organization_id = organization AND a.area_code = area FOR UPDATE;
    IF problem IS NULL THEN
        ANALYZE pg_temp.dnc_lines;
        DELETE FROM crt.dnc_numbers d WHERE d.organization_id = organization AND d.area_code = area
           AND NOT EXISTS (SELECT FROM pg_temp.dnc_lines l WHERE l.key = d.key);
        GET DIAGNOSTICS removed = ROW_COUNT;
        INSERT INTO crt.dnc_numbers (organization_id, area_code, key)
        SELECT DISTINCT organization, area, l.key FROM pg_temp.dnc_lines l
         WHERE NOT EXISTS (SELECT FROM crt.dnc_numbers d
                            WHERE d.organization_id = organization AND d.area_code = area AND d.key = l.key)
        ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS added = ROW_COUNT;
        numbers := coalesce(numbers, 0) + added - removed;
        INSERT INTO crt.dnc_areas (organization_id, area_code, version, numbers) VALUES (organization, area, at, dnc_replace.numbers)
        ON CONFLICT (organization_id, area_code) DO UPDATE SET version = excluded.version, numbers = excluded.numbers;
        TRUNCATE pg_temp.dnc_lines;
    END IF;
    RETURN NEXT;
END $$;

-- The lines are numbers that were added or deleted; the last one about a number counts.  Only area codes that a file has
-- replaced before get the new version: the others are not complete.
CREATE FUNCTION crt.dnc_change(organization uuid, at timestamptz)
RETURNS TABLE (problem text, version timestamptz, numbers bigint, added bigint, removed bigint) LANGUAGE plpgsql AS $$
BEGIN
    SELECT max(a.version) INTO version FROM crt.dnc_areas a
     WHERE a.organization_id = organization AND a.area_code IN (SELECT l.area_code FROM pg_temp.dnc_lines l);
    IF version > at THEN
        problem := 'newer';
        RETURN NEXT;
        RETURN;
    END IF;
    WITH last AS MATERIALIZED (
        SELECT DISTINCT ON (l.area_code, l.key) l.area_code, l.key, l.listed FROM pg_temp.dnc_lines l
         ORDER BY l.area_code, l.key, l.place DESC),
    gone AS (
        DELETE FROM crt.dnc_numbers d USING last l
         WHERE NOT l.listed AND d.organization_id = organization AND d.area_code = l.area_code AND d.key = l.key
        RETURNING d.area_code),
    new AS (
        INSERT INTO crt.dnc_numbers (organization_id, area_code, key) SELECT organization, l.area_code, l.key FROM last l WHERE l.listed
        ON CONFLICT DO NOTHING RETURNING area_code),
    sums AS (
        SELECT l.area_code, (SELECT count(*) FROM new n WHERE n.area_code = l.area_code) AS more,
               (SELECT count(*) FROM gone g WHERE g.area_code = l.area_code) AS less
          FROM (SELECT DISTINCT area_code FROM last) l),
    versions AS (
        UPDATE crt.dnc_areas a SET version = at, numbers = a.numbers + s.more - s.less
          FROM sums s WHERE a.organization_id = organization AND a.area_code = s.area_code)
    SELECT sum(s.more), sum(s.less) INTO added, removed FROM sums s;
    TRUNCATE pg_temp.dnc_lines;
    RETURN NEXT;
END $$;
