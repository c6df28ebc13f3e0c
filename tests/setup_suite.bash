# setup_suite.bash: a temporary PostgreSQL for the suite, a template database with the schema, and a sealing key.
#
# The server listens on a socket in a private folder and does not wait for the disk.
# Tests without a database do not need it. A test file that kills its server loads this file and gets its own.

PGBOUNCER=/usr/sbin/pgbouncer

setup_suite() {
	bats_require_minimum_version 1.5.0
	PATH=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1):$PATH
	export PATH B=${B:-build} SERVER=$BATS_SUITE_TMPDIR/server
	[[ $B = /* ]] || B=$PWD/$B
	mkdir "$SERVER"
	export CRT_WEB_TIMEOUT=0s	# crt-report health connects to no web server
	export -f mkdir date rm
	servers_make
	key_make
	cluster_make synchronous_commit=off
	template_make crt_template_2 2
	pool_start
}

# For each test bats makes a folder that is there already, reads the time, and removes a file from the folder
# that it deletes at the end. These functions spare the processes; bats inherits them.
mkdir() { [[ $# = 2 && $1 = -p && -d $2 ]] || command mkdir "$@"; }
date() { if [ "$*" = +%s%N ]; then echo "${EPOCHREALTIME/./}000"; else command date "$@"; fi; }
rm() { [[ $# = 2 && $1 = -f && $2 = "${BATS_OUT:-}" ]] || command rm "$@"; }

teardown_suite() {
	local server
	server=$(head -1 "$SERVER/data/postmaster.pid")
	pool_stop
	cost_server "$server"
	cluster stop
	rm "$SERVERS"
}

# pool_start: PgBouncer gives the session of a command that ended to the next command. A new session costs five
# times as much, because it loads the catalogs; DISCARD ALL makes an old one equal to it. Without PgBouncer, or
# with DIRECT=1, commands connect to the server. POOL_MODE=transaction make check runs everything in that mode.
pool_start() {
	[ -x "$PGBOUNCER" ] || return 0
	export POOL=$SERVER/pool
	unset DIRECT
	pool_make "$POOL" "${POOL_MODE:-session}" 100
}

# pool_make FOLDER MODE SESSIONS: a pooler for each database of the server, with its socket in the folder.
pool_make() {
	command mkdir "$1"
	[ "$(id -u)" != 0 ] || chown postgres "$1"
	echo '"crt" ""' > "$1/users"
	printf '%s\n' '[databases]' "* = host=$SERVER" '[pgbouncer]' "unix_socket_dir = $1" 'listen_addr =' \
		listen_port=5432 auth_type=trust "auth_file = $1/users" "pool_mode = $2" \
		"default_pool_size = $3" max_client_conn=1000 server_login_retry=1 server_idle_timeout=20 \
		ignore_startup_parameters=extra_float_digits,options \
		"logfile = $1/log" "pidfile = $1/pid" > "$1/ini"
	chmod 644 "$1/users" "$1/ini"
	as_owner "$PGBOUNCER" -d -q "$1/ini"
}

# pool_stop: ends it and its sessions; the server's processor time includes only those that ended.
pool_stop() {
	[ "${POOL:-}" ] || return 0
	cost_server "$(< "$POOL/pid")"
	kill "$(< "$POOL/pid")"
	PGDATABASE=postgres psql -qX -c "DO \$\$ BEGIN
		FOR i IN 1..1000 LOOP
			EXIT WHEN (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') = 1;
			PERFORM pg_sleep(0.01), pg_stat_clear_snapshot();
		END LOOP; END \$\$"
}

# cost_server PID: notes the processor time of the process and of its children that ended.
cost_server() {
	awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print 0, "server", ($12 + $13 + $14 + $15) / hz }' \
		"/proc/$1/stat" >> "$B/check.log.costs"
}

# servers_make: the process that starts the scripted servers (serve.bash).
servers_make() {
	export SERVERS=$BATS_SUITE_TMPDIR/servers
	mkfifo "$SERVERS"
	/usr/bin/python3 "$BATS_TEST_DIRNAME/fault/fork.py" "$SERVERS" > "$SERVERS.err" 2>&1 3>&- 4>&- &
}

# PostgreSQL refuses to run as root.
as_owner() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=postgres --regid=postgres --clear-groups env PATH="$PATH" HOME=/ "$@"
	else
		"$@"
	fi
}

# cluster_make [SETTING...]: makes a server in the folder $SERVER; its database crt_template has the schema.
# Without shared_preload_libraries, each session loads PL/pgSQL itself; without min_dynamic_shared_memory, it maps
# the statistics. With one partition a statement is planned in three quarters of the time. A test file that needs
# rows in two partitions sets PARTITIONS=2.
cluster_make() {
	if [ "$(id -u)" = 0 ]; then
		chown postgres "$SERVER"
		chmod 711 "$BATS_RUN_TMPDIR" "$BATS_SUITE_TMPDIR" "$(dirname "$SERVER")"
	fi
	(cd "$SERVER" && as_owner initdb --no-sync -A trust -U crt -E UTF8 --locale=C -D data > initdb.log)
	printf '%s\n' "unix_socket_directories = '$SERVER'" "listen_addresses = ''" fsync=off full_page_writes=off \
		max_wal_size=1GB checkpoint_timeout=1h autovacuum=off jit=off shared_preload_libraries=plpgsql \
		min_dynamic_shared_memory=8MB update_process_title=off bgwriter_lru_maxpages=0 "$@" >> "$SERVER/data/postgresql.conf"
	cluster start
	export PGHOST=$SERVER PGUSER=crt PGDATABASE=crt_template DIRECT=1
	unset PGPORT PGSERVICE PGPASSWORD CRT_CONFIG CRT_DATABASE XDG_CONFIG_HOME
	template_make crt_template 1
}

# template_make DATABASE PARTITIONS
template_make() {
	PGDATABASE=postgres psql -qX -c "CREATE DATABASE $1 TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
	cat "$BATS_TEST_DIRNAME"/../sql/schema/*.sql |
		PGDATABASE=$1 PGOPTIONS="-c crt.partitions=$2" psql -qX1 -v ON_ERROR_STOP=1 > "$SERVER/schema.log" 2>&1
}

# cluster start|stop|restart: in immediate mode, as after a crash. Half of a new session's time is page faults. There
# are fewer with large pages for its heap, and if it keeps what it has freed.
cluster() {
	local keep=67108864
	as_owner env "GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.trim_threshold=$keep:glibc.malloc.mmap_threshold=$keep" \
		pg_ctl -m immediate -w -s -D "$SERVER/data" -l "$SERVER/log" "$1" 3>&-
}

key_make() {
	export CRT_KEY_FILE=$BATS_SUITE_TMPDIR/key CRT_LEDGER=$BATS_SUITE_TMPDIR/ledger CRT_JOURNAL=$BATS_SUITE_TMPDIR/journal
	(umask 077; echo "test $(head -c 32 /dev/urandom | base64)" > "$CRT_KEY_FILE")
}
