#!/usr/bin/env bats
# sync_magento.bats: crt-sync polls a scripted Magento, and Adobe's cloud service with its login.

load helper
load shops

# shop SLUG PLATFORM CREDENTIALS: serves SLUG/data.json; URL in CREDENTIALS is its address.
shop() {
	serve "$1" magento_shop.py "$1/data.json"
	store "$1"
	URL="http://127.0.0.1:$(< "$1/port")"
	query "UPDATE crt.stores SET platform = '$2', store_url = '$URL', orders_seen_at = NULL
		WHERE slug = '$1'" > updated
	"$B/fault/secrets_drive" "$(query "SELECT id FROM crt.stores WHERE slug = '$1'")" 2026-11-01T00:00:00Z keep \
		"${3//URL/$URL}" > kept
}

KEYS='{"consumer_key":"ck","consumer_secret":"c&s","access_token":"at","access_token_secret":"t s"}'

# data SLUG FILTER: a shop with 250 orders, 230 of them of one second, three carts, and a customer.
data() {
	mkdir -p "$1"
	jq -n '{
		keys: ["ck", "c&s", "at", "t s"],
		orders: [range(1; 251) | { entity_id: ., increment_id: "0000\(.)", quote_id: (1000 + .), state: "processing",
			status: "processing", grand_total: 10.5, order_currency_code: "EUR", customer_email: "p\(.)@people.example",
			created_at: "2026-10-20 10:00:00",
			updated_at: (if . <= 10 then "2026-10-20 10:00:0\(. % 10)" elif . <= 240 then "2026-10-21 10:00:00"
				else "2026-10-22 10:00:00" end) }],
		carts: [
			{ id: 7, is_active: 1, items_count: 1, created_at: "2026-11-02 10:00:00", updated_at: "2026-11-02 10:30:00",
				customer: { id: 5, email: "mara@people.example", extension_attributes: { is_subscribed: true } },
				currency: { base_currency_code: "EUR", quote_currency_code: "EUR" },
				items: [{ item_id: 70, sku: "L", qty: 2, name: "Lamp&trade;", price: 41.1765 }] },
			{ id: 8, is_active: 0, items_count: 1, updated_at: "2026-11-02 10:40:00", items: [{ item_id: 80, qty: 1, name: "x" }] },
			{ id: 9, is_active: 1, items_count: 1, updated_at: "2026-11-02 10:50:00", items: [{ item_id: 90, qty: 1, name: "y" }] }],
		customers: [{ id: 5, email: "mara@people.example", firstname: "Mara", updated_at: "2026-11-01 09:00:00" }],
		totals: { "7": { grand_total: 82.35, tax_amount: 15.65, quote_currency_code: "EUR",
			items: [{ item_id: 70, price_incl_tax: 49 }], total_segments: [{ code: "grand_total", value: 98 }] } }
	} | '"${2:-.}" > "$1/data.new"
	mv "$1/data.new" "$1/data.json"
}

@test "all orders, open carts with totals, and customers are read once each" {
	data acme
	shop acme MAGENTO "$KEYS"
	poll 0
	assert_equal "$(jq -r 'select(.type == "crt.order.updated").data.order.id' out | sort -n | uniq -c | awk '{ print $1 }' | uniq -c | tr -s ' ')" " 250 1"
	assert_equal "$(jq -c 'select(.type == "crt.cart.updated").data.cart | [.id, .total.amount, .items[0].title, .items[0].price.amount, .url]' out)" \
		"[\"7\",\"98.00\",\"Lamp™\",\"49.00\",\"$URL/checkout/cart\"]"
	assert_equal "$(grep -c '^404 .*/carts/9/totals' acme/log)" 1
	ingest_out
	assert_equal "$(query 'SELECT count(*) FROM crt.orders')" 250
	assert_equal "$(query "SELECT external_id, status, value, currency FROM crt.carts WHERE status = 'ACTIVE'")" "7|ACTIVE|9800|EUR"
	assert_equal "$(query "SELECT first_name, consent_email FROM crt.customers WHERE external_id = '5'")" "Mara|granted"
	assert_equal "$(query "SELECT orders_seen_at FROM crt.stores WHERE slug = 'acme'")" "2026-11-02 12:00:00+00"
	assert_equal "$(grep -vc '^200\|^404 .*/totals' acme/log || true)" 0
}

@test "the next run continues after the last, and reads what changed" {
	data acme
	shop acme MAGENTO "$KEYS"
	poll 0
	ingest_out
	: > acme/log
	data acme '.orders[3].state = "canceled" | .orders[3].updated_at = "2026-11-02 12:01:00"'
	NOW=2026-11-02T12:05:00Z
	poll 0
	assert_equal "$(jq -r 'select(.type == "crt.order.updated").data.order | .id + " " + .status' out | tail -n 1)" "4 failed"
	ingest_out
	assert_equal "$(query "SELECT status FROM crt.orders WHERE external_id = '4'")" failed
	assert_equal "$(grep -c '/orders?' acme/log)" 1
}

