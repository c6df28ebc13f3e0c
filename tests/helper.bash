# helper.bash: what a test file with a database loads.
#
#	load helper
#	setup()    { test_begin; }	an empty database; the test's own folder is current
#	teardown() { test_end; }		fails a test that compared nothing
#
# Both are the default. A file with its own setup or teardown calls test_begin and test_end in it.
# A test file has one database. Each test finds it empty. So files may run in parallel, but the
# tests of one file may not (bats --no-parallelize-within-files).
#
# The commands of the tests connect through the pool of setup_suite.bash. A file about new sessions, or with a
# server of its own, sets DIRECT=1.

load cost
load wait
load sql

setup() { test_begin; }
teardown() { test_end; }

test_begin() {
	trace_less
	PGDATABASE=${BATS_TEST_FILENAME##*/}
	PGDATABASE=${PGDATABASE%.bats}
	export PGDATABASE HOME=$BATS_TEST_TMPDIR TOP=$BATS_TEST_DIRNAME/..
	[ "${DIRECT:-}" ] || export CRT_DATABASE="host=$POOL" ${POOL_MODE:+CRT_POOLER=true}
	if [ -e "$BATS_FILE_TMPDIR/database" ]; then
		empty_database
	else
		createdb -S file_copy -T "crt_template${PARTITIONS:+_$PARTITIONS}" "$PGDATABASE"
		: > "$BATS_FILE_TMPDIR/database"
	fi
	cd "$BATS_TEST_TMPDIR" || exit
	: > asserted
}

# Ends the sessions of the previous test, but for those that wait in the pool. Creating a new database takes ten
# times as long.
empty_database() {
	sql_send "DISCARD ALL; $(sessions_end "state <> 'idle' OR application_name NOT LIKE 'crt-%'"); $EMPTY" \
		> "$BATS_TEST_TMPDIR/emptied"
}

# sessions_end [CONDITION]: prints the statement that ends the other sessions.
sessions_end() {
	echo "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid() AND (${1:-true})"
}

# Deletes all rows but those that came with the schema.
EMPTY="BEGIN; SET LOCAL session_replication_role = replica;
	DO \$\$ DECLARE t regclass; BEGIN
		FOR t IN SELECT oid FROM pg_class WHERE relnamespace = 'crt'::regnamespace AND relkind = 'r'
		         AND pg_relation_size(oid) > 0 AND relname NOT IN ('transitions', 'currencies') LOOP
			EXECUTE format('DELETE FROM %s', t);
		END LOOP;
	END \$\$; COMMIT;"

test_end() {
	[ -z "${BATS_TEST_COMPLETED:-}" ] || [ "${BATS_TEST_SKIPPED:-}" ] || [ -s "$BATS_TEST_TMPDIR/asserted" ] ||
		{ echo "this test compares nothing"; return 1; }
}

# crt STATUS COMMAND ARGUMENT...: runs a command, at the time CLOCK if it is set. The output is in
# the files out and err.
crt() {
	local want=$1 command=$2 got=0
	shift 2
	echo "\$ crt-$command $*"
	count_start
	"$B/bin/crt-$command" --log text ${CLOCK:+--now "$CLOCK"} "$@" > out 2> err || got=$?
	[ ! -s err ] || print_file err
	assert_equal "$got" "$want" "exit status of crt-$command"
}

# print_file FILE: like cat, but without a process.
print_file() {
	local lines
	mapfile lines < "$1"
	printf %s "${lines[@]}"
}

# print_caller: prints the function that called the assertion, and the line.
print_caller() {
	local file=${BASH_SOURCE[2]}
	[ "$file" != "${BATS_TEST_SOURCE:-}" ] || file=$BATS_TEST_FILENAME
	echo "in ${FUNCNAME[2]}, ${file##*/} line ${BASH_LINENO[1]}"
}

# assert_equal ACTUAL EXPECTED [WHAT]
assert_equal() {
	echo . >> "$BATS_TEST_TMPDIR/asserted"
	[ "$1" = "$2" ] && return
	print_caller
	diff <(printf '%s\n' "$2") <(printf '%s\n' "$1") | sed "s/^/${3:-}: /"
	return 1
}

# assert_has TEXT [FILE]: FILE (default err) contains TEXT.
assert_has() {
	local lines
	echo . >> "$BATS_TEST_TMPDIR/asserted"
	[ ! -f "${2:-err}" ] || mapfile -d '' lines < "${2:-err}"
	[[ "${lines[*]}" != *"$1"* ]] || return 0
	print_caller
	echo "no \"$1\" in ${2:-err}:"
	cat "${2:-err}"
	return 1
}

# assert_lacks TEXT FILE...: no file contains TEXT; searches folders recursively.
assert_lacks() {
	local got=0
	echo . >> "$BATS_TEST_TMPDIR/asserted"
	grep -rF -- "$@" || got=$?
	[ "$got" -eq 1 ] && return
	print_caller
	return 1
}

# until_true SQL [SQL]: waits until the first is true, even while the server is down; then prints the
# result of the second.
until_true() {
	local end=$((SECONDS + PATIENCE))
	until sql_send "DO \$\$ BEGIN
		FOR i IN 1..1000 LOOP
			IF (SELECT $1) THEN RETURN; END IF;
			PERFORM pg_sleep(0.01), pg_stat_clear_snapshot();
		END LOOP;
		RAISE 'never'; END \$\$${2:+; $2}" 2> /dev/null; do
		[ $SECONDS -lt $end ] || { echo "never: $1"; return 1; }
		pause 0.05
	done
}

# HERE AND CONDITION: selects locks in pg_locks that are granted in this database. Tables of other
# files' databases have the same numbers.
HERE="granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"

# until_locked CONDITION: waits for such a lock.
until_locked() { until_true "EXISTS (SELECT FROM pg_locks WHERE $HERE AND $1)"; }

# lock_table TABLE: a separate session locks it.
lock_table() {
	psql -qX -c "BEGIN; LOCK TABLE $1; SELECT pg_sleep(600)" > holder 2>&1 3>&- &
	until_locked "relation = '$1'::regclass AND mode = 'AccessExclusiveLock'"
}

# private_file FILE TEXT: writes a file that only its owner can read.
private_file() {
	(umask 077; rm -f "$1"; printf '%s\n' "$2" > "$1")
}

# store SLUG [SETTINGS]: adds a store in euros and its organization; SETTINGS is JSON.
store() {
	local settings=${2:-{\}}
	query "WITH o AS (INSERT INTO crt.organizations (id, slug, name, created_at, updated_at)
		VALUES (crt.derived_uuid('organization$1'), '$1', '$1', '2026-01-01Z', '2026-01-01Z'))
		INSERT INTO crt.stores (id, organization_id, slug, platform, store_name, store_url, currency, settings,
		    orders_seen_at, created_at, updated_at)
		VALUES (crt.derived_uuid('store$1'), crt.derived_uuid('organization$1'), '$1', 'OTHER', initcap('$1'),
		    'https://$1.example', 'EUR', '${settings//\'/\'\'}', '2026-01-01Z', '2026-01-01Z', '2026-01-01Z')"
}
