-- $1 stores
-- one row per customer
-- columns: store id external_id email phone first_name last_name total_orders total_spent consent_email consent_sms opt_out_email
-- columns: opt_out_sms last_activity created_at
SELECT s.slug AS store, t.id, t.external_id, t.email, t.phone, t.first_name, t.last_name, t.total_orders, t.total_spent,
       t.consent_email, t.consent_sms, t.opt_out_email, t.opt_out_sms, t.last_activity, t.created_at
  FROM crt.v_customers t JOIN crt.stores s ON s.id = t.store_id
 WHERE t.store_id = ANY ($1::uuid[])
 ORDER BY s.slug COLLATE "C", t.id;
