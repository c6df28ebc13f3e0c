-- $1 store, $2 first day, $3 last day, $4 and $5 the time in which they are (rollup_next), $6 now, $7 zone
-- the number of new rows; those of these days are deleted, and the days are no longer open. The days are compared last: the planner
-- can estimate how many carts a time has, not how many a day in a time zone. It cannot estimate how many messages have
-- touches, so these are read by an array of their keys. The revenue of an order that recovers several carts counts with
-- the last of them. Retention deletes touches, so their figures stay on the days that began before
WITH done AS (DELETE FROM crt.rollup_days WHERE store_id = $1::uuid AND date BETWEEN $2::date AND $3::date),
old AS (DELETE FROM crt.analytics WHERE store_id = $1::uuid AND date BETWEEN $2::date AND $3::date RETURNING *),
complete AS (SELECT touches_since AT TIME ZONE $7::text AS since FROM crt.rollups WHERE store_id = $1::uuid),
episode AS MATERIALIZED (
    SELECT v.episode_id, v.abandoned_at, v.currency, v.recovered_at, v.recovered, v.gross, v.refunded, v.tax,
           v.shipping, v.goods, v.paid_in,
           -- As in the view, but the store is a constant: this plan reads one partition.
           v.order_id IS NOT NULL AND EXISTS (SELECT FROM crt.abandoned_carts b WHERE b.store_id = $1::uuid
                      AND b.order_id = v.order_id AND (b.abandoned_at, b.id) > (v.abandoned_at, v.episode_id)) AS shared,
           d.date, coalesce(d.date < (SELECT since FROM complete), false) AS stays, n.campaign_id,
           CASE WHEN n.state = 'HOLDOUT' THEN 'holdout' ELSE crt.wait_text(n.wait) END AS variant,
           extract(epoch FROM v.recovered_at - v.abandoned_at)::bigint AS seconds
      FROM crt.outcomes v
     CROSS JOIN LATERAL (SELECT (v.abandoned_at AT TIME ZONE $7::text)::date AS date) d
      LEFT JOIN crt.enrollments n ON n.store_id = $1::uuid AND n.episode_id = v.episode_id
     WHERE v.store_id = $1::uuid AND v.abandoned_at >= $4::timestamptz AND v.abandoned_at < $5::timestamptz),
message AS MATERIALIZED (
    SELECT m.id, e.episode_id, e.date, m.campaign_id, e.variant, e.currency, m.step_index, m.channel, m.sent_at, m.status, m.reason,
           e.stays, m.sent_at > e.abandoned_at AND m.sent_at < e.recovered_at AS led
      FROM episode e JOIN crt.messages m ON m.store_id = $1::uuid AND m.episode_id = e.episode_id),
touched AS (
    SELECT t.message_id, bool_or(t.kind IN ('bounced', 'failed')) AS bounced, bool_or(t.kind = 'opened' AND NOT t.machine) AS opened,
           bool_or(t.kind = 'clicked' AND NOT t.machine) AS clicked, bool_or(t.kind = 'complained') AS complained,
           bool_or(t.kind = 'unsubscribed') AS unsubscribed
      FROM crt.touches t
     WHERE t.store_id = $1::uuid AND t.message_id = ANY (ARRAY(SELECT id FROM message WHERE NOT stays)) GROUP BY t.message_id),
result AS MATERIALIZED (
    SELECT m.*, m.sent_at IS NOT NULL AS sent, m.sent_at IS NOT NULL AND NOT (m.stays OR coalesce(t.bounced, false)) AS delivered,
           coalesce(t.bounced, false) AS bounced, coalesce(t.opened, false) AS opened, coalesce(t.clicked, false) AS clicked,
           coalesce(t.complained, false) AS complained, coalesce(t.unsubscribed, false) AS unsubscribed
      FROM message m LEFT JOIN touched t ON t.message_id = m.id),
reached AS (
    SELECT episode_id, bool_or(sent) AS sent, bool_or(delivered) AS delivered, bool_or(clicked) AS clicked,
           coalesce(bool_or(led), false) AS led, bool_or(status = 'SKIPPED' AND reason IN
               ('no_address', 'disposable', 'suppressed', 'opted_out', 'no_consent', 'bot')) AS barred
      FROM result GROUP BY episode_id),
