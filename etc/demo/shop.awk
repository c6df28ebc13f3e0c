# shop.awk: the four shops, their people, carts, and customers, for feed.awk.
function shop(i, name, abbr, platform, money_of, hours, n_carts, n_people, tongues) {
	slug[i] = name
	short[name] = abbr
	platform_of[name] = platform
	currency_of[name] = money_of
	east[name] = hours
	carts_of[name] = n_carts
	people_of[name] = n_people
	tongues_of[name] = tongues
}

function shops(    i, p) {
	shop(1, "nordlicht", "nl", "shopify", "EUR", 1, 720, 430, "de 720 fr 150 es 70 en 60")
	shop(2, "brightside", "bs", "woocommerce", "USD", -5, 540, 330, "en 790 es 160 fr 50")
	shop(3, "kettle-co", "kc", "bigcommerce", "GBP", 0, 310, 190, "en 850 fr 80 de 50 es 20")
	shop(4, "sakura", "sk", "magento", "JPY", 9, 230, 140, "ja 900 en 100")
	for (i = 1; i <= 4; i++)
		for (p = 1; p <= people_of[slug[i]]; p++)
			person(slug[i], p)
}

# Most shoppers come in the evening of their time zone, and few at night.
function day_time(s,    hour) {
	do
		hour = rnd(24)
	while (rnd(10) >= substr("211111246777766677899985", hour + 1, 1) + 1)
	return ((hour - east[s] + 24) % 24) * 3600 + rnd(3600)
}

function country(s, lang) {
	if (s == "nordlicht")
		return lang == "de" ? weighted("DE 800 AT 130 CH 70") : \
			lang == "fr" ? weighted("FR 800 BE 200") : lang == "es" ? "ES" : "SE"
	if (s == "brightside")
		return lang == "en" ? weighted("US 900 CA 100") : lang == "es" ? "US" : "CA"
	if (s == "kettle-co")
		return lang == "en" ? weighted("GB 930 IE 70") : toupper(lang)
	return lang == "ja" ? "JP" : "SG"
}

# Telephone numbers that regulators reserve for fiction; no two people share one.
function phone(land,    n) {
	n = phones[land]++
	if (land == "DE")
		return n < 1000 ? sprintf("+493023125%03d", n) : ""
	if (land == "US")
		return sprintf("+1%d55501%02d", 212 + int(n / 100) * 100, n % 100)
	if (land == "GB")
		return n < 1000 ? sprintf("+447700900%03d", n) : ""
	if (land == "FR")
		return sprintf("+3363998%04d", n)
	return land == "JP" ? sprintf("+81900000%04d", n) : ""
}

function person(s, p,    lang, f, l, land, state) {
	lang = weighted(tongues_of[s])
	f = between(1, names["f" lang])
	l = between(1, names["l" lang])
	land = country(s, lang)
	first[s, p] = written["f" lang, f]
	last[s, p] = written["l" lang, l]
	email[s, p] = plain["f" lang, f] "." plain["l" lang, l] p "@example." \
		weighted("com 600 org 250 net 150")
	locale[s, p] = lang (chance(250) ? "-" land : "")
	land_of[s, p] = land
	tel[s, p] = chance(550) ? phone(land) : ""
	number[s, p] = platform_of[s] == "shopify" ? sprintf("70512%08d", rnd(90000000) + p) : 1000 + p
	state = weighted("granted 640 denied 130 pending 80 - 150")
	if (state != "-")
		consent[s, p] = consent_json(state, weighted("checkout 500 signup 350 popup 150"), \
			-rnd(25 * DAY))
}

function consent_json(state, source, time) {
	return "{\"email\":{\"state\":\"" state "\",\"source\":\"" source "\",\"time\":\"" \
		stamp(time) "\"}}"
}

# The shop's data about a person: "id" for a signed-in customer, "mail" for a guest with an address.
function customer(s, p, known, address,    out) {
	if (known == "")
		return ""
	out = known == "id" ? ",\"id\":\"" number[s, p] "\"" : ""
	out = out member("email", address == "" ? email[s, p] : address) member("phone", tel[s, p])
	out = out member("first_name", first[s, p]) member("last_name", last[s, p])
	out = out member("locale", locale[s, p]) member("country", land_of[s, p])
	if ((s, p) in changed_at && began >= changed_at[s, p])
		out = out ",\"consent\":" changed_to[s, p]
	else if ((s, p) in consent)
		out = out ",\"consent\":" consent[s, p]
	return ",\"customer\":{" substr(out, 2) "}"
}

function new_cart(s) {
	items = 0
	created = ""
	if (platform_of[s] == "shopify")
		cart = "Z2NwLWV1" hex(24)
	else if (platform_of[s] == "woocommerce")
		cart = hex(32)
	else
		cart = platform_of[s] == "bigcommerce" ? uuid() : 200000 + ++quotes
	token = hex(32)
	device = ",\"device\":{\"user_agent\":" quote(browser()) ",\"ip\":\"" address() "\"}"
}

function address() {
	return weighted("192.0.2. 340 198.51.100. 330 203.0.113. 330") between(1, 254)
}

function browser(    v) {
	v = between(139, 143) ".0.0.0"
	if (chance(450))
		return "Mozilla/5.0 (iPhone; CPU iPhone OS 18_" rnd(7) " like Mac OS X) " \
			"AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
	return "Mozilla/5.0 (" (chance(400) ? "Linux; Android 14; K" : "Windows NT 10.0; Win64; x64") \
		") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/" v " Safari/537.36"
}

# One change of a cart: mostly a new item, sometimes another quantity or one item less.
function touch_items(s,    i, g, names_of, n) {
	i = between(1, items)
	if (items > 1 && chance(130)) {
		item[i] = item[items]
		label[i] = label[items]
		many[i] = many[items--]
		return
	}
	if (items > 0 && chance(270)) {
		many[i] = between(1, 3)
		return
	}
	g = between(1, goods[s])
	for (i = 1; i <= items; i++)
		if (item[i] == g) {
			many[i]++
			return
		}
	n = split(variants[s, g], names_of, "|")
	item[++items] = g
	label[items] = n > 0 ? names_of[between(1, n)] : ""
	many[items] = chance(800) ? 1 : between(2, 4)
}

function total(s,    i, sum) {
	sum = 0
	for (i = 1; i <= items; i++)
		sum += many[i] * price[s, item[i]]
	return sum
}

function items_json(s,    i, g, out, low, shown) {
	out = ""
	for (i = 1; i <= items; i++) {
		g = item[i]
		low = tolower(sku[s, g])
		shown = s == "kettle-co" && g == 9 ? "" : "https://img." s ".example/" low ".jpg"
		out = out (i > 1 ? "," : "") "{\"id\":\"" g * 10 + length(label[i]) % 10 "\"" \
			member("sku", sku[s, g]) member("title", title[s, g]) member("variant", label[i]) \
			",\"quantity\":" many[i] ",\"price\":" money(price[s, g], currency_of[s]) \
			member("image", shown) member("url", "https://" s ".example/products/" low) "}"
	}
	return out
}

function cart_json(s, t) {
	if (created == "")
		created = stamp(t)
	return "\"cart\":{\"id\":\"" cart "\",\"token\":\"" token "\",\"url\":\"https://" \
		s ".example/cart/" token "\",\"currency\":\"" currency_of[s] \
		"\",\"total\":" money(total(s), currency_of[s]) ",\"items\":[" items_json(s) \
		"],\"created\":\"" created "\",\"updated\":\"" stamp(t) "\"}"
}
