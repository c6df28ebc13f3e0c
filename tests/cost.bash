# cost.bash: what a test file costs: the programs that it starts, and its processor time.
#
#	load cost	unless helper.bash or another file loads it
#
#	build TARGET...	makes what the file needs; "make check" has made it already
#
# tests/check.sh lists the ten files with the most processor time. That of the database server is
# counted for the whole suite, by setup_suite.bash.

# Only at first: serve.bash and others load this file once more, after a setup was defined.
declare -F file_end > /dev/null || setup() { trace_less; }
teardown_file() { file_end; }

# Before each command bats records its place, also in functions that a test calls. That took a fifth of
# the time. Without it a failure names only the line of the test. assert_equal, assert_has, and
# assert_lacks therefore name the function that called them.
trace_less() { set +T; }

# A make that finds nothing to do reads the times of a thousand files.
build() {
	[ -n "${READY:-}" ] || make -s -C "$BATS_TEST_DIRNAME/.." "B=$B" "$@" > "$BATS_FILE_TMPDIR/make.log" 2>&1
}

# count_start: counts a start of a crt command, a server, a psql, or a jq.
count_start() { echo . >> "$BATS_FILE_TMPDIR/started"; }
psql() { count_start; command psql "$@"; }

# gojq starts in a tenth of the time of jq. It sorts the keys of an object, so jq does it, too.
jq() {
	count_start
	if hash gojq 2> /dev/null; then gojq "$@"; else command jq -S "$@"; fi
}

# A file that starts more than 300 programs sets STARTS=N.
file_end() {
	local starts=() name=${BATS_TEST_FILENAME##*/}
	! declare -F sql_end > /dev/null || sql_end
	[ ! -e "$BATS_FILE_TMPDIR/started" ] || mapfile starts < "$BATS_FILE_TMPDIR/started"
	times > "$BATS_FILE_TMPDIR/times"
	echo "${#starts[@]} $name $(tr '\n' ' ' < "$BATS_FILE_TMPDIR/times")" >> "$B/check.log.costs"
	[ ${#starts[@]} -le "${STARTS:-300}" ] ||
		{ echo "$name starts ${#starts[@]} programs, STARTS says ${STARTS:-300}"; return 1; }
}
