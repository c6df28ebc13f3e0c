#!/usr/bin/env bats
# option.bats: one table defines command line, environment, crt.yaml, help, and exit status.

load cost

setup_file() {
	export B=${B:-build}
	build "$B/fault/option_demo"
}

setup() {
	trace_less
	demo="$B/fault/option_demo"
	dir=$BATS_TEST_TMPDIR
	out=$dir/out
	err=$dir/err
	unset XDG_CONFIG_HOME CRT_CONFIG CRT_KEY_FILE CRT_LEDGER CRT_JOURNAL CREDENTIALS_DIRECTORY PGHOST PGDATABASE
	export HOME=$dir
}

# run_demo STATUS ARGUMENT...: its output is in $out and $err.
run_demo() {
	local want=$1 got=0

	shift
	"$demo" --log text "$@" >"$out" 2>"$err" || got=$?
	[ "$got" = "$want" ] || { echo "status $got, not $want"; cat "$out" "$err"; false; }
}

assert_has() {
	[[ $(< "$2") == *"$1"* ]] || { echo "no \"$1\" in:"; cat "$2"; false; }
}

assert_lacks() {
	if grep -- "$1" "$2"; then false; fi
}

@test "help and version go to standard output and exit with 0" {
	run_demo 0 --help
	assert_has 'usage: crt-demo [OPTION...] [FILE...]' "$out"
	assert_has '-b, --batch-size=NUMBER' "$out"
	assert_has 'rejects list' "$out"
	[ ! -s "$err" ]
	run_demo 0 rejects list --help
	assert_has 'usage: crt-demo rejects list' "$out"
	assert_has '--to=ADDRESS' "$out"
	run_demo 0 rejects --help
	assert_has 'usage: crt-demo' "$out"
	run_demo 64 --help --nothing
	assert_has 'see --help' "$err"
	run_demo 0 -V
	grep -x 'crt-demo [0-9.]*' "$out"
}

@test "misuse exits with 64 and prints nothing" {
	for args in --nothing -Z --batch-siz=3 '--echo=1' --batch-size '-b 0' '-b 5001' \
	    '--channel pigeon' 'rejects' 'rejects lsit' 'rejects drop' 'rejects drop 1 2' \
	    'list extra' 'list --to x' '--to x' '--idle soon' '--now yesterday'; do
		run_demo 64 $args
		[ ! -s "$out" ]
		[ -s "$err" ]
	done
}

@test "a mistyped option gets the nearest as a hint, and an abbreviation is no option" {
	run_demo 64 --bacth-size=3
	assert_has 'the nearest is --batch-size' "$err"
	run_demo 64 --batch=3
	assert_has 'the nearest is --batch-size' "$err"
	run_demo 64 --no-ecko
	assert_has 'the nearest is --no-echo' "$err"
	run_demo 64 rejects lisst
	assert_has 'list, drop' "$err"
	run_demo 64 list --to x
	assert_has 'not an option of the verb' "$err"
}

@test "options and operands may be in any order, and -- ends the options" {
	run_demo 0 a -b 7 b --store x -- --echo -c
	assert_has 'batch=7 ' "$out"
	assert_has 'stores=x operands=a,b,--echo,-c' "$out"
	POSIXLY_CORRECT=1 run_demo 0 a -b 8 b
	assert_has 'batch=8 ' "$out"
	assert_has 'operands=a,b' "$out"
}

@test "verbs of two words work, and after -- there is no verb" {
	run_demo 0 --store x rejects --to a list
	assert_has 'list to=a' "$out"
	run_demo 0 -- rejects list
	assert_has 'operands=rejects,list' "$out"
	run_demo 3 rejects drop 7
	assert_has 'one' "$out"
	assert_has '"7"' "$err"
}

@test "flags count and can be switched off, and the last of two values wins" {
	run_demo 0 -vv --verbose --echo --no-echo -b 1 -b 2
	assert_has 'v=3' "$out"
	assert_has 'echo=0' "$out"
	assert_has 'batch=2 ' "$out"
}

