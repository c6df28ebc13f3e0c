#!/usr/bin/env bats
# promise_invalid.bats: an invalid field is left out, and its order is accepted (P1).
#
# tests/unit/invalid.c makes every field of every golden delivery invalid. Some of them run through the pipeline here.

load helper
load pipeline

# envelopes TOPIC EDIT...: an order for each EDIT, of the person pN@shop.example, with N from 1.
envelopes() {
	local topic=$1 n=0 edit
	shift
	for edit; do
		n=$((n + 1))
		echo "(base($n) | $edit)"
	done | paste -sd, > edits
	jq -nc --arg topic "$topic" "$BASE [$(< edits)][] | { topic: \$topic, headers: {}, body: tojson }"
}

WOO='def base(n): { id: (300 + n), status: "processing", currency: "EUR", total: "49.90", created_via: "checkout",
	customer_id: 0, date_created_gmt: "2026-11-02T10:30:00", date_modified_gmt: "2026-11-02T10:31:00",
	billing: { first_name: "Anna", email: "p\(n)@shop.example", phone: "" }, coupon_lines: [], refunds: [], meta_data: [],
	line_items: [{ id: 1, name: "Mug", product_id: 7, quantity: 1, subtotal: "49.90" }] };'
SHOPIFY='def base(n): { id: (9000 + n), financial_status: "paid", currency: "EUR", total_price: "49.90",
	email: "p\(n)@shop.example", created_at: "2026-11-02T10:30:00Z", updated_at: "2026-11-02T10:31:00Z", cancelled_at: null,
	refunds: [], discount_codes: [], customer: { id: (500 + n), email: "p\(n)@shop.example",
	email_marketing_consent: { state: "subscribed", consent_updated_at: "2026-11-01T10:00:00Z" } } };'

# leave_carts N: a cart for each of p1..pN, and one of a person who does not buy.
leave_carts() {
	local n
	{
		for n in $(seq "$1"); do cart "c$n" 10:00 "$(person "" "p$n@shop.example")"; done
		cart control 10:00 "$(person "" control@shop.example)"
	} | ingest 10:01
}

# assert_control_only: the only mail goes to the person who bought nothing.
assert_control_only() {
	recover 11:20
	assert_equal "$(mails) $(mails_to control@shop.example)" "1 1"
}

# fields_of TIME: what health reports about fields that were left out.
fields_of() {
	"$B/bin/crt-report" health --json --now "$(at "$1")" 2> reported | jq -r 'select(.check == "fields").state' | sort | uniq -c | xargs
}

@test "a WooCommerce order with an invalid field stops its person's reminders, and the field is reported" {
	shop acme
	leave_carts 10
	BASE=$WOO envelopes order.created '.currency = "IRT"' '.currency = "BTC"' '.total = {}' '.refunds = 7' \
		'.refunds = { "3": { id: 9, total: "-5.00" } }' '.coupon_lines = { "3": { code: "tenoff" } }' \
		'.date_created_gmt = "soon"' '.billing.phone = "\u0001"' '.customer_ip_address = ["::1"]' '.date_modified_gmt = 7' > orders
	crt 0 ingest --from woocommerce -s acme --now "$(at 10:40)" orders
	assert_equal "$(grep -c 'and is left out' err)" 7
	assert_equal "$(grep -c 'p[0-9]*@\|"' err)" 0 "values in warnings"
	assert_control_only
	assert_equal "$(query "SELECT count(*), count(total), count(DISTINCT currency) FROM crt.orders")" "10|7|1"
	assert_equal "$(query "SELECT counts->>'left_out' FROM crt.runs WHERE command = 'crt-ingest' ORDER BY started_at DESC LIMIT 1")" 8
	crt 0 report health --json --late 2h --now "$(at 11:30)"
	assert_equal "$(jq -r 'select(.check == "fields") | .state + " " + .of' out | sort | uniq -c | xargs)" "7 warning acme"
	assert_has 'currency has no ISO 4217 currency: left out of 2 records in a day' out
	# Seen to fail: an hour more or less than a day.
	assert_equal "$(fields_of 03-10:30)" "7 warning"
	assert_equal "$(fields_of 03-11:30)" "1 ok"
}

