#!/usr/bin/env bats
# option.bats: one declaration serves argv, environment, crt.yaml, help and exit status.

setup_file() {
	export B=${B:-build}
	make -s "B=$B" "$B/fault/option_demo"
}

setup() {
	demo="$B/fault/option_demo"
	dir=$BATS_TEST_TMPDIR
	out=$dir/out
	err=$dir/err
	unset XDG_CONFIG_HOME CRT_CONFIG CRT_KEY_FILE CRT_LEDGER CREDENTIALS_DIRECTORY PGHOST PGDATABASE
	export HOME=$dir
}

# try STATUS ARGUMENT...: its output is in $out and $err.
try() {
	local want=$1 got=0

	shift
	"$demo" --log text "$@" >"$out" 2>"$err" || got=$?
	[ "$got" = "$want" ] || { echo "status $got, not $want"; cat "$out" "$err"; false; }
}

says() {
	grep -F -- "$1" "$2" >/dev/null || { echo "no \"$1\" in:"; cat "$2"; false; }
}

lacks() {
	if grep -- "$1" "$2"; then false; fi
}

@test "help and version go to standard output and end with 0" {
	try 0 --help
	says 'usage: crt-demo [OPTION...] [FILE...]' "$out"
	says '-b, --batch-size=NUMBER' "$out"
	says 'rejects list' "$out"
	[ ! -s "$err" ]
	try 0 rejects list --help
	says 'usage: crt-demo rejects list' "$out"
	says '--to=ADDRESS' "$out"
	try 0 rejects --help
	says 'usage: crt-demo' "$out"
	try 64 --help --nothing
	says 'see --help' "$err"
	try 0 -V
	grep -x 'crt-demo [0-9.]*' "$out"
}

@test "misuse ends with 64 and prints nothing" {
	for args in --nothing -Z --batch-siz=3 '--echo=1' --batch-size '-b 0' '-b 5001' \
	    '--channel pigeon' 'rejects' 'rejects lsit' 'rejects drop' 'rejects drop 1 2' \
	    'list extra' 'list --to x' '--to x' '--idle soon' '--now yesterday'; do
		try 64 $args
		[ ! -s "$out" ]
		[ -s "$err" ]
	done
}

@test "a mistyped option is told the nearest, an abbreviation is no option" {
	try 64 --bacth-size=3
	says 'the nearest is --batch-size' "$err"
	try 64 --batch=3
	says 'the nearest is --batch-size' "$err"
	try 64 --no-ecko
	says 'the nearest is --no-echo' "$err"
	try 64 rejects lisst
	says 'list, drop' "$err"
	try 64 list --to x
	says 'not an option of the verb' "$err"
}

@test "options and operands stand in any order, -- ends the options" {
	try 0 a -b 7 b --store x -- --echo -c
	says 'batch=7 ' "$out"
	says 'stores=x operands=a,b,--echo,-c' "$out"
	POSIXLY_CORRECT=1 try 0 a -b 8 b
	says 'batch=8 ' "$out"
	says 'operands=a,b' "$out"
}

@test "verbs of two words; behind -- there are none" {
	try 0 --store x rejects --to a list
	says 'list to=a' "$out"
	try 0 -- rejects list
	says 'operands=rejects,list' "$out"
	try 3 rejects drop 7
	says 'one' "$out"
	says '"7"' "$err"
}

@test "counts, switched off flags, the last of two wins" {
	try 0 -vv --verbose --echo --no-echo -b 1 -b 2
	says 'v=3' "$out"
	says 'echo=0' "$out"
	says 'batch=2 ' "$out"
}

# Catches: argv.c that takes the last of them.
@test "two forms of output on one command line are refused, a form takes a configured one's place" {
	for forms in '--csv --json' '--json --csv' '--table --json' '--csv --table --json'; do
		try 64 $forms
		says 'contradict each other' "$err"
		[ ! -s "$out" ]
	done
	try 0 --json --csv --no-json
	try 0 --csv --csv
	CRT_JSON=yes try 0 --csv --print-config
	says 'csv: true' "$out"
}

