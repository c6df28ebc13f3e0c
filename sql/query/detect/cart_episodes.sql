-- $1 store, $2 cart
-- one row per episode
-- columns: id state reason value currency abandoned_at expires_at taken_at recovered_at recovery_method
-- columns: recovery_revenue revenue_currency
SELECT id, state, reason, value, currency, abandoned_at, expires_at, taken_at, recovered_at, recovery_method,
       recovery_revenue, revenue_currency
  FROM crt.abandoned_carts WHERE store_id = $1::uuid AND cart_id = $2::uuid ORDER BY generation;
