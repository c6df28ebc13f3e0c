#!/usr/bin/env bats
# explain.bats: crt-campaign explain finds a person, a cart, or a message by every kind of name.

load helper
load pipeline

@test "explain accepts every kind of name, and reports what it cannot find" {
	shop acme
	cart c1 10:00 | ingest 10:01
	detect 10:20
	campaign 10:20
	recover 11:20
	crt 0 campaign --now "$(at 12:00)" explain c1
	cp out by_cart
	assert_equal "$(jq -r '.what' out | uniq -c | xargs)" "1 episode 1 enrollment 1 message 30 gate"
	assert_equal "$(jq -r 'select(.what == "gate" and .state != "passes") | "\(.gate) \(.state) \(.step)"' out | paste -sd ' ')" \
		"too_early holds 2 gap holds 2 cap_day holds 2"
	for name in 7 ANN@shop.example "$(query 'SELECT id FROM crt.carts')" \
	    "$(query 'SELECT id FROM crt.messages')" "$(query 'SELECT id FROM crt.abandoned_carts')"; do
		crt 0 campaign --now "$(at 12:00)" explain "$name"
		assert_equal "$(< out)" "$(< by_cart)" "$name"
	done
	# Several names of the same cart; the rows that the gates looked at.
	printf '%s\n' c1 nobody 7 | crt 0 campaign --now "$(at 12:00)" explain - ANN@shop.example
	assert_equal "$(< out)" "$(< by_cart)"
	assert_equal "$(jq -r 'select(.what == "gate" and .row) | "\(.gate) \(.row | sub(" [0-9a-f-]{36}"; "")) \(.row_at)"' out | paste -sd ,)" \
		"opted_out consent (granted) 2026-11-02T10:00:00Z,no_consent consent (granted) 2026-11-02T10:00:00Z,gap message (SENT) 2026-11-02T11:20:00Z,cap_day message (SENT) 2026-11-02T11:20:00Z,cap_week message (SENT) 2026-11-02T11:20:00Z"
	crt 0 sync store set acme status=paused
	crt 0 campaign --now "$(at 12:00)" explain c1
	assert_equal "$(jq -r 'select(.what == "enrollment") | .detail' out)" "the store is paused: none of its messages are sent"
	crt 0 campaign --now "$(at 12:00)"
	assert_equal "$(< out)" ""
	crt 0 sync store set acme status=active
	crt 64 campaign explain nobody@shop.example
	assert_has 'no cart, customer, or message matches'
	assert_equal "$(grep -c nobody err)" 0 "no address in an error"
	cart new 12:00 "$(person 8 "")" | ingest 12:01
	crt 0 campaign explain new
	assert_equal "$(jq -r '[.what, .state, .detail] | join(" ")' out)" "cart ACTIVE it has not been abandoned"
}

