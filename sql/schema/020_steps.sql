-- What the conditions of campaigns and of their steps are tested on.

-- The facts of a trigger, for an episode as it was abandoned.  The orders are those of the person: their number, the sum in
-- minor units less refunds by currency, and the last one.  minute and weekday (MON): of the abandonment, at the store.
CREATE FUNCTION crt.trigger_facts(store uuid, episode uuid)
RETURNS TABLE (store_id uuid, id uuid, customer_id uuid, value bigint, currency char(3), items text, abandoned_at timestamptz,
    minute numeric, weekday text, orders bigint, spent jsonb, ordered_at timestamptz, country text, region text, locale text,
    consent crt.consent_state, tags text, origin text, by_hand boolean,
    recency int, frequency int, spending int)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT a.store_id, a.id, a.customer_id, a.value, a.currency, a.items, a.abandoned_at,
           extract(hour FROM z.local) * 60 + extract(minute FROM z.local), to_char(z.local, 'DY'),
           o.orders, o.spent, o.ordered_at, p.country, p.region, p.locale, p.consent_email, p.tags, c.origin, a.by_hand,
           p.recency, p.frequency, p.spending
      FROM (SELECT * FROM crt.abandoned_carts x WHERE x.store_id = store AND x.id = episode OFFSET 0) a
      JOIN crt.stores s ON s.id = store
     CROSS JOIN LATERAL (    -- a zone that the server no longer knows stops nothing
        SELECT a.abandoned_at AT TIME ZONE CASE WHEN crt.timezone_usable(s.timezone) THEN s.timezone ELSE 'UTC' END AS local) z
      LEFT JOIN LATERAL (
        SELECT q.country, q.region, q.locale, q.consent_email, q.tags, q.recency, q.frequency, q.spending FROM crt.customers q
         WHERE q.store_id = store AND q.id = a.customer_id OFFSET 0) p ON true
     CROSS JOIN LATERAL (SELECT x.origin FROM crt.carts x WHERE x.store_id = store AND x.id = a.cart_id OFFSET 0) c
     CROSS JOIN LATERAL crt.orders_sum(store, a.customer_id) o
$$;

-- The facts of a step that has a rule of its own (a condition, a window, gates that drop it); no row for any other step.
-- rule: the step, from crt.campaigns.  clicked: whether a person clicked in a message of the episode's campaign.
-- week_minute: minutes since Monday 00:00 where the person's device is, or at the store.
CREATE FUNCTION crt.step_facts(store uuid, episode uuid, campaign uuid, rule jsonb, now timestamptz)
RETURNS TABLE (clicked boolean, week_minute int, store_id uuid, id uuid, customer_id uuid, value bigint,
    currency char(3), items text, abandoned_at timestamptz, minute numeric, weekday text,
    orders bigint, spent jsonb, ordered_at timestamptz, country text, region text, locale text,
    consent crt.consent_state, tags text, origin text, by_hand boolean,
    recency int, frequency int, spending int)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT EXISTS (SELECT FROM crt.messages m
                     JOIN crt.touches t ON t.store_id = store AND t.message_id = m.id AND t.kind = 'clicked' AND NOT t.machine
                    WHERE m.store_id = store AND m.episode_id = episode AND m.campaign_id = campaign),
           (extract(isodow FROM z.local)::int - 1) * 1440 + extract(hour FROM z.local)::int * 60 + extract(minute FROM z.local)::int,
           f.*
      FROM crt.trigger_facts(store, episode) f
      JOIN crt.stores s ON s.id = store
      LEFT JOIN LATERAL (
        SELECT q.timezone FROM crt.customers q WHERE q.store_id = store AND q.id = f.customer_id OFFSET 0) p ON true
     CROSS JOIN LATERAL (
        SELECT now AT TIME ZONE CASE WHEN crt.timezone_usable(p.timezone) THEN p.timezone
                                     WHEN crt.timezone_usable(s.timezone) THEN s.timezone ELSE 'UTC' END AS local) z
     WHERE rule ?| '{when,send_window,drop_if}'
$$;
