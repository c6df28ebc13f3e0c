#!/usr/bin/env bats
# lift.bats: people are assigned to a holdout and a wait once, and crt-report lift compares the arms.

load helper
load pipeline

PARTITIONS=2

# half SHARE [EXPERIMENT]: the campaign of acme with a holdout.
half() {
	sed -i "/^holdout/d; /^experiment/d; s/^trigger.*/&\nholdout: $1%${2:+\nexperiment: $2}/" campaign.acme.yaml
	crt 0 campaign --now 2026-11-01T00:00:00Z apply campaign.acme.yaml
}

# carts FIRST LAST TIME: one cart for each of the people pFIRST to pLAST.
carts() {
	local i
	for ((i = $1; i <= $2; i++)); do
		cart "c$i$3" "$3" "$(person "$i" "p$i@shop.example")"
	done
}

arms() { query "SELECT held_out, count(*) FROM crt.enrollments WHERE assigned_at IS NOT NULL GROUP BY 1 ORDER BY 1" | paste -sd ' '; }

# Seen to fail: a person was assigned at each verdict, whatever the gates decided.
@test "a person is assigned when the first message would be sent, after every gate" {
	shop acme
	half 50
	{ carts 1 40 10:00; cart no 10:00 "$(person 99 no@shop.example "" denied)"; } | ingest 10:01
	detect 10:20
	campaign 10:20
	assert_equal "$(arms)" "" "nobody while the wait lasts"
	for i in {1..10}; do order "o$i" 11:00 bought "$(person "$i" "p$i@shop.example")"; done | ingest 11:01
	campaign 11:20
	deliver 11:20
	assert_equal "$(query "SELECT count(*) FROM crt.enrollments WHERE assigned_at = '2026-11-02T11:20:00Z' AND holdout = 50")" 30
	assert_equal "$(query "SELECT count(*) FROM crt.enrollments n JOIN crt.customers c ON c.id = n.customer_id
		WHERE n.assigned_at IS NOT NULL AND (c.email = 'no@shop.example' OR c.external_id::int <= 10)")" 0
	local held
	held=$(query "SELECT count(*) FROM crt.enrollments WHERE held_out")
	[ "$held" -ge 5 ]
	[ "$held" -le 25 ]
	assert_equal "$(query "SELECT count(*) FROM crt.messages WHERE status = 'SKIPPED' AND reason = 'holdout'")" "$held"
	assert_equal "$(query "SELECT count(*) FROM crt.enrollments WHERE state = 'HOLDOUT'")" "$held"
	assert_equal "$(mails)" $((30 - held))
	assert_equal "$(jq -r 'select(.type == "crt.message.skipped" and .data.gate == "holdout") | .data.message' due | wc -l)" "$held"
}

# Seen to fail: the review of held messages sent all of them.
@test "a message that a gate held is assigned when the gate opens" {
	shop acme '{"orders_max_age": "1h"}'
	half 50
	carts 1 20 10:00 | ingest 10:01
	detect 10:20
	campaign 10:20
	campaign 11:20
	assert_equal "$(query "SELECT DISTINCT status, reason FROM crt.messages")" "HELD|stale_orders"
	assert_equal "$(arms)" ""
	checkpoint 11:25 | ingest 11:26
	campaign 11:30
	deliver 11:30
	assert_equal "$(query "SELECT count(*) FROM crt.enrollments WHERE assigned_at = '2026-11-02T11:30:00Z'")" 20
	local held
	held=$(query "SELECT count(*) FROM crt.enrollments WHERE held_out")
	[ "$held" -ge 3 ]
	[ "$held" -le 17 ]
	assert_equal "$(mails)" $((20 - held))
}

