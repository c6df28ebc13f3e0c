#!/usr/bin/env bats
# peer_shopify.bats: requests to Shopify and its deliveries, validated with Shopify's schemas and library;
# "make check-peer" sets PEER.

load helper

# No database is needed.
teardown() { :; }

setup() {
	[ -n "${PEER:-}" ] || skip "PEER is not set: make check-peer"
	TOP=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	cd "$BATS_TEST_TMPDIR"
	"$B/peer/shopify" requests > requests
}

@test "every request to Shopify is valid in each version that crt supports" {
	node "$TOP/tests/peer/graphql.mjs" valid < requests > verdict || { cat verdict; false; }
	assert_has "in 5 versions" verdict
	assert_equal "$(cut -d '"' -f 4 requests | sort -u | tr '\n' ' ')" \
	    "2025-10 2026-01 2026-04 2026-07 2026-10 " "versions"
}

@test "the validator of requests finds invalid ones" {
	while read -r edit; do
		! grep -F 2025-10 requests | sed "$edit" | node "$TOP/tests/peer/graphql.mjs" valid > verdict ||
			{ echo "taken: $edit"; false; }
		assert_has "requests valid in 1 versions" verdict
	done <<-'END'
		s/legacyResourceId/legacyResource/
		s/sortKey:ID/sortKey:UPDATED_AT/
		s/ test source_name/ test checkoutToken source_name/
		s/"first":25/"first":"25"/
		s/,"topic":"CARTS_UPDATE"//
		s/CUSTOMERS_MERGE/CUSTOMERS_JOIN/
		s/"uri"/"address"/
	END
}

@test "the response of a GraphQL engine to our documents is understood" {
	for version in 2025-10 2026-01 2026-04 2026-07 2026-10; do
		for endpoint in orders carts customers; do
			node "$TOP/tests/peer/graphql.mjs" response $version $endpoint \
			    "$TOP/tests/peer/shop.json" < requests > response || { cat response; false; }
			"$B/peer/shopify" handle $endpoint < response > $endpoint.$version
			assert_has "refused 0: " $endpoint.$version
		done
		assert_equal "$(grep '^{' carts.$version |
		    jq -r '.data.cart | "\(.id) \(.token) \(.total.amount)"')" \
		    "Y2FydC0xMDAx null 61.40
5f0c 5f0c 10.00" "carts of $version"
	done
	assert_equal "$(grep '^{' orders.2026-04 | jq -r '.data.order | "\(.id) \(.status) \(.cart_id)"')" \
	    "9007199254740993123 awaiting null" "before an order had keys"
	assert_equal "$(grep '^{' orders.2026-10 | jq -r '.data.order | "\(.id) \(.cart_id) \(.checkout_id)"')" \
	    "9007199254740993123 Y2FydC0xMDAx 5f0c2d11aa" "an order's keys"
	assert_equal "$(grep '^{' carts.2026-10 | head -1 |
	    jq -r '.data | "\(.customer.email) \(.cart.items[0].id)"')" \
	    "mira.vogel@example.net 9007199254740993001" "numbers and people"
}

@test "Shopify's own example of a checkout is understood" {
	sample="${SAMPLES:-}/shopify/graphql/abandonedCheckouts.docs-example.json"
	[ -e "$sample" ] || skip "SAMPLES has no such example"
	jq --slurpfile shop "$TOP/tests/peer/shop.json" '{ absent: $shop[0].absent,
		abandonedCheckouts: [.abandonedCheckouts.nodes[] | .customer |= . +
		    { id: "gid://shopify/Customer/1", defaultEmailAddress:
			{ emailAddress: .email, marketingState: "SUBSCRIBED" } }] }' "$sample" > shop.json
	node "$TOP/tests/peer/graphql.mjs" response 2026-10 carts shop.json < requests > response || { cat response; false; }
	"$B/peer/shopify" handle carts < response > handled
	assert_has "items 1, refused 0: " handled
	assert_equal "$(grep '^{' handled | jq -r '.data | "\(.cart.id) \(.customer.email)"')" \
	    "cart_token_k23sabns3 bob@example.com" "the token is in the address"
}

@test "crt and Shopify's own library agree on whether a delivery is genuine" {
	node "$TOP/tests/peer/shopify_proof.mjs" "$B/peer/shopify" > verdict || { cat verdict; false; }
	assert_has "2 genuine" verdict
}
