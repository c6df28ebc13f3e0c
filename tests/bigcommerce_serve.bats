#!/usr/bin/env bats
# bigcommerce_serve.bats: webhooks of BigCommerce at the webhook server: signed, late, changed, or with a token.

load helper
load serve_ingest

SECRET='the secret of acme'

body() {
	printf '{"scope":"%s","store_id":"1","producer":"stores/k3x","hash":"h","created_at":1793617200,' "$1"
	printf '"data":{"type":"cart","id":"5d0c1f2e"}}'
}

# big FILE ID TIME [SECRET]: posts FILE as BigCommerce does.
big() {
	{ printf '%s.%s.' "$2" "$3"; cat "$1"; } > signed
	request /hooks/bigcommerce/acme -H "webhook-id: $2" -H "webhook-timestamp: $3" \
		-H "webhook-signature: v1,$(sign signed "${4:-$SECRET}")" --data-binary "@$1"
}

now() { date +%s; }
fetches() { query 'SELECT endpoint, external_id FROM crt.fetches'; }

@test "a signed webhook is stored once, however often it arrives" {
	webhook_store acme bigcommerce
	ingest_serve
	body store/cart/updated > body
	assert_equal "$(big body msg_1 "$(now)")" "200 stored"
	assert_equal "$(fetches)" "cart|5d0c1f2e"
	assert_equal "$(big body msg_1 "$(now)")" "200 stored"
	assert_equal "$(query 'SELECT count(*) FROM crt.events')" 1
	assert_equal "$(big body msg_2 "$(now)")" "200 stored"
	assert_equal "$(query 'SELECT count(*) FROM crt.events')" 2 "another event of the same second"
}

@test "a delivery with a wrong or an old signature is rejected" {
	webhook_store acme bigcommerce
	ingest_serve
	body store/cart/deleted > body
	assert_equal "$(big body msg_1 "$(now)" another)" "401 the signature is wrong"
	assert_equal "$(big body msg_1 "$(($(now) - 400))" | cut -d' ' -f1)" 401
	assert_equal "$(request /hooks/bigcommerce/acme --data-binary @body)" "401 there is no signature"
	assert_equal "$(query 'SELECT count(*) FROM crt.events')" 0
}

@test "an unsigned delivery is accepted only with the token of the webhook" {
	webhook_store acme bigcommerce
	ingest_serve
	body store/cart/updated > body
	# HKDF-SHA-256 (RFC 5869) without salt, one block
	prk=$(printf %s "$SECRET" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$(printf '0%.0s' {1..64})" -r | cut -c1-64)
	token=$(printf 'bigcommerce hook\001' | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$prk" -r | cut -c1-64)
	assert_equal "$(request /hooks/bigcommerce/acme -H "X-Crt-Hook-Token: $token" --data-binary @body)" "200 stored"
	assert_equal "$(request /hooks/bigcommerce/acme -H "X-Crt-Hook-Token: $SECRET" --data-binary @body)" "401 the signature is wrong"
	assert_equal "$(request /hooks/bigcommerce/acme -H "X-Crt-Hook-Token: $token" -H 'webhook-signature: v1,x' --data-binary @body |
		cut -d' ' -f1)" 401
	assert_equal "$(fetches)" "cart|5d0c1f2e"
}
