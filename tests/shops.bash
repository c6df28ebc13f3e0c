# shops.bash: scripted local web shops, and the stores that belong to them.
#
#	load helper
#	load shops
#	shop_start acme RULE...		a store and its WooCommerce, on its own port
#	poll 0				runs crt-sync at $NOW and expects this exit status
#
# A rule is JSON in the form of tests/fault/http_script.py. After the given rules follow rules that
# return an empty list for every other request.

load serve

NOW=2026-11-02T12:00:00Z
ORDERS=/wp-json/wc/v3/orders

# woo_order ID STATUS MODIFIED: an order of WooCommerce; with a draft status it is a cart.
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

# list JSON...: a JSON list of the arguments.
list() {
	local IFS=,
	echo "[$*]"
}

# rule PATH QUERY RESPONSE...: a QUERY of {} matches any query.
rule() { echo "{\"path\":\"$1\",\"query\":$2,\"responses\":$(list "${@:3}")}"; }

# page PAGES ORDER...: a response with these orders; PAGES is X-WP-TotalPages.
page() { echo "{\"headers\":{\"X-WP-TotalPages\":\"$1\"},\"body\":$(list "${@:2}")}"; }

# after TIME RESPONSE...: a rule for the orders that changed after TIME.
after() {
	local time=${1%Z}
	shift
	rule $ORDERS "{\"status\":\"any\",\"modified_after\":\"$time\"}" "$@"
}

# shop_script SLUG RULE...: replaces the rules of a running shop.
shop_script() {
	local dir=$1
	shift
	list "$@" "$(rule '/wp-json/*' '{}' "$(page 0)")" > "$dir/new"
	mv "$dir/new" "$dir/script.json"
}

# shop_start SLUG RULE...: adds the store and starts its server.
shop_start() {
	local slug=$1
	shift
	mkdir "$slug"
	shop_script "$slug" "$@"
	serve "$slug" http_script.py "$slug/script.json"
	connect_store "$slug" "http://127.0.0.1:$(< "$slug/port")"
}

# connect_store SLUG URL: adds a WooCommerce store with credentials.
connect_store() {
	store "$1"
	query "UPDATE crt.stores SET platform = 'WOOCOMMERCE', store_url = '$2', orders_seen_at = NULL
		WHERE slug = '$1'" > updated
	"$B/fault/secrets_drive" "$(query "SELECT id FROM crt.stores WHERE slug = '$1'")" 2026-11-01T00:00:00Z keep \
		'{"consumer_key":"ck_0123456789","consumer_secret":"cs_marker"}'
}

# poll STATUS OPTION...: the output is in the files out and err.
poll() {
	local want=$1
	shift
	crt "$want" sync --now "$NOW" --tries 2 "$@"
}

# ingest_out: ingests the output of the poll.
ingest_out() { "$B/bin/crt-ingest" --log text --now "$NOW" "$@" < out; }

# requests SLUG FILTER: applies a jq filter to the requests that the shop received.
requests() { jq -rs "$2" "$1/log"; }

# cursor SLUG STREAM, mark SLUG STREAM
cursor() {
	query "SELECT cursor FROM crt.sync_state y JOIN crt.stores s ON s.id = y.store_id
		WHERE slug = '$1' AND stream = '$2'"
}
mark() { cursor "$@" | jq -r .mark; }

record_ids() { jq -r 'select(.type | test("checkpoint") | not) | .data | (.order // .cart).id' "${1:-out}" | paste -sd ' '; }
