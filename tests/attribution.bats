#!/usr/bin/env bats
# attribution.bats: each model gives an order's revenue to the messages that led to it, to the last cent.

load helper
load pipeline

PARTITIONS=2

# sold TOTAL REFUNDED STATUS: one cart abandoned on 2026-11-02T10:00Z with three messages, sent after 1, 24,
# and 72 hours, and an order four days later.
sold() {
	store acme
	psql -qX1 -v ON_ERROR_STOP=1 -v total="$1" -v refunded="$2" -v status="$3" <<-'END'
		SELECT crt.derived_uuid('storeacme') AS s, crt.derived_uuid('') AS z, '2026-11-02T10:00:00Z' AS t \gset
		INSERT INTO crt.campaigns (store_id, id, name, version, status, priority, source, trigger_conditions, sequence_steps, holdout, created_at, updated_at)
		VALUES (:'s', :'z', 'steps', 1, 'ACTIVE', 1, '', '{}', '[{}, {}, {}]', 0, :'t', :'t');
		INSERT INTO crt.carts (store_id, id, external_id, customer_stamp, items_count, bot, status, last_activity_at, stamp, created_at)
		VALUES (:'s', :'z', 'c', :'z', 1, false, 'CONVERTED', :'t', :'z', :'t');
		INSERT INTO crt.orders (store_id, id, external_id, cart_id, customer_stamp, status, total, refunded, currency, test, placed_at, resolved, stamp, created_at)
		VALUES (:'s', :'z', 'o', :'z', :'z', :'status', :total, :refunded, 'EUR', false, '2026-11-06T10:00:00Z', true, :'z', :'t');
		INSERT INTO crt.abandoned_carts (store_id, id, cart_id, generation, currency, value, abandoned_at, idle, state, expires_at, recovered_at,
		    recovery_revenue, revenue_currency, order_id, enrolled, created_at)
		VALUES (:'s', :'z', :'z', 1, 'EUR', :total, :'t', '15m', 'RECOVERED', '2026-12-02Z', '2026-11-06T10:00:00Z', :total, 'EUR', :'z', true, :'t');
		INSERT INTO crt.enrollments (store_id, id, episode_id, campaign_id, state, created_at) VALUES (:'s', :'z', :'z', :'z', 'DONE', :'t');
		INSERT INTO crt.messages (store_id, id, episode_id, campaign_id, enrollment_id, cart_id, step_index, channel, template, locale, status,
		    not_before, not_after, sent_at, created_at, updated_at)
		SELECT :'s', crt.derived_uuid('message' || n), :'z', :'z', :'z', :'z', n, 'EMAIL', 't', 'en', 'SENT', :'t', '2026-12-02Z',
		       :'t'::timestamptz + ('{1,24,72}'::int[])[n + 1] * interval '1 hour', :'t', :'t' FROM generate_series(0, 2) n;
	END
}

# touch STEP KIND TIME [MACHINE]: of the month's day and hour
touch() {
	query "INSERT INTO crt.touches (store_id, id, message_id, kind, machine, time)
		VALUES (crt.derived_uuid('storeacme'), gen_random_uuid(), crt.derived_uuid('message' || $1 - 1), '$2', ${4:-false}, '2026-11-$3Z')"
}

attribution() { crt 0 report attribution --csv --now 2026-11-20T00:00:00Z "$@"; }

# parts MODEL: what each step gets by it, "-" for the orders that no message led to.
parts() {
	awk -F , -v model="$1" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at[model] != "" { printf "%s%s=%s", sep, $at["step"] == "" ? "-" : $at["step"], $at[model]; sep = " " }' out
}

# models: of each model that is on, in the order of the columns.
models() {
	local model
	for model in last_click last_touch any_touch linear position time_decay view_through; do
		echo "$model: $(parts $model)"
	done
}

