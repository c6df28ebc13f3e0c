#!/usr/bin/env bats
# man.bats: the pages have their sections, what the tables declare, and plain words, in clean mdoc.

load cost

setup_file() {
	export B=${B:-build}
	build "$B/fault/option_demo" "$B/man/crt.7" "$B/man/crt.yaml.5"
	"$B/fault/option_demo" --dump-options >"$BATS_FILE_TMPDIR/demo.tsv"
}

# page NAME: prints the page as plain text on one line, without bold and underline.
page() {
	mandoc -T ascii "$1" | sed 's/.\x08//g' | tr -s ' \n' ' '
}

assert_has() {
	[[ $2 == *"$1"* ]] || { echo "no \"$1\" in: $2"; false; }
}

@test "the page of a command is filled from its option table" {
	cat >"$BATS_TEST_TMPDIR/demo.1.in" <<-'END'
		.Dd November 22, 2026
		.Dt CRT-DEMO 1
		.Os
		.Sh NAME
		.Nm crt-demo
		.Nd demonstrate the options
		.Sh SYNOPSIS
		@SYNOPSIS@
		.Sh DESCRIPTION
		@OPTIONS@
		.Pp
		The verbs are:
		@VERBS@
		.Sh SEE ALSO
		.Xr crt 7
	END
	awk -f lib/option/dump.awk -f gen/mdoc.awk -f gen/opt2mdoc.awk -f gen/page.awk \
	    "$BATS_FILE_TMPDIR/demo.tsv" "$BATS_TEST_TMPDIR/demo.1.in" >"$BATS_TEST_TMPDIR/crt-demo.1"
	mandoc -Tlint -Wstyle "$BATS_TEST_TMPDIR/crt-demo.1" \
	    | grep -v 'referenced manual not found' >"$BATS_TEST_TMPDIR/lint" || true
	[ ! -s "$BATS_TEST_TMPDIR/lint" ] || { cat "$BATS_TEST_TMPDIR/lint"; false; }
	text=$(page "$BATS_TEST_TMPDIR/crt-demo.1")
	assert_has 'crt-demo [option ...] [FILE ...]' "$text"
	assert_has 'crt-demo rejects drop [option ...] ID' "$text"
	assert_has '-b, --batch-size=NUMBER Records per batch.' "$text"
	assert_has 'From 1 to 5000. The default is 500.' "$text"
	assert_has 'One of smtp or sms.' "$text"
	assert_has 'rejects list List what was rejected. --to=ADDRESS Only those of this address.' "$text"
	assert_has 'The file must be readable by its owner only.' "$text"
}

@test "crt(7) has each exit status and each common option" {
	text=$(page "$B/man/crt.7")
	mapfile -t rows < <(sed -n 's/^ERR([A-Z]*, *\([0-9]*\), *"\(.*\)")$/\1 \2/p' lib/base/err.def)
	[ "${#rows[@]}" -ge 12 ]
	[ "${#rows[@]}" -eq "$(grep -c '^ERR(' lib/base/err.def)" ]
	for row in "${rows[@]}"; do
		assert_has " $row" "$text"
	done
	assert_has '-n, --dry-run Show what would happen' "$text"
}

@test "crt(7) explains each common option once" {
	[ "$(grep -c '^\.It Fl c ,' "$B/man/crt.7")" -eq 1 ]
	twice=$(grep '^\.It Fl' "$B/man/crt.7" | sort | uniq -d)
	[ -z "$twice" ] || { echo "$twice"; false; }
}

@test "crt.yaml(5) has each common key" {
	text=$(page "$B/man/crt.yaml.5")
	assert_has 'quiet: true | false ' "$text"
	assert_has 'store: STORE | list Work on this store only' "$text"
	[[ $text != *' print_config:'* && $text != *' dry_run:'* ]]
	# Seen to fail: only the first verb that reads a key was named, and it was named of keys of nearly all verbs.
	assert_has 'server: DIR Folder of the private server made by crt init. recipient: ' "$text"
	assert_has 'counts half. The default is 7d. For the verbs attribution and publish. view_window: ' "$text"
}

