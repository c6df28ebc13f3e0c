#!/usr/bin/env bats
# sync_shopify.bats: crt-sync polls a scripted Shopify: login, throttling, query cost, and missing rights.

load helper
load shop

NOW=2026-11-21T12:00:00Z
GRAPHQL='"method":"POST","path":"/admin/api/2026-10/graphql.json"'
TOKEN='{"method":"POST","path":"/admin/oauth/access_token","contains":"client_credentials",
	"responses":[{"body":{"access_token":"shpat_marker","expires_in":86399}}]}'
COST='"extensions":{"cost":{"requestedQueryCost":100,"throttleStatus":
	{"maximumAvailable":2000.0,"currentlyAvailable":99,"restoreRate":100.0}}}'

# list NAME NODES [CURSOR]: a page of a response; the last one has no cursor.
list() {
	printf '{"body":{"data":{"%s":{"nodes":%s,"pageInfo":{"hasNextPage":%s,"endCursor":"%s"}}},%s}}' \
		"$1" "$2" "$([ -n "${3:-}" ] && echo true || echo false)" "${3:-}" "$COST"
}

# error CODE MESSAGE
error() { printf '{"body":{"data":null,"errors":[{"message":"%s","extensions":{"code":"%s"}}],%s}}' "$2" "$1" "$COST"; }

# requests_about NAME RESPONSE...: a rule for the requests about NAME.
requests_about() {
	local name=$1
	shift
	printf '{%s,"expect":{"x-shopify-access-token":"shpat_marker"},"contains":"%s","responses":[%s]}' \
		"$GRAPHQL" "$name(first:" "$(IFS=,; echo "$*")"
}

# rules RULE...: these, then an empty list for every endpoint.
rules() {
	(IFS=,; echo "[$TOKEN,${*:+$*,}$(requests_about orders "$(list orders '[]')"),$(requests_about abandonedCheckouts \
	    "$(list abandonedCheckouts '[]')"),$(requests_about customers "$(list customers '[]')")]")
}

shopify() {
	private_file keys "${1:-client_id: id_marker
client_secret: cs_marker}"
	crt 0 sync store add acme --platform shopify --url "$SHOP" --name acme --currency EUR --credentials keys
}

poll() { crt "$1" sync --now "$NOW"; }
nodes() { jq -c ".data.$1.nodes" "$TOP/tests/golden/polled/shopify/$2.json"; }

@test "orders, carts, and customers are read with a token that was requested once" {
	shop "$(rules "$(requests_about orders "$(list orders "$(nodes orders orders)")")" \
		"$(requests_about abandonedCheckouts "$(list abandonedCheckouts "$(nodes abandonedCheckouts carts)")")" \
		"$(requests_about customers "$(list customers "$(nodes customers customers)")")")"
	shopify
	poll 3		# one checkout has no key in its URL
	assert_has "1 of 4 left out: shopify checkouts/update: the cart has no id" err
	assert_equal "$(jq -r 'select(.type != "crt.sync.checkpoint") | .type + " " + (.subject // "")' out)" \
"crt.order.updated order/9007199254740993123
crt.order.updated order/9007199254740993124
crt.order.updated order/9007199254740993125
crt.cart.updated cart/Y2FydC0xMDAx
crt.cart.updated cart/5f0c2d11a9
crt.customer.updated customer/9007199254740993555
crt.privacy.requested customer/9007199254740993556
crt.customer.updated customer/9007199254740993557"
	assert_equal "$(requests '[.[] | select(.path == "/admin/oauth/access_token")] | length')" 1
	assert_equal "$(requests '[.[] | select(.refused)] | length')" 0
	"$B/bin/crt-ingest" --now "$NOW" out 2> err || { cat err; false; }
	assert_equal "$(query "SELECT o.status FROM crt.orders o JOIN crt.carts c ON c.id = o.cart_id")" bought
	assert_lacks marker out err
}