# Time decay: the last touches of the messages are 3 days less a second, 1 day, and nothing older than the newest, so
# the weights are 2^(-3/7), 2^(-1/7), and 1: 2805.40, 3419.82, and 3775.78 cents.
@test "each model splits one order by its rule, and the parts are the order" {
	sold 10001 0 bought
	touch 1 clicked 03T06:00:00
	touch 1 clicked 03T06:00:01
	touch 2 opened 05T06:00:00
	touch 3 opened 06T06:00:00
	attribution
	assert_equal "$(models)" "last_click: 1=100.01
last_touch: 3=100.01
any_touch: 1=100.01 2=100.01 3=100.01
linear: 1=33.34 2=33.34 3=33.33
position: 1=40.01 2=20.00 3=40.00
time_decay: 1=28.05 2=34.20 3=37.76
view_through: "
	attribution --measure recoveries
	assert_equal "$(models)" "last_click: 1=1.00
last_touch: 3=1.00
any_touch: 1=1.00 2=1.00 3=1.00
linear: 1=0.33 2=0.33 3=0.33
position: 1=0.40 2=0.20 3=0.40
time_decay: 1=0.28 2=0.34 3=0.38
view_through: "
}

# A refund of 40.00 of 100.01 leaves 60.01, of which tax is 9.58 (of 15.97) and shipping 2.94 (of 4.90).
# Seen to fail: goods before the refund; an order of unknown shipping as all goods.
@test "goods are the revenue without tax and shipping, and unknown if one of them is" {
	sold 10001 4000 bought
	touch 1 clicked 03T06:00:00
	touch 2 opened 05T06:00:00
	query "UPDATE crt.orders SET tax = 1597, shipping = 490"
	attribution --measure goods
	assert_equal "$(parts last_click) $(parts linear)" "1=47.49 1=23.75 2=23.74"
	attribution
	assert_equal "$(parts last_click)" "1=60.01"
	crt 0 report publish --since 2026-11-01T00:00:00Z --until 2026-11-08T00:00:00Z --measure goods --now 2026-11-08T00:00:00Z
	crt 0 report published --csv --measure goods
	assert_equal "$(parts last_click)" "1=47.49"
	query "UPDATE crt.orders SET shipping = NULL"
	attribution --measure goods
	assert_equal "$(parts last_click)" ""
	query "UPDATE crt.orders SET shipping = 0, tax = 0, refunded = 10001"
	attribution --measure goods
	assert_equal "$(parts last_click)" "1=0.00"
}

# Catches: a touch counted before the abandonment, after the order, of a machine, or outside its window.
@test "a touch counts after the abandonment, before the order, by a person, in its window" {
	sold 5000 1000 bought
	touch 1 clicked 02T10:00:00
	touch 2 clicked 06T10:00:00
	touch 2 clicked 06T11:00:00
	touch 3 clicked 06T08:00:00 true
	attribution
	assert_equal "$(parts last_click) $(parts linear) $(parts any_touch)" "-=40.00 -=40.00 -=40.00" "direct"
	touch 1 clicked 03T10:00:00
	attribution
	assert_equal "$(parts last_click)" "1=40.00"
	attribution --click-window 2d
	assert_equal "$(parts last_click)" "-=40.00" "out of the window"
	touch 2 opened 05T11:00:00
	attribution --click-window 2d
	assert_equal "$(parts last_click) $(parts last_touch)" "-=40.00 2=40.00"
	attribution --click-window 2d --open-window 12h
	assert_equal "$(parts last_touch)" "-=40.00"
}