# Seen to fail: five verbs of crt-send had the names of the same 29 options each.
@test "a verb names the first and the last of many options that it shares with others" {
	build pages
	assert_has 'See OPTIONS for --from and all options from --channel to --lease.' "$(page "$B/man/crt-send.1")"
	assert_has 'made by crt init. Every verb takes it, except help and version.' "$(page "$B/man/crt.1")"
}

# Wider lines break where a terminal has 80 columns. Catches: a line of 77.
@test "no example of a page is wider than 76 columns" {
	wide='FNR == 1 || /^\.Ed/ { on = 0 } /^\.Bd/ { on = 1; next }
		{ text = $0; gsub(/\\e/, "\\", text) } on && length(text) > 76 { print FILENAME ": " FNR }'
	[ -z "$(awk "$wide" man/*.in man/*.inc | tee "$BATS_TEST_TMPDIR/wide")" ] || { cat "$BATS_TEST_TMPDIR/wide"; false; }
	printf '.Bd\n%076d\n%077d\n.Ed\n%080d\n' 0 0 0 > "$BATS_TEST_TMPDIR/x"
	[ "$(awk "$wide" "$BATS_TEST_TMPDIR/x")" = "$BATS_TEST_TMPDIR/x: 3" ]
}

@test "the pages have no mandoc warnings" {
	make -s "B=$B" check-man
}

# sections PAGE.in...: what a page lacks; of section 1 also OPTIONS and EXIT STATUS. The commands of an
# example begin with "$" in a literal block, which docs.bats runs.
sections() {
	awk '
	function lacks(name) { if (!(name in seen)) print page " lacks " name }
	function done() {
		if (page == "") return
		lacks("NAME"); lacks("SYNOPSIS"); lacks("DESCRIPTION"); lacks("EXAMPLES"); lacks("FILES"); lacks("SEE ALSO")
		if (page ~ /\.1\.in$/) { lacks("OPTIONS"); lacks("EXIT STATUS") }
		if (examples < 4) print page " has " examples + 0 " examples"
	}
	FNR == 1 { done(); page = FILENAME; split("", seen); examples = 0 }
	/^\.Sh / { section = substr($0, 5); seen[section] }
	/^\.Bd / { block = section == "EXAMPLES" }
	/^\$ / && block { examples++; block = 0 }
	END { done() }' "$@"
}