# Catches: a fact that the query does not gather, or gathers from the wrong rows: test orders, refunds, another person, UTC.
@test "a trigger tests the facts of the person, of all accounts, and of the store's own clock" {
	shop acme
	crt 0 sync store set acme timezone=America/New_York
	sed -i 's|trigger: .*|trigger: { device: [mobile, tablet], referrer: ["*.example/tea*"], utm: { source: news*, campaign: spring }, customer: { tags: VIP, is: returning, orders: { min: 2 }, spent: { min: "60.00", currency: EUR }, days_since_order: { min: 2 }, consent: granted, locale: de, region: [BY] }, items: { count: 1, any: { vendor: Acme, category: "C*" }, none: { sku: ["GIFT*"] } }, abandoned: { time: "05:00-06:00", day: MON } }|' campaign.acme.yaml
	crt 0 campaign apply campaign.acme.yaml
	who() { person "$1" "$1@shop.example" "" "${3-granted}" | sed "s/}\$/,\"locale\":\"${4:-de-AT}\",\"region\":\"${5:-BY}\",\"tags\":\"${6-b2c, vip}\"}/"; }
	visit() { sed "s/\"sku\":/\"vendor\":\"${3:-Acme}\",\"category\":\"Cups\",&/; s|,\"customer\":|,\"device\":{\"user_agent\":\"$1\",\"referrer\":\"https://${4:-x.example/tea?id=7}\",\"utm\":{\"utm_source\":\"newsletter\",\"campaign\":\"$2\"}}&|"; }
	# Each of them has bought twice, except one, whose second order is a test.
	{
		for i in good spent test late consent locale region tags untagged gift count early desktop tablet vendor utm referrer user none; do
			order "$i-1" 2026-10-01T00:00:00Z bought "$(person "$i" "")"
			case $i in
			spent) order "$i-2" 2026-10-02T00:00:00Z bought "$(person "$i" "")" '"refunded":"50.00"' ;;
			test) order "$i-2" 2026-10-02T00:00:00Z bought "$(person "$i" "")" '"test":true' ;;
			late) order "$i-2" 2026-11-01T09:00:00Z bought "$(person "$i" "")" ;;
			*) order "$i-2" 2026-10-02T00:00:00Z bought "$(person "other-$i" "$i@shop.example")" ;;
			esac
		done
		phone='Mozilla/5.0 (Linux; Android 10; K) Mobile'
		{
			for i in good spent test late; do cart "$i" 10:00 "$(who "$i")"; done
			cart consent 10:00 "$(who consent "" pending)"
			cart locale 10:00 "$(who locale "" granted nl)"
			cart region 10:00 "$(who region "" granted de HE)"
			cart tags 10:00 "$(who tags "" granted de BY b2b)"
			cart untagged 10:00 "$(who untagged "" granted de BY | sed 's/,"tags":"[^"]*"//')"
			cart gift 10:00 "$(who gift)" | sed 's/CUP/GIFT-1/'
			cart count 10:00 "$(who count)" | sed 's/"quantity":1/"quantity":2/'
			cart early 09:30 "$(who early)"
		} | visit "$phone" spring
		cart desktop 10:00 "$(who desktop)" | visit 'Mozilla/5.0 (X11; Linux x86_64)' spring
		cart tablet 10:00 "$(who tablet)" | visit 'Mozilla/5.0 (Linux; Android 13) Safari' spring
		cart vendor 10:00 "$(who vendor)" | visit "$phone" spring Other
		cart utm 10:00 "$(who utm)" | visit "$phone" autumn
		cart referrer 10:00 "$(who referrer)" | visit "$phone" spring Acme x.example/coffee
		cart user 10:00 "$(who user)" | visit "$phone" spring Acme me:secret@x.example/tea
		cart none 10:00 "$(who none)"
	} | ingest 10:01
	recover 10:20
	assert_equal "$(query "SELECT string_agg(c.external_id || ' ' || coalesce(a.refusal, 'taken'), ', ' ORDER BY c.external_id)
		FROM crt.abandoned_carts a JOIN crt.carts c ON c.id = a.cart_id")" \
		"consent consent, count items, desktop device, early time, gift excluded, good taken, late days_since_order, locale locale, none items, referrer referrer, region region, spent spent, tablet taken, tags tags, test orders, untagged tags, user referrer, utm utm, vendor items"
}

# Catches: a segment that is not tested at enrollment, or that counts customers of another store, or erased ones.
@test "a segment is counted and listed, and a trigger takes its customers" {
	shop acme
	store beta
	printf '%s\n' 'segment: loyal' 'store: acme' 'conditions: { customer: { orders: { min: 2 }, days_since_order: { max: 30 } } }' > loyal.yaml
	printf '%s\n' 'segment: vip' 'store: acme' 'conditions: { customer: { tags: vip } }' > vip.yaml
	sed -i 's/trigger: .*/trigger: { segment: loyal, exclude: { segment: vip } }/' campaign.acme.yaml
	crt 0 campaign apply loyal.yaml vip.yaml campaign.acme.yaml
	{
		for i in two two vip one old; do order "$i-$((n += 1))" "$([ $i = old ] && echo 2026-09-0${n}T00:00:00Z || echo 2026-10-2${n}T00:00:00Z)" bought "$(person "$i" "")"; done
		order "vip-9" 2026-10-29T00:00:00Z bought "$(person vip "")"
		order "old-9" 2026-09-01T00:00:00Z bought "$(person old "")"
		customer 10:00 '{"id":"vip","tags":["vip"]}'
		customer 10:00 '{"id":"two","tags":[]}'
		customer 10:00 '{"id":"two"}' beta
		for i in two vip one old; do cart "$i" 10:00 "$(person "$i" "")"; done
	} | ingest 10:01
	recover 10:20
	assert_equal "$(query "SELECT string_agg(c.external_id || ' ' || coalesce(a.refusal, 'taken'), ', ' ORDER BY c.external_id)
		FROM crt.abandoned_carts a JOIN crt.carts c ON c.id = a.cart_id")" "old segment, one segment, two taken, vip excluded"
	crt 0 campaign --now "$(at 10:20)" segments
	assert_equal "$(jq -r '"\(.store) \(.name) \(.customers) of \(.of)"' out | paste -sd ,)" 'acme loyal 2 of 4,acme vip 1 of 4'
	crt 0 campaign --now "$(at 10:20)" segments loyal
	assert_equal "$(jq -r .customer out | sort | paste -sd ,)" two,vip
	crt 64 campaign segments loyl
	assert_has 'hint: the nearest is loyal'
}

