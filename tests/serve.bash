# serve.bash: the servers of tests/fault, which do as they are told.
#
#	load serve
#	serve FOLDER http_script.py ARGUMENT...	it listens: FOLDER/port; what it complains of is in FOLDER/err
#	serve_end [FOLDER]			those in FOLDER, or here, and in its folders end
#
# Behind helper.bash the end of a test is preset: its servers end, and settle.

teardown() {
	serve_end "$BATS_TEST_TMPDIR"
	settle
}

serve() {
	mkdir -p "$1"
	/usr/bin/python3 "$BATS_TEST_DIRNAME/fault/$2" "$1" "${@:3}" > "$1/err" 2>&1 3>&- &
	echo $! > "$1/served"
	for _ in $(seq 5000); do
		[ ! -e "$1/port" ] || return 0
		sleep 0.02
	done
	cat "$1/err"
	return 1
}

serve_end() {
	cat "${1:-.}"/served "${1:-.}"/*/served 2> /dev/null | xargs -r kill 2> /dev/null || :
	rm -f "${1:-.}"/served "${1:-.}"/*/served
}
