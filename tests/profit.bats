#!/usr/bin/env bats
# profit.bats: crt-report profit subtracts coupons, messages, and the cost of goods, and compares with the holdout.

load helper
load pipeline

PARTITIONS=2

# people HELD N BOUGHT: N people assigned on 1 October, of whom the first BOUGHT bought for 100.00; who is not held out got a
# message with a coupon.
people() {
	query "CREATE TEMP TABLE n AS SELECT i, crt.derived_uuid('$1' || i) AS id, c.store_id AS s, c.id AS campaign,
			CASE WHEN i <= $3 THEN timestamptz '2026-10-02Z' END AS bought FROM generate_series(1, $2) i, crt.campaigns c;
		INSERT INTO crt.carts (store_id, id, external_id, customer_stamp, bot, status, last_activity_at, stamp, created_at)
		SELECT s, id, id, id, false, 'ABANDONED', '2026-10-01Z', id, '2026-10-01Z' FROM n;
		INSERT INTO crt.orders (store_id, id, external_id, customer_stamp, status, total, currency, test, placed_at, resolved, stamp, created_at)
		SELECT s, id, id, id, 'bought', 10000, 'EUR', false, bought, true, id, bought FROM n WHERE bought IS NOT NULL;
		INSERT INTO crt.abandoned_carts (store_id, id, cart_id, generation, abandoned_at, idle, state, expires_at, recovered_at, order_id, created_at)
		SELECT s, id, id, 1, '2026-10-01Z', '1h', CASE WHEN bought IS NULL THEN 'LOST' ELSE 'RECOVERED' END::crt.episode_state, '2026-11-01Z', bought,
		       CASE WHEN bought IS NOT NULL THEN id END, '2026-10-01Z' FROM n;
		INSERT INTO crt.enrollments (store_id, id, episode_id, campaign_id, customer_id, state, created_at, assigned_at, held_out, holdout)
		SELECT s, id, id, campaign, id, 'DONE', '2026-10-01Z', '2026-10-01Z', $1, 50 FROM n;
		INSERT INTO crt.messages (store_id, id, episode_id, campaign_id, enrollment_id, cart_id, step_index, channel, template, locale, coupon, status,
		    not_before, not_after, sent_at, created_at, updated_at)
		SELECT s, id, id, campaign, id, id, 0, 'EMAIL', 't', 'en', '{\"code\": \"OFF10\", \"percent\": 10}', 'SENT', '2026-10-01T01:00Z', '2026-10-02Z',
		       '2026-10-01T01:00Z', '2026-10-01Z', '2026-10-01Z' FROM n WHERE NOT $1; DROP TABLE n"
}

# never_analyzed: the number of large partitions without statistics.
never_analyzed() {
	query "SELECT count(*) FROM pg_class WHERE relnamespace = 'crt'::regnamespace AND relispartition AND relkind = 'r' AND reltuples < 0
		AND pg_relation_size(oid) > 100000"
}

# profit COLUMN...: of the only row, to the file "row".
profit() {
	crt 0 report profit --since 2026-09-01T00:00:00Z --now 2026-11-05T00:00:00Z --json
	jq -r '. as $row | [$ARGS.positional[] | $row[.] | .amount? // . | tostring] | join(" ")' out --args "$@" > row
}

