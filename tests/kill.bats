#!/usr/bin/env bats
# kill.bats: each command of the pipeline killed at every place where that could matter.
#
# CRT_FAULT=n is kill -9 at the nth place that a run passes; n goes up until the run
# survives.  Afterwards the pipeline runs once more, as cron would do it, and
# everything must be as if nobody had been killed.  What a sender leaves in hand is never more
# than its --window; and it is as much at times, because the next messages are claimed while
# mails are on their way.  Of what is on the wire alone nobody knows: one mail here, and none
# of a Maildir.  A sender works on two threads: which place is the nth is then chance.
#
# Seen to fail: a dead sender's messages back to QUEUED instead of UNKNOWN; a window UNKNOWN
# instead of what was on the wire; a hand-over before its claim is committed; what is told before it is committed; a Maildir that
# does not look into cur/; settling whose outcome is not written; a place taken away; hands
# as large as the window; no claim before the mails of the hand before are out.

load kill

setup_file() { shop_file; }
setup() {
	shop
	export CRT_LEDGER=$PWD/ledger
}

# The rest of the pipeline, from the command that was killed.
from_ingest() {
	run_crt ingest -b 3 today.ndjson 2> warnings || [ $? -eq 3 ]
	from_detect
}
from_detect() { run_crt detect | run_crt campaign | from_maildir; }
from_campaign() { from_detect; }

# What was in hand is settled first; what was not taken is due again in the next run.
# A mail reader has been there meanwhile.
from_maildir() {
	run_crt send --channel maildir --maildir mail --window 2 > said
}
again_maildir() {
	[ ! -d mail ] || for f in mail/new/*; do
		[ ! -f "$f" ] || mv "$f" "mail/cur/${f##*/}:2,S"
	done
	from_maildir < due 2> warnings
	run_crt campaign < /dev/null | from_maildir
}

from_smtp() { to_smtp > said 2> warnings; }
again_smtp() {
	from_smtp < due || [ $? -eq 3 ]
	resolve_unknown
	wc -l < unknown >> unknowns
	run_crt campaign < /dev/null | from_smtp
}

# all STAGE: how the undisturbed run ends, in the files state and people.
all() {
	restore_stage "$1"
	"from_$1" < "${2:-/dev/null}"
	state > state
	"people_$1" > people
	assert_equal "$(wc -l < people)" 5
}

# after STAGE N: the run that follows a kill at place N ends as the undisturbed one.
after() {
	"again_$1"
	assert_equal "$(state)" "$(< state)" "state after a kill at place $2"
	assert_equal "$("people_$1")" "$(< people)" "mails after a kill at place $2"
}

# What a killed run has told was committed: events, episodes, messages.
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
			ELSE EXISTS (SELECT FROM crt.events WHERE payload::json->>'id' = r->>'id') END")" 0 "told, but not so"
}

# kill_at_each STAGE INPUT PLACES STATUS COMMAND...: PLACES at least are passed.
kill_at_each() {
	local stage=$1 input=$2 places=$3 status=$4 n=0 got=137
	shift 4
	all "$stage" "$input"
	: > in_hand
	: > unknowns
	while [ "$got" -eq 137 ] && [ "$n" -lt 500 ]; do
		n=$((n + 1)) got=0
		restore_stage "$stage"
		CRT_FAULT=$n "$@" < "$input" > told 2> err || got=$?
		count_sending >> in_hand
		only_true told
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

@test "crt-ingest" {
	kill_at_each ingest /dev/null 12 3 run_crt ingest --echo -b 3 today.ndjson
}

@test "crt-ingest over two connections" {
	kill_at_each ingest /dev/null 9 3 run_crt ingest --connections 2 -b 7 today.ndjson
}

@test "crt-detect" {
	kill_at_each detect /dev/null 11 0 run_crt detect
}

@test "crt-campaign" {
	kill_at_each campaign abandoned 12 0 run_crt campaign
}

@test "crt-send into a Maildir" {
	kill_at_each maildir due 44 0 run_crt send --channel maildir --maildir mail --window 2
	assert_equal "$(sort -n in_hand | tail -1)" 2 "messages in hand at most"
}

@test "crt-send to a mail server" {
	server
	cp maildir.sql smtp.sql
	kill_at_each smtp due 39 0 to_smtp
	assert_equal "$(sort -n in_hand | tail -1)" 2 "messages in hand at most"
	assert_equal "$(sort -n unknowns | tail -1)" 1 "unknown at most"
}

# orphans CHANNEL: a run has died with two messages in hand, one handed over and one not; the mail
# before them was alone, because nothing had been measured.
orphans() {
	local n
	server
	for n in {6..45} {6..45}; do
		restore_stage maildir
		CRT_FAULT=$n "from_$1" < due > told 2> err || [ $? -eq 137 ]
		until_closed
		[ "$(count_sending) $("people_$1" 2> err | wc -l)" != "2 2" ] || break
	done
	assert_equal "$(count_sending) $("people_$1" | wc -l)" "2 2" "in hand, and handed over"
	save_stage orphans
	cp -r mail mail.orphans 2> err || true
	cp -r ledger ledger.orphans
}

@test "crt-send while it settles what a dead run left" {
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
		only_true said
		after maildir "$n"
	done
	assert_equal "$got" 0
	echo "$((n - 1)) places"
	[ "$((n - 1))" -ge 4 ]
}

# What a person says of two messages is taken of both or of none.
@test "crt-send reconcile" {
	serve server smtp_script.py drop-dot
	restore_stage maildir
	head -4 due | to_smtp > told 2> warnings || [ $? -eq 3 ]
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
