#!/usr/bin/env bats
# sync_hooks.bats: webhooks are made, mended and taken back, and others' are left alone.

load helper
load shop

TOPICS="customer.created customer.deleted customer.updated order.created order.deleted order.restored order.updated"

# hook ID TOPIC ADDRESS STATUS: as the shop lists it.
hook() { printf '{"id":%s,"topic":"%s","delivery_url":"%s","status":"%s"}' "$@"; }

# has HOOK...: the shop has these webhooks, and takes what it is told.
has() {
	local all
	all=$(IFS=,; echo "$*")
	shop '[{"method":"GET","path":"/wp-json/wc/v3/webhooks","answers":[{"body":['"$all"']}]},
		{"method":"POST","answers":[{"status":201,"body":{"id":99}}]},
		{"method":"PUT","answers":[{"body":{"id":99}}]}, {"method":"DELETE","answers":[{"body":{"id":99}}]}]'
}

# all ADDRESS [STATUS]: one of each topic.
all() {
	local id=10 topic list=()
	for topic in $TOPICS; do
		list+=("$(hook $id "$topic" "$1" "${2:-active}")")
		id=$((id + 1))
	done
	has "${list[@]}"
}

outcomes() { jq -r '.topic + " " + .outcome' out | sort; }
every() { for topic in $TOPICS; do echo "$topic $1"; done; }
written() { asked '[.[] | select(.method != "GET" and (.path | endswith("/webhooks/0") | not))]'"${1:-}"; }

HOOK=https://crt.example/hooks/woocommerce/acme

@test "what is missing is made, signed with a secret that the store knew before" {
	has
	woo acme --set hooks_url=https://crt.example/
	crt 0 sync hooks install acme
	same "$(outcomes)" "$(every made)"
	same "$(written '| length')" 7
	same "$(written '[].body | fromjson | .delivery_url' | sort -u)" "$HOOK"
	same "$(written '[].body | fromjson | .topic' | sort)" "${TOPICS// /$'\n'}"
	same "$(written '[].body | fromjson | .secret' | sort -u | wc -l)" 1
	secret=$(written '[0].body | fromjson | .secret')
	same "${#secret}" 43
	ID=$(answer 'SELECT id FROM crt.stores')
	same "$("$B/fault/secrets_drive" "$ID" "$(date -u +%FT%TZ)" show | tail -1)" "$secret"
	lacks "$secret" out err
}

@test "installed twice is installed once" {
	all "$HOOK"
	woo acme --set hooks_url=https://crt.example
	private secret first_secret_0123
	crt 0 sync store set acme --webhook-secret secret
	crt 0 sync hooks install
	same "$(outcomes)" "$(every ok)"
	same "$(written '[].method' | sort -u)" PUT "the secret is said again"
	same "$(written '[].body | fromjson | .secret' | sort -u)" first_secret_0123
	answer "UPDATE crt.stores SET hook_seen_at = now()" > answered
	crt 0 sync hooks check
	same "$(outcomes)" "$(every ok)"
	same "$(written '| length')" 7
}

@test "where nobody knows the secret, all get a new one; so they do with --renew" {
	all "$HOOK"
	woo acme
	crt 0 sync hooks install acme --base-url https://crt.example
	same "$(outcomes)" "$(every renewed)"
	same "$(written '[].path' | sort | tr '\n' ' ')" "$(printf '/wp-json/wc/v3/webhooks/%d ' 10 11 12 13 14 15 16)"
	crt 0 sync hooks install acme --base-url https://crt.example --renew
	same "$(written '[].body | fromjson | .secret' | sort -u | wc -l)" 2
	ID=$(answer 'SELECT id FROM crt.stores')
	same "$("$B/fault/secrets_drive" "$ID" "$(date -u +%FT%TZ)" show | sed 1d)" \
		"$(written '[7,0].body | fromjson | .secret')"
}

# Seen to fail: before the rows were there.
@test "check says what keeps webhooks away: a key that may only read, an address that is refused, none ever came" {
	shop '[{"method":"PUT","path":"~webhooks/0","answers":[{"status":401,"body":{"code":"x","message":"x"}}]},
		{"answers":[{"body":['"$(hook 1 order.created http://10.0.0.1:99/hooks/woocommerce/acme active)"']}]}]'
	woo acme --set hooks_url=http://10.0.0.1:99
	warnings() { jq -r 'select(.outcome == "warning").reason' out; }
	crt 3 sync hooks check
	same "$(warnings)" "WooCommerce does not deliver to a local or private address: set hooks_url to a public host name and port 443
