#!/usr/bin/env bats
# kill_pipe.bats: readers that leave a pipe, and a full disk.
#
# Seen to fail: a failed write counted as a successful one.

load kill

setup_file() { shop_file; }
setup() { shop; }

to_maildir() { run_crt send --channel maildir --maildir mail --window 2; }
pipeline() { run_crt detect | run_crt campaign | to_maildir > reported; }

# undisturbed STAGE: writes the end of the run without a fault into the files state and people.
undisturbed() {
	restore_stage detect
	pipeline
	state > state
	maildir > people
	assert_equal "$(wc -l < people)" 5
	ln -sf /dev/null detect.in
	ln -sf abandoned campaign.in
	ln -sf due maildir.in
}

ends_the_same() {
	assert_equal "$(state)" "$(< state)"
	assert_equal "$(maildir)" "$(< people)"
}

# A reader of one line, one that leaves without reading, and one that leaves later.
one_line() { head -1; }
no_line() { true; }
later() {
	read -r -N 10
	pause 0.1
}

# leave READER STAGE INPUT COMMAND...: the reader leaves while the command writes; then everything runs
# again. A command whose output fitted into the pipe does not notice.
leave() {
	local reader=$1 stage=$2 input=$3 status
	shift 3
	restore_stage "$stage"
	status=$({ { "$@" < "$input" 2> err || echo $? >&4; } | "$reader" > read; } 4>&1)
	[ -z "$status" ] || assert_equal "$status $(wc -l < err)" "74 0" "exit status and complaints"
	pipeline
	ends_the_same
}

@test "a reader that leaves loses nothing, whichever command wrote" {
	undisturbed
	for reader in one_line no_line later; do
		leave "$reader" detect /dev/null run_crt detect
		leave "$reader" campaign abandoned run_crt campaign
		leave "$reader" maildir due to_maildir
	done
}

@test "failed output exits with 74, and the next run makes up for it" {
	undisturbed
	local got
	for stage in detect campaign maildir; do
		for output in /dev/full closed; do
			restore_stage "$stage"
			got=0
			case $stage in
			detect) set -- run_crt detect ;;
			campaign) set -- run_crt campaign ;;
			maildir) set -- to_maildir ;;
			esac
			if [ $output = closed ]; then
				"$@" < "$stage.in" >&- 2> err || got=$?
			else
				"$@" < "$stage.in" > /dev/full 2> err || got=$?
			fi
			assert_equal "$got" 74 "$stage $output"
			assert_has "standard output"
			pipeline
			ends_the_same
		done
	done
}
