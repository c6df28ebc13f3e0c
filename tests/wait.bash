# wait.bash: how a test waits.

# The longest wait, in seconds. It does not measure speed.
PATIENCE=120

# pause SECONDS: like sleep, but without a process.
pause() {
	[ -p "$BATS_FILE_TMPDIR/never" ] || mkfifo "$BATS_FILE_TMPDIR/never" 2> /dev/null || [ -p "$BATS_FILE_TMPDIR/never" ]
	read -r -t "$1" <> "$BATS_FILE_TMPDIR/never" || :
}

# until_so COMMAND...: repeats the command until it succeeds.
until_so() {
	local end=$((SECONDS + PATIENCE))
	until "$@"; do
		[ $SECONDS -lt $end ] || { echo "never: $*"; return 1; }
		pause 0.02
	done
}