no webhook of the shop has ever arrived: see their address with: crt-sync hooks check acme; requests to it must reach crt-ingest serve
the key is read-only; webhooks need write access: create a key with read and write access, then run: crt-sync store set acme --credentials FILE"
	crt 0 sync hooks install -n
	same "$(warnings | cut -d: -f1)" "WooCommerce does not deliver to a local or private address"
	answer "UPDATE crt.stores SET hook_seen_at = now(), settings = settings || '{\"hooks_url\":\"https://crt.example\"}'" > answered
	has "$(hook 1 order.created "$HOOK" active)"
	crt 3 sync hooks check
	same "$(warnings)" ""
	crt 0 sync store show acme
	same "$(jq -r 'select(.name == "webhook_seen").value | length > 0' out)" true
}

@test "what is broken is mended, what is twice goes, what is another's stays" {
	private secret first_secret_0123
	has "$(hook 1 order.created "$HOOK" disabled)" "$(hook 2 order.updated "${HOOK/https/http}/" active)" \
		"$(hook 3 order.deleted https://other.example/hooks/woocommerce/acme active)" \
		"$(hook 4 order.restored "$HOOK" disabled)" "$(hook 5 order.restored "$HOOK" active)" \
		"$(hook 6 coupon.created "$HOOK" active)" "$(hook 7 customer.created "$HOOK/more" active)"
	woo acme --set hooks_url=https://crt.example --webhook-secret secret
	answer "UPDATE crt.stores SET hook_seen_at = now()" > answered
	crt 3 sync hooks check
	same "$(outcomes)" "coupon.created unwanted
customer.created missing
customer.deleted missing
customer.updated missing
order.created disabled
order.deleted missing
order.restored duplicate
order.restored ok
order.updated misdirected"
	same "$(written '| length')" 0
	crt 0 sync hooks install -n
	same "$(written '| length')" 0
	crt 0 sync hooks install
	same "$(outcomes | grep -v made)" "coupon.created unwanted
order.created mended
order.restored ok
order.restored removed
order.updated mended"
	same "$(written '[] | .method + .path[14:]' | sort)" "DELETE/webhooks/4
POST/webhooks
POST/webhooks
POST/webhooks
POST/webhooks
PUT/webhooks/1
PUT/webhooks/2
PUT/webhooks/5"
	same "$(written '[] | select(.method == "PUT").body | fromjson | .secret' | sort -u)" first_secret_0123
}

@test "a webhook server that moved takes its webhooks along, if it is said" {
	private secret first_secret_0123
	all https://old.example/hooks/woocommerce/acme
	woo acme --set hooks_url=https://crt.example --webhook-secret secret
	crt 0 sync hooks install -n
	same "$(outcomes)" "$(every made)"
	crt 0 sync hooks install --moved-from https://old.example
	same "$(outcomes)" "$(every mended)"
	same "$(written '[].body | fromjson | .delivery_url' | sort -u)" "$HOOK"
	same "$(written '[].method' | sort -u)" PUT
}

@test "remove takes back crt's own" {
	has "$(hook 1 order.created "$HOOK" active)" "$(hook 2 order.created https://other.example/x active)"
	woo acme --set hooks_url=https://crt.example
	crt 0 sync hooks remove -n
	same "$(outcomes)" "order.created removed"
	same "$(written '| length')" 0
	crt 0 sync hooks remove
	same "$(written '[] | .method + .target[14:36]')" "DELETE/webhooks/1?force=true"
	crt 0 sync hooks list
	same "$(jq -r '[.topic, .outcome, .id, .address] | join(" ")' out)" "order.created ok 1 $HOOK
order.created ok 2 https://other.example/x"
}

@test "a paused store gets no webhooks, and may give back those it has" {
	private secret first_secret_0123
	has "$(hook 1 order.created "$HOOK" active)"
	woo acme --set hooks_url=https://crt.example --webhook-secret secret --set status=paused
	crt 0 sync hooks install
	same "$(jq -r '[.topic, .outcome, .reason] | join(" ")' out)" \
		" paused the store is paused: it is not polled and sends no messages"
	same "$(asked length)" 0
	answer "UPDATE crt.stores SET hook_seen_at = now()" > answered
	crt 3 sync hooks check acme
	same "$(jq -r .outcome out | sort | uniq -c | tr -s ' ')" " 6 missing
 1 ok
 1 paused"
	crt 0 sync hooks list acme
	same "$(jq -r .outcome out)" ok
	crt 0 sync hooks remove acme
	same "$(written '| length')" 1
}

@test "one topic that is refused does not keep the others away" {
	shop '[{"method":"GET","path":"/wp-json/wc/v3/webhooks","answers":[{"body":[]}]},
		{"method":"POST","contains":"order.restored","answers":[{"status":400,"body":{"code":"no","message":"No"}}]},
		{"method":"POST","answers":[{"status":201,"body":{"id":99}}]}]'
	woo acme --set hooks_url=https://crt.example
	crt 3 sync hooks install
	same "$(outcomes | sort | uniq -c | grep -c made)" 6
	same "$(jq -r 'select(.outcome == "refused") | .topic' out)" order.restored
	says '1 webhooks are missing or do not work'
}