# Catches: a reason that enroll.c does not store; explain omits what was not enrolled.
# Catches: classes by ntile, which splits equal customers; test orders; amounts in another currency; a second count on a day.
@test "rollup compares the customers once a day, and segments and triggers test recency, frequency, and value" {
	local i n
	shop acme
	printf '%s\n' 'segment: best' 'store: acme' 'conditions: { customer: { recency: { min: 5 }, frequency: { min: 4 }, value: { min: 4 } } }' > best.yaml
	sed -i 's/trigger: .*/trigger: { customer: { frequency: { min: 2 }, value: { max: 4 } } }/' campaign.acme.yaml
	crt 0 campaign apply best.yaml campaign.acme.yaml
	{
		for i in a1 b1 c2 d3 e5 f10; do
			for ((n = 1; n <= ${i:1}; n++)); do order "$i-$n" "2026-10-$((10 + ${i:1}))T00:00:00Z" bought "$(person "$i" "")"; done
		done
		order t-1 2026-10-29T00:00:00Z bought "$(person test "")" '"test":true'
		order u-1 2026-10-01T00:00:00Z bought "$(person usd "")" | sed 's/"EUR"/"USD"/'
		customer 09:00 "$(person never "")"
		for i in a1 d3 f10 never; do cart "$i" 10:00 "$(person "$i" "")"; done
	} | ingest 10:01
	crt 0 report --now "$(at 10:02)" rollup
	scores() { query "SELECT string_agg(concat_ws(' ', external_id, coalesce(recency::text, '-'), coalesce(frequency::text, '-'), coalesce(spending::text, '-')), ',' ORDER BY external_id) FROM crt.customers"; }
	scores > first
	assert_equal "$(< first)" "a1 3 1 2,b1 3 1 2,c2 3 2 3,d3 4 3 4,e5 5 4 5,f10 5 5 5,never - - -,test - - -,usd 1 1 -"
	crt 0 campaign --now "$(at 10:20)" segments best
	assert_equal "$(jq -r .customer out | sort | paste -sd ,)" e5,f10
	recover 10:20
	assert_equal "$(query "SELECT string_agg(c.external_id || ' ' || coalesce(a.refusal, 'taken'), ', ' ORDER BY c.external_id)
		FROM crt.abandoned_carts a JOIN crt.carts c ON c.id = a.cart_id")" "a1 score, d3 taken, f10 score, never score"
	order n-1 11:00 bought "$(person never "")" | ingest 11:01
	crt 0 report --now "$(at 11:02)" rollup
	assert_equal "$(scores)" "$(< first)"
	crt 0 report --now "$(at 03-11:02)" rollup
	assert_equal "$(scores)" "a1 2 1 3,b1 2 1 3,c2 3 2 3,d3 4 3 4,e5 4 4 5,f10 5 5 5,never 5 1 3,test - - -,usd 1 1 -"
}

@test "a cart that is not enrolled has a reason" {
	shop acme
	sed -i 's/trigger: .*/trigger: { cart_value: { min: "100.00", currency: EUR }, customer: { orders: 0, country: [DE] }, items: { any: { sku: ["HAT*"] } } }/' campaign.acme.yaml
	crt 0 campaign apply campaign.acme.yaml
	{
		cart low 10:00 "$(person 1 "")"
		cart dollars 10:00 "$(person 2 "")" acme 200.00 USD
		cart abroad 10:00 "$(person 3 "")" acme 200.00
		cart cup 10:00 "$(person 4 "" | sed 's/}$/,"country":"DE"}/')" acme 200.00
		cart nobody 10:00 '{}' acme 200.00
		order o 01-10:00 bought "$(person 5 "")"
		cart regular 10:00 "$(person 5 "")" acme 200.00
	} | ingest 10:01
	recover 10:20
	for pair in low:cart_value dollars:currency abroad:country cup:items nobody:no_customer regular:orders; do
		crt 0 campaign --now "$(at 10:20)" explain "${pair%:*}"
		assert_equal "$(jq -r '[.what, .state, .gate, (.detail | length > 10 | tostring)] | join(" ")' out)" "episode OPEN ${pair#*:} true"
	done
	crt 0 campaign pause three-steps
	cart late 10:00 | ingest 10:01
	detect 10:20
	campaign 10:20
	crt 0 campaign explain late
	assert_equal "$(jq -r .gate out)" no_campaign
}