# Catches: argv.c takes the last of them.
@test "two output formats on one command line are rejected, and a format replaces a configured one" {
	for forms in '--csv --json' '--json --csv' '--table --json' '--csv --table --json'; do
		run_demo 64 $forms
		assert_has 'contradict each other' "$err"
		[ ! -s "$out" ]
	done
	run_demo 0 --json --csv --no-json
	run_demo 0 --csv --csv
	CRT_JSON=yes run_demo 0 --csv --print-config
	assert_has 'csv: true' "$out"
}

@test "command line comes before environment, then file, then default" {
	printf 'batch_size: 2\nidle: 2h\ntitle: file\nstore: [f, g]\n' >"$dir/c.yaml"
	run_demo 0
	assert_has 'batch=500 idle=3600s title=-' "$out"
	run_demo 0 -c "$dir/c.yaml"
	assert_has 'batch=2 idle=7200s title=file' "$out"
	assert_has 'stores=f,g ' "$out"
	CRT_BATCH_SIZE=3 CRT_STORE=e CRT_TITLE= run_demo 0 -c "$dir/c.yaml"
	assert_has 'batch=3 idle=7200s title=file' "$out"
	assert_has 'stores=e ' "$out"
	CRT_BATCH_SIZE=3 CRT_STORE=e,d run_demo 0 -c "$dir/c.yaml" --batch-size=4 -s a
	assert_has 'batch=4 ' "$out"
	assert_has 'stores=a ' "$out"
}

@test "the section of the command comes before the top level of the file" {
	printf 'demo: { batch_size: 3 }\nbatch_size: 2\nsend: { whatever: 1 }\n' >"$dir/c.yaml"
	CRT_CONFIG=$dir/c.yaml run_demo 0
	assert_has 'batch=3 ' "$out"
}

@test "the user's file is found; a missing named one exits with 64, or with 78 by CRT_CONFIG" {
	mkdir -p "$dir/.config/crt"
	echo 'batch_size: 6' >"$dir/.config/crt/crt.yaml"
	run_demo 0
	assert_has 'batch=6 ' "$out"
	mkdir -p "$dir/xdg/crt"
	echo 'batch_size: 7' >"$dir/xdg/crt/crt.yaml"
	XDG_CONFIG_HOME=$dir/xdg run_demo 0
	assert_has 'batch=7 ' "$out"
	run_demo 64 -c "$dir/missing.yaml"
	assert_has "missing.yaml" "$err"
	CRT_CONFIG=$dir/missing.yaml run_demo 78
}

@test "an unknown key is reported with its line and the nearest key" {
	printf '# one\nbatch_size: 2\nbatchsize: 3\n' >"$dir/c.yaml"
	run_demo 78 -c "$dir/c.yaml"
	assert_has "c.yaml:3:1: unknown key \"batchsize\"" "$err"
	assert_has 'the nearest is batch_size' "$err"
	printf 'demo:\n  database: x\n  too: y\n' >"$dir/c.yaml"
	run_demo 78 -c "$dir/c.yaml"
	assert_has "c.yaml:3:3: unknown key" "$err"
	[ ! -s "$out" ]
}

@test "an invalid value is reported with its place" {
	echo 'batch_size: many' >"$dir/c.yaml"
	run_demo 78 -c "$dir/c.yaml"
	assert_has 'c.yaml:1:13: "many" is not a whole number from 1 to 5000' "$err"
	CRT_BATCH_SIZE=many run_demo 78
	assert_has 'CRT_BATCH_SIZE in the environment' "$err"
}

