#!/usr/bin/env bats
# kill.bats: each command of the pipeline is killed at every fault point.
#
# CRT_FAULT=n kills like -9 at the nth fault point that a run passes. n goes up until the run survives.
# Afterwards the pipeline runs once more, as cron runs it. The state must then be that of a run without
# a kill. A sender leaves at most --window messages in flight. Some kills leave exactly that many,
# because the next messages are claimed while mails are being sent. Only what was on the wire is
# UNKNOWN: here one mail, and none with a Maildir. A sender has two threads, so chance decides which
# fault point is the nth.
#
# Seen to fail: messages of a dead sender went back to QUEUED instead of UNKNOWN; a whole window was
# UNKNOWN instead of what was on the wire; a hand-off before its claim was committed; output before
# the commit; a Maildir without its cur/; reconcile without storing the outcome; a missing fault point;
# claims as large as the window; no claim before the previous mails were out.

load kill

STARTS=640

setup_file() { shop_file; }
setup() {
	shop
	export CRT_LEDGER=$PWD/ledger
}

# The rest of the pipeline, starting with the killed command.
from_ingest() {
	run_crt ingest -b 3 today.ndjson 2> warnings || [ $? -eq 3 ]
	from_detect
}
from_detect() { run_crt detect | run_crt campaign | from_maildir; }
from_campaign() { from_detect; }

# Messages in flight are resolved first. The others are due again in the next run.
# In between, a mail reader has moved the mails.
from_maildir() {
	run_crt send --channel maildir --maildir mail --window 2 > printed
}
again_maildir() {
	[ ! -d mail ] || for f in mail/new/*; do
		[ ! -f "$f" ] || mv "$f" "mail/cur/${f##*/}:2,S"
	done
	from_maildir < due 2> warnings
	send_rest from_maildir
}

from_smtp() { to_smtp > printed 2> warnings; }
again_smtp() {
	from_smtp < due || [ $? -eq 3 ]
	resolve_unknown
	wc -l < unknown >> unknowns
	send_rest from_smtp
}

# send_rest SEND: sends what is due again. Mostly nothing is; then SEND has nothing to read, and is not run.
send_rest() {
	run_crt campaign < /dev/null > rest
	[ ! -s rest ] || "$1" < rest
}

# all STAGE: writes the end of the run without a kill into the files state and people.
all() {
	restore_stage "$1"
	"from_$1" < "${2:-/dev/null}"
	state > state
	"people_$1" > people
	assert_equal "$(wc -l < people)" 5
	[ "$(wc -l < state)" -ge 40 ]
}

# after STAGE N: the run after a kill at point N ends like the run without a kill. Before the first mail,
# several kills that leave the same rows are followed by one run.
after() {
	local rows
	case $1 in
	ingest | detect | campaign)
		rows=$(state | cksum)
		[[ $continued != *" $rows "* ]] || return 0
		continued+=" $rows "
		;;
	esac
	"again_$1"
	assert_equal "$(state)" "$(< state)" "state after a kill at place $2"
	assert_equal "$("people_$1")" "$(< people)" "mails after a kill at place $2"
}

# What a killed run has reported was committed: events, episodes, messages.
only_true() {
	[ -s "$1" ] || return 0
	assert_equal "$(query "SELECT count(*) FROM jsonb_array_elements('[$(paste -sd , "$1")]') r WHERE NOT CASE
			WHEN r->>'type' LIKE 'crt.message.sent' THEN EXISTS (SELECT FROM crt.messages
				WHERE id::text = r->'data'->>'message' AND status = 'SENT')
			WHEN r->>'type' LIKE 'crt.message.%' THEN EXISTS (SELECT FROM crt.messages
				WHERE id::text = r->'data'->>'message')
			WHEN r->>'type' = 'crt.cart.recovered' THEN EXISTS (SELECT FROM crt.abandoned_carts
				WHERE id::text = r->'data'->>'episode' AND state = 'RECOVERED')
			WHEN r->>'type' = 'crt.cart.abandoned' THEN EXISTS (SELECT FROM crt.abandoned_carts
				WHERE id::text = r->'data'->>'episode')
			ELSE EXISTS (SELECT FROM crt.events WHERE payload::json->>'id' = r->>'id') END")" 0 "reported, but not true"
}