# Seen to fail: the order rejected for its time of consent.
@test "a Shopify order with an invalid consent time or cancellation is accepted as bought" {
	shop acme
	leave_carts 4
	BASE=$SHOPIFY envelopes orders/create '.customer.email_marketing_consent.consent_updated_at = "yesterday"' \
		'.cancelled_at = "XXQ"' '.customer = "nobody"' '.browser_ip = {}' > orders
	crt 0 ingest --from shopify -s acme --now "$(at 10:40)" orders
	assert_equal "$(query "SELECT status, count(*) FROM crt.orders GROUP BY 1")" "bought|4"
	assert_has 'customer.email_marketing_consent.consent_updated_at is not a time and is left out' err
	assert_control_only
}

BIG='def base(n): { id: (4700 + n), customer_id: 0, status_id: 11, status: "Awaiting Fulfillment", total_inc_tax: "49.9000",
	currency_code: "EUR", default_currency_code: "EUR", date_created: "Mon, 02 Nov 2026 10:30:00 +0000",
	date_modified: "Mon, 02 Nov 2026 10:31:00 +0000", refunded_amount: "0.0000", ip_address: "192.0.2.44", is_email_opt_in: false,
	billing_address: { first_name: "Anna", email: "p\(n)@shop.example", phone: "" } };'
MAGENTO='def base(n): { entity_id: (700 + n), increment_id: "10\(n)", state: "processing", status: "processing",
	order_currency_code: "EUR", grand_total: "49.90", created_at: "2026-11-02 10:30:00", updated_at: "2026-11-02 10:31:00",
	customer_email: "p\(n)@shop.example", customer_firstname: "Anna", coupon_code: null, remote_ip: "192.0.2.44",
	billing_address: { telephone: "", country_id: "DE" }, items: [] };'

# as_events: wraps bodies of orders into events of Adobe Commerce.
as_events() {
	jq -c '(.body | fromjson) as $order | { topic, headers: {}, body: ({ specversion: "1.0", id: "e\($order.increment_id)", source: "x",
		time: "2026-11-02T10:31:00Z", type: "com.adobe.commerce.\(.topic)", data: { value: $order } } | tojson) }'
}

# damage PLATFORM ORDERS: five orders with an invalid field, the first without a total then, and one without
# an identity.
damage() {
	shop acme
	leave_carts 6
	head -5 "$2" > taken
	crt 0 ingest --from "$1" -s acme --now "$(at 10:40)" taken
	assert_equal "$(grep -c 'is left out' err)" 6 "warned of once each"
	assert_equal "$(grep -c 'p[0-9]*@' err)" 0 "values in warnings"
	assert_equal "$(query "SELECT counts->>'left_out' FROM crt.runs WHERE command = 'crt-ingest' ORDER BY started_at DESC LIMIT 1")" 6
	assert_equal "$(query "SELECT count(*) FROM crt.orders WHERE status = 'bought'") $(query 'SELECT count(*) FROM crt.rejects')" "5 0"
	recover 10:50
	deliver 10:50
	crt 0 report health --json --late 2h --now "$(at 10:50)"
	assert_equal "$(jq -r 'select(.check == "fields") | .state + " " + .of' out | uniq -c | xargs)" "6 warning acme"
	tail -1 "$2" > lost
	crt 3 ingest --from "$1" -s acme --now "$(at 10:51)" lost
	assert_equal "$(query 'SELECT count(*), bool_and(is_order) FROM crt.rejects')" "1|t"
	recover 11:20
	assert_equal "$(mails)" 0 "whose the rejected one is nobody knows"
	crt 69 report health --json --late 2h --now "$(at 11:30)"
	assert_equal "$(jq -r 'select(.check == "rejected orders") | .state' out)" fault
	crt 0 ingest --now "$(at 11:40)" rejects drop $(query 'SELECT id FROM crt.rejects')
	recover 11:50
	assert_equal "$(mails) $(mails_to control@shop.example) $(mails_to p6@shop.example)" "2 1 1"
}

@test "a BigCommerce order with an invalid field is accepted, and one without an identity holds the store" {
	BASE=$BIG envelopes order '.total_inc_tax = {}' '.refunded_amount = []' '.date_created = "soon"' '.ip_address = ["::1"]' \
		'.billing_address.phone = {}' '.id = {}' > orders
	damage bigcommerce orders
}