@test "for the database, -d comes before CRT_DATABASE, then libpq's variables, then a file" {
	echo 'database: dbname=of_file' >"$dir/c.yaml"
	database() { run_demo 0 -c "$dir/c.yaml" --print-config "$@"; sed -n 's/^database: *//p' "$out" | tr -s ' '; }
	[ "$(database)" = "\"dbname=of_file\" # $dir/c.yaml:1" ]
	[ "$(PGHOST=/tmp database)" = '"" # environment PGHOST' ]
	[ "$(PGUSER=me database)" = "\"dbname=of_file\" # $dir/c.yaml:1" ]
	[ "$(PGHOST=/tmp CRT_DATABASE=ours database)" = 'ours # environment CRT_DATABASE' ]
	[ "$(PGHOST=/tmp CRT_DATABASE=ours database -d mine)" = 'mine # command line' ]
}

@test "--print-config prints each value and its source, and no secret" {
	(umask 077; echo geheim >"$dir/pw")
	printf 'database: postgres://crt:geheim@db/crt\npassword_file: pw\ntitle: "a: b"\n' \
	    >"$dir/c.yaml"
	CRT_IDLE=2m run_demo 0 -c "$dir/c.yaml" --print-config -b 9
	grep "^database: \"postgres://crt:\*\*\*@db/crt\" *# $dir/c.yaml:1\$" "$out"
	grep "^password_file: \"\*\*\*\" *# $dir/c.yaml:2\$" "$out"
	grep '^idle: 2m *# environment CRT_IDLE$' "$out"
	grep '^batch_size: 9 *# command line$' "$out"
	grep '^channel: smtp *# default$' "$out"
	grep '^# store: *# not set$' "$out"
	assert_lacks geheim "$out"
	assert_lacks '^help\|dump_options' "$out"
}

# Seen to fail: it printed "# spool:  # not set", which is not the folder in use.
@test "--print-config names the state folder in use" {
	: >"$dir/c.yaml"
	run_demo 0 -c "$dir/c.yaml" --print-config
	grep "^spool: $dir/spool *# default\$" "$out"
	run_demo 0 -c "$dir/c.yaml" --print-config --spool /x
	grep '^spool: /x *# command line$' "$out"
}

@test "the output of --print-config is an equivalent configuration" {
	run_demo 0 --print-config -b 9 --title 'x: "y" # z' -s a -s 'b, c' --echo
	cp "$out" "$dir/c.yaml"
	run_demo 0 -c "$dir/c.yaml"
	assert_has 'batch=9 idle=3600s title=x: "y" # z' "$out"
	assert_has 'echo=1' "$out"
	assert_has 'stores=a,b, c ' "$out"
}

@test "--check-config is silent with 0, or exits with 78, for the keys of every verb" {
	echo 'batch_size: 2' >"$dir/c.yaml"
	run_demo 0 --check-config -c "$dir/c.yaml"
	[ ! -s "$out" ]
	echo 'batch_size: 0' >"$dir/c.yaml"
	run_demo 78 --check-config -c "$dir/c.yaml"
	run_demo 0 list -c "$dir/c.yaml"
	run_demo 78 list --check-config -c "$dir/c.yaml"
	[ ! -s "$out" ]
}

@test "a secret file that others can read is rejected" {
	echo 'top secret' >"$dir/pw"
	for mode in 640 604 660 666 644; do
		chmod "$mode" "$dir/pw"
		run_demo 78 --password-file "$dir/pw"
		assert_has "chmod 600 $dir/pw" "$err"
		[ ! -s "$out" ]
		assert_lacks 'top secret' "$err"
	done
	for mode in 600 400; do
		chmod "$mode" "$dir/pw"
		run_demo 0 --password-file "$dir/pw"
		assert_has 'password=top secret ' "$out"
	done
	run_demo 64 --password-file "$dir/missing"
	rm -f "$dir/pw"
	: >"$dir/pw"
	chmod 600 "$dir/pw"
	run_demo 78 --password-file "$dir/pw"
	run_demo 78 --password-file /proc/self/mem		# can be opened, but not read
	assert_has 'cannot be read' "$err"
}

