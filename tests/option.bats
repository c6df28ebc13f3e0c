span\)#!/usr/bin/env bats
span\)# option.bats: one declaration serves argv, environment, crt.yaml, help and exit status.
span\)
span\)setup_file() {
span\)	export B=${B:-build}
span\)	make -s "B=$B" "$B/fault/option_demo"
span\)}
span\)
span\)setup() {
span\)	demo="$B/fault/option_demo"
span\)	dir=$BATS_TEST_TMPDIR
span\)	out=$dir/out
span\)	err=$dir/err
span\)	unset XDG_CONFIG_HOME CRT_CONFIG CRT_KEY_FILE CRT_LEDGER CREDENTIALS_DIRECTORY PGHOST PGDATABASE
span\)	export HOME=$dir
span\)}
span\)
span\)# try STATUS ARGUMENT...: its output is in $out and $err.
span\)try() {
span\)	local want=$1 got=0
span\)
span\)	shift
span\)	"$demo" --log text "$@" >"$out" 2>"$err" || got=$?
span\)	[ "$got" = "$want" ] || { echo "status $got, not $want"; cat "$out" "$err"; false; }
span\)}
span\)
span\)says() {
span\)	grep -F -- "$1" "$2" >/dev/null || { echo "no \"$1\" in:"; cat "$2"; false; }
span\)}
span\)
span\)lacks() {
span\)	if grep -- "$1" "$2"; then false; fi
span\)}
span\)
span\)@test "help and version go to standard output and end with 0" {
span\)	try 0 --help
span\)	says 'usage: crt-demo [OPTION...] [FILE...]' "$out"
span\)	says '-b, --batch-size=NUMBER' "$out"
span\)	says 'rejects list' "$out"
span\)	[ ! -s "$err" ]
span\)	try 0 rejects list --help
span\)	says 'usage: crt-demo rejects list' "$out"
span\)	says '--to=ADDRESS' "$out"
span\)	try 0 rejects --help
span\)	says 'usage: crt-demo' "$out"
span\)	try 64 --help --nothing
span\)	says 'see --help' "$err"
span\)	try 0 -V
span\)	grep -x 'crt-demo [0-9.]*' "$out"
span\)}
span\)
span\)@test "misuse ends with 64 and prints nothing" {
span\)	for args in --nothing -Z --batch-siz=3 '--echo=1' --batch-size '-b 0' '-b 5001' \
span\)	    '--channel pigeon' 'rejects' 'rejects lsit' 'rejects drop' 'rejects drop 1 2' \
span\)	    'list extra' 'list --to x' '--to x' '--idle soon' '--now yesterday'; do
span\)		try 64 $args
span\)		[ ! -s "$out" ]
span\)		[ -s "$err" ]
span\)	done
span\)}
span\)
span\)@test "a mistyped option is told the nearest, an abbreviation is no option" {
span\)	try 64 --bacth-size=3
span\)	says 'the nearest is --batch-size' "$err"
span\)	try 64 --batch=3
span\)	says 'the nearest is --batch-size' "$err"
span\)	try 64 --no-ecko
span\)	says 'the nearest is --no-echo' "$err"
span\)	try 64 rejects lisst
span\)	says 'list, drop' "$err"
span\)	try 64 list --to x
span\)	says 'no option of the verb' "$err"
span\)}
span\)
span\)@test "options and operands stand in any order, -- ends the options" {
span\)	try 0 a -b 7 b --store x -- --echo -c
span\)	says 'batch=7 ' "$out"
span\)	says 'stores=x operands=a,b,--echo,-c' "$out"
span\)	POSIXLY_CORRECT=1 try 0 a -b 8 b
span\)	says 'batch=8 ' "$out"
span\)	says 'operands=a,b' "$out"
span\)}
span\)
span\)@test "verbs of two words; behind -- there are none" {
span\)	try 0 --store x rejects --to a list
span\)	says 'list to=a' "$out"
span\)	try 0 -- rejects list
span\)	says 'operands=rejects,list' "$out"
span\)	try 3 rejects drop 7
span\)	says 'one' "$out"
span\)	says '"7"' "$err"
span\)}
span\)
span\)@test "counts, switched off flags, the last of two wins" {
span\)	try 0 -vv --verbose --echo --no-echo -b 1 -b 2
span\)	says 'v=3' "$out"
span\)	says 'echo=0' "$out"
span\)	says 'batch=2 ' "$out"
span\)}
span\)
span\)# Catches: argv.c that takes the last of them.
span\)@test "two forms of output on one command line are refused, a form takes a configured one's place" {
span\)	for forms in '--csv --json' '--json --csv' '--table --json' '--csv --table --json'; do
span\)		try 64 $forms
span\)		says 'contradict each other' "$err"
span\)		[ ! -s "$out" ]
span\)	done
span\)	try 0 --json --csv --no-json
span\)	try 0 --csv --csv
span\)	CRT_JSON=yes try 0 --csv --print-config
span\)	says 'csv: true' "$out"
span\)}
span\)
span\)@test "command line beats environment beats file beats preset" {
span\)	printf 'batch_size: 2\nidle: 2h\ntitle: file\nstore: [f, g]\n' >"$dir/c.yaml"
span\)	try 0
span\)	says 'batch=500 idle=3600s title=-' "$out"
span\)	try 0 -c "$dir/c.yaml"
span\)	says 'batch=2 idle=7200s title=file' "$out"
span\)	says 'stores=f,g ' "$out"
span\)	CRT_BATCH_SIZE=3 CRT_STORE=e CRT_TITLE= try 0 -c "$dir/c.yaml"
span\)	says 'batch=3 idle=7200s title=file' "$out"
span\)	says 'stores=e ' "$out"
span\)	CRT_BATCH_SIZE=3 CRT_STORE=e,d try 0 -c "$dir/c.yaml" --batch-size=4 -s a
span\)	says 'batch=4 ' "$out"
span\)	says 'stores=a ' "$out"
span\)}
span\)
span\)@test "the section of the command beats the top of the file" {
span\)	printf 'demo: { batch_size: 3 }\nbatch_size: 2\nsend: { whatever: 1 }\n' >"$dir/c.yaml"
span\)	CRT_CONFIG=$dir/c.yaml try 0
span\)	says 'batch=3 ' "$out"
span\)}
span\)
span\)@test "the user's file is found; a named one that is missing is 64, or 78 by CRT_CONFIG" {
span\)	mkdir -p "$dir/.config/crt"
span\)	echo 'batch_size: 6' >"$dir/.config/crt/crt.yaml"
span\)	try 0
span\)	says 'batch=6 ' "$out"
span\)	mkdir -p "$dir/xdg/crt"
span\)	echo 'batch_size: 7' >"$dir/xdg/crt/crt.yaml"
span\)	XDG_CONFIG_HOME=$dir/xdg try 0
span\)	says 'batch=7 ' "$out"
span\)	try 64 -c "$dir/missing.yaml"
span\)	says "missing.yaml" "$err"
span\)	CRT_CONFIG=$dir/missing.yaml try 78
span\)}
span\)
span\)@test "an unknown key is told with its line and the nearest key" {
span\)	printf '# one\nbatch_size: 2\nbatchsize: 3\n' >"$dir/c.yaml"
span\)	try 78 -c "$dir/c.yaml"
span\)	says "c.yaml:3:1: unknown key \"batchsize\"" "$err"
span\)	says 'the nearest is batch_size' "$err"
span\)	printf 'demo:\n  database: x\n  too: y\n' >"$dir/c.yaml"
span\)	try 78 -c "$dir/c.yaml"
span\)	says "c.yaml:3:3: unknown key" "$err"
span\)	[ ! -s "$out" ]
span\)}
span\)
span\)@test "a wrong value is told with its place" {
span\)	echo 'batch_size: many' >"$dir/c.yaml"
span\)	try 78 -c "$dir/c.yaml"
span\)	says 'c.yaml:1:13: "many" is no whole number from 1 to 5000' "$err"
span\)	CRT_BATCH_SIZE=many try 78
span\)	says 'CRT_BATCH_SIZE in the environment' "$err"
span\)}
span\)
span\)@test "the database: -d beats the environment, ours beats libpq's, both beat a file" {
span\)	echo 'database: dbname=of_file' >"$dir/c.yaml"
span\)	database() { try 0 -c "$dir/c.yaml" --print-config "$@"; sed -n 's/^database: *//p' "$out" | tr -s ' '; }
span\)	[ "$(database)" = "\"dbname=of_file\" # $dir/c.yaml:1" ]
span\)	[ "$(PGHOST=/tmp database)" = '"" # environment PGHOST' ]
span\)	[ "$(PGUSER=me database)" = "\"dbname=of_file\" # $dir/c.yaml:1" ]
span\)	[ "$(PGHOST=/tmp CRT_DATABASE=ours database)" = 'ours # environment CRT_DATABASE' ]
span\)	[ "$(PGHOST=/tmp CRT_DATABASE=ours database -d mine)" = 'mine # command line' ]
span\)}
span\)
span\)@test "--print-config tells each value and where it comes from, no secret" {
span\)	(umask 077; echo geheim >"$dir/pw")
span\)	printf 'database: postgres://crt:geheim@db/crt\npassword_file: pw\ntitle: "a: b"\n' \
span\)	    >"$dir/c.yaml"
span\)	CRT_IDLE=2m try 0 -c "$dir/c.yaml" --print-config -b 9
span\)	grep "^database: \"postgres://crt:\*\*\*@db/crt\" *# $dir/c.yaml:1\$" "$out"
span\)	grep "^password_file: \"\*\*\*\" *# $dir/c.yaml:2\$" "$out"
span\)	grep '^idle: 2m *# environment CRT_IDLE$' "$out"
span\)	grep '^batch_size: 9 *# command line$' "$out"
span\)	grep '^channel: smtp *# default$' "$out"
span\)	grep '^# store: *# not set$' "$out"
span\)	lacks geheim "$out"
span\)	lacks '^help\|dump_options' "$out"
span\)}
span\)
span\)@test "what --print-config prints is a configuration that says the same" {
span\)	try 0 --print-config -b 9 --title 'x: "y" # z' -s a -s 'b, c' --echo
span\)	cp "$out" "$dir/c.yaml"
span\)	try 0 -c "$dir/c.yaml"
span\)	says 'batch=9 idle=3600s title=x: "y" # z' "$out"
span\)	says 'echo=1' "$out"
span\)	says 'stores=a,b, c ' "$out"
span\)}
span\)
span\)@test "--check-config is silent with 0, or ends with 78, for the keys of every verb" {
span\)	echo 'batch_size: 2' >"$dir/c.yaml"
span\)	try 0 --check-config -c "$dir/c.yaml"
span\)	[ ! -s "$out" ]
span\)	echo 'batch_size: 0' >"$dir/c.yaml"
span\)	try 78 --check-config -c "$dir/c.yaml"
span\)	try 0 list -c "$dir/c.yaml"
span\)	try 78 list --check-config -c "$dir/c.yaml"
span\)	[ ! -s "$out" ]
span\)}
span\)
span\)@test "a secret that others can read is refused" {
span\)	echo 'top secret' >"$dir/pw"
span\)	for mode in 640 604 660 666 644; do
span\)		chmod "$mode" "$dir/pw"
span\)		try 78 --password-file "$dir/pw"
span\)		says "chmod 600 $dir/pw" "$err"
span\)		[ ! -s "$out" ]
span\)		lacks 'top secret' "$err"
span\)	done
span\)	for mode in 600 400; do
span\)		chmod "$mode" "$dir/pw"
span\)		try 0 --password-file "$dir/pw"
span\)		says 'password=top secret ' "$out"
span\)	done
span\)	try 64 --password-file "$dir/missing"
span\)	rm -f "$dir/pw"
span\)	: >"$dir/pw"
span\)	chmod 600 "$dir/pw"
span\)	try 78 --password-file "$dir/pw"
span\)	try 78 --password-file /proc/self/mem		# opens, and cannot be read
span\)	says 'cannot be read' "$err"
span\)}
span\)
span\)@test "a systemd credential is found by the option's name" {
span\)	mkdir "$dir/cred"
span\)	echo credential >"$dir/cred/password"
span\)	chmod 440 "$dir/cred/password"
span\)	CREDENTIALS_DIRECTORY=$dir/cred try 0
span\)	says 'password=credential ' "$out"
span\)	chmod 444 "$dir/cred/password"
span\)	CREDENTIALS_DIRECTORY=$dir/cred try 78
span\)	(umask 077; echo own >"$dir/pw")
span\)	CREDENTIALS_DIRECTORY=$dir/cred try 0 --password-file "$dir/pw"
span\)	says 'password=own ' "$out"
span\)	: >"$dir/cred/key"
span\)	CREDENTIALS_DIRECTORY=$dir/cred try 78 --print-config --check-config
span\)	chmod 400 "$dir/cred/password"
span\)	CREDENTIALS_DIRECTORY=$dir/cred try 0 --print-config
span\)	grep "^key_file: $dir/cred/key  *# environment CREDENTIALS_DIRECTORY\$" "$out"
span\)	CREDENTIALS_DIRECTORY=$dir/cred CRT_KEY_FILE=/k try 0 --print-config
span\)	grep "^key_file: /k  *# environment CRT_KEY_FILE\$" "$out"
span\)}
span\)
span\)@test "the sample configuration has known keys only" {
span\)	sed 's/^#\( *[a-z_]*:\)/\1/' etc/crt.yaml >"$dir/c.yaml"
span\)	grep '^key_file' "$dir/c.yaml"
span\)	try 0 --check-config -c "$dir/c.yaml"
span\)}
span\)
span\)@test "lost output ends with 74" {
span\)	for args in '' --help --version --print-config 'list'; do
span\)		status=0
span\)		"$demo" $args >/dev/full 2>"$err" || status=$?
span\)		[ "$status" = 74 ]
span\)		says 'No space left on device' "$err"
span\)		status=0
span\)		"$demo" $args >&- 2>"$err" || status=$?
span\)		[ "$status" = 74 ]
span\)	done
span\)	status=0
span\)	"$demo" rejects drop 1 >/dev/full 2>"$err" || status=$?
span\)	[ "$status" = 74 ]
span\)	status=0
span\)	"$demo" list extra >/dev/full 2>"$err" || status=$?
span\)	[ "$status" = 64 ]
span\)}
span\)
span\)@test "a closed pipe ends with 74 and kills nobody" {
span\)	status=0
span\)	{ "$demo" --help; echo $? >"$dir/status"; } 2>"$err" | : || true
span\)	for _ in 1 2 3 4 5; do
span\)		{ sleep 0.2; "$demo" --help; echo $? >"$dir/status"; } 2>"$err" | : || true
span\)	done
span\)	[ "$(cat "$dir/status")" = 74 ]
span\)}
span\)
span\)@test "--dump-options has every column for the generators" {
span\)	try 0 --dump-options
span\)	awk -F '\t' '
span\)		$1 == "command" && NF == 3 { next }
span\)		$1 == "verb" && NF == 6 { next }
span\)		$1 == "option" && NF == 12 && $4 != "" && $5 != "" && $11 != "" { next }
span\)		{ print "odd line: " $0; bad = 1 }
span\)		END { exit bad }' "$out"
span\)	lacks 'dump-options' "$out"
span\)}
span\)
span\)@test "keys.def knows the options of every command" {
span\)	for command in "$B"/bin/crt*; do
span\)		"$command" --dump-options
span\)	done >"$dir/dumps"
span\)	sed 's/crt-send/crt-another/; s/window/windows/' "$dir/dumps" >"$dir/others"
span\)	awk -f lib/conf/keys.awk lib/conf/keys.def "$dir/dumps" | diff lib/conf/keys.def -
span\)	! awk -f lib/conf/keys.awk lib/conf/keys.def "$dir/others" | cmp -s lib/conf/keys.def - || false
span\)}
span\)
span\)# value_of KIND LEAST WORDS: what an option of that kind takes.
span\)value_of() {
span\)	case $1 in
span\)	flag) value=true ;;
span\)	count) value=1 ;;
span\)	int) value=$2 ;;
span\)	span) value=5m ;;
span\)	time) value=2026-11-22 ;;
span\)	word) value=${3%%|*} ;;
span\)	*) value=any ;;
span\)	esac
span\)}
span\)
span\)# shows TEXT WHAT: so does what the command printed last.
span\)shows() {
span\)	got=${got//\\\"/\"}
span\)	[[ $got == *"$1"* ]] || printf '%s, %s:\n%s\n' "$bin $verb" "$2" "$got"
span\)}
span\)
span\)# refused: neither the key nor CRT_NAME is taken; who relies on them is told.
span\)refused() {
span\)	printf '%s:\n  %s: %s\n' "$section" "$key" "$value" > one.yaml
span\)	got=$("$bin" $verb -c one.yaml --print-config 2>&1) && echo "$bin $verb takes the key $key"
span\)	shows "one.yaml:2:3: \"$key\" is no configuration key: give --$name on the command line" "$key"
span\)	got=$(env "$variable=$value" "$bin" $verb --print-config 2>&1) && echo "$bin $verb takes $variable"
span\)	shows "$variable in the environment has no effect: give --$name on the command line" "$variable"
span\)}
span\)
span\)# taken: the keys of a verb are in force, from a file and from the environment.
span\)taken() {
span\)	local i
span\)	got=$("$bin" $verb -c keys.yaml --print-config 2>&1 | sed 's/:.* # .*keys.yaml:/ of line /') || :
span\)	for i in "${!keys[@]}"; do shows "${keys[i]} of line $((i + 1))" "in a file"; done
span\)	got=$(env "${variables[@]}" "$bin" $verb --print-config 2>&1) || :
span\)	for i in "${variables[@]%%=*}"; do shows "# environment $i" "in the environment"; done
span\)}
span\)
span\)# Catches: options that are keys unless their row says otherwise; "sent: [ID]" in a file.
span\)@test "what a row calls a key is one in crt.yaml and as CRT_NAME, what it does not is refused in both" {
span\)	cd "$dir"
span\)	for bin in "$B"/bin/crt*; do
span\)		section=$(basename "$bin" | sed 's/^crt-//')
span\)		"$bin" --dump-options | awk -F '\t' -v OFS='\037' -v all="$([ "$section" != send ] || echo '*')" '
span\)			$1 == "option" && ($2 != "*" || all) { $1 = $1; print }' > rows
span\)		while IFS= read -r verb; do
span\)			keys=() variables=()
span\)			while IFS=$'\037' read -r what owner letter name kind arg preset words least most help scope; do
span\)				[ "$owner" = "$verb" ] || continue
span\)				key=${name//-/_}
span\)				variable=CRT_${key^^}
span\)				value_of "$kind" "$least" "$words"
span\)				echo "$scope" >> scopes
span\)				case $scope in
span\)				key) keys+=("$key") variables+=("$variable=$value") ;;
span\)				cli) verb=${verb#\*} refused ;;
span\)				esac
span\)			done < rows
span\)			for i in "${!keys[@]}"; do echo "${keys[i]}: ${variables[i]#*=}"; done > keys.yaml
span\)			verb=${verb#\*} taken
span\)		done < <(cut -d $'\037' -f 2 rows | sort -u)
span\)	done > odd
span\)	[ ! -s odd ] || { cat odd; false; }
span\)	[ "$(grep -c key scopes)" -ge 50 ]
span\)	[ "$(grep -c cli scopes)" -ge 40 ]
span\)}
span\)
span\)# Catches: a row that becomes a key although it chooses or confirms one action.
span\)@test "what chooses or confirms one action is no key" {
span\)	for name in sent failed requeue now after all yes dry_run since until limit id to from file data; do
span\)		lacks "^OPTION([a-z]*, $name," lib/conf/keys.def
span\)	done
span\)	lacks "\.Ic \(sent\|dry_run\|yes\|limit\) " "$B/man/crt.yaml.5"
span\)}
span\)