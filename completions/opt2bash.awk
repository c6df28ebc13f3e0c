# opt2bash.awk: completion for bash from --dump-options; after dump.awk.
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

# What may stand behind an option.
function answer(i,    w) {
	w = words[i]
	gsub(/\|/, " ", w)
	if (arg[i] == "") return
	if (w == "" && kind[i] != "file" && kind[i] != "secret")
		silent = silent (silent == "" ? "" : "|") pattern(i)
	else
		print "\t" pattern(i) ")\n\t\t" reply(w == "" ? "-f" : "-W " quote(w)) "\n\t\treturn ;;"
}

END {
	f = command
	gsub(/-/, "_", f)
	split_verbs()
	print "# bash completion for " command "; made by completions/opt2bash.awk"
	print "_" f "() {"
	print "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb='' i"
	print "\t# bash takes --name=value for three words"
	print "\tif [[ $cur == = ]]; then cur=''"
	print "\telif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi"
	print "\tcase $prev in"
	for (i = 1; i <= n; i++)
		if (!answered[name[i]]++) answer(i)
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
	print "\t*) " reply("-f") " ;;"
	print "\tesac\n}"
	print "complete -o filenames -F _" f " " command
}
