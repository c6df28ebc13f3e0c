#!/usr/bin/env bats
# sync_test.bats: store test reports why a store rejects crt, and how to fix it.

load helper
load shop

# verdict STORE: outcome and reason of the last store test.
verdict() { jq -r --arg store "$1" 'select(.store == $store) | .outcome + ": " + (.reason // "")' out; }
remedy() { jq -r --arg store "$1" 'select(.store == $store).remedy' out; }

@test "a store that accepts the signed request is ok" {
	shop '[{"responses":[{"body":[]}]}]'
	woo_store acme
	crt 0 sync store test acme
	assert_equal "$(verdict acme)" "ok: "
	assert_equal "$(requests '.[0].query.oauth_consumer_key')" ck_marker
	assert_equal "$(requests '[.[] | tostring | contains("cs_marker")] | any')" false
	crt 0 sync store test -s acme
	crt 0 sync store test
	assert_equal "$(requests length)" 18 "six questions each"
	crt 64 sync store test nobody
}

# Seen to fail for hold_stock: no warning, and after an hour no link to a payment worked.
@test "a read-only key, another currency, time zone, or hold_stock, and links without /wp-json are reported" {
	shop '[{"path":"~currencies/current","responses":[{"body":{"code":"USD","name":"x"}}]},
		{"method":"PUT","path":"~webhooks/0","responses":[{"status":401,"body":{"code":"woocommerce_rest_authentication_error","message":"x"}}]},
		{"path":"/wp-json/","query":{"_fields":"timezone_string,gmt_offset"},"responses":[{"body":{"timezone_string":"Asia/Tokyo","gmt_offset":9}}]},
		{"path":"~settings/products","query":{"_fields":"id,value"},"responses":[{"body":[{"id":"woocommerce_manage_stock","value":"yes"},{"id":"woocommerce_hold_stock_minutes","value":"1440"}]}]},
		{"path":"~/customers","responses":[{"status":403,"body":{"code":"woocommerce_rest_cannot_view","message":"x"}}]},
		{"responses":[{"body":[]}]}]'
	woo_store acme
	crt 0 sync store test acme
	assert_equal "$(jq -r '[.outcome, .reason, .remedy] | join("|")' out)" "ok||
warning|the shop's currency is USD, the store's is EUR|crt-sync store set acme currency=USD
warning|the shop's time zone is Asia/Tokyo, the store's is UTC|crt-sync store set acme timezone=Asia/Tokyo
warning|the credentials may not read customers|add the right or create a new key, then run: crt-sync store set acme --credentials FILE
warning|the key is read-only; webhooks need write access|create a key with read and write access, then run: crt-sync store set acme --credentials FILE
warning|the shop's Hold stock is 1d, the store's hold_stock is 60m|crt-sync store set acme hold_stock=1d"
	crt 0 sync store set acme hold_stock=1d
	crt 0 sync store test acme
	assert_equal "$(grep -c hold_stock out)" 0
	shop '[{"path":"~currencies/current","responses":[{"body":{"code":"EUR"}}]},
		{"method":"PUT","responses":[{"status":404,"body":{"code":"woocommerce_rest_shop_webhook_invalid_id"}}]},{"responses":[{"body":[]}]}]'
	crt 0 sync store test acme
	assert_equal "$(jq -r .outcome out)" ok
	shop '[{"responses":[{"status":404,"body":"<html>Not found"}]}]'
	crt 69 sync store test acme
	assert_equal "$(verdict acme)" "refused: status 404: there is no REST API at the shop's address"
	assert_equal "$(remedy acme)" 'check store_url; in WordPress, Settings, Permalinks must not be "Plain"'
}

@test "a paused store is tested, too, and reported as paused" {
	shop '[{"responses":[{"body":[]}]}]'
	woo_store acme
	crt 0 sync store set acme status=paused
	crt 0 sync store test
	assert_equal "$(verdict acme)" "ok: the store is paused: it is not polled and sends no messages"
	assert_equal "$(remedy acme)" "crt-sync store set acme status=active"
	shop '[{"responses":[{"status":404,"body":"no"}]}]'
	crt 69 sync store test acme
	assert_equal "$(verdict acme)" "refused: status 404: there is no REST API at the shop's address"
	crt 0 sync store add plain --platform other --url https://plain.example --name P --currency EUR --set status=paused
	crt 0 sync store test plain
	assert_equal "$(verdict plain)" "none: crt cannot poll the platform other"
}

