#!/usr/bin/env bats
# kill.bats: each command of the pipeline killed at every place where that could matter.
#
# CRT_FAULT=n is kill -9 at the nth place that a run passes; n goes up until the run
# survives.  Afterwards the pipeline runs once more, as cron would do it, and
# everything must be as if nobody had been killed.

load kill

setup_file() { shop_file; }
setup() { shop; }

# The rest of the pipeline, from the command that was killed.
from_ingest() {
	run_ ingest -b 3 today.ndjson 2> warnings || [ $? -eq 3 ]
	from_detect
}
from_detect() { run_ detect | run_ campaign | from_maildir; }
from_campaign() { from_detect; }

# What was in hand is settled first; what was not taken is due again in the next run.
# A mail reader has been there meanwhile.
from_maildir() {
	run_ send --channel maildir --maildir mail --window 2 > said
}
again_maildir() {
	[ ! -d mail ] || for f in mail/new/*; do
		[ ! -f "$f" ] || mv "$f" "mail/cur/${f##*/}:2,S"
	done
	from_maildir < due 2> warnings
	run_ campaign < /dev/null | from_maildir
}

from_smtp() { to_smtp > said 2> warnings; }
again_smtp() {
	from_smtp < due || [ $? -eq 3 ]
	decide
	run_ campaign < /dev/null | from_smtp
}

# all STAGE: how the undisturbed run ends, in the files state and people.
all() {
	back "$1"
	"from_$1" < "${2:-/dev/null}"
	state > state
	"people_$1" > people
	same "$(wc -l < people)" 5
}

# after STAGE N: the run that follows a kill at place N ends as the undisturbed one.
after() {
	gone
	"again_$1"
	same "$(state)" "$(cat state)" "state after a kill at place $2"
	same "$("people_$1")" "$(cat people)" "mails after a kill at place $2"
}

# kill_at_each STAGE INPUT PLACES STATUS COMMAND...: PLACES at least are passed.
kill_at_each() {
	local stage=$1 input=$2 places=$3 status=$4 n=0 got=137
	shift 4
	all "$stage" "$input"
	while [ "$got" -eq 137 ] && [ "$n" -lt 500 ]; do
		n=$((n + 1)) got=0
		back "$stage"
		CRT_FAULT=$n "$@" < "$input" > told 2> err || got=$?
		after "$stage" "$n"
	done
	cat err
	same "$got" "$status" "exit status of the run that survived"
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
	kill_at_each ingest /dev/null 12 3 run_ ingest --echo -b 3 today.ndjson
}

@test "crt-detect" {
	kill_at_each detect /dev/null 11 0 run_ detect
}

@test "crt-campaign" {
	kill_at_each campaign abandoned 12 0 run_ campaign
}

@test "crt-send into a Maildir" {
	kill_at_each maildir due 38 0 run_ send --channel maildir --maildir mail --window 2
}

@test "crt-send to a mail server" {
	server
	cp maildir.sql smtp.sql
	kill_at_each smtp due 33 0 to_smtp
}
