#!/usr/bin/env bats
# stop.bats: at SIGTERM and SIGINT a command finishes what is in flight, closes its heartbeat, and exits with 75.
#
# Seen to fail: a command that dies from the signal (143), with its heartbeat open forever.

load helper
load pipeline
load shops

setup() {
	test_begin
	mkfifo in
}

teardown() {
	[ -z "${COMMAND:-}" ] || kill -9 "$COMMAND" 2> killed || true
	exec 7>&-
	serve_end "$BATS_TEST_TMPDIR"
	test_end
}

# start_command COMMAND ARGUMENT...: runs it in the background; its id is in $COMMAND. SIGINT is not ignored as in a shell.
start_command() {
	local bin=$B/bin/crt-$1
	[ -e "$bin" ] || { bin=$B/bin/crt; set -- "" "$@"; }
	env --default-signal=INT "$bin" --log text "${@:2}" > out 2> err 3>&- 7>&- < "${INPUT:-/dev/null}" &
	COMMAND=$!
}

# assert_stops SIGNAL COMMAND [-]: it exits with 75, and its heartbeat, if it has one, says so.
assert_stops() {
	local got=0
	wait "$COMMAND" || got=$?
	cat err
	assert_equal "$got" 75 "$2 on SIG$1"
	assert_has "crt${2:+-$2}: stopped by SIG$1"
	[ -n "${3-}" ] || assert_equal "$(query "SELECT exit, reason FROM crt.runs WHERE command LIKE 'crt-$2%'
		ORDER BY ended_at DESC NULLS FIRST LIMIT 1")" "75|stopped by SIG$1"
}

@test "a command that waits for input ingests what it has read, and stops" {
	shop acme
	for signal in TERM INT; do
		for command in ingest campaign send; do
			INPUT=in start_command "$command"
			exec 7> in
			cart "c$signal" 10:00 >&7
			until_true "EXISTS (SELECT FROM crt.runs WHERE command = 'crt-$command' AND ended_at IS NULL)"
			[ "$command" != ingest ] || until_true "EXISTS (SELECT FROM crt.carts WHERE external_id = 'c$signal')"
			kill -$signal "$COMMAND"
			assert_stops $signal "$command"
			exec 7>&-
		done
	done
}

# hold_and_stop TABLE COMMAND...: it waits in a statement when the signal arrives.
hold_and_stop() {
	lock_table "crt.$1"
	start_command "${@:2}"
	until_true "EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
		AND application_name LIKE 'crt%' AND wait_event_type = 'Lock')"
	kill -TERM "$COMMAND"
	query "SELECT pg_terminate_backend(pid) FROM pg_locks
		WHERE $HERE AND relation = 'crt.$1'::regclass AND mode = 'AccessExclusiveLock'" > ended
}

@test "a command that waits for the database finishes the statement, and stops" {
	shop acme
	cart c1 10:00 | ingest 10:01
	hold_and_stop orders detect --now "$(at 10:20)"
	assert_stops TERM detect
	assert_equal "$(query "SELECT count(*) FROM crt.abandoned_carts")" 0
	hold_and_stop messages report --now "$(at 10:20)"
	assert_stops TERM report -
	hold_and_stop customers report export --now "$(at 10:20)"
	assert_stops TERM report -
}

# Seen to fail: verbs of crt died from the signal, or ignored it.
@test "a verb of crt that waits for the database finishes the statement, and stops" {
	shop acme
	local verb
	for verb in "key list" "key rotate" "key reseal"; do
		hold_and_stop stores $verb
		assert_stops TERM "" -
	done
	[[ $(grep -c . "$CRT_KEY_FILE") = 1 ]]
}

@test "a command that waits for a shop cancels the request, and stops" {
	shop_start acme '{"path":"*","answers":[{"never":true}]}'
	start_command sync --now "$NOW"
	until_so test -s acme/log
	kill -TERM "$COMMAND"
	assert_stops TERM sync
}

# Seen to fail: the script died from the signal (143), and its commands went on without it.
@test "crt-recover and crt-poll stop their commands, wait for them, and exit with 75" {
	shop acme
	local script signal
	for script in recover poll; do
		for signal in TERM INT; do
			lock_table "crt.$([ $script = poll ] && echo stores || echo carts)"
			PATH=$B/bin:$PATH env --default-signal=INT "$BATS_TEST_DIRNAME/../etc/bin/crt-$script" > out 2> err 3>&- 7>&- &
			COMMAND=$!
			until_true "EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
				AND application_name LIKE 'crt%' AND wait_event_type = 'Lock')"
			kill -$signal "$COMMAND"
			query "SELECT pg_terminate_backend(pid) FROM pg_locks
				WHERE $HERE AND mode = 'AccessExclusiveLock'" > ended
			got=0
			wait "$COMMAND" || got=$?
			cat err
			assert_equal "$got" 75 "crt-$script on SIG$signal"
			# One whose input ended first has done its work.
			assert_equal "$(query "SELECT count(*) FROM crt.runs
				WHERE ended_at IS NULL OR reason IS DISTINCT FROM 'stopped by SIGTERM' AND exit <> 0")" 0 "runs that were not stopped"
		done
	done
}