@test "each rejection is reported with its remedy" {
	shop '[{"responses":[{"status":401,"body":{"code":"x"}}]}]'
	woo_store acme
	crt 69 sync store test acme
	assert_equal "$(verdict acme)" "refused: status 401: the platform rejected consumer_key, consumer_secret (the shop rejected the request (x))"
	assert_equal "$(remedy acme)" "crt-sync store set acme --credentials FILE"
	shop '[{"responses":[{"status":403,"body":"no"}]}]'
	crt 69 sync store test acme
	assert_equal "$(verdict acme)" "refused: status 403: the credentials lack a right, or a firewall blocks the request"
	assert_equal "$(remedy acme)" "consumer_key: Consumer key of the REST API, with read and write access"
	shop '[{"responses":[{"status":404,"body":"no"}]}]'
	crt 69 sync store test acme
	assert_equal "$(verdict acme)" "refused: status 404: there is no REST API at the shop's address"
	assert_has "Permalinks must not be" out
	shop '[{"responses":[{"status":301,"headers":{"Location":"https://new.example/x?oauth=secret"}}]}]'
	crt 69 sync store test acme
	assert_equal "$(verdict acme)" 'refused: status 301: the shop has moved to "https://new.example/x"'
}

@test "a store without credentials is not tested" {
	shop '[{"responses":[{}]}]'
	woo_store acme
	"$B/fault/secrets_drive" "$(query "SELECT id FROM crt.stores")" 2026-11-22T10:00:00Z keep '{"consumer_key":"ck_marker"}'
	crt 69 sync store test acme
	assert_equal "$(verdict acme)" "refused: the credential consumer_secret is missing"
	assert_equal "$(remedy acme)" 'crt-sync store set acme --credentials FILE; with - it prompts for them'
	crt 69 sync
	assert_has 'the credential consumer_secret is missing'
	assert_has 'crt-sync store set acme --credentials FILE'
	assert_equal "$(requests length)" 0
}

@test "an unreachable store is reported, and the others are tested" {
	shop '[{"responses":[{"body":[]}]}]'
	woo_store acme
	woo_store gone
	crt 0 sync store set gone store_url=http://127.0.0.1:1
	crt 0 sync store add plain --platform other --url https://plain.example --name P --currency EUR \
		--set from=plain@shop.example
	crt 75 sync store test
	assert_equal "$(verdict acme)" "ok: "
	assert_equal "$(verdict gone | cut -c-34)" "unreachable: http://127.0.0.1:1: F"
	assert_equal "$(remedy gone)" "if http://127.0.0.1:1 is wrong, run: crt-sync store set gone store_url=URL"
	assert_equal "$(verdict plain)" "none: crt cannot poll the platform other"
	crt 75 sync store test acme gone
}

@test "a store that works and has no sender gets a warning" {
	shop '[{"responses":[{"body":[]}]}]'
	SENDER= woo_store acme
	crt 0 sync store test acme
	assert_equal "$(jq -r '[.outcome, .reason, .remedy] | join("|")' out)" \
		"ok||
warning|no mail is sent: from is not set|crt-sync store set acme 'from=NAME <ADDRESS>'"
	crt 0 sync store set acme 'from=Acme <shop@acme.example>'
	crt 0 sync store test acme
	assert_equal "$(verdict acme)" "ok: "
}

# Seen to fail: zones compared by name; an offset of 5.5 hours not compared.
@test "time zones are compared by their offsets, not by name" {
	shop '[]'
	woo_store acme
	# zone STORE INDEX: the warning when the shop's index has this time zone.
	zone() {
		shop '[{"path":"/wp-json/","query":{"_fields":"timezone_string,gmt_offset"},"responses":[{"body":'"$2"'}]},{"responses":[{"body":[]}]}]'
		crt 0 sync store set acme "timezone=$1" >&2
		crt 0 sync store test acme --now 2026-11-21T12:00:00Z >&2
		jq -r 'select(.outcome == "warning") | .reason + "|" + .remedy' out
	}
	assert_equal "$(zone Asia/Kolkata '{"timezone_string":"Asia/Calcutta","gmt_offset":5.5}')" ""
	assert_equal "$(zone Asia/Kolkata '{"timezone_string":"","gmt_offset":5.5}')" ""
	assert_equal "$(zone America/St_Johns '{"timezone_string":"","gmt_offset":-3.5}')" \
		"the shop's time zone is UTC-03:30, the store's is America/St_Johns|name a city as the shop's time zone, or: crt-sync store set acme timezone=ZONE"
	assert_equal "$(zone Etc/Zulu '{"timezone_string":"","gmt_offset":"0"}')" ""
	# the same only in winter
	assert_equal "$(zone Africa/Lagos '{"timezone_string":"Europe/Berlin"}')" \
		"the shop's time zone is Europe/Berlin, the store's is Africa/Lagos|crt-sync store set acme timezone=Europe/Berlin"
	assert_equal "$(zone UTC '{"timezone_string":"Moon/Base"}')" \
		"the shop's time zone is Moon/Base, the store's is UTC|crt-sync store set acme timezone=Moon/Base"
}

