#!/usr/bin/env bats
# ingest_from.bats: payloads as the platforms send them, through crt-ingest --from.

load helper

NOW=2026-11-22T09:00:00Z

setup() { fresh; store acme; }

# deliveries PLATFORM: its fixtures in the file feed, what must become of each in want.
deliveries() {
	/usr/bin/python3 "$TOP/tests/fault/envelopes.py" "$TOP/tests/golden/platform/$1" feed want
}

checkout() {
	printf '{"token":"t1","cart_token":"ck1","email":"ann@a.example","updated_at":"2026-11-20T09:14:45Z",'
	printf '"presentment_currency":"%s","currency":"EUR","total_price":"12.50",' "${1:-EUR}"
	printf '"line_items":[{"title":"Tee","quantity":1,"price":"12.50"}]}\n'
}

@test "every delivery is taken, ignored or refused as the adapter says, and told in the run" {
	for platform in shopify woocommerce magento adobe; do
		deliveries $platform
		crt 3 ingest --from $platform -s acme --echo --now $NOW feed
		same "$(cat out)" "$(grep '^{' want)" "records of $platform"
		same "$(answer "SELECT reason FROM crt.rejects WHERE form = '$platform/acme' ORDER BY position")" \
			"$(sed -n 's/^refused: //p' want)" "refusals of $platform"
		same "$(answer "SELECT (counts->>'records') || ' ' || (counts->>'rejected') || ' ' || (counts->>'ignored')
			FROM crt.runs WHERE command = 'crt-ingest' ORDER BY started_at DESC, ended_at DESC LIMIT 1")" \
			"$(grep -c '^{' want) $(grep -c '^refused' want) $(grep -c '^ignored' want)" "the run of $platform"
		answer 'DELETE FROM crt.runs'
	done
	same "$(answer 'SELECT count(DISTINCT store_id) FROM crt.rejects')" 1
}

@test "the state is that of the records, and replay leaves it" {
	deliveries shopify
	crt 3 ingest --from shopify -s acme --now $NOW feed
	crt 0 report export
	cp out platform
	crt 0 ingest replay --now $NOW
	crt 0 report export
	same "$(cat out)" "$(cat platform)" "after a replay"
	answer 'TRUNCATE crt.carts, crt.orders, crt.customers, crt.sightings, crt.consents, crt.events'
	grep '^{' want > records
	crt 0 ingest --now $NOW records
	crt 0 report export
	same "$(cat out)" "$(cat platform)" "from the records"
}

@test "-v tells what was ignored and why; silent without" {
	printf '{"topic":"shop/update","body":"{}"}\n' > feed
	crt 0 ingest --from shopify -s acme -v feed
	says "feed line 1: the shop's own settings"
	crt 0 ingest --from shopify -s acme feed
	same "$(cat out err)" ""
	crt 0 ingest --from shopify -s acme --echo feed
	same "$(cat out)" ""
}

@test "a bare body needs its topic, one line a body" {
	checkout > bodies
	crt 3 ingest --from shopify -s acme --now $NOW bodies
	crt 0 ingest --from shopify --topic checkouts/update -s acme --now $NOW bodies
	same "$(answer 'SELECT external_id, value, currency FROM crt.carts')" "ck1|1250|EUR"
}

@test "a reject remembers how it is to be read, and is retried so" {
	{ checkout ZZZ; printf 'no json\n'; } > bodies
	crt 3 ingest --from shopify --topic checkouts/update -s acme --now $NOW bodies
	same "$(answer 'SELECT DISTINCT form FROM crt.rejects')" "shopify/acme/checkouts/update"
	crt 3 ingest rejects retry --now $NOW
	same "$(answer 'SELECT count(*), count(store_id) FROM crt.rejects')" "2|2"
	answer "UPDATE crt.rejects SET bytes = replace(convert_from(bytes, 'UTF8'), 'ZZZ', 'EUR')::bytea WHERE position = 1"
	crt 3 ingest rejects retry --now $NOW
	same "$(answer 'SELECT external_id, value, currency FROM crt.carts')" "ck1|1250|EUR"
	same "$(answer 'SELECT position FROM crt.rejects')" 2
}

@test "what is retried happened when it was received, not when it is retried" {
	printf '{"topic":"shop/redact","body":"[]"}\n' > feed
	crt 3 ingest --from shopify -s acme --now $NOW feed
	answer "UPDATE crt.rejects SET bytes = '{\"topic\":\"shop/redact\",\"body\":\"{\\\\\"shop_id\\\\\":1}\"}'"
	crt 0 ingest rejects retry --now 2026-11-25T00:00:00Z
	same "$(answer "SELECT time AT TIME ZONE 'UTC' FROM crt.events")" "2026-11-22 09:00:00"
}

@test "a folder of saved webhooks becomes envelopes with jq" {
	mkdir saved
	checkout > saved/1.json
	checkout | sed 's/ck1/ck2/' > saved/2.json
	for f in saved/*.json; do jq -Rsc '{topic: "checkouts/update", body: .}' "$f"; done > feed
	crt 0 ingest --from shopify -s acme --now $NOW feed
	same "$(answer 'SELECT external_id FROM crt.carts ORDER BY 1')" "ck1
ck2"
}

@test "usage: a platform that is none, no store, two stores, a topic alone" {
	crt 64 ingest --from opencart -s acme /dev/null
	crt 64 ingest --from shopify /dev/null
	says "name it with -s"
	crt 64 ingest --from shopify -s acme -s other /dev/null
	crt 64 ingest --from shopify -s other /dev/null
	crt 64 ingest --topic checkouts/update -s acme /dev/null
}