part AS (
    SELECT e.date, e.campaign_id, e.variant, NULL::int AS step_index, NULL::crt.channel AS channel, e.currency,
           count(*) AS carts_abandoned,
           count(*) FILTER (WHERE e.campaign_id IS NOT NULL AND e.variant IS DISTINCT FROM 'holdout' AND
               (r.sent OR r.barred IS NOT TRUE)) AS carts_mailable,
           count(*) FILTER (WHERE r.sent) AS campaigns_sent, count(*) FILTER (WHERE r.delivered) AS carts_delivered,
           count(*) FILTER (WHERE r.clicked) AS carts_clicked, count(*) FILTER (WHERE e.recovered) AS carts_recovered,
           count(*) FILTER (WHERE e.recovered AND r.led) AS carts_recovered_sent,
           count(*) FILTER (WHERE e.recovered AND e.gross IS NULL) AS revenue_unknown,
           0 AS revenue_gross, 0 AS revenue_refunded, 0 AS revenue_tax, 0 AS revenue_shipping, 0 AS revenue_goods,
           count(*) FILTER (WHERE e.recovered AND e.gross IS NOT NULL AND e.goods IS NULL) AS goods_unknown,
           coalesce(sum(e.seconds) FILTER (WHERE e.recovered), 0) AS recovery_seconds,
           0 AS messages_sent, 0 AS messages_delivered, 0 AS messages_opened, 0 AS messages_clicked, 0 AS messages_bounced,
           0 AS messages_complained, 0 AS messages_unsubscribed, 0 AS messages_skipped, 0 AS messages_failed
      FROM episode e LEFT JOIN reached r ON r.episode_id = e.episode_id GROUP BY 1, 2, 3, 6
    UNION ALL
    SELECT date, campaign_id, variant, NULL, NULL, paid_in, 0, 0, 0, 0, 0, 0, 0, 0, sum(gross), sum(refunded),
           coalesce(sum(tax), 0), coalesce(sum(shipping), 0), coalesce(sum(goods), 0), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
      FROM episode WHERE recovered AND gross IS NOT NULL AND NOT shared GROUP BY 1, 2, 3, 6
    UNION ALL
    SELECT date, campaign_id, variant, step_index, channel, currency, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
           count(*) FILTER (WHERE sent), count(*) FILTER (WHERE delivered), count(*) FILTER (WHERE opened),
           count(*) FILTER (WHERE clicked), count(*) FILTER (WHERE bounced), count(*) FILTER (WHERE complained),
           count(*) FILTER (WHERE unsubscribed), count(*) FILTER (WHERE status = 'SKIPPED'),
           count(*) FILTER (WHERE status = 'FAILED' AND NOT sent)
      FROM result GROUP BY 1, 2, 3, 4, 5, 6
    UNION ALL
    SELECT date, campaign_id, variant, step_index, channel, currency, 0, 0, 0, carts_delivered, carts_clicked,
           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, messages_delivered, messages_opened, messages_clicked, messages_bounced,
           messages_complained, messages_unsubscribed, 0, 0
      FROM old WHERE date < (SELECT since FROM complete))
INSERT INTO crt.analytics
SELECT $1::uuid, date, campaign_id, variant, step_index, channel, currency, sum(carts_abandoned), sum(carts_mailable),
       sum(campaigns_sent), sum(carts_delivered), sum(carts_clicked), sum(carts_recovered), sum(carts_recovered_sent),
       sum(revenue_unknown), sum(revenue_gross), sum(revenue_refunded), sum(revenue_tax), sum(revenue_shipping), sum(revenue_goods),
       sum(goods_unknown), sum(recovery_seconds), sum(messages_sent), sum(messages_delivered), sum(messages_opened),
       sum(messages_clicked), sum(messages_bounced), sum(messages_complained), sum(messages_unsubscribed),
       sum(messages_skipped), sum(messages_failed), $6::timestamptz
  FROM part WHERE date BETWEEN $2::date AND $3::date GROUP BY 2, 3, 4, 5, 6, 7
HAVING sum(carts_abandoned + revenue_gross + messages_sent + messages_skipped + messages_failed + carts_delivered + carts_clicked
           + messages_delivered + messages_opened + messages_clicked + messages_bounced + messages_complained
           + messages_unsubscribed) > 0;
