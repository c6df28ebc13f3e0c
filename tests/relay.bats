#!/usr/bin/env bats
# relay.bats: rejections by a mail server that concern the sender's setup, not a recipient (P6).

load helper
load pipeline
load serve

# people FIRST LAST: the people pNN with a cart each.
people() {
	local i
	for ((i = $1; i <= $2; i++)); do
		cart "c$i" 10:00 "$(person "$i" "p$i@shop.example")"
	done
}

# send_due TIME WANT: sends what is due then to the mail server at $PORT; WANT is the exit status.
send_due() {
	detect "$1"
	campaign "$1"
	crt "$2" send --now "$(at "$1")" --channel smtp --smtp-url "smtp://127.0.0.1:$PORT" --smtp-tls off "${@:3}" < due
}

# server [LINE...]: starts a server with these responses; without any it accepts everything.
server() {
	serve_end
	rm -rf server
	printf '%s\n' "$@" > responses
	[ $# -gt 0 ] || : > responses
	serve server smtp_script.py ok --responses "$PWD/responses"
	PORT=$(< server/port)
}

states() { query "SELECT status, count(*) FROM crt.messages WHERE step_index = 0 GROUP BY status ORDER BY status::text" | paste -sd ' '; }
dead()   { query "SELECT count(*), min(reason), min(code) FROM crt.suppressions"; }
tries()  { query "SELECT max(attempts) FROM crt.messages"; }

setup() {
	test_begin
	shop acme
}

# A campaign of one step, so no later step replaces a mail. Ten later mails are accepted, so a suppression becomes
# final: p10, whose mailbox does not exist.
# Seen to fail: any 5yz response to RCPT suppressed, whatever its code and text; all nine were FAILED and never mailed.
@test "nine responses about the relay suppress nobody, and the nine mails are sent when the relay accepts them" {
	sed -i '/template: second/d; /template: third/d' campaign.acme.yaml
	crt 0 campaign --now 2026-11-01T00:00:00Z apply campaign.acme.yaml
	people 1 10 | ingest 10:01
	server "p1@	550 relay not permitted" \
		"p2@	553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)" \
		"p3@	550 #5.7.1 Your access to submit messages to this e-mail system has been rejected." \
		'p4@	550-"JunkMail rejected - mx.example [192.0.2.9] is in an RBL\n550 see http://rbl.example"' \
		"p5@	550 <anna@example.org>: Reject due to SPF policy" "p6@	550 Administrative prohibition" \
		"p7@	553 Relaying disallowed as shop@acme.example" "p8@	550 Sender verify failed" \
		"p9@	550 Too many messages from this account, slow down" "p10@	550 5.1.1 no such user"
	send_due 11:20 3
	assert_equal "$(states) $(tries) $(dead)" "FAILED|1 QUEUED|9 1 0||"
	assert_equal "$(query "SELECT string_agg(code, ',' ORDER BY code) FROM crt.messages WHERE code LIKE '%5.7.1'")" "550 5.7.1,553 5.7.1"
	server
	people 21 30 | ingest 10:01
	send_due 11:40 0
	assert_equal "$(states) $(tries) $(dead)" "FAILED|1 SENT|19 2 1|bounced|550 5.1.1"
	assert_equal "$(grep -il '^to:.*p[1-9]@' server/*.eml | wc -l) $(grep -il '^to:.*p10@' server/*.eml | wc -l)" "9 0"
}

# Seen to fail: all recipients were suppressed; the run ended with 3; messages in the queue were called failed.
@test "when every recipient is rejected the relay is at fault: the run ends, nobody is suppressed, health reports it" {
	people 1 14 | ingest 10:01
	server "shop.example	550 5.1.1 User unknown in local recipient table"
	for time in 11:20 11:21; do
		send_due "$time" 69
		assert_equal "$(states) $(tries) $(dead)" "QUEUED|14 0 0||"
		assert_has "refuses 14 of 14 recipients alike (550 5.1.1)"
		# Ten are needed to decide; what was called failed before is called queued then.
		jq -r 'select(.type == "crt.message.failed") | .data.message' out | sort > failed
		jq -r 'select(.type == "crt.message.queued") | .data.message' out | sort > queued
		[ "$(wc -l < failed)" -le 4 ]
		assert_equal "$(comm -23 failed queued) $(wc -l < queued)" " 14"
	done
	crt 69 report health --now "$(at 11:22)"
	grep -q 'crt-send.*refuses 14 of 14 recipients alike' out
	server
	send_due 11:23 0
	assert_equal "$(states) $(tries) $(dead)" "SENT|14 1 0||"
	assert_equal "$(query 'SELECT count(*) FROM crt.refusals')" 0
}

# Seen to fail: nine runs of one message suppressed nine people.
@test "runs of one message are counted together, and failed messages are sent again" {
	local i
	server "shop.example	550 5.1.1 User unknown in local recipient table"
	for i in 1 2 3 4 5 6 7 8 9; do
		people "$i" "$i" | ingest 10:01
		send_due "11:2$i" 3
	done
	assert_equal "$(states) $(dead)" "FAILED|9 0||"
	people 10 10 | ingest 10:01
	send_due 11:30 69
	assert_equal "$(states) $(tries) $(dead)" "QUEUED|10 0 0||"
	assert_equal "$(jq -r 'select(.type == "crt.message.queued") | .data.code + " " + .data.provider' out | uniq -c | xargs)" \
		"10 550 5.1.1 smtp"
	server
	send_due 11:31 0
	assert_equal "$(states) $(dead)" "SENT|10 0||"
}

@test "a temporary rejection of every recipient counts as no attempt, and passes" {
	people 1 10 | ingest 10:01
	server "shop.example	451 4.3.0 queue file write error"
	send_due 11:20 75
	assert_equal "$(states) $(tries)" "QUEUED|10 0"
	server
	send_due 11:40 0
	assert_equal "$(states) $(tries)" "SENT|10 1"
}

# Seen to fail: suppressed at once after one response.
@test "an invalid address is suppressed after ten later mails were accepted, and not before" {
	people 1 8 | ingest 10:01
	server "p1@	550 5.1.1 no such user"
	send_due 11:20 3
	assert_equal "$(states) $(dead)" "FAILED|1 SENT|7 0||"
	people 11 13 | ingest 10:01
	send_due 11:40 0
	assert_equal "$(dead)" "1|bounced|550 5.1.1"
	send_due 11:41 0
	assert_equal "$(dead)" "1|bounced|550 5.1.1"
	server
	send_due 03-11:20 0
	assert_equal "$(grep -l 'p1@' server/*.eml)" ""
	assert_equal "$(query "SELECT DISTINCT status, reason FROM crt.messages WHERE step_index = 1 AND status = 'SKIPPED'")" "SKIPPED|suppressed"
}

# A burst that is too small to stop a run suppresses nobody, whatever comes after it.
@test "rejections of several recipients at the same time suppress nobody" {
	people 1 6 | ingest 10:01
	server "shop.example	550 5.1.1 no such user"
	send_due 11:20 3
	server
	people 11 25 | ingest 10:01
	send_due 11:40 0
	assert_equal "$(states) $(dead)" "FAILED|6 SENT|15 0||"
	assert_equal "$(query 'SELECT count(*) FROM crt.refusals WHERE key IS NOT NULL')" 0
}