@test "whom the shop lets in no more does not ask for one topic after the other" {
	shop '[{"method":"GET","path":"/wp-json/wc/v3/webhooks","answers":[{"body":[]}]},
		{"method":"POST","answers":[{"status":201,"body":{"id":99}},{"status":401}]}]'
	woo acme --set hooks_url=https://crt.example
	crt 69 sync hooks install
	same "$(jq -r .outcome out | sort)" "made
refused"
	same "$(written '| length')" 2
}

@test "a list of many pages is read to its end" {
	shop '[{"method":"GET","path":"/wp-json/wc/v3/webhooks","query":{"page":"2"},"answers":[{"body":['"$(hook 2 order.created "$HOOK" active)"']}]},
		{"method":"GET","path":"/wp-json/wc/v3/webhooks","answers":[{"headers":
			{"Link":"<http://x/webhooks?per_page=100&page=2>; rel=\"next\""},"body":['"$(hook 1 a.b https://x.example active)"']}]}]'
	woo acme
	crt 0 sync hooks list
	same "$(jq -r .id out)" "1
2"
	shop '[{"method":"GET","answers":[{"headers":{"Link":"<http://x/webhooks?page=2>; rel=\"next\""},"body":[]}]}]'
	crt 69 sync hooks list
	says 'the list of webhooks does not end'
}

@test "without an address nothing is asked; a store that is refused is told" {
	shop '[{"answers":[{"status":401}]}]'
	woo acme
	crt 69 sync hooks install acme
	says 'crt-sync store set acme hooks_url=URL'
	for base in crt.example 'https://crt.example?x=1' 'https://me@crt.example' https:// 'https://a b'; do
		crt 69 sync hooks install acme --base-url "$base"
		says 'is not a base URL' out
	done
	same "$(asked length)" 0
	crt 69 sync hooks check acme --base-url https://crt.example
	same "$(jq -r .outcome out)" refused
	says 'the platform rejected consumer_key'
	crt 0 sync store add plain --platform other --url https://plain.example --name P --currency EUR
	crt 0 sync hooks check plain --base-url https://crt.example
}

@test "Shopify and BigCommerce sign with the app's secret: none is made for them" {
	shop '[{"contains":"webhookSubscriptionCreate","answers":[{"body":{"data":{"done":
			{"webhookSubscription":{"id":"gid://shopify/WebhookSubscription/1"},"userErrors":[]}}}}]},
		{"contains":"webhookSubscriptions","answers":[{"body":{"data":{"webhookSubscriptions":
			{"nodes":[{"id":"gid://shopify/WebhookSubscription/7","topic":"CARTS_UPDATE","format":"JSON",
				"uri":"https://crt.example/hooks/shopify/shop"}],"pageInfo":{"hasNextPage":false}}}}}]},
		{"method":"GET","path":"/stores/abc/v3/hooks","answers":[{"body":{"data":[{"id":3,"scope":"store/order/created",
			"destination":"https://crt.example/hooks/bigcommerce/big","is_active":false}],"meta":{}}}]},
		{"method":"PUT","path":"/stores/abc/v3/hooks/3","answers":[{"body":{"data":{"id":3}}}]},
		{"method":"POST","path":"/stores/abc/v3/hooks","answers":[{"body":{"data":{"id":4}}}]}]'
	private keys 'access_token: shpat_1'
	crt 0 sync store add shop --platform shopify --url "$SHOP" --name S --currency EUR --credentials keys
	private keys "{store_hash: abc, access_token: bc_1, client_secret: shh_marker, api_url: \"$SHOP\"}"
	crt 0 sync store add big --platform bigcommerce --url "$SHOP" --name B --currency EUR --credentials keys
	crt 0 sync hooks install --base-url https://crt.example
	same "$(jq -r 'select(.topic == "carts/update" or .topic == "store/order/created") | .store + " " + .outcome' out)" \
		"big mended
shop ok"
	same "$(jq -r 'select(.outcome == "made") | .store' out | sort | uniq -c | tr -s ' ')" " 13 big
 14 shop"
	same "$(answer 'SELECT count(webhook_secret) FROM crt.stores')" 0
	answer "UPDATE crt.stores SET hook_seen_at = now()" > answered
	crt 3 sync hooks check --base-url https://crt.example
	same "$(jq -r '.outcome' out | sort | uniq -c | tr -s ' ')" " 3 by hand
 1 disabled
 27 missing
 1 ok"
	same "$(jq -r 'select(.outcome == "by hand") | .topic + " " + .address' out | head -1)" \
		"customers/data_request https://crt.example/hooks/shopify/shop"
}
