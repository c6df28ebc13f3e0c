# feed.awk: write fourteen days of four shops as records for crt-ingest.
# LC_ALL=C awk -v dir=build/demo [-v by=3] [-v days=4] -f parts.awk -f shop.awk -f feed.awk \
#     names.tsv catalogue.tsv
# mawk and gawk give the same bytes on every machine. All people are invented: addresses, hosts,
# telephone numbers, and network addresses are from the ranges reserved for examples.
BEGIN {
	FS = "\t"
	seed = 20261101
	DAY = 86400
	DAYS = days ? days : 14
	# In these hours the orders of one shop arrive without their content.
	BLIND_FROM = 6 * DAY + 10 * 3600
	BLIND_TO = 6 * DAY + 16 * 3600
}
/^#/ { next }
FILENAME ~ /names/ {
	key = $1 $2
	n = ++names[key]
	written[key, n] = $3
	plain[key, n] = $4
	next
}
{
	n = ++goods[$1]
	sku[$1, n] = $2
	title[$1, n] = $3
	variants[$1, n] = $4
	price[$1, n] = $5
}
END {
	shops()
	for (s = 1; s <= 4; s++)
		for (d = 0; d < DAYS; d++)
			for (i = carts_of[slug[s]] / 14 * busy(d); i > 0; i--)
				story(slug[s], d * DAY + day_time(slug[s]))
	crawlers()
	checkpoints()
	requests()
	broken()
	write_feeds(dir, by)
}

# delay: the time until a record arrives. Some arrive hours late, some after the next, some twice.
function cart_updated(s, t, who, delay,    line) {
	line = cart_json(s, t) who device
	line = record(s, story_id "." ++step, "cart.updated", t, "cart/" cart, line)
	if (delay == 0)
		delay = chance(25) ? between(300, 900) : between(1, 8)
	if (chance(15))
		delay = between(3600, 9 * 3600)
	arrives(t + delay, line)
	if (chance(30))
		arrives(t + delay + between(5, 7200), line)
}

function plain_event(s, t, type, subject, data) {
	arrives(t + between(1, 8), record(s, story_id "." ++step, type, t, subject, data))
}

# An order arrives no later than the order sync that covers it.
function order_way(s, t,    way, look) {
	if (s == "kettle-co" && t >= BLIND_FROM - 3600 && t < BLIND_TO)
		return BLIND_TO + between(1, 200)
	way = chance(60) ? between(300, 3000) : between(2, 50)
	look = (int(t / 3600) + 1) * 3600 + 100
	return t + way < look ? t + way : look
}

# Prices include 19 % of tax, and 3.90 of shipping with its tax, or 390 yen.
function parts_json(s,    sum, shipping) {
	sum = total(s)
	shipping = sum > 390 ? int(390 / 1.19) : 0
	return ",\"tax\":" money(sum - int(sum / 1.19), currency_of[s]) ",\"shipping\":" money(shipping, currency_of[s])
}

function order_json(s, id, status, word, placed, tied, more) {
	return "\"order\":{\"id\":\"" id "\",\"number\":\"" id - 490000 "\"" \
		(tied ? ",\"cart_id\":\"" cart "\"" : "") ",\"status\":\"" status \
		"\",\"platform_status\":\"" word "\",\"total\":" money(total(s), currency_of[s]) \
		parts_json(s) ",\"currency\":\"" currency_of[s] "\",\"placed\":\"" stamp(placed) "\"" more "}"
}

function order(s, type, t, id, status, word, placed, tied, more, who,    line) {
	line = order_json(s, id, status, word, placed, tied, more) who
	line = record(s, story_id "." ++step, type, t, "order/" id, line)
	arrives(order_way(s, t), line)
	if (chance(30))
		arrives(order_way(s, t) + between(5, 3600), line)
}

function buy(s, t, tied, who,    id, more) {
	id = 500000 + ++orders
	more = chance(60) ? ",\"discount_codes\":[\"WELCOME5\"]" : chance(6) ? ",\"test\":true" : ""
	order(s, "order.placed", t, id, "bought", paid_word(s), t, tied, more, who)
	if (chance(35))
		order(s, "order.updated", t + between(DAY, 5 * DAY), id, "bought", "refunded", t, tied,
			",\"refunded\":" money(total(s), currency_of[s]), who)
}

function paid_word(s) {
	if (platform_of[s] == "bigcommerce")
		return "Awaiting Fulfillment"
	return platform_of[s] == "shopify" ? "paid" : "processing"
}

