# opt2zsh.awk: completion for zsh from --dump-options; after dump.awk.
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
	w = words[i]
	gsub(/\|/, " ", w)
	return ":" escape(arg[i]) ":" (w != "" ? "(" w ")" \
	    : kind[i] == "file" || kind[i] == "secret" ? "_files" : " ")
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

# What the verb of this name does.
function told(of_name,    v) {
	for (v = 1; v <= nverbs; v++)
		if (verb[v] == of_name) return escape(tells[v])
	return "verb of two words"
}

END {
	f = command
	gsub(/-/, "_", f)
	print "#compdef " command "\n# made by completions/opt2zsh.awk"
	print "_" f "_operand() {\n\tlocal -a verbs\n\tcase $verb in\n\t'')\n\t\tverbs=("
	split_verbs()
	for (i = 1; i <= nfirst; i++)
		print "\t\t\t" quote(first[i] ":" told(first[i]))
	print "\t\t)\n\t\t_describe -t verbs verb verbs\n\t\t_files ;;"
	for (i = 1; i <= nfirst; i++) {
		m = split(second[first[i]], part, " ")
		if (m) printf "\t%s)\n\t\tverbs=(\n", first[i]
		for (j = 1; j <= m; j++) print "\t\t\t" quote(part[j] ":" told(first[i] " " part[j]))
		if (m) print "\t\t)\n\t\t_describe -t verbs verb verbs ;;"
	}
	print "\t*) _files ;;\n\tesac\n}"
	print "_" f "() {\n\tlocal verb= word skip=\n\tlocal -a every own"
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