@test "a systemd credential is found by the name of the option" {
	mkdir "$dir/cred"
	echo credential >"$dir/cred/password"
	chmod 440 "$dir/cred/password"
	CREDENTIALS_DIRECTORY=$dir/cred run_demo 0
	assert_has 'password=credential ' "$out"
	chmod 444 "$dir/cred/password"
	CREDENTIALS_DIRECTORY=$dir/cred run_demo 78
	(umask 077; echo own >"$dir/pw")
	CREDENTIALS_DIRECTORY=$dir/cred run_demo 0 --password-file "$dir/pw"
	assert_has 'password=own ' "$out"
	: >"$dir/cred/key"
	CREDENTIALS_DIRECTORY=$dir/cred run_demo 78 --print-config --check-config
	chmod 400 "$dir/cred/password"
	CREDENTIALS_DIRECTORY=$dir/cred run_demo 0 --print-config
	grep "^key_file: $dir/cred/key  *# environment CREDENTIALS_DIRECTORY\$" "$out"
	CREDENTIALS_DIRECTORY=$dir/cred CRT_KEY_FILE=/k run_demo 0 --print-config
	grep "^key_file: /k  *# environment CRT_KEY_FILE\$" "$out"
}

@test "the sample configuration has only known keys" {
	sed 's/^#\( *[a-z_]*:\)/\1/' etc/crt.yaml >"$dir/c.yaml"
	grep '^key_file' "$dir/c.yaml"
	sed -i "s,: */.*/\(key\|smtp.password\|twilio.token\|firebase.json\)\$,: $dir/\1," "$dir/c.yaml"
	(umask 077; echo x >"$dir/key"; echo x >"$dir/smtp.password"; echo x >"$dir/twilio.token"; echo x >"$dir/firebase.json")
	run_demo 0 --check-config -c "$dir/c.yaml"
}

@test "lost output exits with 74" {
	for args in '' --help --version --print-config 'list'; do
		status=0
		"$demo" $args >/dev/full 2>"$err" || status=$?
		[ "$status" = 74 ]
		assert_has 'No space left on device' "$err"
		status=0
		"$demo" $args >&- 2>"$err" || status=$?
		[ "$status" = 74 ]
	done
	status=0
	"$demo" rejects drop 1 >/dev/full 2>"$err" || status=$?
	[ "$status" = 74 ]
	status=0
	"$demo" list extra >/dev/full 2>"$err" || status=$?
	[ "$status" = 64 ]
}

# The reader ends before the command starts. It was the only one of the pipe.
@test "a closed pipe exits with 74 and not by a signal" {
	local got=0 pipe
	mkfifo "$dir/fifo"
	exec {pipe}<>"$dir/fifo" 9>"$dir/fifo"
	exec {pipe}>&-
	"$demo" --help >&9 2>"$err" || got=$?
	exec 9>&-
	[ "$got" = 74 ]
}

@test "--dump-options has every column for the generators" {
	run_demo 0 --dump-options
	awk -F '\t' '
		$1 == "command" && NF == 3 { next }
		$1 == "verb" && NF == 6 { next }
		$1 == "option" && NF == 12 && $4 != "" && $5 != "" && $11 != "" { next }
		{ print "odd line: " $0; bad = 1 }
		END { exit bad }' "$out"
	assert_lacks 'dump-options' "$out"
}

@test "keys.def has the options of every command" {
	for command in "$B"/bin/crt*; do
		"$command" --dump-options
	done >"$dir/dumps"
	sed 's/crt-send/crt-another/; s/window/windows/' "$dir/dumps" >"$dir/others"
	awk -f lib/conf/keys.awk lib/conf/keys.def "$dir/dumps" | diff lib/conf/keys.def -
	! awk -f lib/conf/keys.awk lib/conf/keys.def "$dir/others" | cmp -s lib/conf/keys.def - || false
}

