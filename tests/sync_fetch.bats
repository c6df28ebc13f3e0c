#!/usr/bin/env bats
# sync_fetch.bats: what a webhook has only named is asked for.

load helper
load shops

# big RULE...: a BigCommerce, which names things without their content.
big() {
	web acme "$@" "$(rule '/stores/hash/*' '{}' '{"status":200,"body":{"data":[],"meta":{}}}')"
	answer "UPDATE crt.stores SET platform = 'BIGCOMMERCE' WHERE slug = 'acme'" > answered
	"$B/fault/vault_drive" "$(answer 'SELECT id FROM crt.stores')" 2026-11-01T00:00:00Z keep \
		"{\"store_hash\":\"hash\",\"access_token\":\"marker\",\"api_url\":\"http://127.0.0.1:$(cat acme/port)\"}"
}

# want ID TIME: a webhook named a cart.
want() {
	jq -nc --arg id "$1" --arg t "$2" '{ specversion: "1.0", id: "want \($id) \($t)", source: "/stores/acme",
		type: "crt.fetch.wanted", time: $t, data: { question: "cart", id: $id } }' > out
	take_in
}

@test "what a webhook has named is fetched, once" {
	big "$(rule /stores/hash/v2/orders '{}' '{"status":204}')" \
		"$(rule /stores/hash/v3/carts/one '{}' '{"status":404,"body":{}}')" \
		"$(rule /stores/hash/v3/carts/two '{}' '{"status":422,"body":{}}')"
	want one 2026-11-02T11:00:00Z
	want two 2026-11-02T11:30:00Z
	poll 3
	says "cart two: "
	same "$(jq -r 'select(.type | test("fetch|cart")) | .type + " " + .data.id + (.data.cart.id // "")' out)" \
"crt.cart.deleted one
crt.fetch.done one"
	same "$(jq -r 'select(.data.orders_seen_at) | .data.stream' out)" orders
	cp out first
	want one 2026-11-02T11:59:00Z
	cp first out
	take_in
	same "$(answer 'SELECT external_id, wanted_at FROM crt.fetches ORDER BY 1')" "one|2026-11-02 11:59:00+00
two|2026-11-02 11:30:00+00"
	NOW=2026-11-09T11:29:00Z
	poll 3
	take_in
	same "$(answer 'SELECT external_id FROM crt.fetches')" two
	NOW=2026-11-09T11:30:00Z
	poll 3
	take_in
	same "$(answer 'SELECT external_id FROM crt.fetches')" ""
	poll 0
}
