-- $1 stores, $2 now
-- one row per campaign and share of its holdout, of the experiment that runs: persons assigned to each arm, those whose
-- time for a purchase is over, and those of them who bought in it; weekly: persons assigned a week, of the last 8 weeks;
-- what they spent net of refunds in the cap's currency: sums in minor units, and capped, also the sums of squares
-- columns: store campaign began_at window_days alpha min_effect cap currency holdout held_all sent_all held sent held_bought
-- columns: sent_bought weekly held_spent sent_spent held_capped sent_capped held_squares sent_squares
WITH experiment AS (
    SELECT DISTINCT ON (x.store_id, x.campaign_id) x.*, s.slug, c.name, c.holdout AS share, c.status
      FROM crt.experiments x
      JOIN crt.stores s ON s.id = x.store_id
      JOIN crt.campaigns c ON c.store_id = x.store_id AND c.id = x.campaign_id
     WHERE x.store_id = ANY ($1::uuid[]) ORDER BY x.store_id, x.campaign_id, x.number DESC),
-- A person counts by the first assignment.  A campaign with a holdout has a row even if nobody was assigned.
assigned AS (
    SELECT DISTINCT ON (x.store_id, x.campaign_id, n.customer_id) x.*, coalesce(n.holdout, x.share) AS holdout, n.held_out, n.assigned_at,
           n.assigned_at + x.outcome_window AS ends_at, a.recovered_at, a.order_id
      FROM experiment x
      LEFT JOIN (crt.enrollments n JOIN crt.abandoned_carts a ON a.store_id = n.store_id AND a.id = n.episode_id)
        ON n.store_id = x.store_id AND n.campaign_id = x.campaign_id AND n.store_id = ANY ($1::uuid[])
           AND n.assigned_at BETWEEN x.began_at AND $2::timestamptz AND n.holdout < 100
     WHERE n.id IS NOT NULL OR (x.share BETWEEN 1 AND 99 AND x.status <> 'DELETED')
     ORDER BY x.store_id, x.campaign_id, n.customer_id, n.assigned_at, n.id),
-- Who had bought before the assignment, as became known later, is in no arm.
person AS (
    SELECT p.*, p.ends_at <= $2::timestamptz AS over, coalesce(b.bought, false) AS bought,
           CASE WHEN b.bought AND o.currency = p.currency THEN greatest(o.total - coalesce(o.refunded, 0), 0) ELSE 0 END AS spent
      FROM assigned p LEFT JOIN crt.orders o ON o.store_id = p.store_id AND o.id = p.order_id
     CROSS JOIN LATERAL (
        SELECT p.ends_at <= $2::timestamptz AND p.recovered_at < p.ends_at
               AND (o.id IS NULL OR o.status IN ('bought', 'awaiting') AND NOT o.test) AS bought) b
     WHERE p.recovered_at IS NULL OR p.recovered_at > p.assigned_at)
SELECT slug AS store, name AS campaign, began_at, extract(epoch FROM outcome_window)::bigint / 86400 AS window_days, alpha,
       min_effect, cap, currency, holdout, count(*) FILTER (WHERE held_out) AS held_all, count(*) FILTER (WHERE NOT held_out) AS sent_all,
       count(*) FILTER (WHERE held_out AND over) AS held, count(*) FILTER (WHERE NOT held_out AND over) AS sent,
       count(*) FILTER (WHERE held_out AND bought) AS held_bought, count(*) FILTER (WHERE NOT held_out AND bought) AS sent_bought,
       count(*) FILTER (WHERE assigned_at > $2::timestamptz - interval '56 days')
           / greatest(1, least(8, ceil(extract(epoch FROM $2::timestamptz - min(assigned_at)) / 604800)))::bigint AS weekly,
       sum(spent) FILTER (WHERE held_out) AS held_spent, sum(spent) FILTER (WHERE NOT held_out) AS sent_spent,
       sum(least(spent, cap)) FILTER (WHERE held_out) AS held_capped, sum(least(spent, cap)) FILTER (WHERE NOT held_out) AS sent_capped,
       sum(least(spent, cap)::numeric ^ 2) FILTER (WHERE held_out) AS held_squares,
       sum(least(spent, cap)::numeric ^ 2) FILTER (WHERE NOT held_out) AS sent_squares
  FROM person
 GROUP BY slug, name, began_at, outcome_window, alpha, min_effect, cap, currency, holdout ORDER BY slug, name, holdout;
