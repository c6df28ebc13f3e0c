#!/usr/bin/env bats
# sendgrid_events.bats: what becomes of a message by the events that SendGrid reports.

load helper
load pipeline
load serve_ingest

setup() {
	test_begin
	shop acme
	shop beta
}

# left STORE NAME...: they abandon their carts at 10:00.
left() {
	local name
	for name in "${@:2}"; do
		cart "$name" 10:00 "$(person "$name" "$name@shop.example")" "$1"
	done | ingest 10:01
}

# event STORE NAME EVENT ID [MEMBERS]: an event about the message to NAME.
event() {
	local id
	id=$(query "SELECT m.id FROM crt.messages m JOIN crt.carts c ON c.store_id = m.store_id AND c.id = m.cart_id
		WHERE c.external_id = '$2'")
	echo '{"email":"'"$2"'@shop.example","timestamp":1793618000,"event":"'"$3"'","sg_event_id":"'"$4"'","crt_msg":"'"$1/$id"'"'"${5:+,$5}"'}'
}

body() { printf '[%s]' "$(paste -sd ',')"; }

statuses() {
	query "SELECT c.external_id || ' ' || m.status FROM crt.messages m JOIN crt.carts c ON c.store_id = m.store_id AND c.id = m.cart_id
	        ORDER BY 1" | paste -sd ','
}
suppressed() { query 'SELECT reason, coalesce(code, channel::text) FROM crt.suppressions ORDER BY 1' | paste -sd ' '; }

# Seen to fail: with the store of the address for every event; with the code of "blocked" kept.
@test "events end UNKNOWN, never go back, and suppress only what is about this mailbox" {
	left acme ann ben cat dan eve fay gus
	left beta bob
	recover 11:20
	query "SET session_replication_role = replica; UPDATE crt.messages m SET status = 'UNKNOWN', sent_at = NULL FROM crt.carts c
		WHERE c.id = m.cart_id AND c.external_id IN ('fay', 'gus'); RESET session_replication_role"
	{
		event acme ann delivered e1
		event acme ann processed e2
		event acme ben bounce e3 '"type":"bounce","status":"5.1.1","reason":"550 5.1.1 ben@shop.example unknown"'
		event acme cat bounce e4 '"type":"blocked","status":"5.1.1","reason":"550 5.1.1 refused"'
		event acme dan spamreport e5
		event acme eve dropped e6 '"reason":"Unsubscribed Address"'
		event acme fay processed e7
		event acme gus delivered e8
		event beta bob delivered e9
		echo '{"email":"hal@shop.example","timestamp":1793618000,"event":"unsubscribe","sg_event_id":"e10"}'
		echo '{"email":"ida@shop.example","timestamp":1793618000,"event":"delivered","sg_event_id":"e11"}'
	} | body > body
	crt 0 ingest --now "$(at 11:30)" --from sendgrid --topic events body
	crt 0 ingest --now "$(at 11:31)" --from sendgrid --topic events -s acme body
	assert_equal "$(statuses)" "ann DELIVERED,ben FAILED,bob DELIVERED,cat FAILED,dan SENT,eve FAILED,fay SENT,gus DELIVERED"
	assert_equal "$(query "SELECT count(*) FROM crt.messages WHERE sent_at IS NULL")" 0
	assert_equal "$(suppressed)" "bounced|EMAIL complained|EMAIL unsubscribed|EMAIL unsubscribed|EMAIL"
	assert_equal "$(query 'SELECT count(*) FROM crt.touches')" 10
	assert_equal "$(query "SELECT count(*) FROM crt.events WHERE payload LIKE '%@shop.example%' AND type LIKE 'crt.message.%'")" 3
}

# sign FILE TIME: SendGrid's signature of the file.
sign() { { printf %s "$2"; cat "$1"; } | openssl dgst -sha256 -sign key.pem | base64 -w0; }

# post FILE [SIGNED]: posts FILE with the signature of SIGNED.
post() {
	request /hooks/sendgrid/acme -H 'X-Twilio-Email-Event-Webhook-Timestamp: 1793618000' \
		-H "X-Twilio-Email-Event-Webhook-Signature: $(sign "${2:-$1}" 1793618000)" --data-binary "@$1"
}

# Seen to fail: with the check of the signature left out.
@test "the webhook server takes only events that SendGrid has signed" {
	need_nginx
	openssl ecparam -genkey -name prime256v1 -noout -out key.pem
	left acme ann
	recover 11:20
	event acme ann delivered e1 | body > body
	event acme ann bounce e2 | body > another
	ingest_serve --sendgrid-webhook-key "$(openssl pkey -in key.pem -pubout -outform DER | base64 -w0)"
	assert_equal "$(post another body)" "401 the signature is wrong"
	assert_equal "$(request /hooks/sendgrid/acme --data-binary @body)" "401 there is no signature"
	assert_equal "$(post body)" "200 stored"
	assert_equal "$(post body)" "200 stored"
	assert_equal "$(statuses)" "ann DELIVERED"
	assert_equal "$(query 'SELECT count(*) FROM crt.touches')" 1
	assert_equal "$(query "SELECT hook_seen_at IS NULL FROM crt.stores WHERE slug = 'acme'")" t
	servers_end
}

# Seen to fail: SENT and UNKNOWN, because the event came before the result was stored.
@test "an event that comes before the result of its hand-off counts" {
	local fate
	for fate in sent unknown; do
		left acme "$fate"
		cat > reporter <<-END
			#!/bin/sh
			while IFS='"' read -r a b c id more; do
				jq -nc --arg id "\$id" '{specversion: "1.0", id: ("e" + \$id), source: "/stores/acme", time: "$(at 11:20)",
					type: "crt.message.delivered", data: {message: \$id}}' | "$B/bin/crt-ingest" --now "$(at 11:20)"
				echo '{"message":"'"\$id"'","status":"$fate"}'
			done
		END
		chmod +x reporter
		detect 10:20
		campaign 11:20
		crt "$([ $fate = sent ] && echo 0 || echo 3)" send --now "$(at 11:20)" --channel exec --program "$PWD/reporter" < due
	done
	assert_equal "$(statuses)" "sent DELIVERED,unknown DELIVERED"
}