# Catches: the window of mails for text messages; that of clicks in the model with its own; one window for all models.
@test "text messages and single models have windows of their own" {
	sold 5000 0 bought
	query "UPDATE crt.messages SET channel = 'SMS' WHERE step_index = 1"
	touch 1 clicked 03T10:00:00
	touch 2 clicked 05T10:00:00
	touch 3 opened 06T07:00:00
	attribution
	assert_equal "$(parts last_click) $(parts linear)" "2=50.00 1=16.67 2=16.67 3=16.66"
	attribution --sms-click-window 12h
	assert_equal "$(parts last_click) $(parts linear)" "1=50.00 1=25.00 3=25.00"
	attribution --click-window 12h --sms-click-window 5d --open-window 1h
	assert_equal "$(parts last_click) $(parts linear)" "2=50.00 2=50.00" "the other way round"
	attribution --click-window 1h --open-window 1h --model-windows linear=5d,position=2d
	assert_equal "$(models)" "last_click: -=50.00
last_touch: -=50.00
any_touch: -=50.00
linear: 1=16.67 2=16.67 3=16.66
position: 2=25.00 3=25.00
time_decay: -=50.00
view_through: "
	query "DELETE FROM crt.touches"
	attribution --view-through --view-window 12h --sms-view-window 4d
	assert_equal "$(parts view_through)" "2=50.00" "the third mail was sent before the last 12 hours"
	local list
	for list in linea=1d linear linear= linear=x linear=1d,linear=2d ''; do
		crt 64 report attribution --model-windows "$list"
		assert_has "--model-windows"
	done
	crt 0 report publish --since 2026-11-01T00:00:00Z --until 2026-11-08T00:00:00Z --now 2026-11-08T00:00:00Z
	crt 0 report publish --since 2026-11-01T00:00:00Z --until 2026-11-08T00:00:00Z --now 2026-11-08T00:00:00Z --model-windows linear=5d
	assert_equal "$(query "SELECT settings->>'model_windows' FROM crt.publications WHERE version = 2")" linear=5d
}

# Seen to fail: a window without --view-through, which had no effect.
@test "view-through is off by default, and gives an untouched order to the last message in its window" {
	sold 5000 0 bought
	attribution
	assert_equal "$(parts view_through) $(parts last_touch)" " -=50.00"
	for option in --view-window --sms-view-window; do
		crt 64 report attribution $option 2d
		assert_has "$option has no effect without --view-through"
		assert_has "hint: add --view-through"
	done
	CRT_VIEW_WINDOW=2d crt 0 report attribution
	attribution --view-through --view-window 2d
	assert_equal "$(parts view_through)" "3=50.00"
	touch 3 bounced 05T11:00:00
	attribution --view-through --view-window 2d
	assert_equal "$(parts view_through)" "-=50.00"
	touch 1 clicked 03T10:00:00
	attribution --view-through --view-window 2d
	assert_equal "$(parts view_through)" "1=50.00"
}

# Seen to fail: the order counted in the periods of both carts; the touches of carts before the period were left out.
@test "a canceled order earns nothing, and one order of two carts counts once" {
	sold 5000 0 failed
	attribution
	assert_equal "$(wc -l < out)" 1
	query "UPDATE crt.orders SET status = 'bought'"
	query "INSERT INTO crt.abandoned_carts (store_id, id, cart_id, generation, currency, abandoned_at, idle, state, expires_at, recovered_at,
		    recovery_revenue, revenue_currency, order_id, created_at)
		SELECT store_id, crt.derived_uuid('second'), cart_id, 2, 'EUR', '2026-11-03Z', idle, state, expires_at, recovered_at,
		       recovery_revenue, revenue_currency, order_id, created_at FROM crt.abandoned_carts"
	attribution
	assert_equal "$(parts linear)" "-=50.00"
	touch 1 clicked 03T06:00:00
	attribution --since 2026-11-02T00:00:00Z --until 2026-11-03T00:00:00Z
	assert_equal "$(wc -l < out)" 1 "the period of the first cart"
	attribution --since 2026-11-03T00:00:00Z --until 2026-11-04T00:00:00Z
	assert_equal "$(models | xargs -n 2)" "$(printf '%s\n' last_click: last_touch: any_touch: linear: position: time_decay: | sed 's/$/ 1=50.00/')
view_through:" "the period of the last cart, with the touches of both"
	crt 0 report rollup --now 2026-11-20T00:00:00Z
	assert_equal "$(query "SELECT sum(carts_recovered), sum(revenue_gross) FROM crt.analytics")" "2|5000"
}

