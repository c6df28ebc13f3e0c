# helper.bash: what a file of tests that wants a database loads.
#
#	load helper
#	setup()    { fresh; }		an empty database, the test's own folder as the current one
#	teardown() { settle; }		a test that compared nothing fails
#
# Both are preset; a file with its own setup or teardown calls fresh and settle in it.
# A file of tests has one database, which each test finds empty, so files may run at
# the same time and the tests of a file may not (bats --no-parallelize-within-files).

setup() { fresh; }
teardown() { settle; }

fresh() {
	PGDATABASE=$(basename "$BATS_TEST_FILENAME" .bats)
	export PGDATABASE HOME=$BATS_TEST_TMPDIR TOP=$BATS_TEST_DIRNAME/..
	if [ -e "$BATS_FILE_TMPDIR/database" ]; then
		empty
	else
		createdb -T crt_template "$PGDATABASE"
		: > "$BATS_FILE_TMPDIR/database"
	fi
	cd "$BATS_TEST_TMPDIR" || exit
	: > asserted
}

# Whoever still works for the test before is sent away.  To make a database anew
# takes ten times as long.
empty() {
	psql -qX -v ON_ERROR_STOP=1 > "$BATS_TEST_TMPDIR/emptied" <<-'END'
		SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
		 WHERE datname = current_database() AND pid <> pg_backend_pid();
		SET session_replication_role = replica;
		DO $$
		DECLARE
		    t regclass; filled boolean;
		BEGIN
		    FOR t IN SELECT oid FROM pg_class WHERE relnamespace = 'crt'::regnamespace AND relkind IN ('r', 'p')
		             AND NOT relispartition AND relname NOT IN ('transitions', 'currencies') LOOP
		        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', t) INTO filled;
		        IF filled THEN
		            EXECUTE format('DELETE FROM %s', t);
		        END IF;
		    END LOOP;
		END $$;
	END
}

settle() {
	[ -z "${BATS_TEST_COMPLETED:-}" ] || [ "${BATS_TEST_SKIPPED:-}" ] || [ -s "$BATS_TEST_TMPDIR/asserted" ] ||
		{ echo "this test compares nothing"; return 1; }
}

# crt STATUS COMMAND ARGUMENT...: run a command, at the time CLOCK if that is set; what it said is in
# the files out and err.
crt() {
	local want=$1 command=$2 got=0
	shift 2
	echo "\$ crt-$command $*"
	"$B/bin/crt-$command" --log text ${CLOCK:+--now "$CLOCK"} "$@" > out 2> err || got=$?
	[ ! -s err ] || cat err
	same "$got" "$want" "exit status of crt-$command"
}

# same ACTUAL EXPECTED [WHAT]
same() {
	echo . >> "$BATS_TEST_TMPDIR/asserted"
	[ "$1" = "$2" ] && return
	diff <(printf '%s\n' "$2") <(printf '%s\n' "$1") | sed "s/^/${3:-}: /"
	return 1
}

# says TEXT [FILE]: the file has it, err if none is named.
says() {
	echo . >> "$BATS_TEST_TMPDIR/asserted"
	grep -qF -- "$1" "${2:-err}" && return
	echo "no \"$1\" in ${2:-err}:"
	cat "${2:-err}"
	return 1
}

# lacks TEXT FILE...: none of them has it, nor one below a folder.
lacks() {
	local got=0
	echo . >> "$BATS_TEST_TMPDIR/asserted"
	grep -rF -- "$@" || got=$?
	[ "$got" -eq 1 ]
}

answer() { psql -qXAt -v ON_ERROR_STOP=1 -c "$1"; }

# The longest that a test waits for what must come, in seconds: no measure of speed.
PATIENCE=120

# until_true SQL [SQL]: the first comes true, a server that is down is waited for; then the
# answer to the second.
until_true() {
	local end=$((SECONDS + PATIENCE))
	until psql -qXAt -v ON_ERROR_STOP=1 -c "DO \$\$ BEGIN
		FOR i IN 1..1000 LOOP
			IF (SELECT $1) THEN RETURN; END IF;
			PERFORM pg_sleep(0.01), pg_stat_clear_snapshot();
		END LOOP;
		RAISE 'never'; END \$\$" ${2:+-c "$2"} 2> /dev/null; do
		[ $SECONDS -lt $end ] || { echo "never: $1"; return 1; }
		sleep 0.05
	done
}

# HERE AND CONDITION: of pg_locks, one that is granted in this database; in those of other files
# the tables have the same numbers.
HERE="granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"

# until_locked CONDITION: there is such a lock.
until_locked() { until_true "EXISTS (SELECT FROM pg_locks WHERE $HERE AND $1)"; }

# hold TABLE: locked by a session of its own.
hold() {
	psql -qX -c "BEGIN; LOCK TABLE $1; SELECT pg_sleep(600)" > holder 2>&1 3>&- &
	until_locked "relation = '$1'::regclass AND mode = 'AccessExclusiveLock'"
}

# private FILE TEXT: a file that only its owner reads.
private() {
	(umask 077; rm -f "$1"; printf '%s\n' "$2" > "$1")
}

# store SLUG [SETTINGS]: a store in euros and its organization; the settings as JSON.
store() {
	psql -qXAt -v ON_ERROR_STOP=1 -v slug="$1" -v settings="${2:-{\}}" <<-'END'
		INSERT INTO crt.organizations (id, slug, name, created_at, updated_at)
		VALUES (crt.derived_uuid('organization' || :'slug'), :'slug', :'slug', '2026-01-01Z', '2026-01-01Z');
		INSERT INTO crt.stores (id, organization_id, slug, platform, store_name, store_url, currency, settings,
		    orders_seen_at, created_at, updated_at)
		VALUES (crt.derived_uuid('store' || :'slug'), crt.derived_uuid('organization' || :'slug'), :'slug', 'OTHER',
		    initcap(:'slug'), 'https://' || :'slug' || '.example', 'EUR', :'settings', '2026-01-01Z',
		    '2026-01-01Z', '2026-01-01Z');
	END
}
