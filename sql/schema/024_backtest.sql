-- crt-campaign backtest: history is replayed into copies of the tables in the session's temporary schema.

-- Makes empty copies of the tables, and of the views and functions that read them: a copy reads copies.
CREATE FUNCTION crt.shadow_make(tables text[], views text[], functions text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog SET check_function_bodies = off AS $$
DECLARE
    named text := '\mcrt\.(' || array_to_string(tables || views || functions, '|') || ')\M';
    one text;
BEGIN
    PERFORM set_config('temp_buffers', '256MB', false);     -- the copies stay in memory up to this size
    FOREACH one IN ARRAY tables LOOP
        EXECUTE format('CREATE TEMP TABLE %1$I (LIKE crt.%1$I INCLUDING ALL)', one);
    END LOOP;
    FOREACH one IN ARRAY views LOOP
        EXECUTE format('CREATE TEMP VIEW %I AS ', one)
            || regexp_replace(pg_get_viewdef(format('crt.%I', one)::regclass), named, 'pg_temp.\1', 'g');
    END LOOP;
    FOR one IN SELECT pg_get_functiondef(p.oid) FROM pg_proc p
                WHERE p.pronamespace = 'crt'::regnamespace AND p.proname = ANY (functions) LOOP
        EXECUTE regexp_replace(one, named, 'pg_temp.\1', 'g');
    END LOOP;
    FOR one IN SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t
                WHERE t.tgrelid IN ('crt.carts'::regclass, 'crt.customers'::regclass) AND t.tgname IN ('carts_link', 'customers_link') LOOP
        EXECUTE regexp_replace(one, named, 'pg_temp.\1', 'g');
    END LOOP;
    -- What nothing reads is not stored twice.
    CREATE FUNCTION pg_temp.discard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    FOREACH one IN ARRAY '{events,left_out,provider_events}'::text[] LOOP
        EXECUTE format('CREATE TRIGGER discard BEFORE INSERT ON pg_temp.%I FOR EACH ROW EXECUTE FUNCTION pg_temp.discard()', one);
    END LOOP;
    CREATE TEMP TABLE later_suppressions (known_at timestamptz, LIKE crt.suppressions);
    CREATE INDEX ON pg_temp.later_suppressions (known_at);
    CREATE TEMP TABLE later_rejects (LIKE crt.rejects);
END $$;

-- What the copies begin with: the stores as they are set now, templates and segments, and the messages to their people that
-- were sent just before.  An opt-out that an event brought is known when that event arrived.
CREATE FUNCTION crt.shadow_fill(of_stores uuid[], since timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO pg_temp.stores SELECT * FROM crt.stores s WHERE s.id = ANY (of_stores);
    UPDATE pg_temp.stores SET orders_seen_at = NULL, last_sync = NULL, scored_at = NULL;
    INSERT INTO pg_temp.templates SELECT * FROM crt.templates t WHERE t.store_id IS NULL OR t.store_id = ANY (of_stores);
    INSERT INTO pg_temp.segments SELECT * FROM crt.segments t WHERE t.store_id = ANY (of_stores);
    INSERT INTO pg_temp.messages SELECT * FROM crt.messages m
     WHERE m.store_id = ANY (of_stores) AND m.sent_at >= since - interval '30 days' AND m.sent_at < since;
    INSERT INTO pg_temp.later_suppressions
    SELECT greatest(x.created_at, (SELECT min(e.received_at) FROM crt.events e
            WHERE e.time = x.created_at AND e.store_id = ANY (of_stores))), x.*
      FROM crt.suppressions x WHERE x.organization_id IN (SELECT s.organization_id FROM pg_temp.stores s);
    INSERT INTO pg_temp.later_rejects SELECT * FROM crt.rejects r WHERE r.store_id = ANY (of_stores) AND r.is_order;
    UPDATE pg_temp.later_rejects SET bytes = '';
END $$;

-- What became known by a time, and is in no event.
CREATE FUNCTION crt.shadow_learn(of_stores uuid[], by timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    WITH known AS (DELETE FROM pg_temp.later_suppressions l WHERE l.known_at <= by RETURNING *)
    INSERT INTO pg_temp.suppressions SELECT k.organization_id, k.channel, k.key, k.reason, k.code, k.created_at FROM known k
    ON CONFLICT DO NOTHING;
    IF EXISTS (SELECT FROM pg_temp.later_rejects) THEN
        DELETE FROM pg_temp.rejects;
        INSERT INTO pg_temp.rejects SELECT * FROM pg_temp.later_rejects r
         WHERE r.created_at <= by AND (r.dropped_at IS NULL OR r.dropped_at > by);
        UPDATE pg_temp.rejects SET dropped_at = NULL;
    END IF;
    INSERT INTO pg_temp.privacy_requests SELECT * FROM crt.privacy_requests q
     WHERE q.store_id = ANY (of_stores) AND q.own AND q.opened_at <= by ON CONFLICT DO NOTHING;
    UPDATE pg_temp.privacy_requests p SET closed_at = q.closed_at FROM crt.privacy_requests q
     WHERE q.store_id = p.store_id AND q.id = p.id AND p.closed_at IS NULL AND q.closed_at <= by;
    INSERT INTO pg_temp.reply_reviews SELECT * FROM crt.reply_reviews v
     WHERE v.store_id = ANY (of_stores) AND v.reviewed_at <= by ON CONFLICT DO NOTHING;
END $$;

-- Each message that the replay or the store itself made for a cart that was abandoned since a time, in the same campaign.
-- was_*: what the store did until the end of the replay; bought_at: the person's first purchase after the abandonment, as
-- it is known now; discount: of that purchase if it came within the coupon's time, in its currency.
CREATE FUNCTION crt.shadow_messages(of_stores uuid[], since timestamptz, until timestamptz)
RETURNS TABLE (store_id uuid, campaign text, step_index int, channel crt.channel, id uuid, cart text, recipient text, country text,
    template text, locale text, status crt.message_status, reason text, at timestamptz, was_status crt.message_status, was_reason text,
    was_at timestamptz, bought_at timestamptz, discount bigint, currency char(3))
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
    RETURN QUERY
    WITH ours AS (
        SELECT m.*, g.name, a.abandoned_at FROM pg_temp.messages m
          JOIN pg_temp.campaigns g ON g.store_id = m.store_id AND g.id = m.campaign_id
          JOIN pg_temp.abandoned_carts a ON a.store_id = m.store_id AND a.id = m.episode_id),
    theirs AS (
        SELECT m.store_id, m.id, m.cart_id, m.step_index, m.channel, m.template, m.locale, m.reason, g.name, a.abandoned_at,
               CASE WHEN m.sent_at <= until THEN 'SENT' WHEN m.sent_at > until THEN 'HELD'
                    WHEN m.status = 'SKIPPED' AND m.updated_at > until THEN 'HELD' ELSE m.status END::crt.message_status AS status,
               CASE WHEN m.sent_at <= until THEN m.sent_at ELSE m.updated_at END AS at
          FROM crt.messages m
          JOIN crt.campaigns g ON g.store_id = m.store_id AND g.id = m.campaign_id
          JOIN crt.abandoned_carts a ON a.store_id = m.store_id AND a.id = m.episode_id
         WHERE m.store_id = ANY (of_stores) AND a.abandoned_at >= since AND m.created_at <= until
           AND EXISTS (SELECT FROM pg_temp.campaigns c WHERE c.store_id = m.store_id AND c.name = g.name)),
    both_sides AS (
        SELECT coalesce(o.store_id, t.store_id) AS store_id, coalesce(o.name, t.name) AS name, coalesce(o.id, t.id) AS id,
               coalesce(o.step_index, t.step_index) AS step_index, coalesce(o.channel, t.channel) AS channel,
               coalesce(o.cart_id, t.cart_id) AS cart_id, coalesce(o.template, t.template) AS template,
               coalesce(o.locale, t.locale) AS locale, coalesce(o.abandoned_at, t.abandoned_at) AS abandoned_at,
               o.status, o.reason, coalesce(o.sent_at, o.updated_at) AS at, o.coupon,
               t.status AS was_status, t.reason AS was_reason, t.at AS was_at
          FROM ours o FULL JOIN theirs t ON t.store_id = o.store_id AND t.id = o.id)
    SELECT b.store_id, b.name, b.step_index, b.channel, b.id, c.external_id,
           CASE b.channel WHEN 'EMAIL' THEN p.email WHEN 'SMS' THEN p.phone END, p.country::text, b.template, b.locale,
           b.status, b.reason, b.at, b.was_status, b.was_reason, b.was_at, v.placed_at,
           CASE WHEN b.status = 'SENT' AND v.placed_at >= b.at AND v.placed_at < (b.coupon ->> 'expires')::timestamptz
                THEN v.total * (b.coupon ->> 'percent')::int / 100 END, v.currency
      FROM both_sides b
      LEFT JOIN crt.carts c ON c.store_id = b.store_id AND c.id = b.cart_id
      LEFT JOIN crt.customers p ON p.store_id = b.store_id AND p.id = c.customer_id
      LEFT JOIN LATERAL (
        SELECT x.placed_at, x.total, x.currency FROM crt.orders_of(b.store_id, b.cart_id) x
         WHERE x.placed_at >= b.abandoned_at ORDER BY x.placed_at LIMIT 1) v ON true;
END $$;
