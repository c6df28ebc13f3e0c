#!/usr/bin/env bats
# links.bats: the links of a mail lead through crt to the cart, and clicks of programs are recognized.

load helper
load pipeline
load serve_ingest
load links

# follow PATH [ARGUMENT...]: requests it as a browser; prints the status and the target.
follow() { request "$1" -A "$AGENT" -D head "${@:2}" > body; echo "$(head -1 body | cut -c 1-3) $(sed -n 's/^Location: \(.*\)\r$/\1/p' head)"; }

touches() { query "SELECT kind, code, machine, reason FROM crt.touches ORDER BY time, code, machine" | paste -sd ' '; }

# Seen to fail: track_clicks was ignored.
@test "with links_url the links to the cart and its items lead through crt; with track_clicks=no they do not" {
	mailed
	assert_equal "$(sed -E "s/$TOKEN/TOKEN/" text | head -4 | paste -sd ' ')" \
		"cart https://crt.example/r/TOKEN item https://crt.example/c/TOKEN item https://crt.example/c/TOKEN hidden https://crt.example/c/TOKEN"
	query "UPDATE crt.stores SET settings = settings || '{\"track_clicks\": \"no\"}'" > updated
	crt 0 send preview "$(query 'SELECT id FROM crt.messages WHERE sent_at IS NOT NULL')"
	cp out preview
	text preview > text
	assert_equal "$(head -4 text | paste -sd ' ')" \
		"cart https://shop.example/c1 item https://shop.example/cup?x=1 item https://shop.example/pot/ü hidden "
}

# Seen to fail: without the lookup after the commit, all led to the shop's first page.
@test "a click leads to the cart or item of the mail, is a touch of the message, and changes nothing else" {
	mailed
	served
	before=$(state)
	assert_equal "$(follow "$(link cart)")" "302 https://shop.example/c1"
	assert_has "Referrer-Policy: no-referrer" head
	assert_has "Cache-Control: no-store" head
	served 3700
	assert_equal "$(follow "$(link item 2)?utm_source=x")" "302 https://shop.example/pot/%C3%BC"
	assert_equal "$(follow "$(link item 2)")" "302 https://shop.example/pot/%C3%BC"
	served 3800
	assert_equal "$(follow "$(link item 1)")" "302 https://shop.example/cup?x=1"
	assert_equal "$(query "SELECT count(*), count(*) FILTER (WHERE machine), count(DISTINCT code) FROM crt.touches WHERE kind = 'clicked'")" "3|0|3"
	assert_equal "$(query "SELECT status, clicked_at IS NOT NULL FROM crt.v_messages")" "CLICKED|t"
	assert_equal "$(state)" "$before"
}

# Seen to fail: without the method, the purpose, or an empty agent in lib/agent/scanner.c; without Apple's line.
@test "clicks of programs are marked: HEAD, prefetch, a scanner's name or none, Apple's proxy, and a hidden link" {
	mailed
	served
	LINK=$(link cart)
	before=$(state)
	assert_equal "$(follow "$LINK" --head)" "302 https://shop.example/c1"
	assert_equal "$(query "SELECT reason FROM crt.touches")" "did not request the page"
	while IFS='|' read -r reason arguments; do
		query "DELETE FROM crt.touches; DELETE FROM crt.events WHERE type LIKE '%clicked'" > updated
		eval "request '$LINK' $arguments" > body
		assert_equal "$(cut -c 1-3 body)" 302 "$arguments"
		assert_equal "$(query "SELECT machine, reason FROM crt.touches")" "t|$reason" "$arguments"
	done <<-'END'
		prefetch|-A "$AGENT" -H 'Sec-Purpose: prefetch;prerender'
		prefetch|-A "$AGENT" -H 'Purpose: prefetch'
		prefetch|-A "$AGENT" -H 'X-Moz: prefetch'
		user agent of a program|-A 'Mozilla/5.0'
		user agent of a program|-A 'Mozilla/5.0 (compatible; Proofpoint URL Defense)'
		user agent of a program|-A 'curl/8.0'
		no user agent|-H 'User-Agent:'
	END
	assert_equal "$(follow "$(link hidden)")" "302 https://acme.example"
	assert_equal "$(query "SELECT DISTINCT machine FROM crt.touches")" "t"
	assert_equal "$(query "SELECT status FROM crt.messages WHERE sent_at IS NOT NULL")" "SENT"
	assert_equal "$(state)" "$before"
}

