#!/usr/bin/env bats
# kill_again.bats: senders killed at random times, and a database restored from an old backup.

load kill

setup_file() { shop_file; }
setup() { shop; }

# Waits until the sender is handing off, or has ended.
in_the_midst() {
	local before
	before=$(grep -c " DATA$" server/log || true)
	while kill -0 "$1" 2> err && [ "$(grep -c " DATA$" server/log)" = "$before" ]; do
		pause 0.01
	done
}

# Chance decides where a sender dies. A failed test prints the seed of RANDOM.
@test "twenty senders in a row are killed, and everybody gets one mail" {
	local seed=${SEED:-$$} round pid window wire=0
	RANDOM=$seed
	echo "SEED=$seed"
	make_due
	server --sleep 0.02	# so that most die with mails on the wire
	for round in {1..20}; do
		window=$((1 + RANDOM % 16))
		EXEC=exec to_smtp --window $window < input > reported 2> err 3>&- &
		pid=$!
		in_the_midst "$pid"
		pause "0.$(printf %03d $((RANDOM % 30)))"
		kill -9 "$pid" 2> err || true
		wait "$pid" || true
		until_gone
		resolve_unknown
		[ "$(wc -l < unknown)" -le 2 ]
		wire=$((wire + $(wc -l < unknown)))
		assert_equal "$(received | uniq -d)" "" "twice after round $round"
	done
	echo "$wire mails were on the wire"
	[ "$wire" -ge 1 ]
	to_smtp < input > reported
	assert_equal "$(received)" "$(< people)"
	assert_equal "$(query "SELECT count(*) FROM crt.messages WHERE status IN ('SENDING', 'UNKNOWN', 'QUEUED')")" 0
}

# backup, restore: as an administrator does it.
backup() { pg_dump > backup.sql; }
restore() {
	dropdb -f "$PGDATABASE"
	createdb -T template0 "$PGDATABASE"
	psql -qX1 -v ON_ERROR_STOP=1 -f backup.sql > /dev/null
}

# The three messages that were sent after the backup are QUEUED in it. The names of the files in a
# Maildir show that it has them, even after a mail reader has moved them.
@test "with a backup from before the last mails, a Maildir gets no mail twice" {
	restore_stage maildir
	head -4 due | run_crt send --channel maildir --maildir mail > reported
	assert_equal "$(maildir | wc -l)" 2
	backup
	run_crt send --channel maildir --maildir mail < due > reported
	state > state
	maildir > people
	assert_equal "$(wc -l < people)" 5
	restore
	assert_equal "$(query "SELECT count(*) FROM crt.messages WHERE status = 'QUEUED'")" 3
	for f in mail/new/*; do
		mv "$f" "mail/cur/${f##*/}:2,S"
	done
	run_crt campaign < /dev/null | run_crt send --channel maildir --maildir mail > reported
	assert_equal "$(state)" "$(< state)"
	assert_equal "$(maildir)" "$(< people)"
}

# A mail server has no query, and the database has forgotten. So what was sent after the backup is sent
# a second time. crt can promise that no older mail is.
@test "with a backup from before the last mails, a mail server gets those mails again, and no other" {
	restore_stage maildir
	server
	head -4 due | to_smtp > reported
	assert_equal "$(received | wc -l)" 2
	received > before
	backup
	to_smtp < due > reported
	assert_equal "$(received | wc -l)" 5
	restore
	run_crt campaign < /dev/null | to_smtp > reported
	assert_equal "$(received | uniq -c | awk '{ print $1 }' | sort | uniq -c | xargs)" "2 1 3 2"
	assert_equal "$(received | uniq -u)" "$(< before)"
}
