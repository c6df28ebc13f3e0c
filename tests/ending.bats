#!/usr/bin/env bats
# ending.bats: what a command tells at its end, what it refuses, and with which status it ends.

load helper

setup() {
	test_begin
	CLOCK=2026-11-22T11:00:00Z
	crt 0 sync store add -f "$TOP/etc/first/store.yaml"
}

# Catches: run.c that keeps its counts to itself.
@test "-v tells what a run has counted in one line, which is silent without" {
	crt 0 ingest -n -v "$TOP/etc/first/records.ndjson"
	assert_equal "$(< err)" "crt-ingest: done, as a dry run: records 2, rejected 0"
	crt 3 ingest -v "$TOP/etc/first/records.ndjson" - <<< nonsense
	assert_has "crt-ingest: ends with 3: records 2, rejected 1"
	make -s -C "$TOP" templates "B=$B"
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

# from: who the only mail of the folder mail is from; it is taken away.
from() {
	cat mail/new/* | tr -d '\r' | sed -n 's/^From: //p'
	rm mail/new/*
}

# Catches: test.c that asks for --from although a store has a sender, or takes another store's.
@test "a test mail is from --from, else from the first store, or the one that -s names" {
	store aa
	store zz '{"from": "Zed <shop@zz.example>"}'
	for args in '' '-s acme'; do
		crt 0 send test --to x@y.example --channel maildir --maildir mail $args
		assert_equal "$(< out)" "maildir accepted the test mail to x@y.example"
		assert_equal "$(from)" "Acme <shop@acme.example>"
	done
	crt 0 send test --to x@y.example --channel maildir --maildir mail -s zz
	assert_equal "$(from)" "Zed <shop@zz.example>"
	crt 0 send test --to x@y.example --channel maildir --maildir mail -s zz --from me@here.example
	assert_equal "$(from)" "me@here.example"
	crt 64 send test --to x@y.example --channel maildir --maildir mail -s aa
	assert_has "hint: use --from ADDRESS"
	crt 64 send test --to x@y.example --channel maildir --maildir mail -s nosuch
	PGHOST=/nowhere crt 0 send test --to x@y.example --channel maildir --maildir mail --from me@here.example
}

# ended STATUS TEXT: the run that ends so with that last word, whatever it is called with.
ended() {
	local want=$1 text=$2
	shift 2
	crt "$want" "$@"
	assert_has "$text"
	assert_equal "$(< out)" ""
}

# Catches: input.c that takes what cannot be read for lost output; an id that only the database reads.
@test "what a command line names and cannot be had is 64" {
	for input in / /nonexistent; do
		ended 64 "cannot read \"$input\"" ingest "$input"
		ended 64 "cannot read \"$input\"" ingest "$TOP/etc/first/records.ndjson" "$input"
	done
	ended 64 "cannot read \"-\"" ingest <&-
	ended 64 "cannot read \"-\"" campaign <&-
	for word in sent failed requeue; do
		ended 64 "\"nope\" is not the id of a message" send reconcile --channel maildir --maildir mail --$word nope
	done
	ended 64 "there is no message \"nope\"" send preview nope
	ended 64 "\"nope\" is not the id of a reject" ingest rejects drop nope
	ended 64 "\"nope\" is not the id of a reject" ingest rejects retry nope
	ended 64 "there is no cart \"nope\"" detect show nope
}

# Seen to fail: text at the clock's time, whatever was asked for.
@test "a mistake on the command line is logged in the form and at the time that are asked for" {
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

# Seen to fail: a line of each command before it, "Broken pipe".
@test "of a pipeline only the command that stopped first says why" {
	local got=0
	crt 0 ingest "$TOP/etc/first/records.ndjson"
	make -s -C "$TOP" templates "B=$B"
	crt 0 campaign apply "$B/templates" "$TOP/etc/first/campaign.yaml"
	PATH=$B/bin:$PATH bash "$TOP/etc/bin/crt-recover" --channel maildir --maildir /dev/null/mail 2> err || got=$?
	assert_equal "$(grep -c '"command"' err) $(grep -c '"crt-send"' err)" "1 1"
}

@test "input that is no stream of records is 3, each of its lines a reject" {
	printf 'a\n\0b\nc\n' > feed
	ended 3 "3 of 3 records were rejected" ingest feed
	assert_equal "$(query 'SELECT count(*) FROM crt.rejects')" 3
}

# Catches: a kind of its own for what a template finds out only when it is filled.
@test "a template is wrong with 78, whether it cannot be read or cannot be filled; data with 65" {
	for text in '{% nonsense %}' '{{ a | nonsense }}' '{{ cart.total }}' '{{ 1 | divided_by: 0 }}' '{% for i in (1..300000) %}.{% endfor %}'; do
		echo "$text" > t.liquid
		ended 78 "t.liquid:1:" campaign preview --file t.liquid
	done
	for data in '[]' 'nonsense' '""'; do
		echo "$data" > data.json
		ended 65 data.json campaign preview --file t.liquid --data data.json
	done
}

# Catches: --limit and --after as options of every command, most of which pay no heed.
@test "only what prints a long list takes --limit, and --after" {
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

# Catches: run.c that looks at -s only where it opens the stores.
@test "a store that is not there is 64 for each verb that looks into the database" {
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
