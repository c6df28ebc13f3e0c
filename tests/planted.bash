# planted.bash: a tree with something in it that a check of house.bats is to see.
#
#	load planted
#	planted CHECK FILE [LINE [WORD]]
#	lines N [LINE]

# planted CHECK FILE [LINE [WORD]]: with that line added to the file, the check names it, or the word.
assert_finds() {
	mkdir -p "$(dirname "$2")"
	[ ! -e "$2" ] || cp -p "$2" "$BATS_TEST_TMPDIR/kept"
	printf '%b\n' "${3:-}" >> "$2"
	$1 > "$found" || true
	rm "$2"
	[ ! -e "$BATS_TEST_TMPDIR/kept" ] || mv "$BATS_TEST_TMPDIR/kept" "$2"
	[ -s "$found" ] && grep -q "${4:-$(basename "$2")}" "$found" || { echo "$1 does not see $2: ${3:0:80}"; cat "$found"; return 1; }
}

# lines N [LINE]: so many.
repeat_line() { printf "${2:-x;}\\\\n%.0s" $(seq "$1"); }
