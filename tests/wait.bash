# wait.bash: how a test waits for what must come.

# The longest, in seconds: no measure of speed.
PATIENCE=120

# pause SECONDS: as sleep does, without a process.
pause() {
	[ -p "$BATS_FILE_TMPDIR/never" ] || mkfifo "$BATS_FILE_TMPDIR/never"
	read -r -t "$1" <> "$BATS_FILE_TMPDIR/never" || :
}
