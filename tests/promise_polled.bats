#!/usr/bin/env bats
# promise_polled.bats: with polls (P1), mails wait until the orders have been synced.
#
# Seen to fail: each page was reported as the last of its pass.

load helper
load pipeline
load shops

ANN=$(person 7 ann@shop.example "")
BOB=$(person 8 p2@people.example "")

# Two abandoned carts, and a shop whose orders must be at most two hours old.
leave_two_carts() {
	shop_start acme "$@"
	query "UPDATE crt.stores SET settings = '{\"from\": \"Shop <shop@acme.example>\", \"orders_max_age\": \"2h\"}'" > updated
	apply_campaign acme
	{
		cart c1 10:00 "$ANN"
		cart c2 10:00 "$BOB"
	} | ingest 10:01
}

@test "without an order sync nothing is sent; after it, mails go to those who did not buy" {
	leave_two_carts "$(after 2026-10-03T11:29:59Z "$(page 1 "$(woo_order 2 processing 2026-11-02T11:00:00Z)")")"
	recover 11:20
	assert_equal "$(messages)" "0|HELD|stale_orders 0|HELD|stale_orders"
	assert_equal "$(mails)" 0
	NOW=$(at 11:30)
	poll 0
	ingest_out
	recover 11:31
	assert_equal "$(mails_to ann@shop.example) $(mails_to p2@people.example)" "1 0"
	assert_equal "$(episodes)" "OPEN RECOVERED"
}

# Seen to fail: date_modified as the time of purchase.
@test "an old unpaid order that somebody in the shop opens is no purchase of today" {
	leave_two_carts "$(after 2026-10-03T11:29:59Z "$(page 1 "$(woo_order 2 on-hold 2026-11-02T11:00:00Z |
		sed 's/"date_created_gmt": "[^"]*"/"date_created_gmt": "2026-09-10T08:00:00"/')")")"
	recover 11:20
	NOW=$(at 11:30)
	poll 0
	ingest_out
	recover 11:31
	assert_equal "$(mails_to ann@shop.example) $(mails_to p2@people.example) $(episodes)" "1 1 OPEN OPEN"
}

# add_store PLATFORM SLUG CREDENTIALS: a store whose API is the server in the folder others, with two abandoned carts.
add_store() {
	local url
	url=http://127.0.0.1:$(< others/port)
	private_file keys "${3//URL/$url}"
	crt 0 sync store add "$2" --platform "$1" --url "$url/$2" --name "$2" --currency EUR --credentials keys \
		--set "from=$2@shop.example" --set orders_max_age=2h
	apply_campaign "$2"
	for i in 1 2; do
		cart "c$i" 10:00 "$(person "" "$2$i@people.example")" "$2"
	done | ingest 10:01
}

# others SHOPIFY BIGCOMMERCE MAGENTO ADOBE: the response of each to the request for orders; other requests get an empty one.
others() {
	mkdir -p others
	list "$(contains 'orders(first' "$1")" "$(contains 'customers(first' "$(nodes customers)")" \
		"$(contains 'abandonedCheckouts(first' "$(nodes abandonedCheckouts)")" "$(rule '~/v2/orders$' '{}' "$2")" \
		"$(rule '~^/ims/token' '{}' '{"body":{"access_token":"t","token_type":"bearer","expires_in":86399}}')" \
		"$(rule '~^/ado/V1/orders$' '{}' "$4")" "$(rule '~/V1/orders$' '{}' "$3")" "$(rule '~/V1/' '{}' '{"body":{"items":[],"total_count":0}}')" \
		"$(rule '*' '{}' '{"body":{"data":[],"meta":{}}}')" > others/new
	mv others/new others/script.json
}
contains() { echo "{\"path\":\"~graphql\",\"contains\":\"$1\",\"responses\":[$2]}"; }
nodes() { echo "{\"body\":{\"data\":{\"$1\":{\"nodes\":[${2:-}],\"pageInfo\":{\"hasNextPage\":false,\"endCursor\":null}}}}}"; }

arrived() { for slug in sho big mag ado; do echo "$(mails_to "${slug}1@people.example") $(mails_to "${slug}2@people.example")"; done | paste -sd ' '; }