@test "one store view of several is read" {
	data acme '.orders[].store_id = 1 | .carts[].store_id = 1 | .orders[0].store_id = 2'
	shop acme MAGENTO "${KEYS%\}},\"store_id\":\"2\",\"store_code\":\"de\"}"
	poll 0
	assert_equal "$(jq -r 'select(.type | test("order|cart")).data | (.order // .cart).id' out)" 1
	assert_equal "$(cut -d/ -f3 acme/log | sort -u)" de
}

@test "a cart that a webhook named is read completely" {
	data acme '.carts[0].updated_at = "2026-09-01 10:00:00"'
	shop acme MAGENTO "$KEYS"
	crt 0 ingest --now "$NOW" - <<-END
		{"specversion":"1.0","id":"w","source":"/stores/acme","type":"crt.fetch.wanted","time":"$NOW","data":{"endpoint":"cart","id":"7"}}
	END
	poll 0
	assert_equal "$(grep -o '/carts/7.*' acme/log)" "/carts/7
/carts/7/totals"
	ingest_out
	assert_equal "$(query "SELECT external_id, value FROM crt.carts")" "7|9800"
	assert_equal "$(query 'SELECT count(*) FROM crt.fetches')" 0
}

# Catches: one broken quote stops the store forever.
@test "a cart for which the shop fails is requested again, and the others are read" {
	data acme '.breaks = ["carts/7/totals"] | .totals["9"] = .totals["7"]'
	shop acme MAGENTO "$KEYS"
	poll 3
	assert_has 'cart 7: status 500'
	assert_equal "$(jq -r 'select(.type == "crt.cart.updated").data.cart.id' out) $(jq -r 'select(.type == "crt.customer.updated").data.customer.id' out)" "9 5"
	ingest_out
	assert_equal "$(query "SELECT endpoint, external_id FROM crt.fetches") $(query "SELECT count(*) FROM crt.sync_state WHERE complete")" "cart|7 3"
	data acme '.totals["9"] = .totals["7"]'
	NOW=2026-11-02T12:05:00Z
	poll 0
	ingest_out
	assert_equal "$(query "SELECT external_id FROM crt.carts ORDER BY 1")" "7
9"
	assert_equal "$(query 'SELECT count(*) FROM crt.fetches')" 0
}

@test "a wrong key is reported, and no order sync counts" {
	data acme
	shop acme MAGENTO "${KEYS/c&s/other}"
	poll 69
	assert_equal "$(query "SELECT orders_seen_at FROM crt.stores WHERE slug = 'acme'")" ""
	assert_has "status 401" err
}

@test "a missing right is named" {
	data acme '.lacks = { "carts/search": "Magento_Cart::manage" }'
	shop acme MAGENTO "$KEYS"
	poll 69
	assert_has 'the integration lacks the right "Magento_Cart::manage"' err
}

@test "store test checks whether the keys work" {
	data acme
	shop acme MAGENTO "$KEYS"
	crt 0 sync store test acme
	assert_equal "$(jq -r .outcome out | paste -sd ' ')" "ok warning"
	data acme '.keys[3] = "renewed"'
	crt 69 sync store test acme
	assert_equal "$(jq -r .outcome out | head -n 1)" refused
}

@test "Adobe's cloud service needs a login, and then gets the same requests" {
	data acme 'del(.keys) | .client = ["client-1", "s=1"]'
	shop acme ADOBE '{"client_id":"client-1","client_secret":"s=1","api_url":"URL/","login_url":"URL"}'
	poll 0
	assert_equal "$(grep -c '^200 POST /ims/token/v3' acme/log)" 1
	assert_equal "$(jq -r 'select(.type == "crt.order.updated").data.order.id' out | sort -u | wc -l)" 250
	assert_equal "$(cut -d/ -f2 acme/log | sort -u | paste -sd ' ')" "V1 ims"
	ingest_out
	assert_equal "$(query "SELECT external_id, value FROM crt.carts WHERE status = 'ACTIVE'")" "7|9800"
}

@test "a self-hosted Adobe Commerce gets the same requests as Magento" {
	data acme
	shop acme ADOBE "$KEYS"
	poll 0
	assert_equal "$(jq -r 'select(.type == "crt.order.updated").data.order.id' out | sort -u | wc -l)" 250
	assert_equal "$(grep -c POST acme/log || true)" 0
}

@test "of an event and a poll of the same cart, the poll with the totals wins" {
	data acme
	shop acme ADOBE "$KEYS"
	jq -nc '{ body: ({ type: "com.adobe.commerce.observer.sales_quote_save_after", data: { value: { entity_id: "7", is_active: "1",
		items_count: 1, updated_at: "2026-11-02 10:30:00", quote_currency_code: "EUR",
		items: [{ item_id: "70", name: "Lamp", qty: 2, price: "41.1765" }] } } } | tojson) }' > event
	poll 0
	ingest_out
	crt 0 ingest --from adobe -s acme --now "$NOW" event
	assert_equal "$(query "SELECT value, url FROM crt.carts WHERE external_id = '7'")" "9800|$URL/checkout/cart"
}
