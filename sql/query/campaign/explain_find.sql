-- $1 stores, $2 ids (pairs): of a cart, its token, a customer, an address, an episode or a message; $3 limit
-- one row per cart, episode, and enrollment; the latter two may be null; lines and pieces are 0 unless the cart is a bot's
-- columns: store_id cart cart_status episode_id state reason refusal abandoned_at taken_at campaign_id campaign
-- columns: bot lines pieces campaign_status enrollment_state enrollment_reason next_step next_at started_at
WITH wanted AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS w (store_id, id)),
person AS (
    SELECT w.store_id, k.same_id FROM wanted w CROSS JOIN LATERAL crt.same_person(w.store_id, w.id) k
    UNION SELECT i.store_id, i.customer_id FROM wanted w JOIN crt.identities i ON i.store_id = w.store_id AND i.key = w.id
     WHERE NOT EXISTS (SELECT FROM crt.carts c WHERE c.store_id = w.store_id AND (c.id = w.id OR c.token_id = w.id))
    UNION SELECT p.store_id, p.id FROM wanted w JOIN crt.customers p ON p.store_id = w.store_id AND p.id = w.id),
found AS (
    SELECT c.store_id, c.id FROM wanted w JOIN crt.carts c ON c.store_id = w.store_id AND c.id = w.id
    UNION SELECT c.store_id, c.id FROM wanted w JOIN crt.carts c ON c.store_id = w.store_id AND c.token_id = w.id
    UNION SELECT c.store_id, c.id FROM person p JOIN crt.identities i ON i.store_id = p.store_id AND i.customer_id = p.same_id
     JOIN crt.carts c ON c.store_id = i.store_id AND c.id = i.key
    UNION SELECT a.store_id, a.cart_id FROM wanted w JOIN crt.abandoned_carts a ON a.store_id = w.store_id AND a.id = w.id
    UNION SELECT m.store_id, m.cart_id FROM wanted w JOIN crt.messages m ON m.store_id = w.store_id AND m.id = w.id)
SELECT c.store_id, c.external_id AS cart, c.status AS cart_status, a.id AS episode_id, a.state, a.reason, a.refusal,
       a.abandoned_at, a.taken_at, n.campaign_id, g.name AS campaign, c.bot,
       CASE WHEN c.bot THEN c.items_count ELSE 0 END AS lines,
       CASE WHEN c.bot THEN (SELECT coalesce(sum(coalesce((i->>'quantity')::numeric, 1)), 0)::bigint
            FROM json_array_elements(c.items::json) i) ELSE 0 END AS pieces, g.status AS campaign_status,
       n.state AS enrollment_state, n.reason AS enrollment_reason, n.next_step, n.next_at, n.started_at
  FROM found f
  JOIN crt.carts c ON c.store_id = f.store_id AND c.id = f.id
  LEFT JOIN crt.abandoned_carts a ON a.store_id = c.store_id AND a.cart_id = c.id
  LEFT JOIN crt.enrollments n ON n.store_id = a.store_id AND n.episode_id = a.id
  LEFT JOIN crt.campaigns g ON g.store_id = n.store_id AND g.id = n.campaign_id
 ORDER BY c.store_id, coalesce(a.abandoned_at, c.last_activity_at), c.id, a.generation, n.campaign_id
 LIMIT $3::bigint;
