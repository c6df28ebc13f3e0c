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

to_maildir() { run_ send --channel maildir --maildir mail --window 7; }

# Each message once with whoever received it, in the database, and in what was told.
once_each() {
	same "$("$1")" "$(< people)" "received"
	same "$(cat told.* | jq -r 'select(.type == "crt.message.sent").data.message' | sort)" "$(< messages)" "told"
	same "$(answer "SELECT status, count(*) FROM crt.messages WHERE status <> 'SKIPPED' GROUP BY status")" "SENT|204"
}

@test "16 senders read the same lines, into a Maildir" {
	due
	together 16 to_maildir
	once_each maildir
}

@test "16 senders read the same lines, to a mail server" {
	due
	server
	together 16 to_smtp
	quiet
	once_each received
}

pipeline() { run_ detect | run_ campaign | to_maildir; }

@test "four pipelines at once" {
	crowd
	: > input
	pipeline > told
	state > state
	back crowd
	together 4 pipeline
	same "$(cat err.*)" ""
	pipeline > told
	same "$(state)" "$(< state)"
	same "$(maildir | uniq | wc -l)" 204
	same "$(maildir | wc -l)" 204
}

# The carts of a shuffled file wait for each other in every order there is.
shuffled() {
	local me=$BASHPID
	shuf --random-source=<(yes "$me") crowd.ndjson > "crowd.$me"
	run_ ingest -b 20 "crowd.$me"
}
same_file() { run_ ingest -b 20 crowd.ndjson; }

@test "four times the same file into crt-ingest, and in four orders, at once" {
	crowd
	: > input
	state > state
	for way in same_file shuffled; do
		back ingest
		tail -1 today.ndjson | run_ ingest
		together 4 "$way"
		same "$(cat err.*)" ""
		same "$(state)" "$(< state)" "$way"
	done
}
