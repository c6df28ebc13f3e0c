#!/usr/bin/env bats
# check.bats: tests/check.sh counts tests, reports skipped ones with the remedy, and shows progress.

load cost

setup() {
	TOP=$BATS_TEST_DIRNAME/..
	cd "$BATS_TEST_TMPDIR" || exit
	program good 'ok 1 - one' 'ok 2 - two' '1..2'
	program bare '1..0 # SKIP no nginx'
	program bad 'ok 1 - one' 'not ok 2 - two' '1..3'
	program odd 'ok 1 - one # skip no smtp-sink' 'ok 2 - two # skip needs root' '1..2'
}

# program NAME LINE...: makes a test program that prints these lines.
program() {
	{ echo '#!/bin/sh'; printf "echo '%s'\n" "${@:2}"; } > "$1"
	chmod +x "$1"
}

# Seen to fail: skipped tests were counted but not explained.
@test "skipped tests are reported with reason and remedy, and the count comes last" {
	run "$TOP/tests/check.sh" "$PWD" ./good ./bare ./odd
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$output" = "ok ././good, 2
ok ././bare, 0
ok ././odd, 0
skipped 1: needs root
skipped 1: no nginx (make deps)
skipped 1: no smtp-sink (apt-get install postfix)
2 passed, 0 failed, 3 skipped" ]
}

@test "a test that fails or does not end is reported, and the exit status is 1" {
	run "$TOP/tests/check.sh" "$PWD" ./good ./bad
	echo "$output"
	[ "$status" -eq 1 ]
	[ "$output" = "ok ././good, 2
././bad: not ok 2 - two
not ok ././bad: 1 of 3 tests did not end
././bad: not ok 2 - two
3 passed, 2 failed" ]
}

# Seen to fail: the failure was lost among hundreds of lines.
@test "the text of a failure is repeated at the end without its middle" {
	# shellcheck disable=SC2046
	program long 'not ok 1 - one' $(seq -f '#%g' 100) 'ok 2 - two' '1..2'
	run "$TOP/tests/check.sh" "$PWD" ./long ./good
	echo "$output"
	[ "$status" -eq 1 ]
	[ "$(tail -42 <<< "$output")" = "$(printf '././long: #%d\n' 9 {61..100})
3 passed, 1 failed" ]
}

# Seen to fail: a terminal, too, got a line for each program.
@test "a terminal gets one line of progress, the failures, and the count" {
	run /usr/bin/python3 "$TOP/tests/fault/terminal.py" "$TOP/tests/check.sh" "$PWD" ./good ./bad --
	echo "$output"
	[[ $output == *$'\r\e[K'"1 of 2 programs"* ]]
	[[ $output != *"ok ././good, 2"* ]]
	[[ $output == *"././bad: not ok 2 - two"* ]]
	[[ $output == *"3 passed, 2 failed"* ]]
}

@test "the test files with the most processor time are listed before the count" {
	printf 'load "%s/tests/cost"\n@test "%s" { for ((i = 0; i < %d; i++)); do :; done; count_start; }\n' "$TOP" one 1 > a.bats
	printf 'load "%s/tests/cost"\n@test "%s" { for ((i = 0; i < %d; i++)); do :; done; }\n' "$TOP" two 2000 > b.bats
	run env -i PATH=/usr/local/bin:/usr/bin:/bin TMPDIR="$BATS_TEST_TMPDIR" "$TOP/tests/check.sh" "$PWD" ./a.bats ./b.bats
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$(tail -3 <<< "$output" | sed 's/^[0-9.]* s/N s/')" = "N s of processor: b.bats, 0 starts
N s of processor: a.bats, 1 starts
2 passed, 0 failed" ]
}

@test "a file with a large share of the processor time is found" {
	COSTS=$BATS_TEST_DIRNAME/house/costs.awk
	{ printf '9 f%s.bats 0m0.5s 0m0.5s 0m1s 0m0s\n' {1..59}; echo "- server 700"; } > "$BATS_TEST_TMPDIR/costs"
	awk -f "$COSTS" "$BATS_TEST_TMPDIR/costs" > "$BATS_TEST_TMPDIR/found"
	[ "$(wc -l < "$BATS_TEST_TMPDIR/found")" -eq 12 ]
	echo '9 dear.bats 0m5s 0m6s 0m0s 0m0s' >> "$BATS_TEST_TMPDIR/costs"
	run awk -f "$COSTS" "$BATS_TEST_TMPDIR/costs"
	[ "$status" -eq 1 ]
	[ "$(tail -n 1 <<< "$output")" = 'not ok dear.bats: more than 8 % of the processor time of all files' ]
	echo '9 dear.bats 0m5s 0m6s 0m0s 0m0s' | awk -f "$COSTS" - > "$BATS_TEST_TMPDIR/found"
}