@test "command line beats environment beats file beats default" {
	printf 'batch_size: 2\nidle: 2h\ntitle: file\nstore: [f, g]\n' >"$dir/c.yaml"
	try 0
	says 'batch=500 idle=3600s title=-' "$out"
	try 0 -c "$dir/c.yaml"
	says 'batch=2 idle=7200s title=file' "$out"
	says 'stores=f,g ' "$out"
	CRT_BATCH_SIZE=3 CRT_STORE=e CRT_TITLE= try 0 -c "$dir/c.yaml"
	says 'batch=3 idle=7200s title=file' "$out"
	says 'stores=e ' "$out"
	CRT_BATCH_SIZE=3 CRT_STORE=e,d try 0 -c "$dir/c.yaml" --batch-size=4 -s a
	says 'batch=4 ' "$out"
	says 'stores=a ' "$out"
}

@test "the section of the command beats the top of the file" {
	printf 'demo: { batch_size: 3 }\nbatch_size: 2\nsend: { whatever: 1 }\n' >"$dir/c.yaml"
	CRT_CONFIG=$dir/c.yaml try 0
	says 'batch=3 ' "$out"
}

@test "the user's file is found; a named one that is missing is 64, or 78 by CRT_CONFIG" {
	mkdir -p "$dir/.config/crt"
	echo 'batch_size: 6' >"$dir/.config/crt/crt.yaml"
	try 0
	says 'batch=6 ' "$out"
	mkdir -p "$dir/xdg/crt"
	echo 'batch_size: 7' >"$dir/xdg/crt/crt.yaml"
	XDG_CONFIG_HOME=$dir/xdg try 0
	says 'batch=7 ' "$out"
	try 64 -c "$dir/missing.yaml"
	says "missing.yaml" "$err"
	CRT_CONFIG=$dir/missing.yaml try 78
}

@test "an unknown key is told with its line and the nearest key" {
	printf '# one\nbatch_size: 2\nbatchsize: 3\n' >"$dir/c.yaml"
	try 78 -c "$dir/c.yaml"
	says "c.yaml:3:1: unknown key \"batchsize\"" "$err"
	says 'the nearest is batch_size' "$err"
	printf 'demo:\n  database: x\n  too: y\n' >"$dir/c.yaml"
	try 78 -c "$dir/c.yaml"
	says "c.yaml:3:3: unknown key" "$err"
	[ ! -s "$out" ]
}

@test "a wrong value is told with its place" {
	echo 'batch_size: many' >"$dir/c.yaml"
	try 78 -c "$dir/c.yaml"
	says 'c.yaml:1:13: "many" is not a whole number from 1 to 5000' "$err"
	CRT_BATCH_SIZE=many try 78
	says 'CRT_BATCH_SIZE in the environment' "$err"
}

@test "the database: -d beats the environment, ours beats libpq's, both beat a file" {
	echo 'database: dbname=of_file' >"$dir/c.yaml"
	database() { try 0 -c "$dir/c.yaml" --print-config "$@"; sed -n 's/^database: *//p' "$out" | tr -s ' '; }
	[ "$(database)" = "\"dbname=of_file\" # $dir/c.yaml:1" ]
	[ "$(PGHOST=/tmp database)" = '"" # environment PGHOST' ]
	[ "$(PGUSER=me database)" = "\"dbname=of_file\" # $dir/c.yaml:1" ]
	[ "$(PGHOST=/tmp CRT_DATABASE=ours database)" = 'ours # environment CRT_DATABASE' ]
	[ "$(PGHOST=/tmp CRT_DATABASE=ours database -d mine)" = 'mine # command line' ]
}

@test "--print-config tells each value and where it comes from, no secret" {
	(umask 077; echo geheim >"$dir/pw")
	printf 'database: postgres://crt:geheim@db/crt\npassword_file: pw\ntitle: "a: b"\n' \
	    >"$dir/c.yaml"
	CRT_IDLE=2m try 0 -c "$dir/c.yaml" --print-config -b 9
	grep "^database: \"postgres://crt:\*\*\*@db/crt\" *# $dir/c.yaml:1\$" "$out"
	grep "^password_file: \"\*\*\*\" *# $dir/c.yaml:2\$" "$out"
	grep '^idle: 2m *# environment CRT_IDLE$' "$out"
	grep '^batch_size: 9 *# command line$' "$out"
	grep '^channel: smtp *# default$' "$out"
	grep '^# store: *# not set$' "$out"
	lacks geheim "$out"
	lacks '^help\|dump_options' "$out"
}