@test "a Magento order with an invalid field is accepted, and one without an identity holds the store" {
	BASE=$MAGENTO envelopes order '.grand_total = {}' '.coupon_code = [7]' '.created_at = "soon"' '.total_refunded = {}' \
		'.billing_address.telephone = {}' '.entity_id = {}' > orders
	damage magento orders
}

@test "an Adobe Commerce event of an order with an invalid field is accepted, and one without an identity holds the store" {
	BASE=$MAGENTO envelopes observer.sales_order_save_commit_after '.grand_total = {}' '.coupon_code = [7]' '.created_at = "soon"' \
		'.total_refunded = {}' '.customer_firstname = {}' '.entity_id = {}' | as_events > orders
	damage adobe orders
}

@test "a record with an invalid field is accepted, and its unknown revenue is not added" {
	shop acme
	leave_carts 2
	recover 10:20
	{
		order o1 10:40 bought "$(person "" p1@shop.example)" | sed 's/"total":"50.00"/"total":50.00/'
		order o2 10:40 bought "$(person "" p2@shop.example)" | sed 's/"placed":"[^"]*"/"placed":[]/; s/"status":"bought"/"status":"paid"/'
	} > orders
	crt 0 ingest --now "$(at 10:41)" orders
	assert_has 'order.total is not an amount of money and is left out' err
	assert_has 'order.status is not a known value and is left out' err
	recover 11:20
	assert_equal "$(query "SELECT state, recovery_revenue FROM crt.abandoned_carts ORDER BY 1, 2" | paste -sd ' ')" "OPEN| RECOVERED|5000 RECOVERED|"
	jq -c 'select(.type == "crt.cart.recovered") | .data.revenue' detected | sort > revenue
	assert_equal "$(paste -sd ' ' revenue)" 'null {"amount":"50.00","currency":"EUR"}'
	crt 0 report --json --now "$(at 12:00)" --since 2026-11-01T00:00:00Z
	assert_equal "$(jq -r 'select(.kind == "recovery") | [.recovered, .revenue.amount, .revenue_unknown] | join(" ")' out)" "2 50.00 1"
	assert_equal "$(mails) $(mails_to control@shop.example)" "1 1"
}

# Seen to fail: the older consent stayed in force, and all were mailed.
@test "an invalid consent of any form is no consent until the next valid one" {
	local n=0 form
	shop acme
	for form in '{"email":{"state":"maybe"}}' '{"email":{"source":"x"}}' '{"email":"granted"}' '["email"]' '{"email":{"state":7}}'; do
		n=$((n + 1))
		cart "c$n" 10:00 "$(person "$n" "p$n@shop.example")" >> carts
		customer 10:01 "{\"id\":\"$n\",\"consent\":$form}" >> unclear
	done
	cart c6 10:00 "$(person 6 p6@shop.example)" >> carts
	record consent.changed 10:01 '{"customer":{"id":"6"},"channel":"EMAIL","action":"perhaps"}' >> unclear
	ingest 10:00 < carts
	crt 0 ingest --now "$(at 10:02)" unclear
	assert_equal "$(grep -c 'and is left out' err)" 5
	recover 10:20
	recover 11:20
	assert_equal "$(mails) $(query "SELECT count(*), count(DISTINCT reason), max(reason) FROM crt.messages")" "0 6|1|no_consent"
	assert_equal "$(query 'SELECT count(*) FROM crt.suppressions')" 0
	for n in 1 6; do
		customer 03-10:00 "$(person "$n" "p$n@shop.example")"
		cart "d$n" 03-10:00 "$(person "$n" "p$n@shop.example")"
	done | ingest 03-10:01
	recover 03-10:20
	recover 03-11:20
	assert_equal "$(mails)" 2
}

