#!/usr/bin/env bats
# ingest_from.bats: payloads of the platforms, ingested with crt-ingest --from.

load helper

NOW=2026-11-22T09:00:00Z

setup() { test_begin; store acme; }

# deliveries PLATFORM: writes its fixtures into the file feed, and the expected results into want.
deliveries() {
	/usr/bin/python3 "$TOP/tests/fault/envelopes.py" "$TOP/tests/golden/platform/$1" feed want
}

checkout() {
	printf '{"token":"t1","cart_token":"ck1","email":"ann@a.example","updated_at":"2026-11-20T09:14:45Z",'
	printf '"presentment_currency":"%s","currency":"EUR","total_price":"12.50",' "${1:-EUR}"
	printf '"line_items":[{"title":"Tee","quantity":1,"price":"12.50"}]}\n'
}

@test "every delivery is accepted, ignored, or rejected as its adapter decides, and the run counts it" {
	for platform in shopify woocommerce magento adobe; do
		deliveries $platform
		crt 3 ingest --from $platform -s acme --echo --now $NOW feed
		assert_equal "$(< out)" "$(grep '^{' want)" "records of $platform"
		assert_equal "$(query "SELECT reason FROM crt.rejects WHERE platform = '$platform' AND slug = 'acme' ORDER BY position")" \
			"$(sed -n 's/^refused: //p' want)" "refusals of $platform"
		assert_equal "$(query "SELECT (counts->>'records') || ' ' || (counts->>'rejected') || ' ' || (counts->>'ignored')
			FROM crt.runs WHERE command = 'crt-ingest' ORDER BY started_at DESC, ended_at DESC LIMIT 1")" \
			"$(grep -c '^{' want) $(grep -c '^refused' want) $(grep -c '^ignored' want)" "the run of $platform"
		query 'DELETE FROM crt.runs'
	done
	assert_equal "$(query 'SELECT count(DISTINCT store_id) FROM crt.rejects')" 1
}

@test "the state is that of the records, and a replay does not change it" {
	deliveries shopify
	crt 3 ingest --from shopify -s acme --now $NOW feed
	crt 0 report export
	cp out platform
	crt 0 ingest replay --now $NOW
	crt 0 report export
	assert_equal "$(< out)" "$(< platform)" "after a replay"
	query 'TRUNCATE crt.carts, crt.orders, crt.customers, crt.identity_links, crt.consents, crt.events'
	grep '^{' want > records
	crt 0 ingest --now $NOW records
	crt 0 report export
	assert_equal "$(< out)" "$(< platform)" "from the records"
}

@test "-v logs what was ignored and why; without -v nothing is logged" {
	printf '{"topic":"shop/update","body":"{}"}\n' > feed
	crt 0 ingest --from shopify -s acme -v feed
	assert_has "feed line 1: the shop's own settings"
	crt 0 ingest --from shopify -s acme feed
	assert_equal "$(cat out err)" ""
	crt 0 ingest --from shopify -s acme --echo feed
	assert_equal "$(< out)" ""
}

@test "a bare body needs its topic, one body a line" {
	checkout > bodies
	crt 3 ingest --from shopify -s acme --now $NOW bodies
	crt 0 ingest --from shopify --topic checkouts/update -s acme --now $NOW bodies
	assert_equal "$(query 'SELECT external_id, value, currency FROM crt.carts')" "ck1|1250|EUR"
}

@test "a reject stores how it must be read, and a retry reads it so" {
	{ checkout | sed 's,token":,ZZZ":,g'; printf 'no json\n'; } > bodies
	crt 3 ingest --from shopify --topic checkouts/update -s acme --now $NOW bodies
	assert_equal "$(query 'SELECT DISTINCT platform, slug, topic FROM crt.rejects')" "shopify|acme|checkouts/update"
	crt 3 ingest rejects retry --now $NOW
	assert_equal "$(query 'SELECT count(*), count(store_id) FROM crt.rejects')" "2|2"
	query "UPDATE crt.rejects SET bytes = replace(convert_from(bytes, 'UTF8'), 'ZZZ', 'token')::bytea WHERE position = 1"
	crt 3 ingest rejects retry --now $NOW
	assert_equal "$(query 'SELECT external_id, value, currency FROM crt.carts')" "ck1|1250|EUR"
	assert_equal "$(query 'SELECT position FROM crt.rejects')" 2
}