@test "a temporary failure is tried again, as late as the shop says" {
	shop '[{"responses":[{"status":429,"headers":{"Retry-After":"1"}},{"body":[]}]}]'
	woo_store acme
	crt 0 sync store test acme
	assert_equal "$(requests length)" 7
	shop '[{"responses":[{"status":429,"headers":{"Retry-After":"3600"}},{"body":[]}]}]'
	crt 75 sync store test acme
	assert_equal "$(verdict acme)" "unreachable: status 429: not now"
	shop '[{"responses":[{"never":true}]}]'
	crt 75 sync store test acme --timeout 1s
	assert_equal "$(verdict acme)" "unreachable: $SHOP: no complete response within 1 seconds"
}

@test "a certificate of another host is a rejection" {
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
		-keyout key.pem -out cert.pem 2> /dev/null
	shop '[{"responses":[{"body":[]}]}]' --tls cert.pem key.pem
	SHOP=${SHOP/http/https} woo_store acme
	crt 69 sync store test acme
	assert_has "SSL certificate problem" out
	assert_equal "$(remedy acme)" "the certificate does not match the address, or its issuer is unknown; for a private issuer use --ca-file FILE"
	crt 0 sync store test acme --ca-file cert.pem
	assert_equal "$(requests '.[0].headers.authorization | startswith("Basic ")')" true
}

@test "a store that expects webhooks gets a warning if none ever arrived, or if they stopped" {
	local n
	shop '[{"responses":[{"body":[]}]}]'
	woo_store acme --set hooks_url=https://crt.example
	crt 0 sync store test acme
	assert_equal "$(jq -r 'select(.outcome == "warning") | .reason + "|" + .remedy' out)" \
		"no webhook of the shop has ever arrived|see their address with: crt-sync hooks check acme; requests to it must reach crt-ingest serve"
	requests_seen() { "$B/bin/crt-report" health --json 2> err | jq -r 'select(.check == "webhooks") | [.of, .state] | join(" ")'; }
	assert_equal "$(requests_seen)" "acme warning"
	query "UPDATE crt.stores SET hook_seen_at = now()" > updated
	assert_equal "$(requests_seen)" "acme ok"
	crt 0 sync store test acme
	assert_equal "$(jq -r .outcome out)" ok
	# orders that only polls have found since
	query "UPDATE crt.stores SET hook_seen_at = '2026-11-02T11:00:00Z'" > updated
	for n in 1 2 3; do
		printf '{"specversion":"1.0","id":"%s","source":"/stores/acme","type":"crt.cart.updated","time":"2026-11-02T11:03:00Z","data":{"cart":{"id":"%s","currency":"EUR","items":[]}}}\n' "$n" "$n"
	done > feed
	crt 0 ingest --now 2026-11-02T11:10:00Z feed
	warnings_of() { jq -r 'select(.outcome == "warning").reason' out; }
	crt 0 sync store test acme --now 2026-11-02T13:00:00Z
	assert_equal "$(warnings_of)" ""
	crt 0 sync store test acme --now 2026-11-02T14:00:00Z
	assert_equal "$(warnings_of)" "webhooks have stopped: the last one came 3h0m ago, and polls alone found 3 later changes, the first 2h57m ago"
	shop '[{"responses":[{"body":[{"id":1,"topic":"order.created","delivery_url":"https://crt.example/hooks/woocommerce/acme","status":"active"}]}]}]'
	crt 3 sync hooks check acme --now 2026-11-02T14:00:00Z
	assert_equal "$(warnings_of | grep -c '^webhooks have stopped: ')" 1
}

# add_store PLATFORM SLUG CREDENTIALS [ARGUMENT...]: a store at $SHOP.
add_store() {
	private_file keys "$3"
	crt 0 sync store add "$2" --platform "$1" --url "$SHOP" --name "$2" --currency EUR --credentials keys \
		--set "from=$2@shop.example" "${@:4}"
}

