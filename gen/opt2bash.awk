# opt2bash.awk: make the completion for bash from --dump-options; run after dump.awk and names.awk.
function quote(s) {
	gsub(/'/, "'\\''", s)
	return "'" s "'"
}

function spellings(i) {
	return (letter[i] == "" ? "" : "-" letter[i] " ") "--" name[i] (kind[i] == "flag" \
	    && name[i] !~ /^(help|version|print-config|check-config)$/ ? " --no-" name[i] : "")
}

function options_of(who,    i, s) {
	for (i = 1; i <= n; i++)
		if (owner[i] == who) s = s (s == "" ? "" : " ") spellings(i)
	return s
}

function reply(what) {
	return "mapfile -t COMPREPLY < <(compgen " what " -- \"$cur\")"
}

# The values of an option.
function value(i,    w) {
	w = known(i)
	if (arg[i] == "") return
	if (from_database(i) != "")
		print "\t" pattern(i) ")\n\t\t" reply(names(from_database(i))) "\n\t\treturn ;;"
	else if (w == "" && kind[i] != "file" && kind[i] != "secret")
		silent = silent (silent == "" ? "" : "|") pattern(i)
	else
		print "\t" pattern(i) ")\n\t\t" reply(w == "" ? "-f" : "-W " quote(w)) "\n\t\treturn ;;"
}

function names(what) {
	return "-W \"$(_crt_names " what " \"${COMP_WORDS[0]}\")\""
}

# The operands of a verb, unless they are files.
function operand(v,    w, a) {
	w = operand_known(v)
	a = operand_given(v)
	if (verb[v] == "" || (w == "" && a == "")) return
	if (w != "" && a == "")
		print "\t" quote(verb[v]) "*) " reply("-W " quote(w)) " ;;"
	else if (w == "")
		print "\t" quote(verb[v]) "*) " reply(names(a)) " ;;"
	else {	# the first from the database, the others from the build
		print "\t" quote(verb[v]) ") " reply(names(a)) " ;;"
		print "\t" quote(verb[v] " ") "*) compopt -o nospace 2> /dev/null; " reply("-W " quote(w)) " ;;"
	}
}

# "crt sync ..." completes like crt-sync.
function others(    w) {
	w = commands
	gsub(/ /, "|1", w)
	print "\tlocal at=${COMP_WORDS[0]} name=${COMP_WORDS[1]} file"
	print "\tcase $((COMP_CWORD > 1))$name in"
	print "\t1" w ")"
	print "\t\t[[ $at == */* ]] && at=${at%/*}/ || at=''"
	print "\t\tlocal COMP_WORDS=(\"${at}crt-$name\" \"${COMP_WORDS[@]:2}\") COMP_CWORD=$((COMP_CWORD - 1))"
	print "\t\tfor file in \"${BASH_SOURCE[0]%/*}/crt-$name\"{,.bash}; do"
	print "\t\t\t# shellcheck disable=SC1090"
	print "\t\t\tdeclare -F \"_crt_$name\" > /dev/null || [[ ! -r $file ]] || source \"$file\""
	print "\t\tdone"
	print "\t\t! declare -F \"_crt_$name\" > /dev/null || \"_crt_$name\""
	print "\t\treturn ;;\n\tesac"
}

END {
	f = command
	gsub(/-/, "_", f)
	split_verbs()
	print "# bash completion for " command "; made by gen/opt2bash.awk"
	copy("gen/names.sh")
	print "_" f "() {"
	if (command == "crt") {
		others()
		firsts = firsts " " commands
	}
	print "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb='' i"
	print "\t# bash takes --name=value for three words"
	print "\tif [[ $cur == = ]]; then cur=''"
	print "\telif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi"
	print "\tcase $prev in"
	for (i = 1; i <= n; i++)
		if (!valued[name[i]]++) value(i)
	print "\t" silent ")\n\t\treturn ;;"
	print "\tesac"
	print "\tfor ((i = 1; i < COMP_CWORD; i++)); do"
	print "\t\tcase ${COMP_WORDS[i]} in"
	print "\t\t" takes() ")\n\t\t\t[[ ${COMP_WORDS[i+1]} == = ]] && ((i++)); ((i++)) ;;"
	print "\t\t-*|=) ;;"
	print "\t\t*) verb+=${verb:+ }${COMP_WORDS[i]} ;;"
	print "\t\tesac\n\tdone"
	print "\tif [[ $cur == -* ]]; then"
	print "\t\tlocal words=" quote(options_of("*"))
	print "\t\tcase $verb in"
	for (v = 1; v <= nverbs; v++)
		if (verb[v] != "")
			print "\t\t" quote(verb[v]) "|" quote(verb[v] " ") "*) words+=" \
			    quote(" " options_of(verb[v])) " ;;"
	print "\t\t*) words+=" quote(" " options_of("")) " ;;"
	print "\t\tesac"
	print "\t\t" reply("-W \"$words\"")
	print "\t\treturn\n\tfi"
	print "\tcase $verb in"
	print "\t'') mapfile -t COMPREPLY < <(compgen -W " quote(substr(firsts, 2)) \
	    " -- \"$cur\"; compgen -f -- \"$cur\") ;;"
	for (i = 1; i <= nfirst; i++)
		if (first[i] in second)
			print "\t" first[i] ") " reply("-W " quote(substr(second[first[i]], 2))) " ;;"
	for (v = 1; v <= nverbs; v++) operand(v)
	print "\t*) " reply("-f") " ;;"
	print "\tesac\n}"
	print "complete -o filenames -F _" f " " command
}