@test "a retried delivery counts as of the time it was received" {
	printf '{"topic":"shop/redact","body":"[]"}\n' > feed
	crt 3 ingest --from shopify -s acme --now $NOW feed
	query "UPDATE crt.rejects SET bytes = '{\"topic\":\"shop/redact\",\"body\":\"{\\\\\"shop_id\\\\\":1}\"}'"
	crt 0 ingest rejects retry --now 2026-11-25T00:00:00Z
	assert_equal "$(query "SELECT time AT TIME ZONE 'UTC' FROM crt.events")" "2026-11-22 09:00:00"
}

@test "jq turns a folder of saved webhooks into envelopes" {
	mkdir saved
	checkout > saved/1.json
	checkout | sed 's/ck1/ck2/' > saved/2.json
	for f in saved/*.json; do jq -Rsc '{topic: "checkouts/update", body: .}' "$f"; done > feed
	crt 0 ingest --from shopify -s acme --now $NOW feed
	assert_equal "$(query 'SELECT external_id FROM crt.carts ORDER BY 1')" "ck1
ck2"
}

@test "usage errors: an unknown platform, no store, two stores, a topic without --from" {
	crt 64 ingest --from opencart -s acme /dev/null
	crt 64 ingest --from shopify /dev/null
	assert_has "name the store with -s"
	crt 64 ingest --from shopify -s acme -s other /dev/null
	crt 64 ingest --from shopify -s other /dev/null
	crt 64 ingest --topic checkouts/update -s acme /dev/null
}

# odd_order PLATFORM ID STATUS: an order of ann with that status, as the platform sends it.
odd_order() {
	case $1 in
	shopify) jq -nc --arg id "$2" --arg s "$3" '{ id: $id, financial_status: $s, total_price: "5.00", currency: "EUR",
		updated_at: "2026-11-20T09:00:00Z", created_at: "2026-11-20T09:00:00Z", email: "ann@a.example" }' ;;
	woocommerce) jq -nc --arg id "$2" --arg s "$3" '{ id: $id, status: $s, total: "5.00", currency: "EUR",
		date_modified_gmt: "2026-11-20T09:00:00", line_items: [], billing: { email: "ann@a.example" } }' ;;
	magento) jq -nc --arg id "$2" --arg s "$3" '{ entity_id: $id, state: $s, grand_total: "5.00", order_currency_code: "EUR",
		updated_at: "2026-11-20 09:00:00", customer_email: "ann@a.example" }' ;;
	bigcommerce) jq -nc --arg id "$2" --arg s "$3" '{ id: $id, status_id: $s, status: $s, total_inc_tax: "5.00",
		currency_code: "EUR", date_modified: "Fri, 20 Nov 2026 09:00:00 +0000", billing_address: { email: "ann@a.example" } }' ;;
	esac
}

topic() {
	case $1 in
	shopify) echo orders/updated ;;
	woocommerce) echo order.updated ;;
	*) echo order ;;
	esac
}

# Catches: an adapter that does not report it; a warning for each order, or without status or id.
@test "an unknown order status becomes awaiting, and is reported once for each status and run" {
	for platform in shopify woocommerce magento bigcommerce; do
		{
			odd_order $platform 71 weird
			odd_order $platform 72 weird
			odd_order $platform 73 $'we\x1b[2Jird'
			odd_order $platform 74 "$(printf 'o%.0s' {1..100})"
		} > feed
		crt 0 ingest --from $platform -s acme --topic "$(topic $platform)" -n feed
		crt 0 ingest --from $platform -s acme --topic "$(topic $platform)" --now $NOW feed
		assert_equal "$(sed 's/;.*//' err)" \
"crt-ingest: warning: store acme: $platform order/71: crt does not know the status \"weird\"
crt-ingest: warning: store acme: $platform order/73: crt does not know the status \"we?[2Jird\"
crt-ingest: warning: store acme: $platform order/74: crt does not know the status \"$(printf 'o%.0s' {1..64})\""
		assert_equal "$(query 'SELECT external_id, status FROM crt.orders ORDER BY 1')" \
"71|awaiting
72|awaiting
73|awaiting
74|awaiting"
		assert_equal "$(query "SELECT counts->>'unknown' FROM crt.runs ORDER BY started_at DESC LIMIT 1")" 4
		crt 0 ingest --from $platform -s acme --topic "$(topic $platform)" -q --now $NOW feed
		assert_equal "$(< err)" ""
		query 'TRUNCATE crt.carts, crt.orders, crt.events, crt.runs CASCADE'
	done
	odd_order shopify 75 paid | jq -c '.financial_status = null' > feed
	crt 0 ingest --from shopify -s acme --topic orders/updated --now $NOW feed
	assert_has 'order/75: crt does not know the status ""'
}
