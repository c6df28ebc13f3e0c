# planted.bash: plants a fault in the tree that a check of house.bats must find.
#
#	load planted
#	assert_finds CHECK FILE [LINE [WORD]]
#	repeat_line N [LINE]

# assert_finds CHECK FILE [LINE [WORD]]: with LINE added to FILE, CHECK names the file, or WORD.
assert_finds() {
	mkdir -p "$(dirname "$2")"
	[ ! -e "$2" ] || cp -p "$2" "$BATS_TEST_TMPDIR/kept"
	printf '%b\n' "${3:-}" >> "$2"
	$1 > "$found" || true
	rm "$2"
	[ ! -e "$BATS_TEST_TMPDIR/kept" ] || mv "$BATS_TEST_TMPDIR/kept" "$2"
	[ -s "$found" ] && grep -q "${4:-$(basename "$2")}" "$found" || { echo "$1 does not see $2: ${3:0:80}"; cat "$found"; return 1; }
}

# repeat_line N [LINE]: prints LINE N times.
repeat_line() { printf "${2:-x;}\\\\n%.0s" $(seq "$1"); }