# Seen to fail: "# spool:  # not set", which is not where the files are.
@test "--print-config names the folder of state in use" {
	: >"$dir/c.yaml"
	try 0 -c "$dir/c.yaml" --print-config
	grep "^spool: $dir/spool *# default\$" "$out"
	try 0 -c "$dir/c.yaml" --print-config --spool /x
	grep '^spool: /x *# command line$' "$out"
}

@test "what --print-config prints is a configuration that says the same" {
	try 0 --print-config -b 9 --title 'x: "y" # z' -s a -s 'b, c' --echo
	cp "$out" "$dir/c.yaml"
	try 0 -c "$dir/c.yaml"
	says 'batch=9 idle=3600s title=x: "y" # z' "$out"
	says 'echo=1' "$out"
	says 'stores=a,b, c ' "$out"
}

@test "--check-config is silent with 0, or ends with 78, for the keys of every verb" {
	echo 'batch_size: 2' >"$dir/c.yaml"
	try 0 --check-config -c "$dir/c.yaml"
	[ ! -s "$out" ]
	echo 'batch_size: 0' >"$dir/c.yaml"
	try 78 --check-config -c "$dir/c.yaml"
	try 0 list -c "$dir/c.yaml"
	try 78 list --check-config -c "$dir/c.yaml"
	[ ! -s "$out" ]
}

@test "a secret that others can read is refused" {
	echo 'top secret' >"$dir/pw"
	for mode in 640 604 660 666 644; do
		chmod "$mode" "$dir/pw"
		try 78 --password-file "$dir/pw"
		says "chmod 600 $dir/pw" "$err"
		[ ! -s "$out" ]
		lacks 'top secret' "$err"
	done
	for mode in 600 400; do
		chmod "$mode" "$dir/pw"
		try 0 --password-file "$dir/pw"
		says 'password=top secret ' "$out"
	done
	try 64 --password-file "$dir/missing"
	rm -f "$dir/pw"
	: >"$dir/pw"
	chmod 600 "$dir/pw"
	try 78 --password-file "$dir/pw"
	try 78 --password-file /proc/self/mem		# opens, and cannot be read
	says 'cannot be read' "$err"
}

@test "a systemd credential is found by the option's name" {
	mkdir "$dir/cred"
	echo credential >"$dir/cred/password"
	chmod 440 "$dir/cred/password"
	CREDENTIALS_DIRECTORY=$dir/cred try 0
	says 'password=credential ' "$out"
	chmod 444 "$dir/cred/password"
	CREDENTIALS_DIRECTORY=$dir/cred try 78
	(umask 077; echo own >"$dir/pw")
	CREDENTIALS_DIRECTORY=$dir/cred try 0 --password-file "$dir/pw"
	says 'password=own ' "$out"
	: >"$dir/cred/key"
	CREDENTIALS_DIRECTORY=$dir/cred try 78 --print-config --check-config
	chmod 400 "$dir/cred/password"
	CREDENTIALS_DIRECTORY=$dir/cred try 0 --print-config
	grep "^key_file: $dir/cred/key  *# environment CREDENTIALS_DIRECTORY\$" "$out"
	CREDENTIALS_DIRECTORY=$dir/cred CRT_KEY_FILE=/k try 0 --print-config
	grep "^key_file: /k  *# environment CRT_KEY_FILE\$" "$out"
}

@test "the sample configuration has known keys only" {
	sed 's/^#\( *[a-z_]*:\)/\1/' etc/crt.yaml >"$dir/c.yaml"
	grep '^key_file' "$dir/c.yaml"
	try 0 --check-config -c "$dir/c.yaml"
}

