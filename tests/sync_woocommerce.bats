#!/usr/bin/env bats
# sync_woocommerce.bats: a whole shop is read, however crowded a second and whatever moves meanwhile.
#
# Seen to fail: the pages of a second read from its first to its last; a page's last second not
# read again.

load helper
load shops

# busy SLUG [ID...]: the orders of stdin ("ID SECOND"), of which these change while they are read.
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

@test "every order is seen when 250 changed in one second, and others all day" {
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

@test "orders that change while their second is read are missed by nobody" {
	for i in {1..350}; do echo "$i 3600"; done | busy acme 1 2 3 100 101 349 350 4 5 6 7 8
	poll 0
	assert_equal "$(seen | wc -l)" 350
	assert_equal "$(jq -r 'select(.data.stream == "orders" and .data.complete).data.complete' out)" true
}

@test "a second that fills exactly one page, and one that fills two" {
	{
		for i in {1..100}; do echo "$i 3600"; done
		for i in {101..300}; do echo "$i 3601"; done
	} | busy acme
	poll 0
	assert_equal "$(seen | wc -l)" 300
}