# Seen to fail: the arm looked up by the customer alone.
@test "the arm stays for later carts, after a change of the share, and for another account of the same person" {
	shop acme '{"gap": "1h", "cap_day": "9", "cap_week": "20"}'
	half 50
	carts 1 20 10:00 | ingest 10:01
	recover 10:20
	recover 11:20
	local held
	held=$(arms)
	half 99
	carts 1 20 03-10:00 | ingest 03-10:01
	{ for i in {1..20}; do
		cart "d$i" 03-10:00 "{\"id\":\"other$i\",\"email\":\"p$i@shop.example\",\"consent\":{\"email\":{\"state\":\"granted\"}}}"
	done; } | ingest 03-10:02
	recover 03-10:20
	recover 03-11:20
	assert_equal "$(arms)" "$held"
	assert_equal "$(query "SELECT count(*) FROM crt.messages m WHERE m.status = 'SENT' AND (SELECT held_out FROM crt.assigned(m.store_id, m.campaign_id, m.customer_id))")" 0
	assert_equal "$(query "SELECT count(*) FROM crt.messages m WHERE m.reason = 'holdout' AND NOT (SELECT held_out FROM crt.assigned(m.store_id, m.campaign_id, m.customer_id))")" 0
	[ "$(query "SELECT count(*) FROM crt.messages WHERE reason = 'holdout' AND created_at > '2026-11-03'")" -ge 3 ]
}

@test "the same file continues an experiment, and another measure starts a new one" {
	shop acme
	half 10
	assert_equal "$(query 'SELECT number, extract(epoch FROM outcome_window)::int / 86400, alpha, min_effect FROM crt.experiments')" "1|14|5|1"
	half 20
	assert_equal "$(query 'SELECT count(*) FROM crt.experiments')" 1
	half 20 '{ window: 7d, alpha: 1%, min_effect: 2% }'
	assert_equal "$(query 'SELECT number, extract(epoch FROM outcome_window)::int / 86400, alpha, min_effect FROM crt.experiments WHERE number = 2')" "2|7|1|2"
}

# arm N BOUGHT HELD SHARE CAMPAIGN: N people assigned on 1 October; the first BOUGHT of them bought the day after.
arm() {
	query "WITH n AS (SELECT i, crt.derived_uuid('$5$3$4' || i) AS id FROM generate_series(1, $1) i),
		c AS (SELECT * FROM crt.campaigns WHERE name = '$5'),
		a AS (INSERT INTO crt.abandoned_carts (store_id, id, cart_id, generation, abandoned_at, idle, state, expires_at, recovered_at, created_at)
			SELECT c.store_id, n.id, n.id, 1, '2026-10-01', '1h', CASE WHEN i <= $2 THEN 'RECOVERED' ELSE 'LOST' END::crt.episode_state,
			       '2026-11-01', CASE WHEN i <= $2 THEN timestamptz '2026-10-02Z' END, '2026-10-01' FROM n, c RETURNING store_id, id)
		INSERT INTO crt.enrollments (store_id, id, episode_id, campaign_id, customer_id, state, created_at, assigned_at, held_out, holdout)
		SELECT c.store_id, n.id, n.id, c.id, n.id, 'DONE', '2026-10-01', '2026-10-01Z', $3, $4 FROM n, c"
}

# The figures are those of tests/golden/stat: ratio 2, between 1.0269 and 4.1068, p 0.0338.
@test "lift compares the arms by the exact test, and all campaigns together" {
	shop acme
	half 50 '{ window: 14d, min_effect: 2% }'
	query "UPDATE crt.experiments SET began_at = '2026-09-01'"
	arm 1000 30 true 50 three-steps
	arm 1000 60 false 50 three-steps
	crt 0 report --now 2026-11-05T00:00:00Z --json lift
	assert_equal "$(jq -c '[.store, .campaign, .verdict, .comparison, .control, .control_bought, .treated, .treated_bought, .control_rate, .treated_rate, .persons_needed]' out)" \
		'["acme","three-steps","lift","holdout",1000,30,1000,60,3,6,null]'
	assert_equal "$(jq -c '[.measure, .window_days, .alpha, .min_effect]' out)" '["recovery rate",14,5,2]'
	assert_equal "$(jq '[.lift, .lift_low, .lift_high, .p, .points] | map(. * 100 | round) | join(" ")' -r out)" "10000 269 31068 338 300"
	crt 0 report --now 2026-10-10T00:00:00Z --json lift
	assert_equal "$(jq -c '[.verdict, .control, .treated, .persons_needed]' out)" '["not enough data",0,0,null]' "before the window is over"
	apply_campaign acme other
	sed -i 's/^trigger.*/&\nholdout: 50%/' campaign.acme.yaml
	crt 0 campaign --now 2026-09-01T00:00:00Z apply campaign.acme.yaml
	arm 1000 5 true 50 other
	arm 1000 5 false 50 other
	crt 0 report --now 2026-11-05T00:00:00Z --json lift
	assert_equal "$(jq -r '[.campaign, .verdict, .control_bought, .control_rate] | @tsv' out)" $'other\tnot enough data\t5\t\nthree-steps\tlift\t30\t3\n(all)\tnot enough data\t35\t1.75'
	arm 1000 300 true 10 other
	crt 0 report --now 2026-11-05T00:00:00Z --json lift
	assert_equal "$(jq -r '[.campaign, .verdict, .lift_low] | @tsv' out | head -1)" $'other\tsample ratio mismatch\t'
	crt 0 report --now 2026-11-05T00:00:00Z --table lift
	assert_has 'three-steps' out
}