# Catches: a part that rounding loses, a model that forgets an order, figures that depend on the order of rows.
@test "over many orders the parts of each model add up to the orders, in any order of the rows" {
	psql -qX1 -v ON_ERROR_STOP=1 -f "$TOP/tests/figures/fixture.sql"
	query "SELECT s.slug || ' ' || o.currency || ' ' || sum(o.total - coalesce(o.refunded, 0)) FROM crt.abandoned_carts a
		JOIN crt.orders o ON o.store_id = a.store_id AND o.id = a.order_id JOIN crt.stores s ON s.id = a.store_id
		WHERE o.status IN ('bought', 'awaiting') AND NOT o.test AND a.state = 'RECOVERED' AND o.total IS NOT NULL
		AND NOT (SELECT bot FROM crt.carts c WHERE c.store_id = a.store_id AND c.id = a.cart_id)
		AND (SELECT p.email_kind IS NULL FROM crt.customers p WHERE p.store_id = a.store_id AND p.id = a.customer_id)
		GROUP BY s.slug, o.currency ORDER BY 1" > orders
	attribution --since 2026-01-01 --view-through
	cp out first
	/usr/bin/python3 - > added <<-'END'
		import collections, csv
		for model in "last_click last_touch linear position time_decay view_through".split():
		    sums = collections.Counter()
		    for r in csv.DictReader(open("out")):
		        sums[r["store"], r["currency"]] += round(100 * float(r[model] or 0))
		    print(model, "; ".join("%s %s %d" % (*k, v) for k, v in sorted(sums.items()) if v))
	END
	for model in last_click last_touch linear position time_decay view_through; do
		assert_equal "$(grep "^$model " added)" "$model $(paste -sd '|' orders | sed 's/|/; /g')"
	done
	psql -qX1 -v ON_ERROR_STOP=1 <<-'END'
		SET session_replication_role = replica;
		CREATE TEMP TABLE was AS SELECT * FROM crt.touches;
		DELETE FROM crt.touches;
		INSERT INTO crt.touches SELECT * FROM was ORDER BY md5(id::text);
	END
	attribution --since 2026-01-01 --view-through
	assert_equal "$(< out)" "$(< first)"
}

# Catches: a rate of another day, a weekend without a rate, one currency counted as another, a refund at another rate,
# digits of the other currency.
@test "revenue is converted at the rate of the order's date, and stays apart where there is none" {
	sold 10001 4000 bought
	touch 1 clicked 03T06:00:00
	query "UPDATE crt.orders SET currency = 'USD'; UPDATE crt.stores SET timezone = 'Pacific/Auckland'"
	attribution
	assert_equal "$(parts last_click)" "1=60.01"
	printf '%s\n' date,currency,rate 2026-11-07,USD,2 2026-11-05,USD,0.9 2026-11-02,USD,3 2026-11-05,GBP,7 > rates.csv
	attribution --rates rates.csv --currency EUR
	assert_equal "$(parts last_click) $(cut -d, -f2 out | tail -1)" "1=54.01 EUR" "the last rate before the sixth"
	query "UPDATE crt.stores SET timezone = 'Pacific/Kiritimati'"
	attribution --rates rates.csv --currency EUR
	assert_equal "$(parts last_click)" "1=120.02" "the seventh, in the time zone of the store"
	query "UPDATE crt.stores SET timezone = 'UTC'"
	attribution --rates rates.csv --currency JPY
	assert_equal "$(parts last_click)" "1=54" "JPY has no decimals"
	query "UPDATE crt.orders SET currency = 'CHF'"
	attribution --rates rates.csv --currency EUR
	assert_equal "$(parts last_click) $(cut -d, -f2 out | tail -1)" "1=60.01 CHF" "no rate"
	attribution --rates rates.csv --currency EUR --measure recoveries
	assert_equal "$(parts last_click)" "1=1.00"
}