# Seen to fail: without the rule of seconds in touch_add; without "unmasked" there. Catches: two connections
# do not see each other's clicks.
@test "a click within seconds of sending, and clicks on all links at once, count as a machine's" {
	mailed
	served 4
	follow "$(link cart)" > /dev/null
	assert_equal "$(touches)" "clicked|restore|t|within seconds of sending"
	served 60
	follow "$(link cart)" > /dev/null
	assert_equal "$(query "SELECT status FROM crt.messages WHERE sent_at IS NOT NULL")" "CLICKED"
	follow "$(link item 1)" > /dev/null
	assert_equal "$(query "SELECT DISTINCT machine FROM crt.touches")" "t"
	assert_equal "$(query "SELECT clicked_at IS NULL FROM crt.v_messages WHERE sent_at IS NOT NULL")" "t"
	query "DELETE FROM crt.touches; DELETE FROM crt.events WHERE type LIKE '%clicked'" > updated
	{ link cart; link item 1; link item 2; } | xargs -P 3 -I{} curl -s --unix-socket "$PWD/web.sock" -A "$AGENT" -o /dev/null "http://serve.example{}"
	assert_equal "$(query "SELECT count(*), bool_and(machine) FROM crt.touches")" "3|t"
}

# Catches: with track_opens ignored; with the agents left out.
@test "only a store with track_opens has a pixel; an opening by Apple's proxy is a machine's" {
	mailed
	assert_equal "$(link open)" ""
	query "UPDATE crt.stores SET settings = settings || '{\"track_opens\": \"yes\"}'" > updated
	crt 0 send preview "$(query 'SELECT id FROM crt.messages WHERE sent_at IS NOT NULL')"
	text out > text
	served
	request "$(link open)" -A 'Mozilla/5.0' -D head | tail -c +5 | cmp - <(printf 'GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377!\371\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;')
	assert_has 'Content-Type: image/gif' head
	assert_has 'Cache-Control: no-store' head
	assert_equal "$(touches)" "opened|open|t|user agent of a program"
	request "$(link open)" -A "$AGENT" > pixel
	assert_equal "$(query "SELECT count(*) FILTER (WHERE machine), count(*) FROM crt.touches WHERE kind = 'opened'")" "1|2"
	assert_equal "$(query "SELECT status FROM crt.messages WHERE sent_at IS NOT NULL")" OPENED
	open=$(link open)
	assert_equal "$(follow "/c/${open#/o/}" | tr -d ' ')" 404
}

# Catches: without stores_links in run_open.
@test "links_url of the configuration is for every store that has none of its own" {
	export CRT_LINKS_URL=https://crt.example
	mailed '{"unsubscribe_mail": "stop@shop.example"}'
	served
	assert_equal "$(follow "$(link cart)")" "302 https://shop.example/c1"
	query "UPDATE crt.stores SET settings = settings || '{\"links_url\": \"https://own.example\"}'" > updated
	crt 0 send preview "$(query 'SELECT id FROM crt.messages WHERE sent_at IS NOT NULL')"
	text out > text
	assert_equal "$(grep -c '^cart https://own.example/r/' text)" 1
	CRT_LINKS_URL=nonsense crt 78 campaign
	assert_has 'links_url takes https://HOST/'
}

# Catches: with a GET of the unsubscribe link that unsubscribes.
@test "a scanner that opens every link of the mail by GET, HEAD, and prefetch changes nothing" {
	mailed
	served 2
	before=$(state)
	while read -r path; do
		for how in '' --head '-H Purpose:prefetch'; do
			# shellcheck disable=SC2086
			request "$path" -A "$AGENT" $how > body
			grep -q '^[23]' body
		done
	done < <(grep -o 'https://crt.example/.*' text | sed 's|https://crt.example||')
	assert_equal "$(state)" "$before"
	assert_equal "$(query "SELECT count(*) > 4, bool_and(machine) FROM crt.touches")" "t|t"
	assert_equal "$(query "SELECT status FROM crt.messages WHERE sent_at IS NOT NULL")" SENT
}

# Seen to fail: one purpose for all paths.
@test "a token that is forged, cut, or of another path leads only to a page in the reader's language" {
	mailed
	served
	cart=$(link cart) item=$(link item 1) stop=$(link stop)
	for path in "/r/${item#/c/}" "/c/${cart#/r/}" "/u/${cart#/r/}" "/r/${stop#/u/}" "${cart%?}" "${cart}A" \
	    "/r/AAAA${cart#/r/????}" "${cart%????}AAAA" /r/x "/c/https://evil.example" "/c/?url=https://evil.example"; do
		assert_equal "$(follow "$path" | tr -d ' ')" 404 "$path"
	done
	request "${cart%?}" -A "$AGENT" -H 'Accept-Language: xx, fr-CA;q=0.8, de' > body
	assert_has '404 <!doctype html>' body
	assert_has '<html lang="fr" dir="ltr">' body
	assert_has 'Ce lien est incomplet' body
	assert_equal "$(query "SELECT count(*) FROM crt.touches")" 0
}

# Seen to fail: only the first key was tried.
@test "links survive a rotation of the keys" {
	mailed
	before=$(link cart)
	# The tests of other files use the key file, too.
	(umask 077; cp "$CRT_KEY_FILE" key)
	export CRT_KEY_FILE=$PWD/key
	"$B/bin/crt" key rotate 2> rotated
	served
	assert_equal "$(follow "$before")" "302 https://shop.example/c1"
}

# Seen to fail: without expires_at in link_targets.
@test "the cart link applies the mail's coupon where the platform can, and expires with the cart" {
	mailed
	query "UPDATE crt.stores SET platform = 'WOOCOMMERCE'; UPDATE crt.carts SET url = 'https://shop.example/checkout-link/?products=1:1#top';
		UPDATE crt.messages SET coupon = '{\"code\": \"T&A 5\", \"expires\": \"2026-11-04T00:00:00Z\"}'" > updated
	served
	assert_equal "$(follow "$(link cart)")" "302 https://shop.example/checkout-link/?products=1:1&coupon=T%26A%205#top"
	assert_equal "$(follow "$(link item 1)")" "302 https://shop.example/cup?x=1"
	query "UPDATE crt.stores SET platform = 'MAGENTO', updated_at = now(); UPDATE crt.messages SET coupon = NULL, locale = 'de'" > updated
	query "UPDATE crt.carts SET url_until = '2026-11-02T11:30:00Z'" > updated
	request "$(link cart)" -A "$AGENT" > body
	assert_has '410 <!doctype html>' body
	assert_has '<html lang="de" dir="ltr">' body
	assert_has 'Dieser Link ist abgelaufen' body
	assert_has 'href="https://acme.example"' body
	query "UPDATE crt.carts SET url_until = NULL; UPDATE crt.abandoned_carts SET expires_at = '2026-11-02T11:30:00Z'" > updated
	assert_equal "$(request "$(link cart)" -A "$AGENT" | cut -c 1-3 | head -1)" 410
}

# Seen to fail: a click got the response of a webhook.
@test "while the database is down a click leads to the shop, goes to the spool, and is stored later" {
	unset CRT_DATABASE
	mailed
	served
	PGDATABASE=postgres psql -qXAt -c "ALTER DATABASE $PGDATABASE ALLOW_CONNECTIONS false" \
		-c "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '$PGDATABASE'" > terminated
	assert_equal "$(follow "$(link cart)")" "302 https://acme.example"
	ingest_end
	PGDATABASE=postgres psql -qX -c "ALTER DATABASE $PGDATABASE ALLOW_CONNECTIONS true"
	crt 0 ingest --spool "$PWD/spool" < /dev/null
	assert_equal "$(touches)" "clicked|restore|f|"
	assert_equal "$(ls spool)" ""
}
