#!/usr/bin/env bats
# ending.bats: what a command reports at its end, what it rejects, and with which exit status.

load helper

setup() {
	test_begin
	CLOCK=2026-11-22T11:00:00Z
	crt 0 sync store add -f "$TOP/etc/first/store.yaml"
}

# Catches: run.c does not print its counters.
@test "-v logs the counters of a run in one line; without -v the run logs nothing" {
	crt 0 ingest -n -v "$TOP/etc/first/records.ndjson"
	assert_equal "$(< err)" "crt-ingest: done, as a dry run: records 2, rejected 0"
	crt 3 ingest -v "$TOP/etc/first/records.ndjson" - <<< nonsense
	assert_has "crt-ingest: ends with 3: records 2, rejected 1"
	build templates
	crt 0 campaign -v apply "$B/templates" "$TOP/etc/first/campaign.yaml"
	assert_equal "$(< err)" "crt-campaign: done"
	crt 0 detect -v
	assert_equal "$(< err)" "crt-detect: done: recovered 0, ended 0, abandoned 1, bought 0, expired 0, offered 1"
	cp out abandoned
	crt 0 campaign -v < abandoned
	assert_equal "$(< err)" "crt-campaign: done: taken 1, enrolled 1, rejected 0, read 1, queued 1, due 1"
	cp out due
	crt 0 send -v --channel maildir --maildir mail < due
	assert_equal "$(< err)" "crt-send: done: sent 1"
	crt 0 report -v
	assert_equal "$(< err)" "crt-report: done"
	crt 0 sync store list -vv
	assert_equal "$(< err)" "crt-sync: done"
	crt 0 detect
	assert_equal "$(< err)" ""
	crt 0 detect -q -v
	assert_equal "$(< err)" ""
}