@test "invalid UTF-8, half a surrogate pair, a NUL, or a duplicate member loses its field, not the order" {
	shop acme
	leave_carts 4
	BASE=$WOO envelopes order.created '.customer_note = "NOTE"' '.customer_note = "NOTE"' '.customer_note = "NOTE"' \
		'.customer_note = "NOTE"' | sed '1s/NOTE/a\\\\u0000b/; 2s/NOTE/\\\\ud800/; 3s/NOTE/\xff\xfe/; 4s/NOTE/\\",\\"customer_note\\":\\"/' > orders
	grep -qF 'a\\u0000b' orders
	crt 0 ingest --from woocommerce -s acme --now "$(at 10:40)" orders
	assert_equal "$(grep -c 'customer_note .* and is repaired' err)" 2
	assert_control_only
	assert_equal "$(query 'SELECT count(*), count(total) FROM crt.orders') $(query 'SELECT count(*) FROM crt.rejects')" "4|4 0"
	assert_equal "$(query "SELECT path, reason, sum(count) FROM crt.left_out GROUP BY 1, 2 ORDER BY 2" | paste -sd ' ')" \
		"customer_note|holds unreadable characters|3 customer_note|is there more than once|1"
}

@test "an order without an identity is rejected, and the rest of the batch is ingested" {
	shop acme
	leave_carts 2
	BASE=$WOO envelopes order.created '.id = {}' '.currency = "BTC"' > orders
	crt 3 ingest --from woocommerce -s acme --now "$(at 10:40)" orders
	assert_equal "$(query "SELECT external_id FROM crt.orders") $(query 'SELECT count(*) FROM crt.rejects')" "302 1"
}

# assert_held N: N rejected orders hold every message of the store, and nothing is sent.
assert_held() {
	assert_equal "$(query 'SELECT count(*), bool_and(is_order), count(store_id) FROM crt.rejects')" "$1|t|$1"
	recover 11:20
	assert_equal "$(query 'SELECT DISTINCT status, reason FROM crt.messages')" "HELD|rejected_order"
	assert_equal "$(mails)" 0
	crt 69 report health --json --late 2h --now "$(at 11:30)"
	assert_equal "$(jq -r 'select(.check == "rejected orders") | .state' out)" fault
}

# drop: a person drops them all.
drop() { crt 0 ingest --now "$(at 11:40)" rejects drop $(query 'SELECT id FROM crt.rejects'); }

# Seen to fail: all were accepted, and the buyers mailed.
@test "a guest's WooCommerce order with an invalid address holds the store, but not where its draft was seen" {
	shop acme
	leave_carts 7
	cart 307 10:00 "$(person "" p7@shop.example)" | ingest 10:01
	BASE=$WOO envelopes order.created '.billing.email = {}' '.billing = 7' '.billing.email = "p3@@shop.example"' \
		'.billing.email = "p4 at shop.example"' '.billing.email = {} | .status = "cancelled"' \
		'.billing.email = "Anna <p6@shop.example>"' '.billing.email = {}' '.billing.email = null' > orders
	crt 3 ingest --from woocommerce -s acme --now "$(at 10:40)" orders
	assert_equal "$(query 'SELECT external_id FROM crt.orders ORDER BY 1' | xargs)" "305 306 307 308"
	assert_equal "$(query "SELECT count(*) FROM crt.rejects WHERE reason LIKE '%nothing else identifies whose order it is'")" 4
	assert_held 4
	cart 301 10:00 "$(person "" p1@shop.example)" | ingest 11:35
	crt 3 ingest --now "$(at 11:36)" rejects retry
	assert_equal "$(query "SELECT count(*) FROM crt.orders WHERE external_id = '301'")" 1
	drop
	recover 11:50
	assert_equal "$(mails_to p1@shop.example) $(mails_to p6@shop.example) $(mails_to p7@shop.example) $(mails_to control@shop.example)" \
		"0 0 0 1"
}

# Seen to fail: held for five more minutes.
@test "a message that a rejected order held is evaluated as soon as the order is ingested or dropped" {
	shop acme
	leave_carts 2
	BASE=$WOO envelopes order.created '.billing.email = {}' '.billing.email = {}' > orders
	crt 3 ingest --from woocommerce -s acme --now "$(at 10:40)" orders
	assert_held 2
	cart 301 10:00 "$(person "" p1@shop.example)" | ingest 11:21
	cart 302 10:00 "$(person "" p2@shop.example)" | ingest 11:21
	query "UPDATE crt.rejects SET bytes = '' WHERE convert_from(bytes, 'UTF8') LIKE '%302%'"
	crt 3 ingest --now "$(at 11:21)" rejects retry
	assert_equal "$(query "SELECT count(*) FROM crt.messages WHERE held_until > '$(at 11:21)'")" 0
	query "UPDATE crt.messages SET held_until = '$(at 11:25)'"
	crt 0 ingest --now "$(at 11:22)" rejects drop --all --yes
	recover 11:23
	assert_equal "$(mails_to p1@shop.example) $(mails_to p2@shop.example) $(mails_to control@shop.example)" "0 1 1"
}