# Of 6000.00 for 60 orders, 50.00 were refunded. Three orders had the coupon: 33.33. 1000 messages cost 0.80. The ratio is 2,
# from 1.0269 to 4.1068 (tests/golden/stat). Seen to fail: the coupon of an order with another code; revenue times margin
# without the coupons; costs of the incremental part only.
@test "profit is the margin on the price before coupons, less coupons and messages; incremental with a holdout" {
	shop acme
	sed -i 's/^trigger.*/&\nholdout: 50%/' campaign.acme.yaml
	crt 0 campaign --now 2026-09-01T00:00:00Z apply campaign.acme.yaml
	people false 1000 60
	query "UPDATE crt.orders SET discount_codes = '[\"off10\"]' WHERE id IN (SELECT crt.derived_uuid('false' || i) FROM generate_series(1, 3) i);
		UPDATE crt.orders SET discount_codes = '[{\"code\": \"OTHER\"}]' WHERE id = crt.derived_uuid('false4');
		UPDATE crt.orders SET refunded = 5000 WHERE id = crt.derived_uuid('false5')"
	[ "$(never_analyzed)" -gt 3 ]
	profit messages recovered_sent revenue coupon_cost message_cost margin profit
	assert_equal "$(never_analyzed)" 0 "without statistics the report takes hours"
	assert_equal "$(< row)" "1000 60 5950.00 33.33 0.00 null null"
	crt 0 sync store set acme margin=40% mail_cost=0.80
	profit message_cost margin profit incremental_revenue
	assert_equal "$(< row)" "0.80 40 2359.20 null" "without a holdout that bought"
	people true 1000 30
	profit messages revenue profit incremental_revenue incremental_profit incremental_low incremental_high
	assert_equal "$(< row)" "1000 5950.00 2359.20 2975.00 1162.54 28.59 1776.42"
	query "UPDATE crt.messages SET sent_at = '2026-10-03Z' WHERE episode_id = crt.derived_uuid('false6')"
	profit recovered_sent revenue
	assert_equal "$(< row)" "59 5850.00" "a message after the order"
	# Of 59 orders, 58 have 15.97 of tax and 4.90 of shipping, and 79.13 of goods, of which 39.56 remain of the one with a
	# refund of half. The other order counts with its 100.00. Two of the coupons took 8.79 off the goods.
	query "UPDATE crt.orders SET tax = 1597, shipping = 490 WHERE id <> crt.derived_uuid('false1')"
	profit revenue goods goods_unknown coupon_cost profit
	assert_equal "$(< row)" "5850.00 4549.97 1 28.69 1841.97"
	# 900 mails cost 0.72, and 99 text messages 7.92; a push message costs nothing. Seen to fail: text messages cost as mails.
	query "UPDATE crt.messages SET channel = 'SMS' WHERE episode_id IN (SELECT crt.derived_uuid('false' || i) FROM generate_series(901, 999) i);
		UPDATE crt.messages SET channel = 'PUSH' WHERE episode_id = crt.derived_uuid('false1000')"
	crt 0 sync store set acme sms_cost=80
	profit messages text_messages message_cost
	assert_equal "$(< row)" "1000 99 8.64"
	for setting in sms_cost=-1 margin=0% margin=101% margin=x mail_cost=-1 mail_cost=1001 mail_cost=0.1234567; do
		crt 64 sync store set acme "$setting"
	done
}