# spend HELD TOTAL: an order of each person of the arm who bought.
spend() {
	query "INSERT INTO crt.orders (store_id, id, external_id, customer_stamp, status, total, currency, test, placed_at, resolved, stamp, created_at)
		SELECT a.store_id, a.id, a.id, a.id, 'bought', $2, 'EUR', false, a.recovered_at, true, a.id, a.recovered_at
		  FROM crt.abandoned_carts a JOIN crt.enrollments n ON n.store_id = a.store_id AND n.episode_id = a.id
		 WHERE a.state = 'RECOVERED' AND n.held_out = $1;
		UPDATE crt.abandoned_carts SET order_id = id WHERE state = 'RECOVERED'"
}

# bought_more: orders of two people who bought: one on another day, one of another account; and one too late, one before the
# assignment, one canceled, one in dollars.
bought_more() {
	query "WITH z AS (SELECT '00000000-0000-0000-0000-000000000000'::uuid AS z, id AS store FROM crt.stores),
		p AS (SELECT z.*, n, crt.derived_uuid('three-stepsfalse50' || n) AS id FROM z, generate_series(2, 3) n),
		person AS (INSERT INTO crt.customers (store_id, id, email_key, email_stamp, phone_stamp, name_stamp, locale_stamp, place_stamp,
				consent_email_stamp, consent_sms_stamp, consent_push_stamp, last_activity, created_at)
			SELECT store, id, id, z, z, z, z, z, z, z, z, now(), now() FROM p
			UNION ALL SELECT store, crt.derived_uuid('account'), crt.derived_uuid('three-stepsfalse503'), z, z, z, z, z, z, z, z, now(), now() FROM z),
		cart AS (INSERT INTO crt.carts (store_id, id, external_id, customer_id, customer_stamp, bot, status, last_activity_at, stamp, created_at)
			SELECT store, id, n, id, z, false, 'ABANDONED', '2026-10-01', z, '2026-10-01' FROM p),
		o AS (SELECT z.*, v.*, crt.derived_uuid(what) AS id FROM z, (VALUES
			('another day', 'three-stepsfalse502', '2026-10-05Z'::timestamptz, 3000, 'EUR', 'bought'), ('too late', 'three-stepsfalse502', '2026-10-20Z', 3000, 'EUR', 'bought'),
			('before', 'three-stepsfalse502', '2026-09-20Z', 3000, 'EUR', 'bought'), ('canceled', 'three-stepsfalse502', '2026-10-04Z', 3000, 'EUR', 'failed'),
			('dollars', 'three-stepsfalse503', '2026-10-05Z', 3000, 'USD', 'bought'), ('another account', 'account', '2026-10-05Z', 2000, 'EUR', 'awaiting'))
			v (what, person, at, total, currency, status)),
		sold AS (INSERT INTO crt.orders (store_id, id, external_id, customer_stamp, status, was_bought, total, currency, test, placed_at, resolved, stamp, created_at)
			SELECT store, id, what, z, status::crt.order_status, true, total, currency, false, at, true, z, at FROM o)
		INSERT INTO crt.identity_links SELECT store, id, crt.derived_uuid(person) FROM o"
}