# mail_sender: prints the sender of the only mail in the folder mail, and removes the mail.
mail_sender() {
	cat mail/new/* | tr -d '\r' | sed -n 's/^From: //p'
	rm mail/new/*
}

# Catches: test.c requires --from although a store has a sender, or takes the sender of another store.
@test "the sender of a test mail is --from, else that of the first store or the store of -s" {
	store aa
	store zz '{"from": "Zed <shop@zz.example>"}'
	for args in '' '-s acme'; do
		crt 0 send test --to x@y.example --channel maildir --maildir mail $args
		assert_equal "$(< out)" "maildir accepted the test mail to x@y.example"
		assert_equal "$(mail_sender)" "Acme <shop@acme.example>"
	done
	crt 0 send test --to x@y.example --channel maildir --maildir mail -s zz
	assert_equal "$(mail_sender)" "Zed <shop@zz.example>"
	crt 0 send test --to x@y.example --channel maildir --maildir mail -s zz --from me@here.example
	assert_equal "$(mail_sender)" "me@here.example"
	crt 64 send test --to x@y.example --channel maildir --maildir mail -s aa
	assert_has "hint: use --from ADDRESS"
	crt 64 send test --to x@y.example --channel maildir --maildir mail -s nosuch
	PGHOST=/nowhere crt 0 send test --to x@y.example --channel maildir --maildir mail --from me@here.example
}

# assert_ended STATUS TEXT: a run with the remaining arguments ends with STATUS and logs TEXT last.
assert_ended() {
	local want=$1 text=$2
	shift 2
	crt "$want" "$@"
	assert_has "$text"
	assert_equal "$(< out)" ""
}

# Catches: input.c takes an unreadable file for lost output; an invalid id reaches the database.
@test "a command line that names a missing object exits with 64" {
	for input in / /nonexistent; do
		assert_ended 64 "cannot read \"$input\"" ingest "$input"
		assert_ended 64 "cannot read \"$input\"" ingest "$TOP/etc/first/records.ndjson" "$input"
	done
	assert_ended 64 "cannot read \"-\"" ingest <&-
	assert_ended 64 "cannot read \"-\"" campaign <&-
	for word in sent failed requeue; do
		assert_ended 64 "\"nope\" is not the id of a message" send reconcile --channel maildir --maildir mail --$word nope
	done
	assert_ended 64 "there is no message \"nope\"" send preview nope
	assert_ended 64 "\"nope\" is not the id of a reject" ingest rejects drop nope
	assert_ended 64 "\"nope\" is not the id of a reject" ingest rejects retry nope
	assert_ended 64 "there is no cart \"nope\"" detect show nope
}

# Seen to fail: the line was text with the current time, whatever the options were.
@test "an error on the command line is logged in the requested format and with the time of --now" {
	local got
	for call in "env CRT_LOG=json $B/bin/crt-ingest --now 2026-11-02T10:00:00Z --nope" \
		"$B/bin/crt-ingest --nope --log=json --now 2026-11-02T10:00:00Z" "$B/bin/crt-ingest --log json --now=2026-11-02T10:00:00Z a verb"; do
		got=0
		$call 2> err || got=$?
		assert_equal "$got $(jq -r '[.time, .level] | join(" ")' err)" "64 2026-11-02T10:00:00Z error"
	done
}

@test "a dry run names no list that it leaves empty" {
	echo bad > feed
	crt 3 ingest -n feed
	assert_has 'hint: without -n they are stored'
}

# Seen to fail: each command before the stopped one logged "Broken pipe".
@test "in a pipeline only the command that stopped first reports why" {
	local got=0
	crt 0 ingest "$TOP/etc/first/records.ndjson"
	build templates
	crt 0 campaign apply "$B/templates" "$TOP/etc/first/campaign.yaml"
	PATH=$B/bin:$PATH bash "$B/scripts/crt-recover" --channel maildir --maildir /dev/null/mail 2> err || got=$?
	assert_equal "$(grep -c '"command"' err) $(grep -c '"crt-send"' err)" "1 1"
}

@test "input that is no stream of records exits with 3, and each line is a reject" {
	printf 'a\n\0b\nc\n' > feed
	assert_ended 3 "3 of 3 records were rejected" ingest feed
	assert_equal "$(query 'SELECT count(*) FROM crt.rejects')" 3
}

# Catches: another error kind for errors that appear only when a template is filled.
@test "an invalid template exits with 78, at parsing or filling; invalid data with 65" {
	for text in '{% nonsense %}' '{{ a | nonsense }}' '{{ cart.total }}' '{{ 1 | divided_by: 0 }}' '{% for i in (1..300000) %}.{% endfor %}'; do
		echo "$text" > t.liquid
		assert_ended 78 "t.liquid:1:" campaign preview --file t.liquid
	done
	for data in '[]' 'nonsense' '""'; do
		echo "$data" > data.json
		assert_ended 65 data.json campaign preview --file t.liquid --data data.json
	done
}

# Catches: --limit and --after are options of every command, and most ignore them.
@test "only verbs with long lists accept --limit and --after" {
	for verb in 'send status' 'report' 'report health' 'report export' 'detect' 'ingest' 'sync' 'sync hooks list'; do
		for option in '--after foo' '--limit 1'; do
			crt 64 $verb $option
			assert_has "${option%% *}"
			assert_equal "$(< out)" ""
		done
	done
	crt 64 campaign explain --after foo c1
	CRT_LIMIT=1 CRT_AFTER=foo crt 0 report
	CRT_LIMIT=1 crt 78 campaign list
	assert_has "CRT_LIMIT in the environment has no effect: give --limit on the command line"
	for verb in 'campaign list' 'detect list' 'ingest rejects list' 'sync store list'; do
		crt 0 $verb --limit 1
	done
}

# Catches: run.c checks -s only where it opens the stores.
@test "every verb that uses the database exits with 64 for an unknown store" {
	crt 0 campaign apply "$TOP/etc/first/campaign.yaml" "$B/templates"
	for verb in 'sync store list' 'sync store show acme' 'sync store set acme wait=20m' 'sync store add acme' \
	    'sync store remove acme -n' 'sync hooks list' 'sync' 'send status' 'send reconcile' 'detect' 'detect list' \
	    'campaign list' 'campaign show first' 'ingest rejects list' 'ingest' 'report' 'report export'; do
		crt 64 $verb -s acme -s nosuch < /dev/null
		assert_has 'there is no store "nosuch"'
		assert_equal "$(< out)" ""
	done
	crt 0 sync store set acme status=paused
	crt 0 sync store list -s acme
	assert_equal "$(jq -r .store out)" acme
}
