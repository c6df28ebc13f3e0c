#!/usr/bin/env bats
# completions.bats: shells complete what the option tables declare.

load cost

setup_file() {
	export B=${B:-build}
	build pages "$B/fault/option_demo"
	"$B/fault/option_demo" --dump-options >"$BATS_FILE_TMPDIR/demo.tsv"
	for shell in bash zsh fish; do
		awk -f lib/option/dump.awk -v commands= -f gen/names.awk -f gen/opt2$shell.awk \
		    "$BATS_FILE_TMPDIR/demo.tsv" >"$BATS_FILE_TMPDIR/demo.$shell"
	done
}

setup() {
	trace_less
	files=$BATS_FILE_TMPDIR
}

# in_bash WORD...: what bash completes for the last word, sorted, on one line.
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

@test "bash completes options, values, verbs of two words, and files" {
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

@test "shellcheck finds nothing in the bash completion" {
	command -v shellcheck || skip
	shellcheck -s bash "$files/demo.bash"
}

@test "fish completes the same as bash" {
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

@test "zsh loads the generated completion, which has every verb" {
	command -v zsh || skip
	zsh -n "$files/demo.zsh"
	zsh -f -c '
		_arguments() { print -rl -- "$@"; }
		functions[demo]=$(sed "/^_crt_demo \"/d" '"$files/demo.zsh"')
		demo
		words=(crt-demo -c list rejects list --t) CURRENT=6
		_crt_demo' >"$files/zsh"
	grep -F -- '--to=[Only those of this address]:ADDRESS: ' "$files/zsh"
	grep -F -- '--log=[' "$files/zsh" | grep -F ':FORMAT:(auto text json)'
	if grep -F -- '--title' "$files/zsh"; then false; fi
}

# The completion of each command, made by the build.
made() {
	commands=$(cd "$B/bin" && printf '%s\n' crt*)
}

# folder: makes commands whose list verbs print names, for completion.
folder() {
	folder=$BATS_TEST_TMPDIR/bin
	mkdir "$folder" "$BATS_TEST_TMPDIR/empty"
	printf '%s\n' '#!/bin/sh' 'echo "$*" >> "$0.called"' 'echo store,organization' 'echo acme,main' \
		'echo "beta,main"' 'echo "\$(touch hurt),main"' > "$folder/crt-sync"
	printf '%s\n' '#!/bin/sh' 'echo store,name' 'echo acme,spring' '[ "$1" = list ] || echo acme,hello' \
		> "$folder/crt-campaign"
	chmod +x "$folder/crt-sync" "$folder/crt-campaign"
}

# Command lines, and what each shell must complete for them.
completion_cases() {
	cat <<-'END'
		crt syn|sync
		crt sync store te|test
		crt sync store show |acme beta
		crt send -s b|beta
		crt-report --store |acme beta
		crt-sync hooks check a|acme
		crt-campaign pause |spring
		crt-campaign preview |hello spring
		crt-sync store add --platform mag|magento
		crt-sync store set acme calling|calling_code=
		crt-sync store set acme st|status= store_url=
		crt-sync store set acme na|name=
		crt-sync store set acme ti|timezone=
		crt d|db detect doctor
		crt help se|send
		crt recover --wi|--window
		crt recover -s b|beta
		crt-recover --cha|--channel
		crt poll rec|reconcile
		crt poll reconcile --day|--days
		crt poll --lo|--log --lookback
	END
}

# Catches: crt completes its own verbs only; names from the database are missing; a silent database or a
# hostile name prints or runs something.
@test "bash completes the commands of crt, and names from the database" {
	made
	folder
	cd "$BATS_TEST_TMPDIR/empty"
	offered() {
		local name
		read -ra COMP_WORDS <<< "$1"
		[[ $1 != *' ' ]] || COMP_WORDS+=('')
		name=${COMP_WORDS[0]}
		COMP_WORDS[0]=$folder/$name COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
		source "$B/completions/$name.bash"
		"_${name//-/_}"
		printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd ' '
	}
	while IFS='|' read -r line want; do
		offers "$want" "$(offered "$line")"
	done < <(completion_cases)
	[ ! -e hurt ]
	grep -qx 'store list --csv --quiet' "$folder/crt-sync.called"
	printf '#!/bin/sh\necho no database >&2\nexit 75\n' > "$folder/crt-sync"
	offers '' "$(offered 'crt-report -s ' 2>&1)"
}

# Catches: fish does not find files by the name of the command, in the source tree or installed.
@test "fish completes the same, from the source tree and installed" {
	command -v fish || skip
	made
	folder
	cd "$BATS_TEST_TMPDIR/empty"
	ln -s "$B"/bin/* "$B"/scripts/* "$folder" 2> links || :		# fish completes nothing for a command that does not exist
	PATH=$folder:$PATH
	completion_cases | sed "s,\(.*\)|.*,complete -C '\1' | cut -f 1 | sort | string join ' '," > inputs
	completion_cases | sed 's/.*|//' > want
	HOME=$PWD fish --no-config -c "set fish_complete_path $B/completions; source inputs; true" > tree
	diff want tree
	mkdir -p share/fish/vendor_completions.d
	cp "$B"/completions/*.fish share/fish/vendor_completions.d/
	head -1 inputs > first
	head -1 want | diff - <(HOME=$PWD XDG_DATA_DIRS=$PWD/share fish -c 'source first')
}

# first_words: the first words of a command's verbs.
first_words() {
	awk -F '\t' '$1 == "verb" && $2 != "" { split($2, w, " "); print w[1] }' "$files/$1.tsv" |
		cat - "$BATS_TEST_TMPDIR/others.$1" 2> /dev/null | sort -u | paste -sd ' '
}

# verbs_of COMMAND: its verbs, one a line.
verbs_of() { awk -F '\t' '$1 == "verb" { print $2 }' "$files/$1.tsv"; }

# long_options COMMAND: for each verb, its number and each long option that it has, in order.
long_options() {
	awk -F '\t' '
		$1 == "verb" { verb[++verbs] = $2 }
		$1 == "option" { of[++n] = $2; name[n] = $4; flag[n] = $5 == "flag" && $4 !~ /^(help|version|print-config|check-config)$/ }
		END {
			for (v = 1; v <= verbs; v++)
				for (i = 1; i <= n; i++)
					if (of[i] == verb[v] || of[i] == "*") {
						print v "\t--" name[i]
						if (flag[i]) print v "\t--no-" name[i]
					}
		}' "$files/$1.tsv" | sort -u
}

# bash_options COMMAND: in one bash, the number of each verb and what is offered for its options.
bash_options() {
	local verb n=0 word
	source "$B/completions/$1.bash"
	while read -r verb; do
		COMP_WORDS=("$1" $verb --) COMPREPLY=()
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		"_${1//-/_}"
		n=$((n + 1))
		for word in "${COMPREPLY[@]}"; do printf '%s\t%s\n' "$n" "$word"; done
	done < <(verbs_of "$1") | sort -u
}

# dumps: the tables of the options, made once.
dumps() {
	for command in $commands; do
		[ -e "$files/$command.tsv" ] || "$B/bin/$command" --dump-options > "$files/$command.tsv"
	done
}

@test "bash completes the verbs of every command, and the options of every verb" {
	made
	dumps
	mkdir "$BATS_TEST_TMPDIR/empty"
	printf '%s\n' campaign detect gdpr ingest poll recover report send sync > "$BATS_TEST_TMPDIR/others.crt"
	for command in $commands; do
		offers "$(first_words "$command")" "$(
			cd "$BATS_TEST_TMPDIR/empty"
			source "$B/completions/$command.bash"
			COMP_WORDS=("$command" '') COMP_CWORD=1 COMPREPLY=()
			"_${command//-/_}"
			printf '%s\n' "${COMPREPLY[@]}" | sort -u | paste -sd ' '
		)"
		offers "$(long_options "$command")" "$(bash_options "$command")"
	done
	! command -v shellcheck || shellcheck -s bash "$B"/completions/*.bash
}

@test "fish completes the verbs of every command, and the options of every verb" {
	command -v fish || skip
	made
	dumps
	for command in $commands; do
		{
			echo "source $B/completions/$command.fish"
			verbs_of "$command" | awk -v command="$command" '{
				print "complete -C \"" command " " $0 ($0 == "" ? "" : " ") "--\" | string replace -r \"\\t.*\" \"\" | string replace -r \"^\" " NR "\\t" }'
		} >"$BATS_TEST_TMPDIR/inputs"
		HOME=$BATS_TEST_TMPDIR fish --no-config "$BATS_TEST_TMPDIR/inputs" | sort -u >"$BATS_TEST_TMPDIR/offered"
		long_options "$command" | grep -v '	--no-' >"$BATS_TEST_TMPDIR/wanted"
		diff "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/offered"
	done
}

@test "zsh loads the completion of every command, which has every option" {
	command -v zsh || skip
	made
	for command in $commands; do
		zsh -n "$B/completions/$command.zsh"
		"$B/bin/$command" --dump-options | awk -F '\t' '$1 == "option" { print $4 }' | sort -u |
			while read -r option; do
				grep -qE -- "--$option=?\[" "$B/completions/$command.zsh" || { echo "$command --$option"; false; }
			done
	done
}
