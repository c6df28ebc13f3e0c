# opt2zsh.awk: make the completion for zsh from --dump-options; run after dump.awk and names.awk.
function quote(s) {
	gsub(/'/, "'\\''", s)
	return "'" s "'"
}

function escape(s) {
	gsub(/[][\\:]/, "\\\\&", s)
	return s
}

function action(i,    w) {
	if (arg[i] == "") return ""
	w = known(i)
	if (from_database(i) != "") return ":" escape(arg[i]) ":{" names(from_database(i)) "}"
	return ":" escape(arg[i]) ":" (w != "" ? "(" w ")" \
	    : kind[i] == "file" || kind[i] == "secret" ? "_files" : " ")
}

function names(what) {
	return "compadd -- ${(f)\"$(_crt_names " what " $words[1])\"}"
}

# The operands of a verb, unless they are files.
function operand(v,    w, a) {
	w = operand_known(v)
	a = operand_given(v)
	if (verb[v] == "" || (w == "" && a == "")) return
	if (a != "")
		print "\t" quote(verb[v]) (w == "" ? "*" : "") ") " names(a) " ;;"
	if (w != "")
		print "\t" quote(verb[v] (a == "" ? "" : " ")) "*) compadd -S \"\" -- " w " ;;"
}

# "crt sync ..." completes like crt-sync.
function others(    w) {
	w = commands
	gsub(/ /, "|", w)
	print "\tif (( CURRENT > 2 )) && [[ ${words[2]} == (" w ") ]]; then"
	print "\t\twords=(crt-${words[2]} \"${(@)words[3,-1]}\")\n\t\t(( CURRENT-- ))\n\t\t_normal\n\t\treturn\n\tfi"
}

function spec(i,    again, both, s) {
	again = kind[i] == "list" || kind[i] == "count" ? "*" : ""
	both = again == "" && letter[i] != "" ? "(-" letter[i] " --" name[i] ")" : ""
	s = "\t\t" quote(again both "--" name[i] (arg[i] == "" ? "" : "=") \
	    "[" escape(help[i]) "]" action(i))
	if (letter[i] != "")
		s = s "\n\t\t" quote(again both "-" letter[i] (arg[i] == "" ? "" : "+") \
		    "[" escape(help[i]) "]" action(i))
	return s
}

function specs(who,    i, s) {
	for (i = 1; i <= n; i++)
		if (owner[i] == who) s = s spec(i) "\n"
	return s
}

# The brief of the verb with this name.
function brief_of(of_name,    v) {
	for (v = 1; v <= nverbs; v++)
		if (verb[v] == of_name) return escape(verb_brief[v])
	return "verb of two words"
}

END {
	f = command
	gsub(/-/, "_", f)
	print "#compdef " command "\n# made by gen/opt2zsh.awk"
	copy("gen/names.sh")
	print "_" f "_operand() {\n\tlocal -a verbs\n\tcase $verb in\n\t'')\n\t\tverbs=("
	split_verbs()
	for (i = 1; i <= nfirst; i++)
		print "\t\t\t" quote(first[i] ":" brief_of(first[i]))
	if (command == "crt") print "\t\t\t" commands
	print "\t\t)\n\t\t_describe -t verbs verb verbs\n\t\t_files ;;"
	for (i = 1; i <= nfirst; i++) {
		m = split(second[first[i]], part, " ")
		if (m) printf "\t%s)\n\t\tverbs=(\n", first[i]
		for (j = 1; j <= m; j++) print "\t\t\t" quote(part[j] ":" brief_of(first[i] " " part[j]))
		if (m) print "\t\t)\n\t\t_describe -t verbs verb verbs ;;"
	}
	for (v = 1; v <= nverbs; v++) operand(v)
	print "\t*) _files ;;\n\tesac\n}"
	print "_" f "() {"
	if (command == "crt") others()
	print "\tlocal verb= word skip=\n\tlocal -a every own"
	print "\tfor word in ${words[2,CURRENT-1]}; do"
	print "\t\tif [[ -n $skip ]]; then skip=; continue; fi"
	print "\t\tcase $word in\n\t\t" takes() ") skip=1 ;;\n\t\t-*) ;;"
	print "\t\t*) verb+=${verb:+ }$word ;;\n\t\tesac\n\tdone"
	printf "\tevery=(\n%s\t)\n", specs("*")
	print "\tcase $verb in"
	for (v = 1; v <= nverbs; v++)
		if (verb[v] != "")
			printf "\t%s|%s*)\n\t\town=(\n%s\t\t) ;;\n",
			    quote(verb[v]), quote(verb[v] " "), specs(verb[v])
	printf "\t*)\n\t\town=(\n%s\t\t) ;;\n\tesac\n", specs("")
	print "\t_arguments -s -S $every $own '*: :_" f "_operand'\n}"
	print "_" f " \"$@\""
}