# value_of KIND LEAST WORDS: prints a valid value for an option of this kind.
value_of() {
	case $1 in
	flag) value=true ;;
	count) value=1 ;;
	int) value=$2 ;;
	duration) value=$(($2 > 300 ? $2 : 300))s ;;
	time) value=2026-11-22 ;;
	word) value=${3%%|*} ;;
	*) value=any ;;
	esac
}

# assert_shows TEXT WHAT: the last output of the command has it.
assert_shows() { [[ $got == *"$1"* ]] || printf '%s, %s:\n%s\n' "$bin $verb" "$2" "$got"; }

# with_variables NAME=VALUE...: prints the verb's configuration.
with_variables() { export "$@" && exec "$bin" $verb --print-config 2>&1; }

# assert_refused: neither the key nor CRT_NAME is accepted, and the error names it.
assert_refused() {
	printf '%s:\n  %s: %s\n' "$section" "$key" "$value" > one.yaml
	got=$("$bin" $verb -c one.yaml --print-config 2>&1) && echo "$bin $verb takes the key $key"
	got=${got//\\\"/\"}
	assert_shows "one.yaml:2:3: \"$key\" is not a configuration key: give --$name on the command line" "$key"
	got=$(with_variables "$variable=$value") && echo "$bin $verb takes $variable"
	got=${got//\\\"/\"}
	assert_shows "$variable in the environment has no effect: give --$name on the command line" "$variable"
}

# assert_accepted: the keys of a verb take effect, from a file and from the environment.
assert_accepted() {
	local i verb=${owner#\*}
	for i in "${!keys[@]}"; do echo "${keys[i]}: ${variables[i]#*=}"; done > keys.yaml
	got=$("$bin" $verb -c keys.yaml --print-config 2>&1 | sed 's/:.* # .*keys.yaml:/ of line /') || :
	for i in "${!keys[@]}"; do assert_shows "${keys[i]} of line $((i + 1))" "in a file"; done
	got=$(with_variables "${variables[@]}") || :
	for i in "${variables[@]%%=*}"; do assert_shows "# environment $i" "in the environment"; done
	keys=() variables=()
}

# Catches: options that are keys unless their row forbids it, such as "sent: [ID]" in a file.
@test "an option is a key of crt.yaml and CRT_NAME exactly if its row says so" {
	local keys=() variables=() keys_def=$(< lib/conf/keys.def)
	cd "$dir"; unset CRT_WEB_TIMEOUT
	for bin in "$B"/bin/crt*; do
		section=${bin##*/} section=${section#crt-}
		"$bin" --dump-options | awk -F '\t' -v OFS='\037' -v all="$([ "$section" != send ] || echo '*')" '
			$1 == "option" && ($2 != "*" || all) { $1 = $1; print }' | sort -s -t $'\037' -k 2,2 > rows
		owner=none
		while IFS=$'\037' read -r what next letter name kind arg initial words least most help scope; do
			[ "$next" = "$owner" ] || [ "$owner" = none ] || assert_accepted
			owner=$next
			key=${name//-/_} variable=CRT_${key^^}
			value_of "$kind" "$least" "$words"
			echo "$scope" >> scopes
			case $scope in
			key) keys+=("$key") variables+=("$variable=$value") ;;
			# A key of another command: see first_hours.bats.
			cli) [[ $keys_def == *" $key,"* ]] || verb=${owner#\*} assert_refused ;;
			esac
		done < rows
		[ "$owner" = none ] || assert_accepted
	done > odd
	[ ! -s odd ] || { cat odd; false; }
	[ "$(grep -c key scopes)" -ge 50 ]
	[ "$(grep -c cli scopes)" -ge 40 ]
}

# Catches: a row becomes a key although it chooses or confirms one action.
@test "an option that chooses or confirms one action is no key" {
	for name in sent failed requeue now after all yes dry_run since until limit id to from file data; do
		assert_lacks "^OPTION([a-z]*, $name," lib/conf/keys.def
	done
	assert_lacks "\.Ic \(sent\|dry_run\|yes\|limit\) " "$B/man/crt.yaml.5"
}