@test "a throttled request is repeated later, and one that costs too much is repeated with a smaller page" {
	shop "$(rules "$(requests_about orders "$(error THROTTLED Throttled)" "$(list orders "$(nodes orders orders)" c1)" \
		"$(list orders '[]')")" "$(requests_about abandonedCheckouts "$(error MAX_COST_EXCEEDED 'Query cost is 1250')" \
		"$(list abandonedCheckouts "$(nodes abandonedCheckouts carts)")")")"
	shopify
	poll 3
	assert_equal "$(requests '[.[] | select(.body | contains("{orders(")).body | fromjson | .variables | [.first, .after]] | tostring')" \
		'[[25,null],[25,null],[50,"c1"]]'
	assert_equal "$(requests '[.[] | select(.body | contains("abandonedCheckouts(")).body | fromjson | .variables.first] | tostring')" \
		'[5,2]'
	assert_equal "$(jq -r 'select(.type == "crt.order.updated").subject' out | wc -l)" 3
	assert_equal "$(jq -r 'select(.data.stream == "orders" and .data.complete).data.orders_seen_at' out)" "$NOW"
}

@test "a missing right is named, and no order sync counts" {
	shop "$(rules "$(requests_about orders "$(error ACCESS_DENIED 'Required access: read_orders access scope.')")")"
	shopify
	poll 69
	assert_has "Required access: read_orders access scope." err
	assert_equal "$(jq -r 'select(.data.stream == "orders" and .data.complete).data.complete' out)" ""
}

@test "a store with its own token does not log in" {
	shop "$(rules)"
	shopify 'access_token: shpat_marker'
	poll 0
	assert_equal "$(requests '[.[] | select(.path == "/admin/oauth/access_token")] | length')" 0
	assert_equal "$(requests '[.[] | select(.refused)] | length')" 0
}

@test "a cart, a checkout, and a poll of one visit are one cart and one episode" {
	shop "$(rules "$(requests_about abandonedCheckouts "$(list abandonedCheckouts "$(nodes abandonedCheckouts carts)")")")"
	shopify 'access_token: shpat_marker'
	printf '{"token":"Y2FydC0xMDAx","updated_at":"2026-11-21T08:12:30Z","line_items":[
		{"title":"Linen shirt","quantity":2,"variant_id":9007199254740993001}]}' | tr -d '\n\t' > cart
	printf '{"token":"5f0c2d11aa","cart_token":"Y2FydC0xMDAx","updated_at":"2026-11-21T08:12:31Z",
		"presentment_currency":"EUR","total_price":"61.40","email":"mira.vogel@example.net","line_items":[
		{"title":"Linen shirt","quantity":2,"price":"25.70"}]}' | tr -d '\n\t' > checkout
	crt 0 ingest --from shopify --topic carts/update -s acme --now 2026-11-21T08:12:32Z cart
	crt 0 ingest --from shopify --topic checkouts/update -s acme --now 2026-11-21T08:12:33Z checkout
	poll 3
	"$B/bin/crt-ingest" --now "$NOW" out 2> err || { cat err; false; }
	assert_equal "$(query "SELECT external_id, status FROM crt.carts ORDER BY status")" "Y2FydC0xMDAx|ACTIVE
5f0c2d11a9|EMPTIED"
	crt 0 detect --now "$NOW"
	assert_equal "$(query 'SELECT count(*), count(customer_id) FROM crt.abandoned_carts')" "1|1"
	printf '{"id":7,"cart_token":null,"checkout_token":"5f0c2d11aa","financial_status":"paid","total_price":"61.40",
		"currency":"EUR","updated_at":"2026-11-21T12:30:00Z"}' | tr -d '\n\t' > order
	crt 0 ingest --from shopify --topic orders/paid -s acme --now 2026-11-21T12:30:01Z order
	crt 0 detect --now 2026-11-21T12:31:00Z
	assert_equal "$(query 'SELECT state FROM crt.abandoned_carts')" RECOVERED
}

@test "webhooks are created and repaired, and what only a person can set up is reported" {
	sub() { printf '{"id":"gid://shopify/WebhookSubscription/%s","topic":"%s","uri":"%s","format":"JSON"}' "$@"; }
	hook=https://crt.example/hooks/shopify/acme
	done='{"body":{"data":{"done":{"webhookSubscription":{"id":"gid://shopify/WebhookSubscription/9"},"userErrors":[]}}}}'
	shop "$(rules "{$GRAPHQL,\"contains\":\"webhookSubscriptions(\",\"responses\":[$(list webhookSubscriptions \
		"[$(sub 1 CARTS_UPDATE $hook),$(sub 2 ORDERS_PAID http://crt.example/hooks/shopify/acme)]")]}" \
		"{$GRAPHQL,\"contains\":\"mutation\",\"responses\":[$done]}")"
	shopify 'access_token: shpat_marker
client_secret: cs_marker'
	crt 0 sync store set acme hooks_url=https://crt.example
	crt 0 sync hooks install acme
	jq -r '.topic + " " + .outcome' out | sort > outcomes
	assert_has "carts/update ok" outcomes
	assert_has "orders/paid mended" outcomes
	assert_has "customers_email_marketing_consent/update made" outcomes
	assert_has "customers/redact manual" outcomes
	assert_equal "$(requests '[.[] | select(.body | contains("mutation")).body | fromjson | .variables | select(.id) | [.id, .uri, length]] | tostring')" \
		'[["gid://shopify/WebhookSubscription/2","'$hook'",2]]'
	assert_equal "$(requests '[.[] | select(.body | contains("mutation")).body | fromjson | .variables.topic // empty] | length')" 13
	assert_lacks marker out err
}