# Seen to fail: accepted without a customer.
@test "an order record with only an invalid address and a number of an unknown country is rejected" {
	shop acme
	leave_carts 5
	{
		order o1 10:40 bought '{"email":"p1@@shop.example"}'
		order o2 10:40 bought '{"email":"p2@shop.example, x@shop.example"}'
		order o3 10:40 awaiting '{"phone":"0151 23456789"}' '"cart_id":"unseen"'
		order o4 10:40 bought '{"email":[]}' '"cart_id":"c4"'
		order o5 10:40 bought '{"email":"Ann <p5@shop.example>"}'
		order o6 10:40 bought null
		cart c9 10:00 "$(person "" p9@shop.example)"
		order o9 10:40 bought '{"email":"p9"}' '"cart_id":"c9"'
	} > orders
	crt 3 ingest --now "$(at 10:41)" orders
	assert_equal "$(query 'SELECT external_id FROM crt.orders ORDER BY 1' | xargs)" "o4 o5 o6 o9"
	assert_held 3
	drop
	recover 11:50
	assert_equal "$(mails_to p4@shop.example) $(mails_to p5@shop.example) $(mails_to p9@shop.example) $(mails_to control@shop.example)" \
		"0 0 0 1"
}

# Seen to fail: accepted by its quote alone.
@test "a Magento or Shopify order that names only an unknown cart holds the store" {
	shop acme
	leave_carts 2
	BASE='def base(n): { entity_id: (700 + n), increment_id: "10\(n)", quote_id: (40 + n), state: "processing", status: "processing",
		order_currency_code: "EUR", grand_total: "49.90", created_at: "2026-11-02 10:30:00", updated_at: "2026-11-02 10:31:00",
		customer_is_guest: 1, customer_email: "p\(n)@shop.example", items: [] };' \
		envelopes order '.customer_email = {}' '.customer_email = "p2@@shop.example"' > orders
	crt 3 ingest --from magento -s acme --now "$(at 10:40)" orders
	BASE=$SHOPIFY envelopes orders/create '.email = {} | .customer = 7 | .checkout_token = "t1"' \
		'.email = "p2@@shop.example" | .customer = null' > orders
	crt 3 ingest --from shopify -s acme --now "$(at 10:41)" orders
	assert_equal "$(query 'SELECT count(*) FROM crt.orders')" 0
	assert_held 4
}

# Seen to fail: no store, is_order false.
@test "a truncated or too long order of a feed belongs to the store that its bytes name" {
	shop acme
	leave_carts 1
	order o1 10:40 bought "$(person "" p1@shop.example)" > whole
	{
		head -c 200 whole
		echo
		head -c 200 whole | sed 's|/stores/|\\/stores\\/|'
		head -c 1100000 /dev/zero | tr '\0' x
		echo
		head -c 90 whole | sed 's/"type.*//'
	} > orders
	crt 3 ingest --now "$(at 10:41)" orders
	assert_held 3
	shop other
	{
		head -c 200 whole
		echo
		customer 10:50 "$(person 8 p8@shop.example)" | head -c 190
		echo
		echo 'no record {'
	} > torn
	crt 3 ingest -s acme -s other --now "$(at 10:42)" torn
	assert_equal "$(query "SELECT position, is_order, store_id IS NULL FROM crt.rejects WHERE created_at = '$(at 10:42)' ORDER BY 1" | xargs)" \
		"1|t|f 2|f|f 3|f|t"
}

@test "lists that PHP sends as objects are read as lists: refunds are added, a draft becomes a cart" {
	shop acme
	BASE=$WOO envelopes order.updated '.refunds = { "1": { total: "-5.00" }, "3": { total: "-1.00" } }' \
		'.status = "checkout-draft" | .line_items = { "3": .line_items[0] }' > orders
	crt 0 ingest --from woocommerce -s acme --now "$(at 10:40)" orders
	assert_equal "$(< err)" ""
	assert_equal "$(query "SELECT refunded FROM crt.orders") $(query 'SELECT external_id, items_count FROM crt.carts')" "600 302|1"
}

