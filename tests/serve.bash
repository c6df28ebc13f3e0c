# serve.bash: starts and ends the scripted servers of tests/fault.
#
#	load serve
#	serve FOLDER http_script.py ARGUMENT...	starts it; its port is in FOLDER/port, its errors in FOLDER/err
#	serve_end [FOLDER]				ends the servers of FOLDER (default: .) and of its folders
#
# Loaded after helper.bash, the default teardown ends the servers and calls test_end.

load cost
load wait

teardown() {
	serve_end "$BATS_TEST_TMPDIR"
	test_end
}

serve() {
	mkdir -p "$1"
	count_start
	/usr/bin/python3 "$BATS_TEST_DIRNAME/fault/$2" "$1" "${@:3}" > "$1/err" 2>&1 3>&- &
	echo $! > "$1/served"
	local end=$((SECONDS + PATIENCE))
	until [ -e "$1/port" ]; do
		[ $SECONDS -lt $end ] || break
		pause 0.02
	done
	[ ! -e "$1/port" ] || return 0
	cat "$1/err"
	return 1
}

serve_end() {
	local served
	for served in "${1:-.}"/served "${1:-.}"/*/served; do
		[ ! -s "$served" ] || kill "$(< "$served")" 2> /dev/null || :
		[ ! -e "$served" ] || rm "$served"
	done
}
