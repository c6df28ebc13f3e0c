# shops.bash: web shops on this machine that answer as told, and the stores that belong to them.
#
#	load helper
#	load shops
#	web acme RULE...		a store and its WooCommerce, on a port of its own
#	poll 0				crt-sync at $NOW: the exit status that is expected
#
# A rule is JSON as tests/fault/http_script.py has it; after those that are given
# stand rules that answer every other question with an empty list.

load serve

NOW=2026-11-02T12:00:00Z
ORDERS=/wp-json/wc/v3/orders

# woo ID STATUS MODIFIED: an order, or with a status of drafts a cart, of WooCommerce.
woo_order() {
	cat <<-END
		{ "id": $1, "status": "$2", "currency": "EUR", "number": "$1", "total": "50.00", "total_tax": "0.00", \
		"prices_include_tax": true, "created_via": "checkout", "cart_hash": "", "customer_id": 0, \
		"date_created_gmt": "${3%Z}", "date_modified_gmt": "${3%Z}", "refunds": [], "coupon_lines": [], \
		"billing": { "first_name": "P$1", "email": "p$1@people.example" }, "line_items": [{ "id": 1, "name": "Lamp", \
		"product_id": 7, "variation_id": 0, "quantity": 1, "subtotal": "50.00", "subtotal_tax": "0.00", "total": "50.00", \
		"total_tax": "0.00", "price": 50, "sku": "LAMP" }] }
	END
}

# list JSON...: one value of them.
list() {
	local IFS=,
	echo "[$*]"
}

# rule PATH QUERY ANSWER...: with a query of {} any.
rule() { echo "{\"path\":\"$1\",\"query\":$2,\"answers\":$(list "${@:3}")}"; }

# page PAGES ORDER...: an answer that holds these; PAGES as WooCommerce counts what is left.
page() { echo "{\"headers\":{\"X-WP-TotalPages\":\"$1\"},\"body\":$(list "${@:2}")}"; }

# after TIME ANSWER...: a rule for the orders that changed after TIME.
after() {
	local time=${1%Z}
	shift
	rule $ORDERS "{\"status\":\"any\",\"modified_after\":\"$time\"}" "$@"
}

# The answers of a shop, replaced while it runs.
shop_script() {
	local dir=$1
	shift
	list "$@" "$(rule '/wp-json/*' '{}' "$(page 0)")" > "$dir/new"
	mv "$dir/new" "$dir/script.json"
}

# web SLUG RULE...: the store comes into being with its server.
shop_start() {
	local slug=$1
	shift
	mkdir "$slug"
	shop_script "$slug" "$@"
	serve "$slug" http_script.py "$slug/script.json"
	connect_store "$slug" "http://127.0.0.1:$(< "$slug/port")"
}

# known SLUG URL: a WooCommerce with credentials.
connect_store() {
	store "$1"
	query "UPDATE crt.stores SET platform = 'WOOCOMMERCE', store_url = '$2', orders_seen_at = NULL
		WHERE slug = '$1'" > answered
	"$B/fault/secrets_drive" "$(query "SELECT id FROM crt.stores WHERE slug = '$1'")" 2026-11-01T00:00:00Z keep \
		'{"consumer_key":"ck_0123456789","consumer_secret":"cs_marker"}'
}

# poll STATUS OPTION...: what it said is in the files out and err.
poll() {
	local want=$1
	shift
	crt "$want" sync --now "$NOW" --tries 2 "$@"
}

# take_in: what a poll said, committed.
ingest_out() { "$B/bin/crt-ingest" --log text --now "$NOW" "$@" < out; }

# asked SLUG FILTER: what jq says of the requests that a shop has got.
requests() { jq -rs "$2" "$1/log"; }

# cursor SLUG STREAM, mark SLUG STREAM
cursor() {
	query "SELECT cursor FROM crt.sync_state y JOIN crt.stores s ON s.id = y.store_id
		WHERE slug = '$1' AND stream = '$2'"
}
mark() { cursor "$@" | jq -r .mark; }

record_ids() { jq -r 'select(.type | test("checkpoint") | not) | .data | (.order // .cart).id' "${1:-out}" | paste -sd ' '; }