# Sundays are busy, and every day is different.
function busy(d) {
	return 0.85 + (d % 7 == 0) * 0.4 + rnd(30) / 100
}

# One cart, from its first item to its end.
function story(s, t,    p, kind, known, who, steps, k, end, last_who) {
	story_id = sprintf("%04d", ++stories)
	step = 0
	began = t
	p = between(1, people_of[s])
	kind = weighted("member 420 guest 270 nobody 210 signs_in 60 merges 40")
	end = weighted("leave 335 buys 285 later 135 empties 60 returns 45 transfer 40 fails 20 " \
		"withdraws 20 confirms 15 other_mail 15 early 15 deleted 15")
	new_cart(s)
	known = kind == "member" ? "id" : ""
	steps = between(1, 3) + (chance(500) ? rnd(5) : 0)
	for (k = 1; k <= steps; k++) {
		if (k == steps && kind == "guest")
			known = "mail"
		if (k > 1 && kind == "signs_in")
			known = "id"
		who = customer(s, p, known)
		touch_items(s)
		cart_updated(s, t, who, end == "early" ? between(1500, 3000) : 0)
		t += between(15, 400)
	}
	if (kind == "merges")
		t = merge(s, p, t)
	if (kind == "signs_in" || kind == "merges")
		known = "id"
	last_who = customer(s, p, known == "" ? "mail" : known)
	finish(s, p, t, end, customer(s, p, known), last_who)
}

# A guest's cart is merged into the customer's own cart at the log-in.
function merge(s, p, t,    old, all) {
	old = cart
	if (platform_of[s] == "magento")
		cart = 200000 + ++quotes
	else
		cart = platform_of[s] == "bigcommerce" ? uuid() : hex(32)
	token = hex(32)
	created = ""
	plain_event(s, t, "cart.merged", "cart/" old, "\"cart\":{\"id\":\"" old \
		"\"},\"into\":{\"id\":\"" cart "\"}" customer(s, p, "id"))
	cart_updated(s, t + 2, customer(s, p, "id"), 0)
	return t + 60
}

function finish(s, p, t, end, who, buyer,    id, back) {
	if (end == "buys")
		buy(s, t + between(30, 1500), 1, buyer)
	else if (end == "early")
		buy(s, t + between(20, 300), 1, buyer)
	else if (end == "later")
		buy(s, t + between_hours(), chance(700), buyer)
	else if (end == "other_mail" && tel[s, p] != "")
		buy(s, t + between(4000, 20000), 0, customer(s, p, "mail", "home." email[s, p]))
	else if (end == "transfer") {
		id = 500000 + ++orders
		back = t + between(60, 900)
		order(s, "order.placed", back, id, "awaiting", "on-hold", back, 1, "", buyer)
		if (chance(800))
			order(s, "order.updated", back + between(DAY, 3 * DAY), id, "bought", paid_word(s), \
				back, 1, "", buyer)
	} else if (end == "fails") {
		back = t + between(60, 300)
		order(s, "order.placed", back, 500000 + ++orders, "failed", "failed", back, 1, "", buyer)
		if (chance(400))
			buy(s, back + between(200, 15000), 1, buyer)
	} else if (end == "empties") {
		items = 0
		cart_updated(s, t + between(10, 2000), who, 0)
	} else if (end == "deleted")
		plain_event(s, t + between(100, 90000), "cart.deleted", "cart/" cart, \
			"\"cart\":{\"id\":\"" cart "\"}")
	else if (end == "returns")
		comes_back(s, t + between(8 * 3600, 40 * 3600), who, buyer)
	else if (who != "" && (end == "withdraws" || end == "confirms"))
		consents(s, p, t, end, who)
}

# Half of the shoppers who return do so within hours of the first mail.
function between_hours() {
	if (chance(500))
		return between(4300, 5 * 3600)
	return chance(600) ? between(5 * 3600, 30 * 3600) : between(30 * 3600, 90 * 3600)
}

function comes_back(s, t, who, buyer) {
	touch_items(s)
	cart_updated(s, t, who, 0)
	if (chance(350))
		buy(s, t + between(100, 2000), 1, buyer)
}

function consents(s, p, t, end, who,    grant) {
	grant = end == "confirms"
	t += grant ? between(120, 1500) : between(4000, 30 * 3600)
	plain_event(s, t, "consent.changed", "customer/" number[s, p], \
		named(s, p, who ~ /"id"/) ",\"channel\":\"email\",\"action\":\"" \
		(grant ? "grant" : "withdraw") "\"" (grant ? ",\"wording\":\"newsletter-2026-03\"" : ""))
	changed_at[s, p] = t
	changed_to[s, p] = consent_json(grant ? "granted" : "denied", \
		grant ? "double_opt_in" : "preferences", t)
}

