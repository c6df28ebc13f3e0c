#!/usr/bin/env bats
# twilio.bats: a refusal by text message ends the text messages to the person.

load helper
load serve_ingest

ADDRESS=https://crt.example/hooks/twilio/acme

# text FROM BODY ID: the form of a reply, its fields in the order of their names.
text() { jq -jn --arg f "$1" --arg b "$2" --arg i "$3" '"Body=\($b | @uri)&From=\($f | @uri)&MessageSid=\($i)"' > body; }

# post FROM BODY ID [TOKEN]: posts a reply as Twilio does.
post() {
	text "$@"
	request /hooks/twilio/acme --data-binary @body -H "X-Twilio-Signature: $(
		printf %s "${ADDRESS}Body$2From$1MessageSid$3" | openssl dgst -sha1 -hmac "${4:-tok}" -binary | base64)"
}

# report MESSAGE SID STATUS [CODE]: posts a status as Twilio does.
report() {
	local code=${4:+ErrorCode=$4&}
	echo -n "${code}MessageSid=$2&MessageStatus=$3" > body
	request "/hooks/twilio/acme?crt_msg=$1" --data-binary @body -H "X-Twilio-Signature: $(
		printf %s "$ADDRESS?crt_msg=$1${4:+ErrorCode$4}MessageSid$2MessageStatus$3" | openssl dgst -sha1 -hmac tok -binary | base64)"
}

suppressed() { query "SELECT count(*), string_agg(DISTINCT channel || ' ' || reason, ',') FROM crt.suppressions"; }

# Seen to fail: with the check of the signature left out; with the text "stored", which Twilio would send to the person.
@test "STOP in any form ends the text messages to a number, a forged one does not, and one confirmation goes back" {
	store acme '{"hooks_url": "https://crt.example/"}'
	private_file token tok
	ingest_serve --twilio-token-file "$PWD/token"
	assert_equal "$(post +15558675310 Stop SM1 another)" "401 the signature is wrong"
	assert_equal "$(request /hooks/twilio/acme --data-binary @body)" "401 there is no signature"
	assert_equal "$(suppressed)" "0|"
	assert_equal "$(post +15558675310 'Thank you' SM2)" "204 "
	assert_equal "$(post +15558675310 START SM3)" "204 "
	assert_equal "$(suppressed)" "0|"
	assert_equal "$(post +15558675310 'Arrêt!' SM4)" "200 Acme: vous ne recevrez plus de SMS de notre part."
	assert_equal "$(suppressed)" "1|SMS withdrawn"
	assert_equal "$(post +15558675311 'please stop texting me' SM5)" "200 Acme: you will get no more text messages from us."
	assert_equal "$(post +15558675312 STOP SM6)" "204 "
	assert_equal "$(post +15558675313 Hilfe SM7)" "200 Acme: SMS zu Ihrem Warenkorb. Abmelden mit STOP."
	assert_equal "$(post +15558675314 HELP SM8)" "204 "
	assert_equal "$(suppressed)" "3|SMS withdrawn"
	assert_equal "$(query 'SELECT action, source, evidence FROM crt.consents ORDER BY evidence' | paste -sd ' ')" \
		"denied|reply|Twilio SM4: Arrêt! denied|reply, not a keyword|Twilio SM5: please stop texting me denied|reply|Twilio SM6: STOP"

	assert_lacks tok serve.err
}

@test "replies that were saved are ingested from a file, once each" {
	store acme
	text +15558675310 "stop all" SM1
	jq -Rsc '{body: .}' body > saved
	text +15558675310 "no thanks" SM2
	jq -Rsc '{body: .}' body >> saved
	CLOCK=2026-11-02T10:00:00Z
	crt 0 ingest --from twilio -s acme saved
	crt 0 ingest --from twilio -s acme saved
	assert_equal "$(suppressed)" "1|SMS withdrawn"
	assert_equal "$(query 'SELECT count(*) FROM crt.consents')" 1
}