# Catches: a poll that does not report the end of the order sync, reports it after a failure, or loses the customer.
@test "on Shopify, BigCommerce, Magento, and Adobe Commerce nothing is sent before the order sync, or to a buyer" {
	local down='{"status":500}'
	others "$down" "$down" "$down" "$down"
	serve others http_script.py others/script.json
	add_store shopify sho 'access_token: shpat_1'
	add_store bigcommerce big '{store_hash: abc, access_token: bc_1, api_url: "URL"}'
	add_store magento mag '{consumer_key: m_1, consumer_secret: a, access_token: b, access_token_secret: c}'
	add_store adobe ado '{client_id: c, client_secret: s, login_url: "URL", api_url: "URL/ado"}'
	NOW=$(at 11:25)
	poll 75
	ingest_out
	recover 11:26
	assert_equal "$(messages | tr ' ' '\n' | sort | uniq -c | xargs) $(arrived)" "8 0|HELD|stale_orders 0 0 0 0 0 0 0 0"
	magento_order() {
		echo "{\"body\":{\"total_count\":1,\"items\":[{\"entity_id\":2,\"state\":\"processing\",\"grand_total\":50,
			\"order_currency_code\":\"EUR\",\"customer_email\":\"$1\",\"created_at\":\"2026-11-02 11:00:00\",
			\"updated_at\":\"2026-11-02 11:00:00\"}]}}"
	}
	others "$(nodes orders '{"id":"2","financial_status":"PAID","email":"sho2@people.example","created_at":"2026-11-02T11:00:00Z",
			"updated_at":"2026-11-02T11:00:00Z","total_price_set":{"presentment_money":{"amount":"50.00","currency_code":"EUR"}}}')" \
		'{"body":[{"id":2,"status_id":11,"total_inc_tax":"50.00","default_currency_code":"EUR","billing_address":{"email":"big2@people.example"},
			"date_created":"Mon, 02 Nov 2026 11:00:00 +0000","date_modified":"Mon, 02 Nov 2026 11:00:00 +0000"}]}' \
		"$(magento_order mag2@people.example)" "$(magento_order ado2@people.example)"
	NOW=$(at 11:50)
	poll 0
	ingest_out
	assert_equal "$(query "SELECT string_agg(DISTINCT orders_seen_at::time::text, ' ') FROM crt.stores")" 11:50:00
	recover 11:51
	assert_equal "$(arrived)" "1 0 1 0 1 0 1 0"
	assert_equal "$(episodes | tr ' ' '\n' | sort | uniq -c | xargs)" "4 OPEN 4 RECOVERED"
}

@test "an order sync that did not reach its end does not count" {
	leave_two_carts "$(after 2026-10-03T11:29:59Z "$(page 2 "$(woo_order 9 processing 2026-11-02T10:30:00Z)")")" \
		"$(after 2026-11-02T10:29:59Z '{"status":500}')"
	NOW=$(at 11:30)
	poll 75
	ingest_out
	recover 11:31
	assert_equal "$(mails)" 0
	shop_script acme "$(after 2026-11-02T10:29:59Z "$(page 1 "$(woo_order 2 on-hold 2026-11-02T11:00:00Z)")")"
	NOW=$(at 11:35)
	poll 0
	ingest_out
	recover 11:36
	assert_equal "$(mails_to ann@shop.example) $(mails_to p2@people.example)" "1 0"
}