function named(s, p, signed_in) {
	return "\"customer\":{" (signed_in ? "\"id\":\"" number[s, p] "\"," : "") \
		"\"email\":\"" email[s, p] "\"}"
}

# Bots also fill carts: in bursts, at night, and in quantities that nobody buys.
function crawlers(    i, k, s, agent, n) {
	n = split("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)|" \
		"Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)|" \
		"Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/142.0.0.0 Safari/537.36|" \
		"python-requests/2.32.3", agent, "|")
	for (i = 0; i < 60; i++) {
		s = slug[1 + i % 3]
		story_id = sprintf("%04d", ++stories)
		step = 0
		new_cart(s)
		device = ",\"device\":{\"user_agent\":" quote(agent[1 + rnd(n)]) \
			",\"ip\":\"198.51.100." between(200, 220) "\"}"
		for (k = between(1, 9); k > 0; k--)
			touch_items(s)
		if (chance(300))
			many[1] = 999
		cart_updated(s, int(i / 15) * 4 * DAY + 3 * 3600 + i % 15 * 7, "", 2)
	}
}

# Each hour a complete order sync of each shop; for one shop it is missing for six hours.
function checkpoints(    h, i, s, t, whole) {
	for (h = 0; h < DAYS * 24; h++)
		for (i = 1; i <= 4; i++) {
			s = slug[i]
			t = h * 3600
			whole = !(s == "kettle-co" && t >= BLIND_FROM && t < BLIND_TO)
			arrives(t + (t == BLIND_TO ? 240 : 120), record(s, sprintf("orders.%03d", h), \
				"sync.checkpoint", t + 110, "stream/orders", checkpoint(t, whole)))
		}
}

function checkpoint(t, whole) {
	return "\"stream\":\"orders\",\"cursor\":\"" stamp(whole ? t : BLIND_FROM - 3600) \
		"\",\"complete\":" (whole ? "true,\"orders_seen_at\":\"" stamp(t) "\"" : "false")
}

# Two privacy requests, and repeated records of a few customers.
function requests(    i) {
	for (i = 1; i <= 12; i++)
		person_event(slug[1 + i % 4], i, i * DAY + 40000 + i * 311, "customer.updated", "", "id")
	person_event("nordlicht", 21, 9 * DAY + 36000, "privacy.requested", "\"kind\":\"access\"", "id")
	person_event("kettle-co", 34, 10 * DAY + 50000, "privacy.requested", "\"kind\":\"erase\"", "id")
}

function person_event(s, p, t, type, data, known,    who) {
	story_id = "told" ++tellings
	step = 0
	who = type == "customer.updated" ? substr(customer(s, p, known), 2) : \
		data "," named(s, p, 1)
	plain_event(s, t, type, "customer/" number[s, p], who)
}

# Invalid lines, each for another reason; the rest of the batch must be accepted.
function broken() {
	spoil(1, "\"currency\":\"EUR\",\"total\"", "\"currency\":\n")
	spoil(3, "\"id\":\"nl-broken.3\",", "")
	spoil(4, "\"currency\":\"EUR\"}", "\"currency\":\"XBT\"}")
	spoil(5, "\"items\"", sprintf("%c", 0) "\"items\"")
	spoil(6, "\"amount\":\"0.00\"", "\"amount\":19.99")
	spoil(8, "crt.cart.updated", "crt.cart.teleported")
	spoil(9, "/stores/nordlicht", "/stores/nowhere")
	spoil(10, "\"items\":[]", "\"items\":\"none\"")
	spoil(11, "cart/b", "cart/\377\376")
	arrives(2 * DAY + 37000, "<html><body>502 Bad Gateway</body></html>")
}

# Replaces "from" with "to"; a newline in "to" cuts the line there.
function spoil(d, from, to,    t, line, i) {
	t = d * DAY + 37000
	line = "\"cart\":{\"id\":\"b" d "\",\"url\":\"https://nordlicht.example/cart/b" d \
		"\",\"currency\":\"EUR\",\"total\":" money(0, "EUR") \
		",\"items\":[],\"updated\":\"" stamp(t) "\"}"
	line = record("nordlicht", "broken." d, "cart.updated", t, "cart/b" d, line)
	i = index(line, from)
	line = substr(line, 1, i - 1) to substr(line, i + length(from))
	i = index(line, "\n")
	arrives(t, i > 0 ? substr(line, 1, i - 1) : line)
}