# The values are those of tests/unit/stat.c. Seen to fail: without the cap, a canceled order counted, and before refunds;
# orders after the end of the window.
@test "lift compares what people spent, up to the cap that was fixed when the experiment began" {
	shop acme
	query "INSERT INTO crt.orders (store_id, id, external_id, customer_stamp, status, total, currency, test, placed_at, resolved, stamp, created_at)
		SELECT s.id, crt.derived_uuid('x' || i), i, s.id, 'bought', i * 100, 'EUR', false, '2026-01-01Z', true, s.id, '2026-01-01Z'
		  FROM crt.stores s, generate_series(1, 200) i"
	half 50
	assert_equal "$(query 'SELECT cap, currency FROM crt.experiments')" "19800|EUR" "the 99th percentile"
	half 50 '{ cap: "400.00" }'
	half 60 '{ cap: "400.00" }'
	half 50
	assert_equal "$(query 'SELECT number, cap FROM crt.experiments ORDER BY 1' | paste -sd ' ')" "1|19800 2|40000" "a file without a cap keeps it"
	query "UPDATE crt.experiments SET began_at = '2026-09-01'"
	arm 1000 30 true 50 three-steps
	arm 1000 61 false 50 three-steps
	spend true 5000
	spend false 6500
	query "UPDATE crt.orders SET refunded = 500 WHERE total = 6500"
	query "UPDATE crt.orders SET status = 'failed' WHERE id = crt.derived_uuid('three-stepsfalse5061')"
	query "UPDATE crt.orders SET total = 1000000, refunded = NULL WHERE id = crt.derived_uuid('three-stepsfalse501')"
	crt 0 report --now 2026-11-05T00:00:00Z --json lift
	assert_equal "$(jq -r '[.treated_bought, .cap.amount, .control_revenue.amount, .treated_revenue.amount, .revenue_lift.amount, .revenue_low.amount,
		.revenue_high.amount, .revenue_uncapped.amount, (.revenue_p * 100 | round)] | map(tostring) | join(" ")' out)" \
		"60 400.00 1.50 3.94 2.44 0.39 4.49 12.04 106"
	bought_more
	crt 0 report --now 2026-11-05T00:00:00Z --json lift
	assert_equal "$(jq -r '[.treated_bought, .treated_revenue.amount] | join(" ")' out)" "60 3.99" "30.00 and 20.00 more"
	query "UPDATE crt.orders SET status = 'failed' WHERE id = crt.derived_uuid('three-stepsfalse502')"
	crt 0 report --now 2026-11-05T00:00:00Z --json lift
	assert_equal "$(jq -r '[.treated_bought, .treated_revenue.amount] | join(" ")' out)" "60 3.93" "the other order is a purchase"
	query "UPDATE crt.orders SET status = 'bought' WHERE id = crt.derived_uuid('three-stepsfalse502');
		DELETE FROM crt.orders WHERE external_id IN ('another day', 'another account')"
	query "INSERT INTO crt.analytics SELECT (jsonb_populate_record(NULL::crt.analytics,
		(SELECT jsonb_object_agg(attname, 0) FROM pg_attribute WHERE attrelid = 'crt.analytics'::regclass AND atttypid = 'int8'::regtype) ||
		jsonb_build_object('store_id', store_id, 'date', '2026-11-01', 'campaign_id', id, 'currency', 'EUR', 'carts_abandoned', 1, 'created_at', now()))).*
		  FROM crt.campaigns WHERE name = 'three-steps'"
	crt 0 report --now 2026-11-05T00:00:00Z dashboard -o pages
	assert_has 'On average a person spends €3.94 with messages, and €1.50 without. The true difference is between €0.39 and €4.49. One person counts with at most €400.00.' \
		pages/campaign.acme.three-steps.html
}

