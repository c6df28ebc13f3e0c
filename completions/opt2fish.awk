# opt2fish.awk: completion for fish from --dump-options; after dump.awk.
function quote(s) {
	gsub(/\\/, "\\\\", s)
	gsub(/'/, "\\'", s)
	return "'" s "'"
}

# The condition under which the options of this verb are offered.
function condition(who,    part, m) {
	if (who == "*") return ""
	m = split(who, part, " ")
	if (m == 0) return firsts == "" ? "" : " -n 'not __fish_seen_subcommand_from" firsts "'"
	if (m == 1) return " -n '__fish_seen_subcommand_from " who "'"
	return " -n '__fish_seen_subcommand_from " part[1] \
	    "; and __fish_seen_subcommand_from " part[2] "'"
}

function argument(i,    w) {
	if (arg[i] == "") return ""
	w = words[i]
	gsub(/\|/, " ", w)
	if (w != "") return " -x -a " quote(w)
	return kind[i] == "file" || kind[i] == "secret" ? " -r -F" : " -x"
}

END {
	print "# fish completion for " command "; made by completions/opt2fish.awk"
	split_verbs()
	for (v = 1; v <= nverbs; v++)
		if (operands[v] ~ /FILE|DIR/) files = 1
	if (!files) print "complete -c " command " -f"
	for (v = 1; v <= nverbs; v++) {
		m = split(verb[v], part, " ")
		if (m > 0 && !offered[part[1]]++)
			print "complete -c " command " -n 'not __fish_seen_subcommand_from" firsts "' -a " \
			    part[1] " -d " quote(m == 1 ? tells[v] : "Verb of two words")
		if (m > 1)
			print "complete -c " command " -f -n '__fish_seen_subcommand_from " part[1] \
			    "; and not __fish_seen_subcommand_from" second[part[1]] "' -a " part[2] \
			    " -d " quote(tells[v])
	}
	for (i = 1; i <= n; i++)
		print "complete -c " command condition(owner[i]) (letter[i] == "" ? "" : " -s " letter[i]) \
		    " -l " name[i] argument(i) " -d " quote(help[i])
}
