-- no parameters
-- returns nothing; nobody else analyzes temporary tables
ANALYZE crt.carts, crt.abandoned_carts, crt.customers, crt.identity_links, crt.orders, crt.enrollments, crt.messages;
