#!/usr/bin/env bats
# sync_woocommerce.bats: a whole shop is read, even with many changes in one second and during the poll.
#
# Seen to fail: the pages of a second were read from first to last; the last second of a page was not read
# again.

load helper
load shops

# busy SLUG [ID...]: the orders of standard input ("ID SECOND"); the given ones change during the poll.
busy() {
	local slug=$1
	shift
	mkdir "$slug"
	cat > "$slug/orders"
	serve "$slug" woocommerce.py "$slug/orders" --churn "$@"
	connect_store "$slug" "http://127.0.0.1:$(< "$slug/port")"
}

# seen: the ids of all orders in out.
seen() { jq -r 'select(.type == "crt.order.updated").data.order.id' out | sort -n | uniq; }

@test "every order is read when 250 changed in one second, and others all day" {
	{
		for i in {1..150}; do echo "$i $((i * 10))"; done
		for i in {151..400}; do echo "$i 3600"; done
		for i in {401..560}; do echo "$i $((3600 + i))"; done
	} | busy acme
	poll 0
	assert_equal "$(seen | wc -l)" 560
	assert_equal "$(jq -r 'select(.type == "crt.order.updated").data.order.id' out | wc -l)" 560
	assert_equal "$(jq -r 'select(.data.stream == "orders" and .data.complete).data.orders_seen_at' out)" "$NOW"
	ingest_out
	assert_equal "$(query 'SELECT count(*) FROM crt.orders')" 560
}

@test "orders that change while their second is read are not missed" {
	for i in {1..350}; do echo "$i 3600"; done | busy acme 1 2 3 100 101 349 350 4 5 6 7 8
	poll 0
	assert_equal "$(seen | wc -l)" 350
	assert_equal "$(jq -r 'select(.data.stream == "orders" and .data.complete).data.complete' out)" true
}

@test "a second that fills exactly one page, or two, is read completely" {
	{
		for i in {1..100}; do echo "$i 3600"; done
		for i in {101..300}; do echo "$i 3601"; done
	} | busy acme
	poll 0
	assert_equal "$(seen | wc -l)" 300
}
