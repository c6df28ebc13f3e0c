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

suppressed() { query "SELECT count(*), string_agg(DISTINCT channel || ' ' || reason, ',') FROM crt.suppressions"; }

# Seen to fail: with the check of the signature left out; with the text "stored", which Twilio would send to the person.
@test "STOP in any form ends the text messages to a number, a forged one does not, and nothing is sent back" {
	store acme '{"hooks_url": "https://crt.example/"}'
	private_file token tok
	ingest_serve --twilio-token-file "$PWD/token"
	assert_equal "$(post +15558675310 Stop SM1 another)" "401 the signature is wrong"
	assert_equal "$(request /hooks/twilio/acme --data-binary @body)" "401 there is no signature"
	assert_equal "$(suppressed)" "0|"
	assert_equal "$(post +15558675310 'Thank you' SM2)" "204 "
	assert_equal "$(post +15558675310 START SM3)" "204 "
	assert_equal "$(suppressed)" "0|"
	assert_equal "$(post +15558675310 'Arrêt!' SM4)" "204 "
	assert_equal "$(suppressed)" "1|SMS withdrawn"
	assert_equal "$(post +15558675311 'please stop texting me' SM5)" "204 "
	assert_equal "$(suppressed)" "2|SMS withdrawn"
	assert_equal "$(query 'SELECT action, source, evidence FROM crt.consents ORDER BY evidence' | paste -sd ' ')" \
		"denied|reply|Twilio SM4: Arrêt! denied|reply, not a keyword|Twilio SM5: please stop texting me"

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
