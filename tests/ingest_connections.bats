#!/usr/bin/env bats
# ingest_connections.bats: a large input gives the same result over two connections as over one.

DIRECT=1
load helper

# cart_event PERSON TIME: an event of the person's cart.
cart_event() {
	printf '{"specversion":"1.0","id":"%s.%s","source":"/stores/acme","type":"crt.cart.updated","time":"%s",' "$1" "$2" "$2"
	printf '"data":{"cart":{"id":"c-%s","items":[{"title":"Tee","quantity":1}]},"customer":{"id":"%s"}}}\n' "$1" "$1"
}

checkpoint() {
	printf '{"specversion":"1.0","id":"cp1","source":"/stores/acme","type":"crt.sync.checkpoint",'
	printf '"time":"2026-11-01T10:00:00Z","data":{"stream":"carts","cursor":"page 2","complete":true}}\n'
}

# state_after CONNECTIONS: the state, rejects, and counters after the feed, starting from an empty database.
state_after() {
	crt 3 ingest -b 60 --connections "$1" --now 2026-11-15T00:00:00Z feed >&2
	crt 0 report export
	cat out
	query "SELECT position, reason, length(bytes) FROM crt.rejects ORDER BY position;
		SELECT count(*), count(DISTINCT id) FROM crt.events;
		SELECT stream, cursor, complete, orders_seen_at FROM crt.sync_state ORDER BY store_id, stream;
		SELECT kind, payload FROM crt.privacy_requests ORDER BY id;
		SELECT counts, exit, reason FROM crt.runs"
}

@test "two connections give the same state, rejects, counters, and exit status as one" {
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	build "$B/demo/feed.ndjson"
	{
		head -n 1500 "$B/demo/feed.ndjson"
		printf 'no record\n{"specversion":"1.0"}\n'
		sed -n '400,520p;1500,2500p' "$B/demo/feed.ndjson"
	} > feed
	state_after 1 > one
	empty_database
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	state_after 2 > two
	assert_equal "$(wc -l < one)" "$(wc -l < two)"
	assert_equal "$(cksum < two)" "$(cksum < one)" "two: $(diff one two | tr "\n" " " | head -c 600)"
	empty_database
	crt 0 sync store add -f "$TOP/etc/demo/stores.yaml"
	state_after 4 > four
	assert_equal "$(cksum < four)" "$(cksum < one)" "four"
}

@test "a dry run over two connections stores nothing and has the same counters" {
	store acme
	for p in {1..40}; do cart_event "p$p" 2026-11-01T09:00:00Z; done > feed
	crt 0 ingest -n -b 8 --connections 2 feed
	assert_equal "$(query 'SELECT (SELECT count(*) FROM crt.events) + (SELECT count(*) FROM crt.carts)')" 0
	crt 0 ingest -b 8 --connections 2 feed
	assert_equal "$(query "SELECT counts->>'records' FROM crt.runs")" 40
}

@test "--echo keeps the order of the lines, whatever --connections is" {
	store acme
	for p in {1..60}; do cart_event "p$p" 2026-11-01T09:00:00Z; done > feed
	crt 0 ingest --echo -b 7 --connections 2 feed
	assert_equal "$(< out)" "$(< feed)"
}

# Catches: a checkpoint that does not wait for earlier batches, or is committed after they failed.
@test "a checkpoint is committed only after everything before it was" {
	store acme
	for p in {1..8}; do cart_event "p$p" 2026-11-01T09:00:00Z; done > feed
	checkpoint >> feed
	for p in {11..17}; do cart_event "p$p" 2026-11-01T09:00:00Z; done >> feed
	cart_event p3 2026-11-01T08:00:00Z > first
	crt 0 ingest first
	# p3 is locked, so its batch waits
	psql -qX > held 2>&1 3>&- <<-'END' &
		BEGIN;
		SELECT * FROM crt.customers FOR UPDATE;
		SELECT pg_sleep(600);
	END
	until_true "EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep')"
	"$B/bin/crt-ingest" --log text -b 8 --connections 2 feed > out 2> err 3>&- &
	ingest=$!
	until_true "EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
		AND application_name = 'crt-ingest' AND wait_event_type = 'Lock')"
	# the other connection continues as far as it may, and then both are idle or wait for the lock
	until_true "count(*) > 1 FROM crt.events"
	until_true "NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
		AND application_name = 'crt-ingest' AND state <> 'idle' AND wait_event_type IS DISTINCT FROM 'Lock')"
	assert_equal "$(query 'SELECT count(*) FROM crt.sync_state')" 0 "beside the batch that waits"
	query "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
		AND application_name = 'crt-ingest' AND wait_event_type = 'Lock'"
	got=0
	wait $ingest || got=$?
	cat err
	assert_equal "$got" 75 "exit status"
	assert_equal "$(query 'SELECT count(*) FROM crt.sync_state')" 0 "after the batch has failed"
	query "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
	crt 0 ingest -b 8 --connections 2 feed
	assert_equal "$(query 'SELECT cursor FROM crt.sync_state')" "page 2"
	assert_equal "$(query 'SELECT count(*) FROM crt.events')" 17
}

