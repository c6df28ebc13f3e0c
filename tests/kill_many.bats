#!/usr/bin/env bats
# kill_many.bats: many processes of one command run at once with the same input.
#
# Seen to fail: a claim without FOR UPDATE SKIP LOCKED; a living sender taken for a dead one; a second
# crt-campaign that does not read its pipe.

load kill

PARTITIONS=2

setup_file() { shop_file; }
setup() { shop; }

# run_at_once N COMMAND...: runs N at once. Another process may do the work of each.
run_at_once() {
	local n=$1 i pids=()
	shift
	for i in $(seq "$n"); do
		"$@" > "reported.$i" 2> "err.$i" 3>&- < input &
		pids+=($!)
	done
	for i in "${pids[@]}"; do
		wait "$i"
	done
}

to_maildir() { run_crt send --channel maildir --maildir mail --window 7; }

# once_each: each message is with its recipient, in the database, and in the output exactly once.
once_each() {
	assert_equal "$("$1")" "$(< people)" "received"
	assert_equal "$(cat reported.* | jq -r 'select(.type == "crt.message.sent").data.message' | sort)" "$(< messages)" "reported"
	assert_equal "$(query "SELECT status, count(*) FROM crt.messages WHERE status <> 'SKIPPED' GROUP BY status")" "SENT|204"
}

@test "16 senders with the same input write each mail into a Maildir once" {
	make_due
	run_at_once 16 to_maildir
	once_each maildir
}

@test "16 senders with the same input send each mail to a mail server once" {
	make_due
	server
	run_at_once 16 to_smtp
	until_closed
	once_each received
}

pipeline() { run_crt detect | run_crt campaign | to_maildir; }

@test "four concurrent pipelines send each mail once" {
	make_crowd
	: > input
	pipeline > reported
	state > state
	restore_stage crowd
	run_at_once 4 pipeline
	assert_equal "$(cat err.*)" ""
	pipeline > reported
	assert_equal "$(state)" "$(< state)"
	assert_equal "$(maildir | uniq | wc -l)" 204
	assert_equal "$(maildir | wc -l)" 204
}

# With a shuffled file, processes wait for each other's carts in every order.
shuffled() {
	local me=$BASHPID
	shuf --random-source=<(yes "$me") crowd.ndjson > "crowd.$me"
	run_crt ingest -b 20 "crowd.$me"
}
same_file() { run_crt ingest -b 20 crowd.ndjson; }

@test "four concurrent crt-ingest with the same file, in order or shuffled, store each record once" {
	make_crowd
	: > input
	state > state
	for way in same_file shuffled; do
		restore_stage ingest
		tail -1 today.ndjson | run_crt ingest
		run_at_once 4 "$way"
		assert_equal "$(cat err.*)" ""
		assert_equal "$(state)" "$(< state)" "$way"
	done
}
