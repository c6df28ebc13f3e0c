#!/usr/bin/env bats
# man.bats: the generated pages have what the tables declare, in clean mdoc.

load cost

setup_file() {
	export B=${B:-build}
	make -s "B=$B" "$B/fault/option_demo" "$B/man/crt.7" "$B/man/crt.yaml.5"
	"$B/fault/option_demo" --dump-options >"$BATS_FILE_TMPDIR/demo.tsv"
}

# page NAME: prints the page as plain text on one line, without bold and underline.
page() {
	mandoc -T ascii "$1" | sed 's/.\x08//g' | tr -s ' \n' ' '
}

has() {
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
	awk -f lib/option/dump.awk -f man/mdoc.awk -f man/opt2mdoc.awk -f man/page.awk \
	    "$BATS_FILE_TMPDIR/demo.tsv" "$BATS_TEST_TMPDIR/demo.1.in" >"$BATS_TEST_TMPDIR/crt-demo.1"
	mandoc -Tlint -Wstyle "$BATS_TEST_TMPDIR/crt-demo.1" \
	    | grep -v 'referenced manual not found' >"$BATS_TEST_TMPDIR/lint" || true
	[ ! -s "$BATS_TEST_TMPDIR/lint" ] || { cat "$BATS_TEST_TMPDIR/lint"; false; }
	text=$(page "$BATS_TEST_TMPDIR/crt-demo.1")
	has 'crt-demo [option ...] [FILE ...]' "$text"
	has 'crt-demo rejects drop [option ...] ID' "$text"
	has '-b, --batch-size=NUMBER Take so many records at once.' "$text"
	has 'From 1 to 5000. The default is 500.' "$text"
	has 'One of smtp or sms.' "$text"
	has 'rejects list List what was rejected. --to=ADDRESS Only those of this address.' "$text"
	has 'The file must be readable by its owner only.' "$text"
}

@test "crt(7) has each exit status and each common option" {
	text=$(page "$B/man/crt.7")
	while read -r status meaning; do
		has " $status $meaning" "$text"
	done < <(sed -n 's/^ERR([A-Z]*, *\([0-9]*\), *"\(.*\)")$/\1 \2/p' lib/base/err.def)
	has '-n, --dry-run Show what would happen' "$text"
}

@test "crt(7) explains each common option once" {
	[ "$(grep -c '^\.It Fl c ,' "$B/man/crt.7")" -eq 1 ]
	twice=$(grep '^\.It Fl' "$B/man/crt.7" | sort | uniq -d)
	[ -z "$twice" ] || { echo "$twice"; false; }
}

@test "crt.yaml(5) has each common key" {
	text=$(page "$B/man/crt.yaml.5")
	has 'quiet: true | false ' "$text"
	has 'store: STORE Work on this store only' "$text"
	[[ $text != *' print_config:'* && $text != *' dry_run:'* ]]
}

@test "the pages have no mandoc warnings" {
	make -s "B=$B" check-man
}
