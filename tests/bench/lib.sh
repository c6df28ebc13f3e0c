# lib.sh: a private PostgreSQL for the benchmarks, and one line for each figure.
#
# The server is durable (fsync on) and has room for WAL. A checkpoint during only one of two measurements
# would make them incomparable.

PATH=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1):$PATH
B=$(cd "${B:-build}" && pwd)
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
ROUNDS=${ROUNDS:-3}
export LUA=$TOP/tests/bench
W=$(mktemp -d /tmp/crtb.XXXXXX)
# crt makes no ledger in a folder of another user, and the server's user owns W.
mkdir "$W/own"
chmod 711 "$W"
export PGHOST=$W PGUSER=crt PGDATABASE=bench CRT_KEY_FILE=$W/key CRT_LEDGER=$W/own/ledger CRT_QUIET=1
unset PGPORT PGSERVICE CRT_CONFIG CRT_DATABASE

as_owner() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=postgres --regid=postgres --clear-groups env PATH="$PATH" HOME=/ "$@"
	else
		"$@"
	fi
}

server_start() {
	mkdir "$W/pg"
	[ "$(id -u)" != 0 ] || chown postgres "$W/pg" "$W"
	(cd "$W" && as_owner initdb --no-sync -A trust -U crt -E UTF8 --locale=C -D pg >/dev/null)
	as_owner pg_ctl -w -s -D "$W/pg" -l "$W/pg/log" -o "-k $W -c listen_addresses= -c shared_buffers=1GB \
		-c max_wal_size=32GB -c checkpoint_timeout=1h -c jit=off -c autovacuum=off" start
	(umask 077; echo "bench $(head -c 32 /dev/urandom | base64)" > "$W/key")
}

server_stop() {
	as_owner pg_ctl -m immediate -s -D "$W/pg" stop || :
	rm -rf "$W"
}

# database NAME: makes it with the schema and one store called bench.
database() {
	PGDATABASE=postgres psql -qX -c "DROP DATABASE IF EXISTS $1 WITH (FORCE)" -c "CREATE DATABASE $1"
	cat "$TOP"/sql/schema/*.sql | PGDATABASE=$1 PGOPTIONS="-c crt.partitions=${PARTITIONS:-16} -c client_min_messages=warning" \
		psql -qX1 -v ON_ERROR_STOP=1 >/dev/null
	PGDATABASE=$1 psql -qX -v ON_ERROR_STOP=1 <<-'END'
		INSERT INTO crt.organizations (id, slug, name, created_at, updated_at)
		VALUES (crt.derived_uuid('organization'), 'bench', 'Bench', '2026-01-01Z', '2026-01-01Z');
		INSERT INTO crt.stores (id, organization_id, slug, platform, store_name, store_url, currency, settings,
		    orders_seen_at, created_at, updated_at)
		VALUES (crt.derived_uuid('store'), crt.derived_uuid('organization'), 'bench', 'OTHER', 'Bench', 'https://bench.example',
		    'EUR', '{"from":"Bench <shop@bench.example>","consent_basis":"not_denied","orders_max_age":"off","gap":"1s",
		    "cap_day":"1000","cap_week":"1000"}', '2026-11-21Z', '2026-01-01Z', '2026-01-01Z');
	END
}

# seconds COMMAND...: prints the wall time and drops the command's output. With MEASURE=processor it prints the processor time
# of the command and of its database sessions, on which the load of the machine has less effect.
seconds() {
	local from to
	[ "${MEASURE:-wall}" = wall ] || from=$(server_ticks)
	[ "${MEASURE:-wall}" != wall ] || from=$(date +%s%N)
	"$@" >/dev/null 2>"$W/err" || { cat "$W/err" >&2; echo "failed: $*" >&2; return 1; }
	if [ "${MEASURE:-wall}" != wall ]; then
		times > "$W/times"
		sleep 0.2	# until the server has seen the end of its sessions
		to=$(server_ticks)
		awk -v ticks=$((to - from)) -v per="$(getconf CLK_TCK)" -F '[ms ]' \
		    'END { printf "%.6f\n", $1 * 60 + $2 + $4 * 60 + $5 + ticks / per }' "$W/times"
		return
	fi
	to=$(date +%s%N)
	echo $(((to - from) / 1000)) | awk '{ printf "%.6f\n", $1 / 1e6 }'
}

# server_ticks: the processor time of all sessions that have ended.
server_ticks() { awk '{ print $16 + $17 }' "/proc/$(head -n 1 "$W/pg/postmaster.pid")/stat"; }

# Prints the median of the numbers on standard input, one a line.
median() { sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# figure NAME RATIO "OURS / THEIRS, UNIT": prints the line, and records it.
figure() {
	printf '%-40s %8.2f   %s\n' "$1" "$2" "$3"
	printf '{"name":"%s","ratio":%s,"of":"%s"}\n' "$1" "$2" "$3" >> "$B/bench.ndjson"
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", b ? a / b : 0 }'; }
