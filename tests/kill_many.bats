#!/usr/bin/env bats
# kill_many.bats: many of the same command at once, and the same lines in all their hands.
#
# Seen to fail: a claim without FOR UPDATE SKIP LOCKED; a living sender taken for a dead
# one; a second crt-campaign that leaves its pipe unread.

load kill

PARTITIONS=2

setup_file() { shop_file; }
setup() { shop; }

# together N COMMAND...: N of them at once; each may find that others were faster.
together() {
	local n=$1 i pids=()
	shift
	for i in $(seq "$n"); do
		"$@" > "told.$i" 2> "err.$i" 3>&- < input &
		pids+=($!)
	done
	for i in "${pids[@]}"; do
		wait "$i"
	done
}

to_maildir() { run_crt send --channel maildir --maildir mail --window 7; }

# Each message once with whoever received it, in the database, and in what was told.
once_each() {
	assert_equal "$("$1")" "$(< people)" "received"
	assert_equal "$(cat told.* | jq -r 'select(.type == "crt.message.sent").data.message' | sort)" "$(< messages)" "told"
	assert_equal "$(query "SELECT status, count(*) FROM crt.messages WHERE status <> 'SKIPPED' GROUP BY status")" "SENT|204"
}

@test "16 senders read the same lines, into a Maildir" {
	make_due
	together 16 to_maildir
	once_each maildir
}

@test "16 senders read the same lines, to a mail server" {
	make_due
	server
	together 16 to_smtp
	until_closed
	once_each received
}

pipeline() { run_crt detect | run_crt campaign | to_maildir; }

@test "four pipelines at once" {
	make_crowd
	: > input
	pipeline > told
	state > state
	restore_stage crowd
	together 4 pipeline
	assert_equal "$(cat err.*)" ""
	pipeline > told
	assert_equal "$(state)" "$(< state)"
	assert_equal "$(maildir | uniq | wc -l)" 204
	assert_equal "$(maildir | wc -l)" 204
}

# The carts of a shuffled file wait for each other in every order there is.
shuffled() {
	local me=$BASHPID
	shuf --random-source=<(yes "$me") crowd.ndjson > "crowd.$me"
	run_crt ingest -b 20 "crowd.$me"
}
same_file() { run_crt ingest -b 20 crowd.ndjson; }

@test "four times the same file into crt-ingest, and in four orders, at once" {
	make_crowd
	: > input
	state > state
	for way in same_file shuffled; do
		restore_stage ingest
		tail -1 today.ndjson | run_crt ingest
		together 4 "$way"
		assert_equal "$(cat err.*)" ""
		assert_equal "$(state)" "$(< state)" "$way"
	done
}