# kill_at_each STAGE INPUT PLACES STATUS COMMAND...: at least PLACES fault points are passed.
kill_at_each() {
	local stage=$1 input=$2 places=$3 status=$4 n=0 got=137 continued=""
	shift 4
	all "$stage" "$input"
	: > in_flight
	: > unknowns
	while [ "$got" -eq 137 ] && [ "$n" -lt 500 ]; do
		n=$((n + 1)) got=0
		restore_stage "$stage"
		CRT_FAULT=$n "$@" < "$input" > reported 2> err || got=$?
		count_sending >> in_flight
		only_true reported
		after "$stage" "$n"
	done
	cat err
	assert_equal "$got" "$status" "exit status of the run that survived"
	echo "$stage $((n - 1)) places"
	[ "$((n - 1))" -ge "$places" ]
}

people_ingest() { maildir; }
people_detect() { maildir; }
people_campaign() { maildir; }
people_maildir() { maildir; }
people_smtp() { received; }

again_ingest() { from_ingest; }
again_detect() { from_detect; }
again_campaign() { from_campaign; }

@test "crt-ingest loses and doubles nothing when killed" {
	kill_at_each ingest /dev/null 12 3 run_crt ingest --echo -b 3 today.ndjson
}

@test "crt-ingest over two connections loses and doubles nothing when killed" {
	kill_at_each ingest /dev/null 9 3 run_crt ingest --connections 2 -b 7 today.ndjson
}

@test "crt-detect loses and doubles nothing when killed" {
	kill_at_each detect /dev/null 9 0 run_crt detect
}

@test "crt-campaign loses and doubles nothing when killed" {
	kill_at_each campaign abandoned 12 0 run_crt campaign
}

@test "crt-send into a Maildir loses and doubles nothing when killed" {
	kill_at_each maildir due 44 0 run_crt send --channel maildir --maildir mail --window 2
	assert_equal "$(sort -n in_flight | tail -1)" 2 "messages in flight at most"
}

@test "crt-send to a mail server loses and doubles nothing when killed" {
	server
	cp maildir.sql smtp.sql
	kill_at_each smtp due 39 0 to_smtp
	assert_equal "$(sort -n in_flight | tail -1)" 2 "messages in flight at most"
	assert_equal "$(sort -n unknowns | tail -1)" 1 "unknown at most"
}

# orphans CHANNEL: a run died with two messages in flight, of which one was handed off. The mail before
# them was sent alone, because there was no measurement yet.
orphans() {
	local n
	server
	for n in {6..45} {6..45}; do
		restore_stage maildir
		CRT_FAULT=$n "from_$1" < due > reported 2> err || [ $? -eq 137 ]
		until_closed
		[ "$(count_sending) $("people_$1" 2> err | wc -l)" != "2 2" ] || break
	done
	assert_equal "$(count_sending) $("people_$1" | wc -l)" "2 2" "in flight, and handed off"
	save_stage orphans
	cp -r mail mail.orphans 2> err || true
	cp -r ledger ledger.orphans
}

@test "crt-send can be killed while it resolves what a dead run left" {
	all maildir due
	orphans maildir
	local n=0 got=137
	while [ "$got" -eq 137 ] && [ "$n" -lt 50 ]; do
		n=$((n + 1)) got=0
		restore_stage orphans
		cp -r mail.orphans mail
		rm -rf ledger
		cp -r ledger.orphans ledger
		CRT_FAULT=$n from_maildir < /dev/null 2> err || got=$?
		until_gone
		only_true printed
		after maildir "$n"
	done
	assert_equal "$got" 0
	echo "$((n - 1)) places"
	[ "$((n - 1))" -ge 4 ]
}

# The results that a person gives for two messages are stored together or not at all.
@test "crt-send reconcile can be killed" {
	serve server smtp_script.py drop-dot
	restore_stage maildir
	head -4 due | to_smtp > reported 2> warnings || [ $? -eq 3 ]
	list_unknown --channel smtp
	assert_equal "$(wc -l < unknown)" 2
	save_stage orphans
	local n=0 got=137 ids
	ids=$(jq -r .message unknown | xargs)
	while [ "$got" -eq 137 ] && [ "$n" -lt 50 ]; do
		n=$((n + 1)) got=0
		restore_stage orphans
		CRT_FAULT=$n run_crt send reconcile --channel smtp --sent "${ids% *}" --requeue "${ids#* }" 2> err || got=$?
		until_gone
		[[ " 0 2 " == *" $(query "SELECT count(*) FROM crt.messages WHERE status = 'UNKNOWN'") "* ]]
	done
	assert_equal "$got" 0
	[ "$((n - 1))" -ge 1 ]
	restore_stage orphans
	run -64 run_crt send reconcile --channel smtp --sent "${ids% *}" --requeue 00000000-0000-0000-0000-000000000000
	assert_equal "$(query "SELECT count(*) FROM crt.messages WHERE status = 'UNKNOWN'")" 2
}
