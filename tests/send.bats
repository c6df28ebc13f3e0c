#!/usr/bin/env bats
# send.bats: what crt-send stores for each response of a mail server.

load helper
load pipeline
load serve

setup() {
	test_begin
	shop acme
	cart c1 10:00 | ingest 10:01
	detect 10:20
}

# send_due TIME WANT [ARGUMENT...]: sends what is due then to the mail server at $PORT; WANT is the exit status.
send_due() {
	campaign "$1"
	crt "$2" send --now "$(at "$1")" --channel smtp --smtp-url "smtp://127.0.0.1:$PORT" --smtp-tls off "${@:3}" < due
}

# server MODE [ARGUMENT...]: starts a mail server.
server() {
	serve_end
	rm -rf server
	serve server smtp_script.py "$@"
	PORT=$(< server/port)
}

# state: status, attempts, code, and the time of the next attempt.
state() { query "SELECT status, attempts, code, to_char(not_before AT TIME ZONE 'UTC', 'HH24:MI') FROM crt.messages WHERE step_index = 0"; }

dead() { query 'SELECT count(*) FROM crt.suppressions'; }

# Seen to fail: a missing session counted as an attempt, so a night without a mail server ended all that
# was due.
@test "a mail server that is down costs no mail, however often it is tried" {
	PORT=1
	for time in 11:20 11:30 11:50 12:30 14:00 16:30 20:00 23:00; do
		send_due "$time" 75
		assert_equal "$(state)" "QUEUED|0|connection|11:15"
	done
	server ok
	send_due 23:10 0
	assert_equal "$(state)" "SENT|1|250 2.0.0|11:15"
	assert_equal "$(ls server/*.eml)" server/1.eml
}

# Seen to fail: 3 at each run; "it is not unknown, a sender still runs" for any id.
@test "an UNKNOWN message of an earlier run is a fault of health, not of each run, and reconcile explains an id" {
	campaign 11:20
	local id=$(query 'SELECT id FROM crt.messages')
	query "UPDATE crt.messages SET status = 'SENDING'; UPDATE crt.messages SET status = 'UNKNOWN', provider = 'maildir'"
	crt 0 send --now "$(at 11:30)" --channel maildir --maildir "$PWD/mail" < /dev/null
	crt 69 report health --json --now "$(at 11:30)"
	assert_equal "$(jq -r 'select(.of == "unknown") | .state + " " + .advice' out)" "fault resolve them: crt-send reconcile"
	crt 64 send reconcile --sent 00000000-0000-4000-8000-000000000000
	assert_has 'there is no message "00000000-0000-4000-8000-000000000000"'
	assert_has 'list the UNKNOWN messages: crt-send reconcile'
	# Seen to fail: 'message "..." is SENT, not UNKNOWN'.
	crt 64 send reconcile --sent "$id" --failed "$id"
	assert_has "--sent and --failed contradict each other: both name message \"$id\""
	# Seen to fail: steps from 0, which reports and explain count from 1.
	assert_equal "$(query "SELECT step_index FROM crt.v_messages WHERE id = '$id'")" 1
	crt 0 send reconcile --sent "$id"
	crt 64 send reconcile --sent "$id"
	assert_has "message \"$id\" is SENT, not UNKNOWN"
}

# Seen to fail: the folder belonged to root, and the user could not send any more.
@test "root makes no ledger and no spool in the folder of another user" {
	[ "$(id -u)" = 0 ] || skip "needs root"
	mkdir own
	chown nobody own
	crt 77 send --ledger "$PWD/own/state/ledger" --channel maildir --maildir "$PWD/mail" < /dev/null
	assert_has 'this installation belongs to user nobody'
	assert_has 'runuser -u nobody'
	crt 77 ingest serve --socket "$PWD/serve.sock" --spool "$PWD/own/spool"
	assert_has 'this installation belongs to user nobody'
	assert_equal "$(ls own)" ""
}

@test "a rejected password costs no mail" {
	server ok --auth crt right
	private_file wrong guess
	for time in 11:20 11:40 12:30; do
		send_due "$time" 69 --smtp-user crt --smtp-password-file "$PWD/wrong"
		assert_equal "$(state)" "QUEUED|0|connection|11:15"
	done
	private_file wrong right
	send_due 12:40 0 --smtp-user crt --smtp-password-file "$PWD/wrong"
	assert_equal "$(state)" "SENT|1|250 2.0.0|11:15"
}

# Seen to fail: a back-off that does not double; an attempt that is not counted.
@test "a temporary rejection is tried again, later each time, and as often as --tries allows" {
	server grey
	send_due 11:20 0 --tries 3
	assert_equal "$(state)" "QUEUED|1|450 4.2.0|11:25"
	campaign 11:24
	assert_equal "$(< due)" ""
	send_due 11:26 0 --tries 3
	assert_equal "$(state)" "QUEUED|2|450 4.2.0|11:36"
	send_due 11:37 3 --tries 3
	assert_equal "$(state)" "FAILED|3|450 4.2.0|11:36"
	assert_equal "$(jq -r '.type + " " + .data.code' out)" "crt.message.failed 450 4.2.0"
	assert_equal "$(dead)" 0
}

# Catches: a wait without jitter; a retry after the end of the step.
@test "messages that failed together do not come back together, and none after its not_after" {
	local n
	for n in 2 3 4 5 6; do cart "c$n" 10:00 "$(person "p$n" "p$n@shop.example")"; done | ingest 10:01
	detect 10:20
	server grey
	send_due 11:20 0
	assert_equal "$(query "SELECT count(DISTINCT not_before) > 3, min(not_before) >= '$(at 11:25)', max(not_before) < '$(at 11:26)' FROM crt.messages")" "t|t|t"
	query "SET session_replication_role = replica; UPDATE crt.messages SET not_after = '$(at 11:25)'" > updated
	campaign 11:27
	send_due 11:27 0
	assert_equal "$(query "SELECT DISTINCT status, attempts, reason FROM crt.messages")" "SKIPPED|1|too_late"
}

# tests/relay.bats tests what follows.
@test "an invalid address fails its message, and one rejection suppresses nobody yet" {
	server rcpt-511
	send_due 11:20 3
	assert_equal "$(state)" "FAILED|1|550 5.1.1|11:15"
	assert_equal "$(dead)" 0
	assert_equal "$(query 'SELECT count(*) FROM crt.refusals WHERE key IS NOT NULL')" 1
}

# Seen to fail: FAILED at once, and never mailed.
@test "a rejection that concerns the sender is tried again like a temporary one, and suppresses nobody" {
	server rcpt-571
	send_due 11:20 0 --tries 2
	assert_equal "$(state)" "QUEUED|1|550 5.7.1|11:25"
	send_due 11:26 3 --tries 2
	assert_equal "$(state)" "FAILED|2|550 5.7.1|11:25"
	assert_equal "$(dead)" 0
}

@test "preview shows a message before it is sent, and changes nothing" {
	campaign 11:20
	id=$(jq -r .id due)
	crt 0 send preview "$id" --now "$(at 11:21)"
	assert_has "Subject: first of c1" out
	assert_equal "$(state)" "QUEUED|0||11:15"
	crt 64 send preview nonsense
}
