# crt.bash: a private server in its own folder, for tests of the command crt.

load cost
load wait

# The server's user must be able to enter the folder. The folder of bats is closed when root runs it.
setup_file() {
	export B=${B:-build}
	build "$B/bin/crt"
	top=$(mktemp -d "${TMPDIR:-/tmp}/crt-test.XXXXXX")
	chmod 755 "$top"
	mkdir "$top/bin"
	cp "$B/bin/crt" "$top/bin/crt"
	export top PATH="$top/bin:$PATH"
	isolate
	crt init --no-sync --partitions 3 "$top/shop" >"$top/made" 2>"$top/reported"
}

teardown_file() {
	local pid

	for pid in "$top"/*/pg/postmaster.pid "$top"/*/*/pg/postmaster.pid \
	    "$top"/*/.local/share/crt/pg/postmaster.pid; do
		[ ! -f "$pid" ] || kill -QUIT "$(head -n 1 "$pid")" || true
	done
	rm -rf "$top"
	file_end
}

isolate() {
	local name

	for name in $(compgen -e | grep -E '^(PG|CRT_|XDG_)'); do
		unset "$name"
	done
	unset CREDENTIALS_DIRECTORY
	# The leak sanitizer cannot inspect a process that ran as root.
	[ "$(id -u)" != 0 ] || export ASAN_OPTIONS=detect_leaks=0
	export HOME="$top"
}

setup() {
	trace_less
	isolate
	shop="$top/shop"
	mine="$top/t$BATS_TEST_NUMBER"
	mkdir "$mine"
	out=$mine/out
	err=$mine/err
	export CRT_CONFIG="$shop/crt.yaml"
	crt db start
	conninfo=$(crt db status)
	conninfo=${conninfo#*\"database\":*\"}
	conninfo=${conninfo%%\"*}
}

# run_crt STATUS ARGUMENT...: runs crt; its output is in $out and $err.
run_crt() {
	local want=$1 got=0

	shift
	crt --log text "$@" >"$out" 2>"$err" || got=$?
	[ "$got" = "$want" ] || { echo "status $got, not $want"; cat "$out" "$err"; false; }
}

assert_has() {
	[[ $(< "$2") == *"$1"* ]] || { echo "no \"$1\" in:"; cat "$2"; false; }
}

query() {
	psql -XAtq "$conninfo" -c "$1"
}

mode() {
	stat -c %a "$1"
}

# states FILE: prints the states, for example "made made made made".
states() {
	jq -r .state "$1" | paste -sd ' '
}