# Catches: a report that takes the status back; no suppression by the carrier's code.
@test "reports move a message forward only, each counts once, and a dead number gets no more" {
	store acme '{"hooks_url": "https://crt.example/"}'
	query "INSERT INTO crt.customers (store_id, id, phone, phone_key, email_stamp, phone_stamp, name_stamp, locale_stamp, place_stamp,
	           consent_email_stamp, consent_sms_stamp, consent_push_stamp, last_activity, created_at)
	       SELECT s.id, gen_random_uuid(), '+1555867531' || n, gen_random_uuid(), u, u, u, u, u, u, u, u, now(), now()
	         FROM crt.stores s, (SELECT '00000000-0000-0000-0000-000000000000'::uuid) z (u), generate_series(1, 4) n;
	       INSERT INTO crt.messages (store_id, id, episode_id, campaign_id, enrollment_id, cart_id, customer_id, step_index, channel, template,
	           locale, status, not_before, not_after, sent_at, created_at, updated_at)
	       SELECT store_id, ('00000000-0000-0000-0000-00000000000' || right(phone, 1))::uuid, id, id, id, id, id, 0, 'SMS', 't', 'en',
	           CASE WHEN phone LIKE '%2' THEN 'UNKNOWN' ELSE 'SENT' END::crt.message_status, now(), now(), now(), now(), now() FROM crt.customers"
	private_file token tok
	ingest_serve --twilio-token-file "$PWD/token"
	local m=00000000-0000-0000-0000-00000000000
	assert_equal "$(report ${m}1 SM1 delivered)" "204 "
	assert_equal "$(report ${m}1 SM1 sent)" "204 "
	assert_equal "$(report ${m}1 SM1 delivered)" "204 "
	assert_equal "$(report ${m}2 SM2 sent)" "204 "
	assert_equal "$(report ${m}3 SM3 undelivered 30005)" "204 "
	assert_equal "$(report ${m}4 SM4 failed 30004)" "204 "
	assert_equal "$(query "SELECT right(id::text, 1) || status FROM crt.messages ORDER BY 1" | paste -sd ' ')" "1DELIVERED 2SENT 3FAILED 4FAILED"
	assert_equal "$(query "SELECT right(message_id::text, 1) || kind FROM crt.touches ORDER BY 1" | paste -sd ' ')" \
		"1accepted 1delivered 2accepted 3bounced 4bounced 4unsubscribed"
	assert_equal "$(query 'SELECT channel, reason FROM crt.suppressions ORDER BY 2' | paste -sd ' ')" "SMS|bounced SMS|unsubscribed"
}

# Catches: a suppression that stays, and one that is lifted although STOP came as well.
@test "a reply that may be a refusal suppresses at once, waits for a review, and the review decides" {
	local ann bob
	store acme
	for id in SM1:+15558675311:"please stop texting me" SM2:+15558675312:"who is this?" SM3:+15558675312:stop SM4:+15558675313:"no more, thanks"; do
		text "$(cut -d: -f2 <<< "$id")" "$(cut -d: -f3 <<< "$id")" "${id%%:*}"
		jq -Rsc '{body: .}' body >> saved
	done
	CLOCK=2026-11-02T10:00:00Z
	crt 0 ingest --from twilio -s acme saved
	assert_equal "$(suppressed)" "3|SMS withdrawn"
	crt 0 send replies list
	assert_equal "$(jq -r '[.phone, .text] | join(" ")' out | sort | paste -sd '|')" \
		"+15558675311 Twilio SM1: please stop texting me|+15558675312 Twilio SM2: who is this?|+15558675313 Twilio SM4: no more, thanks"
	ann=$(jq -r 'select(.phone == "+15558675311").reply' out)
	bob=$(jq -r 'select(.phone == "+15558675312").reply' out)
	crt 64 send replies resolve
	crt 64 send replies resolve --not-refused "$ann" --refused 0198c5a0-0000-7000-8000-000000000001
	assert_equal "$(suppressed)" "3|SMS withdrawn"
	crt 0 send replies resolve --not-refused "$ann" --not-refused "$bob"
	assert_equal "$(suppressed)" "2|SMS withdrawn"
	assert_equal "$(query 'SELECT right(phone, 1), consent_sms FROM crt.customers ORDER BY 1' | paste -sd ' ')" "1| 2|denied 3|denied"
	crt 64 send replies resolve --not-refused "$ann"
	crt 0 send replies list
	assert_equal "$(jq -r .phone out)" "+15558675313"
}
