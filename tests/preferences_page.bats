#!/usr/bin/env bats
# preferences_page.bats: the preferences page of crt: a channel, everything, or 30 days; only a POST changes anything.

load helper
load pipeline
load serve_ingest
load links

# chosen CHOICE [WHERE]: the response to its POST, then the suppressions and the pause.
chosen() {
	request "$(link wishes)" -d "choice=$1" > page
	assert_has '200 <!doctype html>' page
	assert_has "${2:-Your choice is saved}" page
	query "SELECT channel, reason FROM crt.suppressions ORDER BY 1, 2" | paste -sd ' '
	query "SELECT until FROM crt.pauses" | paste -sd ' '
}

# Seen to fail: an unknown choice was taken as all.
@test "fetching the page shows it in the mail's language with the store's name and color, and changes nothing" {
	mailed
	query "UPDATE crt.stores SET store_name = 'Müller & <Söhne>', settings = settings || '{\"color\": \"#ffd400\"}'" > updated
	served
	request "$(link wishes)" -D head > page
	assert_has '200 <!doctype html>' page
	assert_has '<html lang="en" dir="ltr">' page
	assert_has 'What may Müller &amp; &lt;Söhne&gt; send you about your cart?' page
	assert_has 'background: #ffd400; color: #000000' page
	assert_has 'value="pause"' page
	assert_lacks '<script' page
	assert_lacks 'ann@' page
	assert_has "Content-Security-Policy: default-src 'none'" head
	request "$(link wishes)" --head > page
	request "$(link wishes)?choice=all" -A "$AGENT" >> page
	assert_equal "$(chosen everything 'What may Müller')" ""
	assert_equal "$(query "SELECT count(*) FROM crt.events WHERE type LIKE '%preferences%'")" 0
}

# Seen to fail: without the gate.
@test "a pause holds messages for 30 days, and not longer" {
	mailed
	served
	assert_equal "$(chosen pause)" "
2026-12-02 12:20:00+00"
	cart c2 08-10:00 | ingest 08-10:01
	for time in 08-10:20 08-11:20; do recover "$time"; done
	assert_equal "$(mails)" 1
	assert_equal "$(query "SELECT DISTINCT reason, held_until FROM crt.messages WHERE status = 'HELD'")" "paused|2026-12-02 12:20:00+00"
	crt 0 campaign --now 2026-11-08T11:21:00Z explain c2
	assert_has 'the person has paused messages until 2026-12-02T12:20:00' out
	query "UPDATE crt.pauses SET until = '2026-11-08T11:20:00Z'" > updated
	query "UPDATE crt.messages SET held_until = '2026-11-08T11:20:00Z' WHERE reason = 'paused'" > updated
	recover 08-11:30
	assert_equal "$(mails)" 2
}

# Seen to fail: without the customers of the address in preference_set.
@test "an opt-out from a channel or from all holds for the person in every store of the organization" {
	mailed
	query "UPDATE crt.customers SET phone_key = id" > updated
	served
	assert_equal "$(chosen sms)" "SMS|unsubscribed SMS|withdrawn"
	assert_equal "$(chosen push)" "SMS|unsubscribed SMS|withdrawn PUSH|unsubscribed PUSH|withdrawn"
	assert_equal "$(chosen email)" "EMAIL|unsubscribed SMS|unsubscribed SMS|withdrawn PUSH|unsubscribed PUSH|withdrawn"
	query "DELETE FROM crt.suppressions" > updated
	assert_equal "$(chosen all)" "EMAIL|unsubscribed SMS|unsubscribed SMS|withdrawn PUSH|unsubscribed PUSH|withdrawn"
}

# Seen to fail: with the purpose of the unsubscribe link.
@test "a token of the unsubscribe link does not work on the preferences page, nor the reverse" {
	mailed
	served
	stop=$(link stop) wishes=$(link wishes)
	for path in "/p/${stop#/u/}" "/u/${wishes#/p/}" "${wishes%?}" /p/x; do
		request "$path" -d choice=all > page
		assert_equal "$(head -c 3 page)" 404 "$path"
	done
	assert_equal "$(query 'SELECT count(*) FROM crt.suppressions')" 0
}