# Seen to fail: two accounts of one person counted twice.
@test "the accounts of one person count once, in the arm of the first assignment" {
	shop acme
	half 50
	query "UPDATE crt.experiments SET began_at = '2026-09-01'"
	arm 10 3 true 50 three-steps
	arm 10 5 false 50 three-steps
	query "INSERT INTO crt.customers (store_id, id, email_key, email_stamp, phone_stamp, name_stamp, locale_stamp, place_stamp,
			consent_email_stamp, consent_sms_stamp, consent_push_stamp, last_activity, created_at)
		SELECT store_id, customer_id, customer_id, z, z, z, z, z, z, z, z, now(), now()
		  FROM crt.enrollments, (VALUES ('00000000-0000-0000-0000-000000000000'::uuid)) v (z)"
	lifted() { crt 0 report --now 2026-11-05T00:00:00Z --json lift > /dev/null; jq -c '[.control, .control_bought, .treated, .treated_bought, .crossovers]' out; }
	assert_equal "$(lifted)" "[10,3,10,5,0]" "twenty persons"
	query "UPDATE crt.customers SET email_key = crt.derived_uuid('three-stepstrue501') WHERE id IN (crt.derived_uuid('three-stepsfalse501'), crt.derived_uuid('three-stepsfalse502'));
		UPDATE crt.enrollments SET assigned_at = assigned_at - interval '1 hour' WHERE id = crt.derived_uuid('three-stepstrue501');
		INSERT INTO crt.identity_links SELECT store_id, crt.derived_uuid('device'), id FROM crt.customers
		 WHERE id IN (crt.derived_uuid('three-stepstrue502'), crt.derived_uuid('three-stepstrue503'))"
	assert_equal "$(lifted)" "[9,2,8,3,1]" "of three accounts the first, and of two in one arm one"
}

# Seen to fail: no row before the first person was assigned.
@test "a campaign that runs an experiment has a row before anybody is assigned" {
	shop acme
	crt 0 report --now 2026-11-05T00:00:00Z --json lift
	assert_equal "$(< out)" "" "without a holdout"
	half 10
	crt 0 report --now 2026-11-05T00:00:00Z --json lift
	assert_equal "$(jq -c '[.store, .campaign, .verdict, .control, .control_bought, .treated, .treated_bought, .lift, .persons_needed, .weeks_needed]' out)" \
		'["acme","three-steps","not enough data",0,0,0,0,null,null,null]'
	crt 0 campaign --now 2026-11-05T00:00:00Z delete three-steps --yes
	crt 0 report --now 2026-11-05T00:00:00Z --json lift
	assert_equal "$(< out)" "" "deleted"
}

# The counts are those of the head of tests/golden/stat/pooled.tsv, and the bounds its prediction interval: exp(-0.7414) and
# exp(1.2158), less 1.
@test "from five campaigns on, the row of all has the range in which that of another campaign is expected" {
	local n held=(12 3 25 1 40 6) of=(200 80 300 40 500 100) sent=(190 95 260 20 300 60) among=(1800 720 2700 360 4500 900)
	shop acme
	for n in {0..5}; do
		sed -i "s/^campaign.*/campaign: c$n/; /^holdout/d; s/^trigger.*/&\nholdout: 10%/" campaign.acme.yaml
		crt 0 campaign --now 2026-09-01T00:00:00Z apply campaign.acme.yaml
		arm "${of[n]}" "${held[n]}" true 10 c$n
		arm "${among[n]}" "${sent[n]}" false 10 c$n
		[ $n != 3 ] || crt 0 report --now 2026-11-05T00:00:00Z --json lift
		[ $n != 3 ] || assert_equal "$(jq -r 'select(.campaign == "(all)").next_low' out)" null "four campaigns"
	done
	crt 0 report --now 2026-11-05T00:00:00Z --json lift
	assert_equal "$(jq -r '[.campaign, .next_low, .next_high] | map(if type == "number" then . * 100 | round else . end) | @tsv' out | tail -2)" \
		$'c5\t\t\n(all)\t-5236\t23733'
}

# waits LIST: the campaign of acme with these waits before the first message.
waits() {
	sed -i "s/wait: 1h,\|waits: [^]]*],/waits: [$1],/" campaign.acme.yaml
	crt 0 campaign --now 2026-11-01T00:00:00Z apply campaign.acme.yaml
}

# first_sent: when first messages were sent, and how many.
first_sent() {
	query "SELECT to_char(sent_at, 'DD-HH24:MI'), count(*) FROM crt.messages WHERE step_index = 0 AND sent_at IS NOT NULL
		GROUP BY 1 ORDER BY 1" | paste -sd ' '
}