@test "every platform gets the request it needs" {
	shop '[{"path":"/admin/oauth/access_token","contains":"\"client_secret\":\"shh_marker\"",
			"responses":[{"body":{"access_token":"fresh","expires_in":86399}}]},
		{"path":"/ims/token/v3","contains":"client_secret=shh_marker",
			"responses":[{"body":{"access_token":"fresh","expires_in":86399}}]},
		{"path":"~^/admin/api/.*/graphql.json$","headers":{"x-shopify-access-token":"~^(shpat_1|fresh)$"},
			"responses":[{"body":{"data":{"shop":{"name":"A","currencyCode":"USD","ianaTimezone":"Asia/Tokyo"},
				"currentAppInstallation":{"accessScopes":[{"handle":"write_orders"},{"handle":"read_customers"}]}}}}]},
		{"path":"/stores/abc/v2/store","headers":{"x-auth-token":"bc_1"},
			"responses":[{"body":{"currency":"GBP","timezone":{"name":"America/Chicago"}}}]},
		{"path":"~^/stores/abc/v3/(carts/0|checkouts/0|customers$)","headers":{"x-auth-token":"bc_1"},"responses":[{"status":404},
			{"status":403,"body":{"status":403,"title":"You don\u0027t have a required scope to access the endpoint"}},{"body":{"data":[]}}]},
		{"path":"~storeConfigs$","headers":{"authorization":"~^(OAuth |Bearer fresh)"},
			"responses":[{"body":[{"code":"other","default_display_currency_code":"JPY"},
				{"code":"default","base_currency_code":"EUR","default_display_currency_code":"CHF","timezone":"Europe/Zurich"}]}]},
		{"path":"~carts/search$","headers":{"authorization":"~^OAuth "},"responses":[{"status":401,
			"body":{"message":"The consumer isn\u0027t authorized to access %resources.","parameters":{"resources":"Magento_Cart::manage"}}}]},
		{"path":"/stores/*","headers":{"x-auth-token":"bc_1"},"responses":[{"body":{"data":[]}}]},
		{"headers":{"authorization":"~^OAuth oauth_consumer_key=\"m_1\""},"responses":[{"body":{"items":[],"total_count":0}}]},
		{"headers":{"authorization":"Bearer fresh"},"responses":[{"body":{"items":[],"total_count":0}}]},
		{"responses":[{"status":401}]}]'
	add_store shopify app 'access_token: shpat_1'
	add_store shopify owner '{"client_id":"id","client_secret":"shh_marker"}'
	add_store shopify stranger 'access_token: shpat_2'
	add_store bigcommerce big "{store_hash: abc, access_token: bc_1, api_url: \"$SHOP\"}"
	add_store magento mage '{consumer_key: m_1, consumer_secret: a, access_token: b, access_token_secret: c}'
	add_store adobe cloud "{client_id: id, client_secret: shh_marker, login_url: \"$SHOP\", api_url: \"$SHOP\"}"
	crt 69 sync store test
	assert_equal "$(jq -r 'select(.outcome == "warning") | .store + " " + .reason' out)" "app the shop's currency is USD, the store's is EUR
app the shop's time zone is Asia/Tokyo, the store's is UTC
app the app lacks the scope read_customer_merge; webhooks need it
big the shop's currency is GBP, the store's is EUR
big the shop's time zone is America/Chicago, the store's is UTC
big the credentials may not read checkouts
cloud the shop's currency is CHF, the store's is EUR
cloud the shop's time zone is Europe/Zurich, the store's is UTC
mage the shop's currency is CHF, the store's is EUR
mage the shop's time zone is Europe/Zurich, the store's is UTC
mage the credentials may not read carts
owner the shop's currency is USD, the store's is EUR
owner the shop's time zone is Asia/Tokyo, the store's is UTC
owner the app lacks the scope read_customer_merge; webhooks need it"
	assert_equal "$(jq -r 'select(.store == "mage" and (.remedy | test("Magento_"))).remedy' out)" \
		"enable Carts (Magento_Cart::manage) in the shop's admin: System, Extensions, Integrations, API"
	assert_equal "$(jq -r 'select(.outcome != "warning") | .store + " " + .outcome' out)" "app ok
big ok
cloud ok
mage ok
owner ok
stranger refused"
	assert_lacks shh_marker out err
}

@test "a rejected login is a rejection of the credentials" {
	shop '[{"path":"/admin/oauth/access_token","responses":[{"status":400,"body":{"error":"invalid_client"}}]}]'
	add_store shopify owner '{"client_id":"id","client_secret":"shh_marker"}'
	crt 69 sync store test
	assert_equal "$(verdict owner)" "refused: status 400: the platform rejected client_id, client_secret"
	add_store shopify owner '{"client_id":"id"}'
	crt 69 sync store test
	assert_equal "$(verdict owner)" 'refused: the store "owner" has no access_token'
}

@test "a shop that reports throttling in its response is tried again" {
	shop '[{"path":"~graphql","responses":[
		{"body":{"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}]}},
		{"body":{"data":{"shop":{"name":"A"}}}}]}]'
	add_store shopify app 'access_token: shpat_1'
	crt 0 sync store test
	assert_equal "$(requests length)" 4
	shop '[{"path":"~graphql","responses":[{"body":{"errors":[{"message":"Access denied for shop field.",
		"extensions":{"code":"ACCESS_DENIED"}}]}}]}]'
	crt 69 sync store test
	assert_equal "$(verdict app | cut -d: -f1)" refused
}
