#!/usr/bin/env bats
# completions.bats: the completions offer what the tables declare.

setup_file() {
	export B=${B:-build}
	make -s "B=$B" "$B/fault/option_demo"
	"$B/fault/option_demo" --dump-options >"$BATS_FILE_TMPDIR/demo.tsv"
	for shell in bash zsh fish; do
		awk -f lib/conf/dump.awk -f completions/opt2$shell.awk \
		    "$BATS_FILE_TMPDIR/demo.tsv" >"$BATS_FILE_TMPDIR/demo.$shell"
	done
}

setup() {
	files=$BATS_FILE_TMPDIR
}

# in_bash WORD...: what bash would offer for the last word, sorted, on one line.
in_bash() {
	(
		cd "$files"
		source "$files/demo.bash"
		COMP_WORDS=(crt-demo "$@")
		COMP_CWORD=$#
		COMPREPLY=()
		_crt_demo
		printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd ' '
	)
}

offers() {
	[ "$2" = "$1" ] || { echo "offers: $2"; echo "wanted: $1"; false; }
}

@test "bash: options, words, verbs of two words, files" {
	offers '--batch-size' "$(in_bash --ba)"
	offers '--to' "$(in_bash rejects list --to)"
	offers '--table --title' "$(in_bash --t)"
	offers '--table' "$(in_bash list --t)"
	offers '--table' "$(in_bash rejects drop --t)"
	offers 'sms smtp' "$(in_bash --channel '')"
	offers 'smtp' "$(in_bash --channel = smt)"
	offers 'drop list' "$(in_bash rejects '')"
	offers 'drop' "$(in_bash -c x rejects dr)"
	offers 'drop' "$(in_bash --channel = sms rejects dr)"
	offers 'rejects' "$(in_bash rej)"
	offers 'demo.bash' "$(in_bash --config demo.b)"
	offers '' "$(in_bash --idle '')"
}

@test "bash: shellcheck finds nothing" {
	command -v shellcheck || skip
	shellcheck -s bash "$files/demo.bash"
}

@test "fish offers the same" {
	command -v fish || skip
	in_fish() {
		HOME=$files fish --no-config -c "source $files/demo.fish; complete -C '$1'" \
		    | cut -f 1 | sort | paste -sd ' '
	}
	offers '--batch-size' "$(in_fish 'crt-demo --ba')"
	offers '--to' "$(in_fish 'crt-demo rejects list --to')"
	offers '--table --title' "$(in_fish 'crt-demo --t')"
	offers '--table' "$(in_fish 'crt-demo list --t')"
	offers 'sms smtp' "$(in_fish 'crt-demo --channel ')"
	offers 'drop list' "$(in_fish 'crt-demo rejects ')"
	offers '' "$(in_fish 'crt-demo --idle zz')"
}

@test "zsh reads what is made and knows each verb" {
	command -v zsh || skip
	zsh -n "$files/demo.zsh"
	zsh -f -c '
		_arguments() { print -rl -- "$@"; }
		functions[demo]=$(sed "/^_crt_demo \"/d" '"$files/demo.zsh"')
		demo
		words=(crt-demo -c list rejects list --t) CURRENT=6
		_crt_demo' >"$files/zsh"
	grep -F -- '--to=[Only those of this address]:ADDRESS: ' "$files/zsh"
	grep -F -- '--log=[' "$files/zsh" | grep -F ':FORM:(auto text json)'
	if grep -F -- '--title' "$files/zsh"; then false; fi
}