# Seen to fail: every message sent when the shortest wait was over.
@test "each person is assigned to a wait when the shortest is over, and the message is sent when the person's wait is over" {
	shop acme '{"gap": "1h", "cap_day": "9", "cap_week": "20"}'
	waits '4h, 1h'
	half 20
	{ carts 1 40 10:00; cart no 10:00 "$(person 99 no@shop.example "" denied)"; } | ingest 10:01
	detect 10:20
	campaign 11:10
	assert_equal "$(query "SELECT count(*) FROM crt.enrollments WHERE assigned_at IS NOT NULL")" 0
	campaign 11:20
	deliver 11:20
	assert_equal "$(query "SELECT count(*), count(wait), min(holdout) FROM crt.enrollments WHERE assigned_at = '2026-11-02T11:20:00Z'")" "40|40|20"
	local held long short
	held=$(query "SELECT count(*) FROM crt.enrollments WHERE held_out")
	long=$(query "SELECT count(*) FROM crt.enrollments WHERE wait = 14400 AND NOT held_out")
	short=$((40 - held - long))
	[ "$long" -ge 4 ]
	[ "$short" -ge 4 ]
	assert_equal "$(first_sent)" "02-11:20|$short"
	assert_equal "$(query "SELECT held_until, count(*) FROM crt.messages WHERE status = 'HELD' AND reason = 'wait' GROUP BY 1")" "2026-11-02 14:15:00+00|$long"
	recover 14:10
	assert_equal "$(first_sent)" "02-11:20|$short"
	recover 14:20
	assert_equal "$(first_sent)" "02-11:20|$short 02-14:20|$long"
	carts 1 40 10-10:00 | ingest 10-10:01
	recover 10-10:20
	recover 10-11:20
	recover 10-14:20
	assert_equal "$(query "SELECT count(*), count(DISTINCT n.wait) FROM crt.messages m
		JOIN crt.enrollments n ON n.customer_id = m.customer_id AND n.assigned_at IS NOT NULL
		WHERE m.step_index = 0 AND m.sent_at = '2026-11-10T10:20:00Z'::timestamptz + n.wait * interval '1 second'")" "$((40 - held))|2"
	assert_equal "$(query 'SELECT number, waits FROM crt.experiments ORDER BY 1' | paste -sd ' ')" "1|{14400,3600}"
	waits '4h, 1h, 12h'
	assert_equal "$(query 'SELECT max(number) FROM crt.experiments')" 2
	crt 0 campaign show three-steps --json
	assert_equal "$(jq -r 'select(.step == 1) | .wait + "; " + .not_after' out)" "4h, 1h, 12h; 1d"
}

# The figures are those of tests/golden/stat at alpha 5 %.
@test "lift compares each wait with the first one, and shares alpha among them" {
	shop acme
	waits '1h, 12h'
	crt 0 report --now 2026-11-05T00:00:00Z --json lift
	assert_equal "$(jq -r '[.comparison, .verdict, .control, .treated] | @tsv' out)" $'wait 12h against 1h\tnot enough data\t0\t0' "before any assignment"
	query "UPDATE crt.experiments SET began_at = '2026-09-01'"
	arm 1000 30 false 0 three-steps
	query "UPDATE crt.enrollments SET wait = 3600 WHERE wait IS NULL"
	arm 1000 60 false 1 three-steps
	query "UPDATE crt.enrollments SET holdout = 0, wait = 43200 WHERE wait IS NULL"
	crt 0 report --now 2026-11-05T00:00:00Z --json lift
	assert_equal "$(jq -r '[.comparison, .verdict, .control_bought, .treated_bought, .lift_low, .lift_high]
		| map(if type == "number" then . * 100 | round else . end) | @tsv' out)" $'wait 12h against 1h\tlift\t3000\t6000\t269\t31068'
	query "UPDATE crt.experiments SET waits = '{3600,7200,43200}'"
	crt 0 report --now 2026-11-05T00:00:00Z --json lift
	assert_equal "$(jq '.alpha' out | paste -sd ' ')" "2.5 2.5"
	assert_equal "$(jq -r '[.comparison, .verdict] | @tsv' out)" $'wait 2h against 1h\tsample ratio mismatch\nwait 12h against 1h\tnot enough data' "at 2.5 %"
}

