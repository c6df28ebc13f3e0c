#!/usr/bin/env bats
# peer_optout.bats: the unsubscribe and preferences pages in Chromium; "make check-peer" sets PEER.

load helper
load pipeline
load serve_ingest
load links

setup() {
	[ -n "${PEER:-}" ] || skip "PEER is not set: make check-peer"
	command -v chromium > /dev/null || skip "no chromium"
	test_begin
	need_nginx
}

teardown() {
	[ -z "${PEER:-}" ] || { servers_end && test_end; }
}

pages() { node "$TOP/tests/peer/optout_pages.mjs" "$1" web.sock "${@:2}"; }

# url NAME: the URL of a link in the mail
url() { echo "https://crt.example$(link "$1")"; }

# in_language LOCALE: Ann's mail is in that language; so are its pages.
in_language() {
	mailed "{\"links_url\": \"https://crt.example/\", \"color\": \"#ffd400\"}"
	query "UPDATE crt.stores SET store_name = 'Müller & <Söhne>'" > updated
	rm -rf mail
	sed -i "s/locale: en/locale: $1/" first.yaml
	crt 0 campaign --now 2026-11-01T00:00:00Z apply first.yaml
	crt 0 send preview "$(query "UPDATE crt.messages SET locale = '$1' WHERE sent_at IS NOT NULL RETURNING id")"
	text out > text
	served
}

# Catches: a page that needs scripts, is wider than 320 px, or has too little contrast in the dark.
@test "both pages fit a phone and pass axe-core, in the language of the mail, with the store's name and color" {
	mkdir -p "$B/screens/pages"
	in_language he
	pages look "$(url stop)" optout.he "$B/screens/pages" > report
	pages look "$(url wishes)" preferences.he "$B/screens/pages" >> report
	assert_equal "$(wc -l < report)" 2 "$(< report)"
	assert_equal "$(jq -r '[.lang, .dir, .button, .choices, .scripts] | @csv' report | tr -d '"')" \
		"he,rtl,rgb(255, 212, 0),0,0
he,rtl,rgb(255, 212, 0),5,0"
	assert_has 'Müller & <Söhne>' report
	ingest_end
	sed -i 's/locale: he/locale: de/' first.yaml
	crt 0 campaign --now 2026-11-01T00:00:00Z apply first.yaml
	crt 0 send preview "$(query "UPDATE crt.messages SET locale = 'de' WHERE sent_at IS NOT NULL RETURNING id")"
	text out > text
	served
	pages look "$(url stop)" optout.de "$B/screens/pages" > report
	pages look "$(url wishes)" preferences.de "$B/screens/pages" >> report
	assert_equal "$(jq -r '[.lang, .dir, .heading] | @csv' report | tr -d '"')" \
		'de,ltr,E-Mails zu Ihrem Warenkorb abbestellen?
de,ltr,Was darf Müller & <Söhne> Ihnen zu Ihrem Warenkorb schicken?'
}

# Catches: a GET that unsubscribes.
@test "a scanner that opens every link by GET, HEAD, and prefetch in a browser changes nothing" {
	mailed
	served 2
	before=$(state)
	assert_equal "$(pages scan text)" "6 links"
	assert_equal "$(state)" "$before"
	assert_equal "$(query "SELECT bool_and(machine) FROM crt.touches")" t
}

# Catches: a page that needs scripts, or whose form leads elsewhere.
@test "without scripts the button unsubscribes, and each choice of the preferences page is saved" {
	mailed
	query "UPDATE crt.customers SET phone_key = id" > updated
	served
	assert_equal "$(pages press "$(url wishes)" pause)" "Your choice is saved"
	assert_equal "$(query "SELECT count(*) FROM crt.pauses")|$(query 'SELECT count(*) FROM crt.suppressions')" "1|0"
	for choice in sms push email all; do
		query "DELETE FROM crt.suppressions" > updated
		assert_equal "$(pages press "$(url wishes)" $choice)" "Your choice is saved"
		query "SELECT DISTINCT channel FROM crt.suppressions ORDER BY 1" | paste -sd ' ' >> saved
	done
	assert_equal "$(< saved)" "SMS
PUSH
EMAIL
EMAIL SMS PUSH"
	query "DELETE FROM crt.suppressions" > updated
	assert_equal "$(pages press "$(url stop)")" "You are unsubscribed"
	assert_equal "$(query 'SELECT channel, reason FROM crt.suppressions')" "EMAIL|unsubscribed"
}