@test "an order without an identity holds its store until a person resolves it" {
	local odd
	odd=$(woo_order 2 processing 2026-11-02T11:00:00Z | sed 's/"id": 2, "status"/"id": null, "status"/')
	leave_two_carts "$(after 2026-10-03T11:29:59Z "$(page 1 "$odd" "$(woo_order 9 completed 2026-11-02T11:10:00Z)")")"
	NOW=$(at 11:30)
	poll 3
	ingest_out
	assert_equal "$(query "SELECT command, source, platform, slug, topic, is_order, convert_from(bytes, 'UTF8')::jsonb ->> 'number' FROM crt.rejects")" \
		"crt-sync|poll of orders|woocommerce|acme|order.updated|t|2"
	assert_equal "$(query "SELECT count(*), (SELECT orders_seen_at FROM crt.stores) FROM crt.orders")" "1|"
	recover 11:31
	assert_equal "$(messages)" "0|HELD|rejected_order 0|HELD|rejected_order"
	crt 69 report --now "$(at 11:35)" health
	assert_equal "$(jq -r 'select(.check == "rejected orders") | .of + " " + .state + " " + .what' out)" \
		"acme fault 1 order was rejected 5m ago, with the ID $(query "SELECT id FROM crt.rejects WHERE is_order"); messages are held, as it may be any customer's"
	crt 3 ingest --now "$(at 11:36)" rejects retry
	# Polled again, it is the same reject. A checkpoint that claims more does not pass it.
	NOW=$(at 11:40)
	shop_script acme "$(rule $ORDERS '{"status":"any"}' "$(page 1 "$odd")")"
	poll 3
	ingest_out
	record sync.checkpoint 11:41 "{\"stream\":\"orders\",\"complete\":true,\"orders_seen_at\":\"$(at 11:41)\"}" | ingest 11:41
	assert_equal "$(query "SELECT count(*), min(created_at) = '$(at 11:30)', (SELECT orders_seen_at FROM crt.stores) = '$(at 11:30)' FROM crt.rejects")" "1|t|t"
	crt 0 ingest --now "$(at 11:42)" rejects drop "$(query 'SELECT id FROM crt.rejects')"
	assert_equal "$(query "SELECT length(bytes), reason FROM crt.rejects")" "0|dropped"
	# Seen to fail: a feed whose clock is a year ahead held all messages as too old.
	record sync.checkpoint 11:43 "{\"stream\":\"orders\",\"complete\":true,\"orders_seen_at\":\"2027-01-01T00:00:00Z\"}" | ingest 11:43
	assert_equal "$(query "SELECT orders_seen_at = '$(at 11:43)' FROM crt.stores")" t
	crt 0 ingest rejects list
	assert_equal "$(< out)" ""
	NOW=$(at 11:45)
	poll 0
	ingest_out
	assert_equal "$(query "SELECT orders_seen_at = '$NOW' FROM crt.stores")" t
	recover 11:46
	assert_equal "$(mails_to ann@shop.example) $(mails_to p2@people.example)" "1 1"
}

@test "after a day such an order holds only carts that changed before it" {
	leave_two_carts
	query "UPDATE crt.stores SET settings = settings || '{\"orders_max_age\": \"off\"}'" > updated
	record order.placed 11:00 '{"order":{"number":"7"}}' > odd
	crt 3 ingest --now "$(at 11:01)" odd
	assert_equal "$(query 'SELECT is_order FROM crt.rejects')" t
	{
		cart c3 03-11:30 "$(person 9 late@people.example "")"
		record sync.checkpoint 03-11:59 "{\"stream\":\"orders\",\"complete\":true,\"orders_seen_at\":\"$(at 03-11:59)\"}"
	} | ingest 03-12:00
	assert_equal "$(query "SELECT orders_seen_at = '$(at 03-11:59)' FROM crt.stores")" t
	recover 03-13:00
	assert_equal "$(mails_to ann@shop.example) $(mails_to late@people.example)" "0 1"
}

@test "an order from the future is ingested when the clock has reached its time" {
	shop acme
	{
		order o1 11:10 bought | sed "s/\"time\":\"$(at 11:10)/\"time\":\"2026-11-05T11:10:00Z/"
		record customer.updated 11:20 '{"customer":{"id":"u1"}}' | sed 's/2026-11-02T11:20/2027-11-02T11:20/'
	} > ahead
	crt 3 ingest --now "$(at 11:30)" ahead
	assert_equal "$(query 'SELECT is_order, retry_at FROM crt.rejects ORDER BY position')" \
		"t|2026-11-04 11:10:00+00
f|2027-11-01 11:20:00+00"
	crt 0 ingest --now 2026-11-04T11:09:59Z /dev/null
	assert_equal "$(query 'SELECT count(*) FROM crt.orders')" 0
	crt 0 ingest --now 2026-11-04T11:10:00Z /dev/null
	assert_equal "$(query 'SELECT (SELECT count(*) FROM crt.orders), (SELECT count(*) FROM crt.rejects)')" "1|1"
}
