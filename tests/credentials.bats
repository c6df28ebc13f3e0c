#!/usr/bin/env bats
# credentials.bats: a database dump, the process list, logs, and core dumps hold no credentials.

load helper
load shop

teardown() {
	[ -z "${PID:-}" ] || kill -KILL "$PID" 2> /dev/null || true
	serve_end "$BATS_TEST_TMPDIR"
	test_end
}

MARKS='ck_marker|cs_marker|hook_marker_0123456789|other_marker_0123456'

# assert_no_secrets FILE...: no file holds a marker, in plain text, base64, or hexadecimal.
assert_no_secrets() {
	echo . >> "$BATS_TEST_TMPDIR/asserted"
	local all="$MARKS" mark
	for mark in ${MARKS//|/ }; do
		all="$all|$(printf %s "$mark" | base64 | cut -c-10)|$(printf %s "$mark" | od -An -tx1 | tr -d " \n" | cut -c-16)"
	done
	if grep -raqE "$all" "$@"; then
		grep -raoE ".{0,40}($all)" "$@" | head -5
		return 1
	fi
}

# A shop that responds when the file "go" exists, and has no webhooks.
slow_shop() {
	shop '[{"method":"GET","path":"/wp-json/wc/v3/webhooks","responses":[{"until":"'"$PWD/go"'","body":[]}]},
		{"method":"POST","responses":[{"status":201,"body":{"id":99}}]},
		{"responses":[{"until":"'"$PWD/go"'","body":[]}]}]'
}

requested_more() { [ "$(requests length)" != "$1" ]; }

# run_watched COMMAND...: runs it, and records what other users see of it while the shop delays its response.
run_watched() {
	local before
	rm -f go
	before=$(requests length)
	"$B/bin/crt-sync" "$@" > out 2>> printed &
	PID=$!
	until_so requested_more "$before"
	tr '\0' '\n' < "/proc/$PID/cmdline" >> seen
	# Only root may read the environment of a process that holds keys.
	[ "$(id -u)" != 0 ] || tr '\0' '\n' < "/proc/$PID/environ" >> seen
	: > go
}

@test "the database, the process list, logs, and output hold no credentials" {
	query "ALTER ROLE crt IN DATABASE \"$PGDATABASE\" SET log_statement = 'all'"
	slow_shop
	: > printed
	: > go
	private_file hook hook_marker_0123456789
	woo_store acme --webhook-secret hook --set hooks_url=https://crt.example
	cat out err >> printed
	echo other_marker_0123456 | crt 0 sync store set acme --webhook-secret - -vv
	cat out err >> printed
	for verb in "store test" "hooks install" "hooks check" "hooks list"; do
		run_watched $verb -vv --log json
		wait "$PID" || true
		cat out >> printed
	done
	crt 0 sync store show acme
	cat out err >> printed
	assert_equal "$(requests '[.[] | tostring | contains("other_marker_0123456")] | any')" true "they were in use"
	assert_has 'store' seen
	pg_dump > dump
	assert_has 'v1:test:' dump
	assert_no_secrets dump seen printed
	tail -c 1000000 "$SERVER/log" > server.log
	assert_has api_credentials server.log
	assert_no_secrets server.log
	query "ALTER ROLE crt IN DATABASE \"$PGDATABASE\" RESET log_statement"
}

@test "an error message holds no credentials" {
	slow_shop
	: > go
	woo_store acme
	shop '[{"responses":[{"status":401,"body":{"message":"cs_marker is wrong"}}]}]'
	for verb in "store test" "hooks check --base-url https://crt.example"; do
		"$B/bin/crt-sync" $verb -vv > out 2> err || true
		assert_no_secrets out err
	done
	crt 0 sync store set acme store_url=http://127.0.0.1:1
	"$B/bin/crt-sync" store test -vv > out 2> err || true
	assert_no_secrets out err
	query "SELECT row_to_json(r) FROM crt.runs r" > runs
	assert_no_secrets runs
}

@test "a process with keys writes no core dump" {
	slow_shop
	woo_store acme
	mkdir cores
	cd cores
	ulimit -c unlimited || skip "no cores can be had here"
	sh -c 'kill -ABRT $$' || true
	ls | grep -q . || skip "the kernel writes cores elsewhere: $(< /proc/sys/kernel/core_pattern)"
	rm -f -- *
	"$B/bin/crt-sync" store test > ../out 2>&1 3>&- &
	PID=$!
	(cd .. && until_so requested_more 0)
	kill -ABRT "$PID"
	wait "$PID" || got=$?
	assert_equal "$got" 134
	assert_equal "$(ls)" ""
}