# The server ends the batch's wait for a lock. The lock is released when the batch waits again.
# Catches: rows sent again that still include the end of the first attempt.
@test "a batch that waited too long for a lock is sent again as a whole" {
	local waits="datname = current_database() AND application_name = 'crt-ingest' AND wait_event_type = 'Lock'" first
	store acme
	cart_event p1 2026-11-01T08:00:00Z > first
	crt 0 ingest first
	psql -qX > held 2>&1 3>&- <<-'END' &
		BEGIN;
		SELECT * FROM crt.customers FOR UPDATE;
		SELECT pg_sleep(600);
	END
	until_true "EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep')"
	cart_event p1 2026-11-01T09:00:00Z > feed
	"$B/bin/crt-ingest" --log text feed > out 2> err 3>&- &
	ingest=$!
	until_true "EXISTS (SELECT FROM pg_stat_activity WHERE $waits)"
	first=$(query "SELECT xact_start FROM pg_stat_activity WHERE $waits")
	query "SELECT pg_cancel_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE $waits OFFSET 0) a" > updated
	until_true "EXISTS (SELECT FROM pg_stat_activity WHERE $waits AND xact_start > '$first')"
	query "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'" > updated
	got=0
	wait $ingest || got=$?
	cat err
	assert_equal "$got" 0 "exit status"
	assert_equal "$(query 'SELECT count(*) FROM crt.events')" 2
}

@test "one connection does it all when the server has no second one" {
	store acme
	for p in {1..40}; do cart_event "p$p" 2026-11-01T09:00:00Z; done > feed
	query "DROP ROLE IF EXISTS crt_one; CREATE ROLE crt_one LOGIN CONNECTION LIMIT 1; GRANT USAGE ON SCHEMA crt TO crt_one;
		GRANT ALL ON ALL TABLES IN SCHEMA crt TO crt_one;
		INSERT INTO crt.access (role, organization_id) VALUES ('crt_one', crt.derived_uuid('organizationacme'))"
	PGUSER=crt_one crt 0 ingest -v -b 8 --connections 2 feed
	assert_has "no further connection"
	assert_equal "$(query 'SELECT count(*) FROM crt.events')" 40
	query 'DROP OWNED BY crt_one; DROP ROLE crt_one'
}

# demo STATUS ARGUMENT...: writes the lines that the inbox reports as committed into the file reported.
demo() {
	local want=$1 got=0
	shift
	"$B/fault/inbox_demo" --log text "$@" > calls 2> err || got=$?
	cat err
	assert_equal "$got" "$want" "exit status"
	cut -d' ' -f2 calls > reported
}

# Catches: lines reported before the commit, or in a dry run; lines missing of a half that was
# committed alone, or of the record that caused the error.
@test "a committed line is reported once, after the commit" {
	build "$B/fault/inbox_demo"
	store acme
	for p in {1..40}; do cart_event "p$p" 2026-11-01T09:00:00Z; done > feed
	echo 'no record' >> feed
	demo 0 -n -b 8 feed
	assert_equal "$(< reported)" ""
	# the database rejects a name
	query "ALTER TABLE crt.customers ADD CONSTRAINT no_p13 CHECK (external_id <> 'p13')"
	for n in 1 2; do
		empty_database
		store acme
		demo 0 -b 8 --connections $n feed
		assert_equal "$(sort -n reported)" "$(seq 41)" "over $n"
		[ "$n" -ne 1 ] || assert_equal "$(< reported)" "$(seq 41)" "in their order over one connection"
		assert_equal "$(query "SELECT string_agg(position::text, ' ' ORDER BY position) FROM crt.rejects")" "13 41"
	done
	query 'ALTER TABLE crt.customers DROP CONSTRAINT no_p13'
}

@test "lines that were not committed are not reported" {
	build "$B/fault/inbox_demo"
	store acme
	for p in {1..40}; do cart_event "p$p" 2026-11-01T09:00:00Z; done > feed
	query "CREATE FUNCTION crt.die() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END';
		CREATE TRIGGER die BEFORE INSERT ON crt.customers FOR EACH ROW WHEN (NEW.external_id = 'p30') EXECUTE FUNCTION crt.die()"
	for n in 1 2; do
		empty_database
		store acme
		demo 75 -b 8 --connections $n feed
		assert_equal "$(sort -n reported)" "$(query "SELECT substr(payload::json->'data'->'customer'->>'id', 2)::int FROM crt.events ORDER BY 1")" "over $n"
		assert_equal "$(grep -cx 30 reported)" 0
	done
	query 'DROP TRIGGER die ON crt.customers; DROP FUNCTION crt.die()'
}
