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
	local folder=$1 end=$((SECONDS + PATIENCE)) IFS=$'\t'
	[ -d "$folder" ] || mkdir -p "$folder"
	[ ! -e "$folder/port" ] || rm "$folder/port"
	count_start
	set -- "$PWD" "$folder" "$BATS_TEST_DIRNAME/fault/$2" "${@:3}"
	echo "$*" 1<> "$SERVERS"
	until [ -e "$folder/port" ]; do
		[ $SECONDS -lt $end ] || break
		pause 0.02
	done
	[ ! -e "$folder/port" ] || return 0
	cat "$folder/err"
	return 1
}

serve_end() {
	local served
	for served in "${1:-.}"/served "${1:-.}"/*/served; do
		[ -s "$served" ] || continue
		kill "$(< "$served")" 2> /dev/null || :
		: > "$served"
	done
}