# Seen to fail: a page of three examples, and one without FILES, in the sample.
@test "every page has its sections and at least four examples" {
	[ "$(ls man/*.in | wc -l)" -ge 14 ]
	[ -z "$(ls man | grep -vE '\.[157]\.in$|\.inc$')" ]
	[ -z "$(sections man/*.in)" ] || { sections man/*.in; false; }
	sed '/^\$ crt-poll$/d; /^\.Sh FILES/d' man/crt-poll.1.in > "$BATS_TEST_TMPDIR/crt-poll.1.in"
	sed -i '0,/^\$ crt-poll -n$/s///' "$BATS_TEST_TMPDIR/crt-poll.1.in"
	[ "$(sections "$BATS_TEST_TMPDIR/crt-poll.1.in" | sed 's/.* \(lacks\|has\)/\1/' | paste -sd ,)" = 'lacks FILES,has 3 examples' ]
}

long_sentences() { awk -f tests/house/sentences.awk -v most=25 "$@"; }

# Catches: a sentence that a tired reader must read twice, also one of a table.
@test "no sentence of a page has more than 25 words" {
	build pages
	[ "$(ls "$B"/man/*.[157] | wc -l)" -ge 14 ]
	run long_sentences "$B"/man/*.[157]
	[ -z "$output" ]
	printf '%s\n' .Sh\ SYNOPSIS "$(printf 'w%s ' {1..40})" '.Sh DESCRIPTION' "$(printf 'w%s ' {1..12})a:" '.Fl x .' \
		"$(printf 'w%s ' {1..20})" '.Cm run , b ,' 'or c, e.g., d ...' 'and f.' .Pp "$(printf 'w%s ' {1..26})" \
		.Bd "$(printf 'w%s ' {1..40})" .Ed > "$BATS_TEST_TMPDIR/long.1"
	[ "$(long_sentences "$BATS_TEST_TMPDIR/long.1" | cut -d: -f2- | paste -sd ,)" = '6: 28 words,11: 26 words' ]
}

old_words() { LC_ALL=C awk -f tests/house/words.awk tests/house/words.txt "$@"; }

@test "help, pages, tables, messages, and comments use no word of tests/house/words.txt" {
	mapfile -t files < <(tests/house/files.sh '*.c' '*.h' '*.def' '*.sql' '*.awk' '*.sh' '*.py' '*.bats' '*.bash' |
		grep -v '^tests/man\.bats\|^tests/golden')
	[ ${#files[@]} -gt 700 ]
	files+=(.ci/run etc/*.yml etc/*.yaml etc/bin/* etc/web/* etc/cron/* gen/*.fish)
	run old_words README.md CONTRIBUTING.md SECURITY.md man/*.in man/*.inc "$B"/gen/crt*.tsv "${files[@]}"
	[ -z "$output" ]
}

# old_names FILE...: prints the lines whose names or texts use a word of the old vocabulary.
old_names() {
	awk '{ line = tolower($0); gsub(/_/, " ", line) }
		line ~ /(^|[^a-z])(answer(s|ed|ing)?|asks?|asked|talked|heard|doubts?|presets?|clerks?|in hand)([^a-z]|$)/ ||
		FILENAME ~ /^(lib|cmd|sql|gen)\// && line ~ /(^|[^a-z])judge[ds]?([^a-z]|$)/ {
			print FILENAME ":" FNR ": " $0
		}' "$@"
}

# Seen to fail: the names asked, answered, and judge in lib/ and cmd/, and a query that named its rows judged.
@test "code and tests use no name of the old vocabulary" {
	mapfile -t files < <(tests/house/files.sh '*.c' '*.h' '*.def' '*.sql' '*.awk' '*.py' '*.bats' '*.bash' '*.sh' '*.fish' \
		'*.mjs' | grep -E '^(lib|cmd|sql|gen|tests)/' | grep -v '^tests/man\.bats')
	[ ${#files[@]} -gt 900 ]
	run old_names "${files[@]}"
	[ -z "$output" ]
	printf '%s\n' 'asks_with(KEYS);' 'count >> in_hand' 'static int answer;' 'tasks basket unheard answerable' \
		'{"answers":[]}' > "$BATS_TEST_TMPDIR/planted.c"
	[ "$(old_names "$BATS_TEST_TMPDIR/planted.c" | cut -d: -f2 | paste -sd ' ')" = '1 2 3 5' ]
}

@test "the check of words finds planted words" {
	local planted="$BATS_TEST_TMPDIR/planted"
	printf '%s\n' 'The last look at the orders was long ago.' 'A message is handed over.' 'The store rests.' \
		'Each shop is asked.' '.It Fl -longest' 'The clerk settles it.' 'It carries a letter.' 'A letter is sent.' \
		'Queue the letters about it.' > "$planted.in"
	run old_words "$planted.in"
	[ "$(cut -d: -f2 <<< "$output" | sort -u | paste -sd ' ')" = '1 2 3 4 5 6 7 8 9' ]
	[[ $output == *'(say: hand off (to the provider))'* ]]
	printf '%s\n' 'err_set(e, ERR_USAGE, "the store rests after failures");' 'answer(a, "key");' '/* It is' ' * told. */' > "$planted.c"
	run old_words "$planted.c"
	[ "$(cut -d: -f2 <<< "$output" | paste -sd ' ')" = '1 4' ]
	printf '%s\n' 'SELECT told -- it is asked' "SELECT 'a door'" > "$planted.sql"
	run old_words "$planted.sql"
	[ "$(cut -d: -f2 <<< "$output")" = 1 ]
	echo 'SETTING(wait, "So long a cart is left alone")' > "$planted.def"
	run old_words "$planted.def"
	[[ $output == *'say: a duration, or N'* ]]
}
