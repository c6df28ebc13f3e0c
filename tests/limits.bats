#!/usr/bin/env bats
# limits.bats: several providers share the messages and replace each other; limits hold for all senders together.

load helper
load pipeline
load provider

setup() {
	test_begin
	shop acme
	private_file key SG.secret
	printf '%s\n' '#!/bin/sh' "while IFS='\"' read -r a b c id more; do" "echo \"\$id\" >> '$PWD/got'" \
		"echo '{\"message\":\"'\"\$id\"'\",\"status\":\"sent\"}'" done > reporter
	chmod +x reporter
	touch got
}

# left N: that many people abandon their carts at 10:00; a message to each is due at 11:20.
left() {
	local i
	for ((i = 1; i <= $1; i++)); do
		cart "c$i" 10:00 "$(person "p$i" "p$i@shop.example")"
	done | ingest 10:01
	detect 10:20
	campaign 11:20
}

options() { echo --channel exec --program "$PWD/reporter" --sendgrid-url "$URL" --sendgrid-key-file "$PWD/key" --timeout 1s; }

statuses() { query "SELECT provider, status, count(*) FROM crt.messages WHERE step_index = 0 GROUP BY 1, 2 ORDER BY 1, 2" | paste -sd ' '; }

# taken: how often each message reached a provider, with the ids of both.
taken() {
	{ cat got; jq -r 'select(.method == "POST") | .body | fromjson | .personalizations[0].custom_args.crt_msg | sub(".*/"; "")' server/log; } | sort
}

# Catches: a weight that has no effect.
@test "the weights of the providers divide the messages" {
	sendgrid_api
	left 12
	crt 0 send --now "$(at 11:20)" $(options) --providers sendgrid=3,exec=1 --window 1 --parallel 1 < due
	assert_equal "$(statuses)" "exec|SENT|3 sendgrid|SENT|9"
	assert_equal "$(taken | uniq -d)" ""
	for list in sendgrid=3,nothing=1 sendgrid,sendgrid sendgrid=x sendgrid=1001 =1 sendgrid=1,; do
		crt 78 send --now "$(at 11:20)" $(options) --providers "$list" < /dev/null
		assert_has "is no list of providers"
	done
}

# Catches: a message that may have been accepted and goes to the other provider, too; a failure that nobody reports.
@test "a provider that fails is replaced in the same run; what it may have taken goes to no other" {
	sendgrid_api '{"contains":"p1@","responses":[{"close":true}]},{"contains":"p2@","responses":[{"status":202}]},{"path":"/v3/mail/send","responses":[{"status":401}]}'
	left 9
	jq -sc 'sort_by(.data.context.cart.id)[]' due > sorted
	crt 69 send --now "$(at 11:20)" $(options) --providers sendgrid,exec=0 --window 1 --parallel 1 < sorted
	assert_has "SendGrid rejected the key (HTTP 401)"
	assert_has "exec sends from now on"
	assert_equal "$(statuses)" "exec|SENT|7 sendgrid|SENT|1 sendgrid|UNKNOWN|1"
	# the row reports from where it moved, and why
	assert_equal "$(query "SELECT DISTINCT reason FROM crt.messages WHERE provider = 'exec' AND reason IS NOT NULL")" \
		"moved from sendgrid: SendGrid rejected the key (HTTP 401)"
	# a request that was refused with 401 was not processed: only these may be at both
	jq -r 'select(.rule == 0 or .rule == 1) | .body | fromjson | .personalizations[0].custom_args.crt_msg | sub(".*/"; "")' server/log > processed
	assert_equal "$(sort processed got | uniq -d)" "" "at both"
	assert_equal "$(sort -u processed got | wc -l)" 9 "lost"
}

# Catches: a limit that each sender counts for itself, and a mail that was not handed off and counts.
@test "four senders at once never exceed the daily limit of a sender's domain, and the next day goes on" {
	local i pids=()
	sendgrid_api
	crt 0 sync store set acme daily_limit=7
	store beside '{"from": "Beside <other@shop.example>", "daily_limit": "7"}'
	left 20
	for i in 1 2 3 4; do
		"$B/bin/crt-send" --log text --now "$(at 11:20)" $(options) --ledger "$PWD/ledger$i" --window 6 < due > "out$i" 2> "err$i" &
		pids+=($!)
	done
	for i in "${pids[@]}"; do wait "$i"; done
	assert_equal "$(wc -l < got)" 7
	assert_equal "$(query "SELECT status, count(*) FROM crt.messages GROUP BY 1 ORDER BY 1" | paste -sd ' ')" "QUEUED|13 SENT|7"
	assert_equal "$(query 'SELECT mails FROM crt.send_days')" 7
	assert_equal "$(query "SELECT DISTINCT reason FROM crt.messages WHERE status = 'QUEUED'")" "the daily limit of the sender's domain is reached"
	cat err? | grep -q "the daily limit of the sender's domain is reached"
	campaign 03-09:00
	crt 0 send --now "$(at 03-09:00)" $(options) < due
	assert_equal "$(wc -l < got)" 14
	assert_equal "$(sort got | uniq -d)" ""
}

# Catches: a rate that each sender has for itself: then 24 messages take a fourth of the time.
@test "four senders at once share the rate of a provider" {
	local i pids=() start=${EPOCHREALTIME/./}
	sendgrid_api
	left 24
	start=${EPOCHREALTIME/./}
	for i in 1 2 3 4; do
		"$B/bin/crt-send" --log text --now "$(at 11:20)" $(options) --ledger "$PWD/ledger$i" --rate 10 < due > "out$i" 2> "err$i" &
		pids+=($!)
	done
	for i in "${pids[@]}"; do wait "$i"; done
	[ $((${EPOCHREALTIME/./} - start)) -ge 2200000 ]
	assert_equal "$(sort got | uniq -c | awk '{ print $1 }' | sort | uniq -c | xargs)" "24 1"
}

# Catches: a kill between the claim and its count, by which a day had more mails than its limit.
@test "killed anywhere, a day has no more mails than its limit" {
	local n status=1
	sendgrid_api
	crt 0 sync store set acme daily_limit=4
	left 9
	for ((n = 1; status != 0 && n < 60; n += 3)); do
		count_start
		status=0
		CRT_FAULT=$n "$B/bin/crt-send" --log text --now "$(at 11:20)" $(options) < due > sent 2> err || status=$?
		[ "$(wc -l < got)" -le 4 ]
	done
	assert_equal "$(sort got | uniq -d)" ""
	[ "$(query "SELECT mails FROM crt.send_days")" -le 4 ]
}