@test "lost output ends with 74" {
	for args in '' --help --version --print-config 'list'; do
		status=0
		"$demo" $args >/dev/full 2>"$err" || status=$?
		[ "$status" = 74 ]
		says 'No space left on device' "$err"
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

# The reader is gone before the command starts: it was the only one of the pipe.
@test "a closed pipe ends with 74 and kills nobody" {
	local got=0 pipe
	mkfifo "$dir/fifo"
	exec {pipe}<>"$dir/fifo" 9>"$dir/fifo"
	exec {pipe}>&-
	"$demo" --help >&9 2>"$err" || got=$?
	exec 9>&-
	[ "$got" = 74 ]
}

@test "--dump-options has every column for the generators" {
	try 0 --dump-options
	awk -F '\t' '
		$1 == "command" && NF == 3 { next }
		$1 == "verb" && NF == 6 { next }
		$1 == "option" && NF == 12 && $4 != "" && $5 != "" && $11 != "" { next }
		{ print "odd line: " $0; bad = 1 }
		END { exit bad }' "$out"
	lacks 'dump-options' "$out"
}

@test "keys.def knows the options of every command" {
	for command in "$B"/bin/crt*; do
		"$command" --dump-options
	done >"$dir/dumps"
	sed 's/crt-send/crt-another/; s/window/windows/' "$dir/dumps" >"$dir/others"
	awk -f lib/conf/keys.awk lib/conf/keys.def "$dir/dumps" | diff lib/conf/keys.def -
	! awk -f lib/conf/keys.awk lib/conf/keys.def "$dir/others" | cmp -s lib/conf/keys.def - || false
}

# value_of KIND LEAST WORDS: what an option of that kind takes.
value_of() {
	case $1 in
	flag) value=true ;;
	count) value=1 ;;
	int) value=$2 ;;
	duration) value=5m ;;
	time) value=2026-11-22 ;;
	word) value=${3%%|*} ;;
	*) value=any ;;
	esac
}

# shows TEXT WHAT: so does what the command printed last.
shows() {
	got=${got//\\\"/\"}
	[[ $got == *"$1"* ]] || printf '%s, %s:\n%s\n' "$bin $verb" "$2" "$got"
}

# refused: neither the key nor CRT_NAME is taken; who relies on them is told.
refused() {
	printf '%s:\n  %s: %s\n' "$section" "$key" "$value" > one.yaml
	got=$("$bin" $verb -c one.yaml --print-config 2>&1) && echo "$bin $verb takes the key $key"
	shows "one.yaml:2:3: \"$key\" is not a configuration key: give --$name on the command line" "$key"
	got=$(env "$variable=$value" "$bin" $verb --print-config 2>&1) && echo "$bin $verb takes $variable"
	shows "$variable in the environment has no effect: give --$name on the command line" "$variable"
}

# taken: the keys of a verb are in force, from a file and from the environment.
taken() {
	local i
	got=$("$bin" $verb -c keys.yaml --print-config 2>&1 | sed 's/:.* # .*keys.yaml:/ of line /') || :
	for i in "${!keys[@]}"; do shows "${keys[i]} of line $((i + 1))" "in a file"; done
	got=$(env "${variables[@]}" "$bin" $verb --print-config 2>&1) || :
	for i in "${variables[@]%%=*}"; do shows "# environment $i" "in the environment"; done
}

# Catches: options that are keys unless their row says otherwise; "sent: [ID]" in a file.
@test "what a row calls a key is one in crt.yaml and as CRT_NAME, what it does not is refused in both" {
	cd "$dir"
	for bin in "$B"/bin/crt*; do
		section=$(basename "$bin" | sed 's/^crt-//')
		"$bin" --dump-options | awk -F '\t' -v OFS='\037' -v all="$([ "$section" != send ] || echo '*')" '
			$1 == "option" && ($2 != "*" || all) { $1 = $1; print }' > rows
		while IFS= read -r verb; do
			keys=() variables=()
			while IFS=$'\037' read -r what owner letter name kind arg initial words least most help scope; do
				[ "$owner" = "$verb" ] || continue
				key=${name//-/_}
				variable=CRT_${key^^}
				value_of "$kind" "$least" "$words"
				echo "$scope" >> scopes
				case $scope in
				key) keys+=("$key") variables+=("$variable=$value") ;;
				cli) verb=${verb#\*} refused ;;
				esac
			done < rows
			for i in "${!keys[@]}"; do echo "${keys[i]}: ${variables[i]#*=}"; done > keys.yaml
			verb=${verb#\*} taken
		done < <(cut -d $'\037' -f 2 rows | sort -u)
	done > odd
	[ ! -s odd ] || { cat odd; false; }
	[ "$(grep -c key scopes)" -ge 50 ]
	[ "$(grep -c cli scopes)" -ge 40 ]
}

# Catches: a row that becomes a key although it chooses or confirms one action.
@test "what chooses or confirms one action is no key" {
	for name in sent failed requeue now after all yes dry_run since until limit id to from file data; do
		lacks "^OPTION([a-z]*, $name," lib/conf/keys.def
	done
	lacks "\.Ic \(sent\|dry_run\|yes\|limit\) " "$B/man/crt.yaml.5"
}
