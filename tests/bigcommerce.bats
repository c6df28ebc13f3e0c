#!/usr/bin/env bats
# bigcommerce.bats: a BigCommerce webhook that names a cart leads to its cart, customer, order, and deletion.

load helper
load shops

V2=/stores/k3x/v2/orders
V3=/stores/k3x/v3
CART=5d0c1f2e-7a3b-4c88-9e41-2b6f0a9d1c37
NOBODY=77aa1f2e-7a3b-4c88-9e41-2b6f0a9d1c38
SIGNED=a7d0c2f19be84c35

# big RULE...: the store acme and its API; every other request gets an empty response.
big() {
	shop_start acme "$@" "$(rule $V2 '{}' '{"status":204,"body":""}')" "$(rule "$V3/customers*" '{}' '{"body":{"data":[],"meta":{}}}')"
	query "UPDATE crt.stores SET platform = 'BIGCOMMERCE' WHERE slug = 'acme'" > updated
	"$B/fault/secrets_drive" "$(query "SELECT id FROM crt.stores")" 2026-11-01T00:00:00Z keep \
		'{"store_hash":"k3x","access_token":"t0k","client_secret":"'$SIGNED'","api_url":"http://127.0.0.1:'"$(< acme/port)"'"}'
}

# webhook SCOPE DATA: ingests a webhook delivery.
webhook() {
	jq -nc --arg s "$1" --argjson d "$2" '{ topic: null, headers: { "webhook-id": "msg_\($s)" }, body: ({ scope: $s,
		store_id: "1", producer: "stores/k3x", hash: "h", created_at: 1793617200, data: $d } | tojson) }' > saved
	crt 0 ingest --from bigcommerce -s acme --now "$NOW" saved
}
cart_of() { printf '{"type":"cart","id":"%s"}' "$1"; }

# cart ID EMAIL, checkout ID, order ID STATUS: responses of the API.
cart() {
	jq -nc --arg id "$1" --arg e "$2" '{ body: { data: { id: $id, customer_id: 0, email: $e, currency: { code: "EUR" }, cart_amount: 50.0,
		locale: "de", line_items: { physical_items: [{ id: "l", product_id: 7, sku: "LAMP", name: "Lamp", quantity: 1, list_price: 50.0,
		url: "https://acme.example/lamp/" }] }, created_time: "2026-11-02T10:00:00+00:00", updated_time: "2026-11-02T10:30:00+00:00" }, meta: {} } }'
}
checkout() {
	cart "$1" kai@people.example | jq -c '.body.data |= (del(.locale) | { id, cart: ., grand_total: 54.9, updated_time,
		billing_address: { first_name: "Kai", last_name: "Moe", phone: "+4943155501", country_code: "DE" } })'
}
order() {
	jq -nc --argjson id "$1" --argjson s "$2" --arg c "$CART" '{ id: $id, cart_id: $c, status_id: $s, total_inc_tax: "54.9000",
		default_currency_code: "EUR", date_created: "Mon, 02 Nov 2026 10:40:00 +0000", date_modified: "Mon, 02 Nov 2026 10:41:00 +0000",
		billing_address: { email: "kai@people.example" } }'
}
poll_and_ingest() {
	poll 0
	ingest_out
}
paths() { requests acme '[.[].path][] | select(test("customers|orders$") | not)' | sort | uniq -c | awk '{ print $1, $2 }'; }

@test "a cart named by a webhook is fetched, and so is its checkout when the customer is known" {
	big "$(rule "$V3/carts/$CART" '{}' "$(cart $CART kai@people.example)")" "$(rule "$V3/checkouts/$CART" '{}' "$(checkout $CART)")" \
		"$(rule "$V3/carts/$NOBODY" '{}' "$(cart $NOBODY '')")"
	webhook store/cart/updated "$(cart_of $CART)"
	webhook store/cart/updated "$(cart_of $NOBODY)"
	assert_equal "$(query 'SELECT endpoint, external_id FROM crt.fetches ORDER BY 2')" "cart|$CART
cart|$NOBODY"
	poll_and_ingest
	assert_equal "$(paths)" "1 $V3/carts/$CART
1 $V3/carts/$NOBODY
1 $V3/checkouts/$CART"
	assert_equal "$(query 'SELECT external_id, status, value, url FROM crt.carts ORDER BY 1')" \
"$CART|ACTIVE|5490|https://acme.example/checkout/?products=LAMP:1&action=buy
$NOBODY|ACTIVE|5000|https://acme.example/checkout/?products=LAMP:1&action=buy"
	assert_equal "$(query 'SELECT email, phone, first_name, locale FROM crt.customers')" "kai@people.example|+4943155501|Kai|de"
	assert_equal "$(query 'SELECT count(*) FROM crt.fetches')" 0
	assert_equal "$(requests acme '[.[].headers["x-auth-token"]] | unique[]')" t0k
}

