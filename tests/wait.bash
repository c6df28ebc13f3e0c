# wait.bash: how a test waits.

# The longest wait, in seconds. It does not measure speed.
PATIENCE=120

# pause SECONDS: like sleep, but without a process.
pause() {
	[ -p "$BATS_FILE_TMPDIR/never" ] || mkfifo "$BATS_FILE_TMPDIR/never"
	read -r -t "$1" <> "$BATS_FILE_TMPDIR/never" || :
}