# Six orders of 100.00 each. The carts of 1 and 2 have two mugs of 40.00 that cost 10.00 and a hat of 20.00 that costs 12.50: 32.5 % of
# the price. That of 3 has an item without a cost, 4 one without a price, 5 a price in dollars, 6 no items.
# Catches: an unknown cost as 0; the cost of another store; the last of two costs ignored.
@test "profit uses the cost of each product, and the margin for orders whose cost is unknown" {
	shop acme
	crt 0 campaign --now 2026-09-01T00:00:00Z apply campaign.acme.yaml
	people false 6 6
	item() { printf '{"sku": "%s", "title": "x", "quantity": %s, "price": {"amount": "%s", "currency": "%s"}}' "$@"; }
	local good="[$(item MUG 2 40.00 EUR), $(item HAT 1 20.00 EUR)]"
	query "UPDATE crt.abandoned_carts SET items = '$good';
		UPDATE crt.abandoned_carts SET items = '[$(item MUG 1 40.00 EUR), $(item NEW 1 1.00 EUR)]' WHERE id = crt.derived_uuid('false3');
		UPDATE crt.abandoned_carts SET items = '[{\"sku\": \"MUG\", \"title\": \"x\", \"quantity\": 1}]' WHERE id = crt.derived_uuid('false4');
		UPDATE crt.abandoned_carts SET items = '[$(item MUG 1 40.00 USD)]' WHERE id = crt.derived_uuid('false5');
		UPDATE crt.abandoned_carts SET items = NULL WHERE id = crt.derived_uuid('false6')"
	printf '%s\n' store,sku,cost acme,MUG,11 acme,MUG,10.00 other,HAT,1 acme,HAT,12.5 > costs.csv
	profit profit goods_cost cost_unknown
	assert_equal "$(< row)" "null 0.00 6" "nothing is known"
	costed() {
		crt 0 report profit --since 2026-09-01T00:00:00Z --now 2026-11-05T00:00:00Z --json --costs costs.csv
		jq -r '[.profit.amount, .goods_cost.amount, .cost_unknown] | map(tostring) | join(" ")' out > row
		assert_equal "$(< row)" "$1" "$2"
	}
	costed "null 65.00 4" "four orders without a margin"
	crt 0 sync store set acme margin=40%
	costed "295.00 65.00 4" "135.00 of the two, and 40 % of 400.00"
	query "UPDATE crt.abandoned_carts SET items = '$good'; UPDATE crt.stores SET settings = settings - 'margin'"
	printf '%s\n' HAT,12.5 MUG,10 > costs.csv
	costed "405.00 195.00 0" "no margin is needed"
	# Seen to fail: only the second file was read, in silence.
	crt 64 report profit --now 2026-11-05T00:00:00Z --costs costs.csv --costs costs.csv
	assert_has 'given twice'
	# Seen to fail: a shop whose prices include tax had the costs of 100.00 / 119.00 of its goods.
	query "UPDATE crt.orders SET total = 11900, tax = 1900, shipping = 0;
		UPDATE crt.abandoned_carts SET items = '[$(item MUG 2 40.00 EUR), $(item HAT 1 39.00 EUR)]'"
	costed "405.00 195.00 0" "prices with 19.00 of tax"
	query "UPDATE crt.abandoned_carts SET items = '$good'"
	costed "405.00 195.00 0" "prices without tax"
	query "UPDATE crt.orders SET total = 10000, tax = 0, shipping = 0"
	query "UPDATE crt.orders SET discount_codes = '[\"off10\"]' WHERE id = crt.derived_uuid('false1')"
	costed "401.39 198.61 0" "the coupon took 11.11 off goods of 111.11"
	# Seen to fail: an amount without a currency.
	query "UPDATE crt.orders SET discount_codes = NULL;
		UPDATE crt.abandoned_carts SET currency = 'EUR', value = 10000, items = jsonb_set(jsonb_set('$good', '{0,cost}', '\"10.00\"'), '{1,cost}',
			'{\"amount\": \"12.50\", \"currency\": \"EUR\"}')"
	costed "405.00 195.00 0" "the file has the same costs"
	printf '%s\n' MUG,20 > costs.csv
	costed "285.00 315.00 0" "the file overrides the cost of an item"
	: > costs.csv
	costed "405.00 195.00 0" "the costs of the items"
	query "UPDATE crt.abandoned_carts SET items = jsonb_set(items::jsonb, '{0,cost}', '\"none\"') WHERE id = crt.derived_uuid('false1');
		UPDATE crt.abandoned_carts SET items = jsonb_set(items::jsonb, '{1,cost,currency}', '\"USD\"') WHERE id = crt.derived_uuid('false2')"
	costed "null 130.00 2" "an invalid cost, and one in another currency"
	local line
	for line in MUG ,1 MUG,x MUG,-1 MUG,1. a,b,c,1; do
		printf '%s\n' sku,cost "$line" > costs.csv
		crt 65 report profit --costs costs.csv
		assert_has "costs.csv line 2"
	done
}
