#!/usr/bin/env bats
# pooler.bats: through a pooler in transaction mode the pipeline does the same as in sessions of its own.
#
# The pool has fewer sessions than the test uses connections, so each command gets sessions that others left.

DIRECT=1
load helper
load pipeline
load setup_suite

setup() {
	[ -x "$PGBOUNCER" ] || skip "no pgbouncer"
	test_begin
	[ "$(id -u)" != 0 ] || chmod 755 "$BATS_TEST_TMPDIR"
	pool_make "$PWD/pool" transaction 3
}

teardown() {
	[ ! -e pool/pid ] || kill "$(< pool/pid)"
	test_end
}

# lived FOLDER: two days of twelve people, and what is left of them.
lived() {
	local i
	command mkdir -p "$1/mail"
	shop acme
	for i in {1..12}; do
		cart "c$i" 10:00 "$(person "$i" "p$i@shop.example" "")"
		[ $((i % 4)) != 0 ] || order "o$i" 10:30 bought "$(person "$i" "p$i@shop.example" "")" "\"cart_id\":\"c$i\""
	done | ingest 10:31
	withdraw 10:40 '"email":"p1@shop.example"' | ingest 10:41
	checkpoint 12:00 | ingest 12:00
	recover 12:00 > "$1/recovered"
	gdpr 0 erase --yes p2@shop.example
	checkpoint 03-12:00 | ingest 03-12:00
	recover 03-12:00 >> "$1/recovered"
	crt 0 report export
	# The new id of an erased person is random.
	sed -E 's/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/random/g' out > "$1/exported"
	find mail/new -type f -exec grep -h '^To: ' {} + | sort > "$1/mails"
	rm -rf mail
}

# crt_any COMMAND...: whatever its status is; errs has all errors.
crt_any() { count_start; "$B/bin/crt-$1" --log text "${@:2}" > out 2>> errs || :; }

gdpr() { crt "$1" gdpr --now 2026-11-02T13:00:00Z "${@:2}"; }

# Seen to fail: settings of the session, a prepared statement, locks of the session.
@test "the pipeline gives the same rows and mails through a pooler, and leaves its sessions unchanged" {
	local before
	before=$(psql -qXAt -h "$PWD/pool" -c "SELECT name, setting FROM pg_settings WHERE name NOT LIKE 'application%' ORDER BY 1")
	lived one
	empty_database
	(export CRT_DATABASE="host=$PWD/pool" CRT_POOLER=true; lived other)
	for file in exported mails; do
		[ "$(wc -l < "one/$file")" -gt 0 ]
		assert_equal "$(< "other/$file")" "$(< "one/$file")" "$file"
	done
	[ "$(wc -l < one/mails)" -ge 8 ]
	for i in 1 2 3; do
		assert_equal "$(psql -qXAt -h "$PWD/pool" -c "SELECT name, setting FROM pg_settings WHERE name NOT LIKE 'application%' ORDER BY 1")" "$before"
		assert_equal "$(psql -qXAt -h "$PWD/pool" -c "SELECT count(*) FROM pg_prepared_statements")" 0
	done
	assert_equal "$(query "SELECT count(*) FROM pg_locks WHERE $HERE AND locktype = 'advisory'")" 0
}

# Seen to fail: a run lock that ended with the statement that took it.
@test "through a pooler a second run waits for no lock, and a command whose lock is lost ends" {
	export CRT_DATABASE="host=$PWD/pool"
	store acme
	cart c1 10:00 > one
	for i in 1 2 3; do CRT_POOLER=false crt_any ingest --batch 1 one one one one; done
	assert_has '--pooler' errs
	export CRT_POOLER=true
	psql -qX -c "BEGIN; SELECT pg_advisory_xact_lock(hashtext('crt.run'), hashtext('crt-detect')); SELECT pg_sleep(600)" > holder 2>&1 3>&- &
	until_locked "locktype = 'advisory'"
	crt 0 detect -v
	assert_has "another run is in progress"
	query "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE $HERE AND locktype = 'advisory'" > ended
	lock_table crt.abandoned_carts
	"$B/bin/crt-detect" --log text > out 2> err 3>&- &
	until_true "EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'crt-detect' AND wait_event_type = 'Lock')"
	query "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE $HERE AND locktype = 'advisory'" > ended
	query "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE $HERE AND mode = 'AccessExclusiveLock'" > ended
	got=0
	wait $! || got=$?
	assert_equal "$got" 75
	assert_has "the connection with the locks was lost"
	crt 78 campaign backtest --from 2026-11-01 "$TOP/etc/first/campaign.yaml"
	assert_has "a pooler has none"
}