@test "the file of rates is checked" {
	sold 10001 0 bought
	local line
	for line in 2026-11-05,USD 2026-13-05,USD,1 05.11.2026,USD,1 2026-11-05,XXQ,1 2026-11-05,USD,0.0 2026-11-05,USD,-1 2026-11-05,USD,1e3; do
		printf '%s\n' date,currency,rate 2026-11-02,USD,1 "$line" > rates.csv
		crt 65 report attribution --rates rates.csv --currency EUR --now 2026-11-20T00:00:00Z
		assert_has 'rates.csv line 3'
	done
	printf '%s\n' 2026-11-02,USD,1 2026-11-02,USD,2 > rates.csv
	crt 65 report attribution --rates rates.csv --currency EUR --now 2026-11-20T00:00:00Z
	assert_has 'two rates of USD on 2026-11-02'
	crt 64 report attribution --rates rates.csv
	crt 64 report attribution --rates rates.csv --currency EURO
}

# Seen to fail: the latest version was replaced.
@test "a published period keeps its figures; others become a new version" {
	local period=(--since 2026-11-01T00:00:00Z --until 2026-11-08T00:00:00Z)
	sold 10001 0 bought
	touch 1 clicked 03T06:00:00
	touch 2 opened 05T06:00:00
	attribution "${period[@]}"
	cp out first
	crt 0 report publish "${period[@]}" --json --now 2026-11-08T00:00:00Z
	assert_equal "$(jq -c '[.store, .version, .change]' out)" '["acme",1,"new"]'
	crt 0 report publish "${period[@]}" --json --now 2026-11-09T00:00:00Z
	assert_equal "$(jq -c '[.version, .change]' out)" '[1,"same"]'
	crt 0 report published --csv
	assert_equal "$(cut -d, -f3,6-23 out)" "$(< first)"
	query "UPDATE crt.orders SET refunded = 3000"
	crt 0 report publish "${period[@]}" --json -n --now 2026-11-20T00:00:00Z
	crt 0 report published --csv
	assert_equal "$(cut -d, -f3,6-23 out)" "$(< first)" "a later refund, and a dry run"
	crt 0 report publish "${period[@]}" --json --now 2026-11-20T00:00:00Z
	assert_equal "$(jq -c '[.version, .change]' out)" '[2,"changed"]'
	crt 0 report publish "${period[@]}" --open-window 1d --json --now 2026-11-21T00:00:00Z
	assert_equal "$(jq -c '[.version, .change]' out)" '[3,"changed"]' "another model"
	crt 0 report published --all --json
	assert_equal "$(jq -rs 'group_by(.version)[] | [.[0].version, (map(.linear.amount // 0 | tonumber * 100) | add | round)] | map(tostring) | join(" ")' out)" \
		"1 10001
2 7001
3 7001"
	crt 0 report published --json --measure recoveries
	assert_equal "$(< out)" ""
	psql -qX -c "UPDATE crt.publications SET parts = '[]'" 2> said || true
	assert_has 'never changed' said
	crt 64 report publish --since 2026-11-01T00:00:00Z
}

# Seen to fail: the order of the draft dated by the beginning of its cart, which was before the abandonment; a renewal that
# recovers the person's cart.
@test "a draft that became an order recovers from that moment on, and the renewal of a subscription recovers nothing" {
	local bob
	bob=$(person 8 bob@shop.example)
	shop acme
	{ cart 77 10:00; cart c2 10:00 "$bob"; } | ingest 10:01
	detect 10:20
	{
		record order.updated 12:00 "{\"order\":{\"id\":\"77\",\"cart_id\":\"77\",\"status\":\"bought\",\"currency\":\"EUR\",\"total\":\"50.00\",\"placed\":\"$(at 09:00)\",\"confirmed\":\"$(at 11:30)\"},\"customer\":$(ann)}"
		order r1 12:00 not_a_checkout "$bob"
	} | ingest 12:01
	detect 12:10
	assert_equal "$(query "SELECT c.external_id, a.state, a.recovered_at FROM crt.abandoned_carts a JOIN crt.carts c ON c.id = a.cart_id ORDER BY 1" | paste -sd ' ')" \
		"77|RECOVERED|2026-11-02 11:30:00+00 c2|OPEN|"
	attribution --measure recoveries
	assert_equal "$(parts last_click)" "-=1.00"
}
