#!/usr/bin/env bats
# sync_rejects.bats: on every platform, orders without an identity are stored as rejects.
#
# Seen to fail: no rejects, and the orders of all four stores counted as synced.

load helper
load shop

NOW=2026-11-21T12:00:00Z

# add_store PLATFORM SLUG CREDENTIALS: a store at $SHOP.
add_store() {
	private_file keys "$3"
	crt 0 sync store add "$2" --platform "$1" --url "$SHOP/$2" --name "$2" --currency EUR --credentials keys \
		--set "from=$2@shop.example"
}

@test "a polled order without an id is rejected, holds its store, and can be retried" {
	shop '[{"path":"~graphql","contains":"orders(first","responses":[{"body":{"data":{"orders":{"nodes":[{"id":null,"updated_at":"2026-11-21T11:00:00Z",
			"current_total_price_set":{"presentment_money":{"amount":"5.00","currency_code":"EUR"}},"total_price_set":{"presentment_money":{"amount":"5.00","currency_code":"EUR"}}}],
			"pageInfo":{"hasNextPage":false,"endCursor":null}}}}}]},
		{"path":"~graphql","contains":"customers(first","responses":[{"body":{"data":{"customers":{"nodes":[],"pageInfo":{"hasNextPage":false}}}}}]},
		{"path":"~graphql","responses":[{"body":{"data":{"abandonedCheckouts":{"nodes":[],"pageInfo":{"hasNextPage":false}}}}}]},
		{"path":"~v2/orders","responses":[{"body":[{"id":null,"status_id":11,"total_inc_tax":"5.0000","default_currency_code":"EUR",
			"date_created":"Sat, 21 Nov 2026 11:00:00 +0000","date_modified":"Sat, 21 Nov 2026 11:00:00 +0000"}]}]},
		{"path":"~V1/orders","responses":[{"body":{"items":[{"entity_id":null,"increment_id":null,"grand_total":5,"order_currency_code":"EUR",
			"state":"processing","created_at":"2026-11-21 11:00:00","updated_at":"2026-11-21 11:00:00"}],"total_count":1}}]},
		{"path":"~V1/","responses":[{"body":{"items":[],"total_count":0}}]},
		{"path":"~wc/v3/orders","query":{"status":"any"},"responses":[{"headers":{"X-WP-TotalPages":"1"},"body":[{"id":null,"status":"completed",
			"currency":"EUR","total":"5.00","date_created_gmt":"2026-11-21T11:00:00","date_modified_gmt":"2026-11-21T11:00:00"}]}]},
		{"path":"~wc/v3/","responses":[{"headers":{"X-WP-TotalPages":"0"},"body":[]}]},
		{"responses":[{"body":{"data":[]}}]}]'
	add_store shopify sho 'access_token: shpat_1'
	add_store bigcommerce big "{store_hash: abc, access_token: bc_1, api_url: \"$SHOP\"}"
	add_store magento mag '{consumer_key: m_1, consumer_secret: a, access_token: b, access_token_secret: c}'
	add_store woocommerce woo '{consumer_key: ck_1, consumer_secret: cs_1}'
	crt 3 sync --now $NOW
	crt 0 ingest --now $NOW out
	assert_equal "$(query "SELECT s.slug, r.platform, r.slug, r.topic, r.is_order, s.orders_seen_at FROM crt.rejects r JOIN crt.stores s ON s.id = r.store_id ORDER BY 1")" \
		"big|bigcommerce|big|order|t|
mag|magento|mag|order|t|
sho|shopify|sho|orders/updated|t|
woo|woocommerce|woo|order.updated|t|"
	# As if a newer crt could read them.
	query "UPDATE crt.rejects SET bytes = convert_to(regexp_replace(convert_from(bytes, 'UTF8'), '(\"(entity_|increment_)?id\": *)null', '\\1\"77\"', 'g'), 'UTF8')" > updated
	crt 0 ingest --now $NOW rejects retry
	assert_equal "$(query 'SELECT s.slug, o.external_id FROM crt.orders o JOIN crt.stores s ON s.id = o.store_id ORDER BY 1' | paste -sd ' ')" \
		"big|77 mag|77 sho|77 woo|77"
	assert_equal "$(query 'SELECT count(*) FROM crt.rejects')" 0
}
