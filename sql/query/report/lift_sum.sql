-- $1 stores, $2 now
-- one row per campaign and share of its holdout, of the experiment that runs: persons assigned to each arm, those whose
-- time for a purchase is over, and those of them who bought in it; weekly: persons assigned a week, of the last 8 weeks
-- columns: store campaign began_at window_days alpha min_effect holdout held_all sent_all held sent held_bought sent_bought weekly
WITH experiment AS (
    SELECT DISTINCT ON (x.store_id, x.campaign_id) x.*, s.slug, c.name
      FROM crt.experiments x
      JOIN crt.stores s ON s.id = x.store_id
      JOIN crt.campaigns c ON c.store_id = x.store_id AND c.id = x.campaign_id
     WHERE x.store_id = ANY ($1::uuid[]) ORDER BY x.store_id, x.campaign_id, x.number DESC),
-- A person counts by the first assignment.  Who had bought before it, as became known later, is in no arm.
person AS (
    SELECT DISTINCT ON (n.store_id, n.campaign_id, n.customer_id) x.slug, x.name, x.began_at, x.outcome_window, x.alpha,
           x.min_effect, n.holdout, n.held_out, n.assigned_at, n.assigned_at + x.outcome_window AS ends_at, a.recovered_at
      FROM experiment x
      JOIN crt.enrollments n ON n.store_id = x.store_id AND n.campaign_id = x.campaign_id AND n.assigned_at >= x.began_at
      JOIN crt.abandoned_carts a ON a.store_id = n.store_id AND a.id = n.episode_id
     WHERE n.store_id = ANY ($1::uuid[]) AND n.assigned_at <= $2::timestamptz
       AND n.holdout < 100
     ORDER BY n.store_id, n.campaign_id, n.customer_id, n.assigned_at, n.id)
SELECT slug AS store, name AS campaign, began_at, extract(epoch FROM outcome_window)::bigint / 86400 AS window_days, alpha,
       min_effect, holdout, count(*) FILTER (WHERE held_out) AS held_all, count(*) FILTER (WHERE NOT held_out) AS sent_all,
       count(*) FILTER (WHERE held_out AND ends_at <= $2::timestamptz) AS held,
       count(*) FILTER (WHERE NOT held_out AND ends_at <= $2::timestamptz) AS sent,
       count(*) FILTER (WHERE held_out AND ends_at <= $2::timestamptz AND recovered_at < ends_at) AS held_bought,
       count(*) FILTER (WHERE NOT held_out AND ends_at <= $2::timestamptz AND recovered_at < ends_at) AS sent_bought,
       count(*) FILTER (WHERE assigned_at > $2::timestamptz - interval '56 days')
           / greatest(1, least(8, ceil(extract(epoch FROM $2::timestamptz - min(assigned_at)) / 604800)))::bigint AS weekly
  FROM person
 WHERE recovered_at IS NULL OR recovered_at > assigned_at
 GROUP BY slug, name, began_at, outcome_window, alpha, min_effect, holdout ORDER BY slug, name, holdout;