@test "a deleted cart was bought or emptied, which its orders decide" {
	big "$(rule $V2 "{\"cart_id\":\"$CART\"}" "$(jq -nc --argjson o "$(order 9 11)" '{ body: [$o] }')")"
	webhook store/cart/abandoned "$(cart_of $CART)"
	webhook store/cart/updated "$(cart_of $NOBODY)"
	poll_and_ingest
	assert_equal "$(jq -r 'select(.type | test("order|cart")) | .type + " " + .subject' out | sort)" \
"crt.cart.deleted cart/$NOBODY
crt.order.updated order/9"
	assert_equal "$(query 'SELECT external_id, status FROM crt.orders')" "9|bought"
	assert_equal "$(query 'SELECT external_id, status FROM crt.carts')" "$NOBODY|EMPTIED"
	assert_equal "$(query 'SELECT count(*) FROM crt.fetches')" 0
}

# want_fetch ID TIME: a webhook named a cart.
want_fetch() {
	jq -nc --arg id "$1" --arg t "$2" '{ specversion: "1.0", id: "want \($id) \($t)", source: "/stores/acme",
		type: "crt.fetch.wanted", time: $t, data: { endpoint: "cart", id: $id } }' > out
	ingest_out
}

@test "an object named by a webhook is fetched once, and a rejected request is repeated for a week" {
	big "$(rule "$V3/carts/one" '{}' '{"status":404,"body":{}}')" "$(rule "$V3/carts/two" '{}' '{"status":422,"body":{}}')"
	want_fetch one 2026-11-02T11:00:00Z
	want_fetch two 2026-11-02T11:30:00Z
	poll 3
	assert_has "cart two: "
	assert_equal "$(jq -r 'select(.type | test("fetch|cart")) | .type + " " + .data.id + (.data.cart.id // "")' out)" \
"crt.cart.deleted one
crt.fetch.done one"
	assert_equal "$(jq -r 'select(.data.orders_seen_at) | .data.stream' out)" orders
	cp out first
	want_fetch one 2026-11-02T11:59:00Z
	cp first out
	ingest_out
	assert_equal "$(query 'SELECT external_id, wanted_at FROM crt.fetches ORDER BY 1')" "one|2026-11-02 11:59:00+00
two|2026-11-02 11:30:00+00"
	NOW=2026-11-09T11:29:00Z
	poll 3
	ingest_out
	assert_equal "$(query 'SELECT external_id FROM crt.fetches')" two
	NOW=2026-11-09T11:30:00Z
	poll 3
	ingest_out
	assert_equal "$(query 'SELECT external_id FROM crt.fetches')" ""
	poll 0
}

@test "without a successful poll of the store no cart counts as deleted" {
	big
	shop_script acme "$(rule '/*' '{}' '{"status":404,"body":{"status":404}}')"
	webhook store/cart/updated "$(cart_of $CART)"
	poll 69
	assert_has "BigCommerce found no such store"
	assert_equal "$(grep -c cart.deleted out)" 0
	assert_equal "$(query 'SELECT count(*) FROM crt.fetches')" 1
}

@test "an incomplete order makes crt fetch its cart without a webhook" {
	big "$(rule $V2 '{"sort":"date_modified:asc"}' "$(jq -nc --argjson o "$(order 9 0)" '{ body: [$o] }')")" \
		"$(rule "$V3/carts/$CART" '{}' "$(cart $CART kai@people.example)")" "$(rule "$V3/checkouts/$CART" '{}' "$(checkout $CART)")"
	poll_and_ingest
	assert_equal "$(query 'SELECT external_id, status FROM crt.carts')" "$CART|ACTIVE"
	assert_equal "$(query 'SELECT external_id, status FROM crt.orders')" "9|failed"
	assert_equal "$(mark acme orders)" 2026-11-02T10:41:00Z
}

@test "a missing right and a rejected token are named" {
	big
	shop_script acme "$(rule '/*' '{}' '{"status":403,"body":{"status":403,"title":"no scope"}}')"
	poll 69
	assert_has "the API account lacks a right (no scope)"
	crt 69 sync store test acme
	assert_has "the API account lacks a right (no scope)" out
	shop_script acme "$(rule '/*' '{}' '{"status":401,"body":""}')"
	crt 69 sync store test acme
	assert_has "status 401" out
}

@test "webhooks are registered with a token, and an inactive one is activated again" {
	big
	shop_script acme "$(jq -nc --arg p "$V3/hooks" '{ path: $p, method: "GET", responses: [{ body: { data: [
		{ id: 18, scope: "store/cart/updated", destination: "https://crt.example/hooks/bigcommerce/acme", is_active: false }], meta: {} } }] }')" \
		"$(jq -nc --arg p "$V3/hooks*" '{ path: $p, responses: [{ body: { data: { id: 19 } } }] }')"
	crt 0 sync store set acme hooks_url=https://crt.example
	crt 0 sync hooks install acme
	assert_equal "$(jq -r 'select(.topic == "store/cart/updated") | .outcome' out)" mended
	assert_equal "$(requests acme '[.[] | select(.method == "PUT")][0] | .path + " " + (.body | fromjson | .is_active | tostring)')" "$V3/hooks/18 true"
	assert_equal "$(requests acme '[.[] | select(.method == "POST") | .body | fromjson | .scope] | length')" 13
	assert_equal "$(requests acme '[.[] | select(.body != "") | .body | fromjson | .headers["X-Crt-Hook-Token"] | length] | unique[]')" 64
	assert_lacks $SIGNED acme/log
}
