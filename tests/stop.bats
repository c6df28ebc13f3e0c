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

# assert_stops SIGNAL COMMAND [-]: it exits with 75, and its heartbeat, if it has one, states that.
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

# until_locked_out: waits until a command waits for a lock.
until_locked_out() {
	until_true "EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
		AND application_name LIKE 'crt%' AND wait_event_type = 'Lock')"
}

# hold_and_stop TABLE COMMAND...: it waits in a statement when the signal arrives.
hold_and_stop() {
	lock_table "crt.$1"
	start_command "${@:2}"
	until_locked_out
	kill -TERM "$COMMAND"
	end_lock "$1"
}

# end_lock TABLE: ends the session of lock_table.
end_lock() {
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

# Seen to fail: no bound (it waits for the lock), and "canceling statement due to user request".
@test "a statement that does not end is canceled 30 seconds after SIGTERM, which a test shortens" {
	shop acme
	cart c1 10:00 | ingest 10:01
	lock_table crt.carts
	CRT_STOP_WAIT=0 start_command detect --now "$(at 10:20)"
	until_locked_out
	kill -TERM "$COMMAND"
	assert_stops TERM detect
	end_lock carts
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

# Seen to fail: an export went on to its end, and an erasure was committed.
@test "crt-gdpr finishes the statement in flight, and changes and prints nothing more" {
	shop acme
	cart c1 10:00 | ingest 10:01
	hold_and_stop customers gdpr export ann@shop.example
	assert_stops TERM gdpr
	assert_equal "$(< out)" ""
	hold_and_stop customers gdpr erase ann@shop.example --yes
	assert_stops TERM gdpr
	assert_equal "$(query 'SELECT email FROM crt.customers') $(query 'SELECT count(*) FROM crt.suppressions')" "ann@shop.example 0"
}

# Seen to fail: a stop that counts as the end of the input (0).
@test "an import of crt-gdpr records what it has read, and stops" {
	shop acme
	local verb
	for verb in "suppress import" "consent import"; do
		INPUT=in start_command gdpr $verb
		exec 7> in
		case $verb in
		suppress*) echo ann@shop.example >&7 ;;
		*) printf '%s\n' subject,channel,action,time ann@shop.example,EMAIL,withdraw,2026-11-02T10:00:00Z >&7 ;;
		esac
		until_true "EXISTS (SELECT FROM crt.suppressions)"
		kill -TERM "$COMMAND"
		assert_stops TERM gdpr
		exec 7>&-
		query 'DELETE FROM crt.suppressions'
	done
}

# assert_ends STATUS: it has finished its work all the same.
assert_ends() {
	local got=0
	wait "$COMMAND" || got=$?
	cat err
	assert_equal "$got" "$1"
	assert_lacks "stopped by" err
}

# Seen to fail: crt-send test died from the signal (143), and whether the mail went was unknown.
@test "what has one statement or one mail in flight finishes it: a scan, a decision on a message, a test mail" {
	shop acme
	cart c1 10:00 | ingest 10:01
	recover 10:20
	recover 11:20
	query "SET session_replication_role = replica; UPDATE crt.messages SET status = 'UNKNOWN', provider = 'maildir'"
	hold_and_stop carts gdpr scan ann@shop.example
	assert_ends 3
	assert_has '"column":"email"' out
	hold_and_stop messages send reconcile --channel maildir --maildir "$PWD/mail" --sent "$(query 'SELECT id FROM crt.messages')"
	assert_ends 0
	assert_equal "$(messages)" "0|SENT|resolved by hand"
	serve mails smtp_script.py ok --gate
	start_command send test --to me@shop.example --from shop@shop.example --channel smtp \
		--smtp-url "smtp://127.0.0.1:$(< mails/port)" --smtp-tls off
	until_so test -s mails/1.eml
	kill -TERM "$COMMAND"
	echo 1 > mails/gate
	assert_ends 0
	assert_equal "$(< out)" "smtp accepted the test mail to me@shop.example"
	hold_and_stop stores send test --to me@shop.example --channel maildir --maildir "$PWD/other"
	assert_stops TERM send -
	assert_equal "$(ls other/new 2> /dev/null)" ""
}

# Seen to fail: no bound (it waits for the server's response until --timeout).
@test "a mail server that does not respond is left 30 seconds after SIGTERM, and its message is uncertain" {
	shop acme
	cart c1 10:00 | ingest 10:01
	recover 10:20
	detect 11:20
	campaign 11:20
	serve mails smtp_script.py ok --gate
	CRT_STOP_WAIT=0 INPUT=due start_command send --now "$(at 11:20)" --channel smtp \
		--smtp-url "smtp://127.0.0.1:$(< mails/port)" --smtp-tls off
	until_so test -s mails/1.eml
	kill -TERM "$COMMAND"
	assert_stops TERM send
	assert_equal "$(messages)" "0|UNKNOWN|given up: it took too long"
}

@test "a command that waits for a shop cancels the request, and stops" {
	shop_start acme '{"path":"*","responses":[{"never":true}]}'
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
			PATH=$B/bin:$PATH env --default-signal=INT "$B/scripts/crt-$script" > out 2> err 3>&- 7>&- &
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

# stubborn COMMAND...: programs in the folder bin that ignore SIGTERM; their ids are in bin/COMMAND.pid.
stubborn() {
	local command
	for command; do
		printf '%s\n' '#!/bin/bash' "trap '' TERM INT" 'echo $$ > "$0.new"; mv "$0.new" "$0.pid"' "read -r < '$PWD/in'" > "bin/$command"
		chmod +x "bin/$command"
	done
}

# The function sleep is in the environment of the script. It moves the script's clock.
# Seen to fail: no bound (99), and a script that does not wait.
@test "crt-recover and crt-poll wait 60 seconds for commands that do not end, then exit with 75" {
	sleep() {
		[ "$(wc -l < slept)" -lt 100 ] || exit 99
		echo "$1" >> slept
		SECONDS=$((SECONDS + 15))
	}
	export -f sleep
	local script got
	mkdir bin
	cp "$B"/scripts/crt-{recover,poll} bin
	stubborn crt-{detect,campaign,send,sync,ingest}
	for script in recover poll; do
		: > slept
		"bin/crt-$script" > out 2> err 3>&- 7>&- &
		COMMAND=$!
		until_so test -e "bin/crt-$([ $script = recover ] && echo send || echo ingest).pid"
		until_so test -e "bin/crt-$([ $script = recover ] && echo detect || echo sync).pid"
		kill -TERM "$COMMAND"
		got=0
		wait "$COMMAND" || got=$?
		assert_equal "$got" 75 "crt-$script"
		assert_equal "$(uniq -c slept | xargs)" "4 0.1" "crt-$script"
	done
	[ -e bin/crt-campaign.pid ]
	kill -9 $(cat bin/*.pid)
}