@test "the waits in a campaign file are checked" {
	shop acme
	local try
	for try in '1h' '1h, 1h' '1h, x' '1h, 30d' '1h, 24h' '1h, 2h, 3h, 4h, 5h, 6h, 7h, 8h, 9h'; do
		sed "s/wait: 1h,/waits: [$try],/" campaign.acme.yaml > tried.yaml
		crt 78 campaign apply tried.yaml
		assert_has 'tried.yaml:'
	done
	sed 's/wait: 1h,/wait: 1h, waits: [1h, 2h],/' campaign.acme.yaml > tried.yaml
	crt 78 campaign apply tried.yaml
	assert_has 'not both'
	sed 's/wait: 24h,/waits: [24h, 30h],/' campaign.acme.yaml > tried.yaml
	crt 78 campaign apply tried.yaml
	assert_has 'only the first step'
}

# 20 people a week for 10 weeks, of whom 2 buy. The numbers of persons are those of tests/golden/stat/samplesize.tsv; the
# effect is that of 519 persons, because persons are whole.
@test "apply prints what an experiment measures, and how long it takes at the store's volume" {
	shop acme
	half 50
	assert_equal "$(jq -c 'select(.kind == "experiment") | [.comparison, .measure, .window_days, .alpha, .min_effect, .cap, .rate,
		.persons_weekly, .persons_needed, .weeks_needed, .effect_26_weeks]' out)" '["holdout","recovery rate",14,5,1,null,null,0,null,null,null]'
	query "WITH n AS (SELECT i, crt.derived_uuid('n' || i) AS id, crt.derived_uuid('storeacme') AS s, uuid '00000000-0000-0000-0000-000000000000' AS z,
			timestamptz '2026-11-01Z' - i / 20 * interval '7 days' - interval '1 day' AS t FROM generate_series(0, 199) i),
		p AS (INSERT INTO crt.customers (store_id, id, email_norm, email_stamp, phone_stamp, name_stamp, locale_stamp, place_stamp,
			consent_email_stamp, consent_sms_stamp, consent_push_stamp, last_activity, created_at)
			SELECT s, id, 'a' || i, z, z, z, z, z, z, z, z, t, t FROM n),
		c AS (INSERT INTO crt.carts (store_id, id, external_id, customer_id, customer_stamp, bot, status, last_activity_at, stamp, created_at)
			SELECT s, id, i, id, z, false, 'ABANDONED', t, z, t FROM n)
		INSERT INTO crt.abandoned_carts (store_id, id, cart_id, generation, customer_id, abandoned_at, idle, state, expires_at, recovered_at, created_at)
		SELECT s, id, id, 1, id, t, '15m', CASE WHEN i % 10 = 3 THEN 'RECOVERED' ELSE 'LOST' END::crt.episode_state, t,
		       CASE WHEN i % 10 = 3 THEN t + interval '1 day' END, t FROM n"
	half 50 '{ min_effect: 2%, cap: "400.00" }'
	assert_equal "$(jq -c 'select(.kind == "experiment") | [.cap.amount, .rate, .persons_weekly, .persons_needed, .weeks_needed,
		(.effect_26_weeks * 1000 | round)]' out)" '["400.00",10,20,14699,737,12355]'
	waits '1h, 4h, 12h'
	assert_equal "$(jq -c 'select(.kind == "experiment") | [.comparison, .persons_weekly]' out | paste -sd ' ')" '["holdout",20] ["waits",7]'
	crt 0 campaign apply --csv campaign.acme.yaml
	assert_equal "$(grep -c experiment out)" 0
}

@test "the experiment in a campaign file is checked" {
	shop acme
	half 10
	local try
	for try in '{ window: 1h }' '{ alpha: 60% }' '{ min_effect: 0 }' '{ windw: 7d }' '{ cap: "1.234" }' '{ cap: "0" }'; do
		sed -i "/^experiment/d; s/^trigger.*/&\nexperiment: $try/" campaign.acme.yaml
		crt 78 campaign apply campaign.acme.yaml
		assert_has 'campaign.acme.yaml:4:'
	done
}
