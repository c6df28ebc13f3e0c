#!/usr/bin/env bats
# detect.bats: listing episodes, showing a cart, and starting an episode manually.

load helper

# cart STORE ID TIME [CUSTOMER]
cart() {
	printf '{"specversion":"1.0","id":"%s-%s","source":"/stores/%s","type":"crt.cart.updated","time":"%s",' \
		"$2" "$3" "$1" "$3"
	printf '"data":{"cart":{"id":"%s","url":"https://a.example/c","currency":"EUR","updated":"%s",' "$2" "$3"
	printf '"total":{"amount":"10.00","currency":"EUR"},"items":[{"id":"1","sku":"TEE","title":"Tee \\u001b[31m",'
	printf '"quantity":2,"price":{"amount":"5.00","currency":"EUR"}}]},"customer":{"id":"%s"}}}\n' "${4:-u$2}"
}

# order STORE ID TIME CART
order() {
	printf '{"specversion":"1.0","id":"%s","source":"/stores/%s","type":"crt.order.placed","time":"%s",' "$2" "$1" "$3"
	printf '"data":{"order":{"id":"%s","cart_id":"%s","status":"bought","currency":"EUR","placed":"%s",' "$2" "$4" "$3"
	printf '"total":{"amount":"12.00","currency":"EUR"}},"customer":{"id":"u%s"}}}\n' "$4"
}

three_carts() {
	store acme
	store other
	{ cart acme c1 2026-11-09T10:00:00Z; cart acme c2 2026-11-09T11:00:00Z; cart other c1 2026-11-09T12:00:00Z
	  cart acme fresh 2026-11-09T23:55:00Z; } > feed
	crt 0 ingest --now 2026-11-10T00:00:00Z feed
	crt 0 detect --now 2026-11-10T00:00:00Z
	order acme o1 2026-11-10T01:00:00Z c1 > feed
	crt 0 ingest --now 2026-11-10T02:00:00Z feed
	crt 0 detect --now 2026-11-10T00:04:00Z
}

@test "list prints the episodes by state and store, in pages" {
	three_carts
	crt 0 detect list --json
	assert_equal "$(jq -r '[.store, .cart, .state, .value.amount, .customer] | join(" ")' out)" \
		"acme c1 RECOVERED 10.00 uc1
acme c2 OPEN 10.00 uc2
other c1 OPEN 10.00 uc1"
	assert_equal "$(jq -r 'select(.cart == "c2") | .abandoned + " " + .expires' out)" \
		"2026-11-09T11:15:00Z 2026-12-09T11:15:00Z"
	crt 0 detect list --json --state OPEN -s acme
	assert_equal "$(jq -r .cart out)" c2
	crt 0 detect list --json --limit 1
	crt 0 detect list --json --after "$(jq -r .episode out)"
	assert_equal "$(jq -r '.store + .cart' out)" "acmec2
otherc1"
	crt 64 detect list --after nothing
	crt 64 detect list --state GONE
}

@test "show prints a cart by its id in the shop or by the id of crt" {
	three_carts
	crt 0 detect show c1 -s acme --json
	assert_equal "$(jq -r .kind out)" "cart
item
episode
order"
	assert_equal "$(jq -r 'select(.kind == "cart") | [.store, .cart, .status, .customer, .bot] | join(" ")' out)" \
		"acme c1 CONVERTED uc1 no"
	assert_equal "$(jq -r 'select(.kind == "item") | [.sku, .quantity, .price] | join(" ")' out)" "TEE 2 5.00 EUR"
	assert_equal "$(jq -r 'select(.kind == "episode") | [.state, .method, .revenue.amount] | join(" ")' out)" \
		"RECOVERED DIRECT 12.00"
	assert_equal "$(jq -r 'select(.kind == "order") | [.order, .status, .total.amount, .covers] | join(" ")' out)" \
		"o1 bought 12.00 yes"
	cp out by_shop
	crt 0 detect show "$(jq -r 'select(.kind == "cart").id' by_shop)" --json
	assert_equal "$(< out)" "$(< by_shop)"
	crt 0 detect show c1 --json
	assert_equal "$(jq -r 'select(.kind == "cart").store' out)" "acme
other"
	crt 0 detect show c1 -s acme --table
	assert_equal "$(grep -c $'\033' out || true)" 0 "escapes"
	crt 64 detect show nothing
	assert_has 'there is no cart "nothing"'
	crt 64 detect show c2 -s other
}

@test "recover starts an episode now, and only for an open cart" {
	three_carts
	crt 0 detect recover fresh -n --now 2026-11-10T00:05:00Z
	crt 0 detect list --json --now 2026-11-10T00:05:00Z
	assert_equal "$(grep -c fresh out || true)" 0
	crt 0 detect recover fresh --now 2026-11-10T00:05:00Z
	crt 0 detect --now 2026-11-10T00:05:00Z
	assert_equal "$(jq -r 'select(.data.cart.id == "fresh").data.abandoned_at' out)" 2026-11-10T00:05:00Z
	crt 64 detect recover c1 -s acme
	assert_has 'the cart is CONVERTED'
	crt 64 detect recover c1
	assert_has '2 stores have such a cart'
	crt 64 detect recover nothing
	query "ALTER TYPE crt.cart_status RENAME VALUE 'ABANDONED' TO 'LEFT'"
	# Seen to fail: db_enum reports no error.
	crt 70 detect recover fresh
	assert_has 'cannot parse a number, a time, or a word'
	query "ALTER TYPE crt.cart_status RENAME VALUE 'LEFT' TO 'ABANDONED'"
}

# Seen to fail: explain reported only "it has not been abandoned".
@test "explain reports why the cart of a bot has no episode" {
	store acme
	{
		cart acme c1 2026-11-09T10:00:00Z | sed 's/"quantity":2/"quantity":10001/'
		cart acme c2 2026-11-09T10:00:00Z | sed 's/"customer":/"device":{"user_agent":"Googlebot\/2.1"},&/'
		cart acme c3 2026-11-09T10:00:00Z | jq -c '.data.cart.items = [.data.cart.items[0] | range(201) as $i | .]'
	} > feed
	crt 0 ingest --now 2026-11-10T00:00:00Z feed
	crt 0 detect --now 2026-11-10T00:00:00Z
	for cart in c1 c2 c3; do
		crt 0 campaign explain "$cart" --now 2026-11-10T00:00:00Z > /dev/null
		jq -r '[.cart, .gate, .detail] | join("|")' out
	done > explained
	assert_equal "$(< explained)" "c1|bot|more than 10000 pieces are in the cart: a bot filled it
c2|bot|the user agent or the address belongs to a crawler
c3|bot|more than 200 items are in the cart: a bot filled it"
}