# Seen to fail: names compared as they are written, so both records were rejected.
@test "escaped member names are read, in the cart and around it: items and prices are kept, views and lines stay valid" {
	shop acme
	{
		cart c1 10:00 | sed 's/"items"/"\\u0069tems"/; s/"price"/"pr\\u0069ce"/'
		cart c2 10:00 "$(person 8 bob@shop.example)" | sed 's/"data"/"d\\u0061ta"/; s/"time"/"\\u0074ime"/; s/"cart"/"c\\u0061rt"/'
	} > escaped
	grep -qF '"d\u0061ta"' escaped
	ingest 10:01 < escaped
	recover 10:20
	assert_equal "$(query "SELECT DISTINCT items::jsonb -> 0 -> 'price' ->> 'amount', last_activity_at AT TIME ZONE 'UTC' FROM crt.carts")" "50.00|2026-11-02 10:00:00"
	assert_equal "$(query 'SELECT count(*) FROM crt.v_abandoned_carts')" 2
	jq -e . detected > /dev/null
	recover 11:20
	assert_equal "$(mails)" 2
}

# A date as shops write it for "never". Seen to fail: the order rejected.
@test "a time of consent before the year 1 loses the time, not the order" {
	shop acme
	leave_carts 1
	BASE=$SHOPIFY envelopes orders/create '.customer.email_marketing_consent.consent_updated_at = "0000-12-31T18:03:24-05:50"' > orders
	crt 0 ingest --from shopify -s acme --now "$(at 10:40)" orders
	assert_equal "$(query "SELECT status FROM crt.orders")" bought
	assert_has 'customer.email_marketing_consent.consent_updated_at is not a time and is left out' err
	assert_control_only
}

# Seen to fail: each rejected, and the buyers mailed.
@test "an order with invalid attributes is accepted, and counts once" {
	shop acme
	leave_carts 6
	{
		order o1 10:40 bought "$(person "" p1@shop.example)" | sed 's/"time":"[^"]*"/"time":"soon"/'
		order o2 10:40 bought "$(person "" p2@shop.example)" | sed 's/"id":"[^"]*",//; s/"1.0"/2/'
		order o3 10:40 bought "$(person "" p3@shop.example)" | sed 's/crt.order.placed/crt.order.shipped/; s/"time"/"when":{},&/'
		order o4 10:40 bought "$(person "" p4@shop.example)" | sed 's|"/stores/acme"|[]|'
		order o5 10:40 bought "$(person "" p5@shop.example)" | sed 's|"/stores/acme"|"/stores/acme/"|; s/"type"/"type_id":7,&/'
		order o6 10:40 bought "$(person "" p6@shop.example)" | sed 's/"time":"2026/"time":"1926/'
	} > odd
	crt 0 ingest --now "$(at 10:41)" odd
	assert_equal "$(grep -c 'is left out' err)" 8
	assert_has 'order.placed: time is not a time and is left out' err
	assert_has 'order.updated: type is not a known value and is left out' err
	crt 0 ingest --now "$(at 10:50)" odd
	assert_equal "$(query "SELECT count(*), count(total), max(placed_at) = '$(at 10:40)' FROM crt.orders")" "6|6|t"
	assert_equal "$(query "SELECT count(DISTINCT id) FROM crt.events WHERE type LIKE 'crt.order.%'")" 6
	assert_control_only
}

# The cart is unknown. Catches: it holds the store although nobody can have bought with it.
@test "a test order or a failed one without an identity is accepted, and holds nothing" {
	shop acme
	{
		order o1 10:40 bought '{"email":7}' '"cart_id":"c9","test":true'
		order o2 10:40 failed '{"email":7}' '"cart_id":"c9"'
	} | ingest 10:41
	assert_equal "$(query 'SELECT (SELECT count(*) FROM crt.orders), (SELECT count(*) FROM crt.rejects)')" "2|0"
	order o3 10:40 bought '{"email":7}' '"cart_id":"c9"' > odd
	crt 3 ingest --now "$(at 10:42)" odd
}
