# setup_suite.bash: one throw-away PostgreSQL for the suite, a database with the schema, a sealing key.
#
# The server listens on a socket in a private folder and never waits for the disk.
# Tests that make no database of their own do not notice it.

setup_suite() {
	bats_require_minimum_version 1.5.0
	PATH=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1):$PATH
	export PATH B=${B:-build} SERVER=$BATS_SUITE_TMPDIR/server
	[[ $B = /* ]] || B=$PWD/$B
	mkdir "$SERVER"
	key_make
	server_start
	export PGHOST=$SERVER PGUSER=crt PGDATABASE=crt_template
	unset PGPORT PGSERVICE PGPASSWORD CRT_CONFIG CRT_DATABASE XDG_CONFIG_HOME
	PGDATABASE=postgres psql -qX -c "CREATE DATABASE crt_template TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
	cat "$BATS_TEST_DIRNAME"/../sql/schema/*.sql |
		PGOPTIONS="-c crt.partitions=2" psql -qX1 -v ON_ERROR_STOP=1 > "$BATS_SUITE_TMPDIR/schema.log" 2>&1
}

teardown_suite() {
	cluster_stop
}

# PostgreSQL refuses to run as root.
as_owner() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=postgres --regid=postgres --clear-groups env PATH="$PATH" HOME=/ "$@"
	else
		"$@"
	fi
}

# A file system in memory, if there is one with room: the tests make and drop thousands of
# small tables, and half of the server's time would go into their files.
data_folder() {
	local room
	room=$(df --output=avail /dev/shm 2> /dev/null | tail -1)
	[ "${room:-0}" -gt 2000000 ] || return 0
	ln -s "$(mktemp -d /dev/shm/crt-tests.XXXXXX)" "$SERVER/data"
	[ "$(id -u)" != 0 ] || chown postgres "$SERVER/data/"
}

server_start() {
	data_folder
	if [ "$(id -u)" = 0 ]; then
		chown postgres "$SERVER"
		chmod 711 "$BATS_RUN_TMPDIR" "$BATS_SUITE_TMPDIR"
	fi
	(cd "$SERVER" && as_owner initdb --no-sync -A trust -U crt -E UTF8 --locale=C -D data > initdb.log)
	as_owner pg_ctl -w -s -D "$SERVER/data" -l "$SERVER/log" -o "-k $SERVER -c listen_addresses= \
		-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_wal_size=4GB \
		-c checkpoint_timeout=1h -c autovacuum=off -c jit=off" start 3>&-
}

cluster_stop() {
	as_owner pg_ctl -m immediate -s -D "$SERVER/data" stop 3>&-
	[ ! -L "$SERVER/data" ] || rm -rf "$(readlink "$SERVER/data")"
}

key_make() {
	export CRT_KEY_FILE=$BATS_SUITE_TMPDIR/key
	(umask 077; echo "test $(head -c 32 /dev/urandom | base64)" > "$CRT_KEY_FILE")
}
