# opt2fish.awk: make the completion for fish from --dump-options; run after dump.awk and names.awk.
function quote(s) {
	gsub(/\\/, "\\\\", s)
	gsub(/'/, "\\'", s)
	return "'" s "'"
}

# "audit export" is another verb than "export".
function not_second(who,    v, part, list) {
	for (v = 1; v <= nverbs; v++)
		if (split(verb[v], part, " ") == 2 && part[2] == who) list = list " " part[1]
	return list == "" ? "" : "; and not __fish_seen_subcommand_from" list
}

# The condition for offering the options of this verb.
function condition(who,    part, m) {
	if (who == "*") return ""
	m = split(who, part, " ")
	if (m == 0) return firsts == "" ? "" : " -n 'not __fish_seen_subcommand_from" firsts "'"
	if (m == 1) return " -n '__fish_seen_subcommand_from " who not_second(who) "'"
	return " -n '__fish_seen_subcommand_from " part[1] \
	    "; and __fish_seen_subcommand_from " part[2] "'"
}

function argument(i,    w) {
	if (arg[i] == "") return ""
	w = known(i)
	if (from_database(i) != "") return " -x -a '(__crt_names " from_database(i) ")'"
	if (w != "") return " -x -a " quote(w)
	return kind[i] == "file" || kind[i] == "secret" ? " -r -F" : " -x"
}

# The operands of a verb, unless they are files.
function operand(v,    w, a) {
	w = operand_known(v)
	a = operand_given(v)
	if (verb[v] == "" || (w == "" && a == "")) return
	if (a != "") w = "(__crt_names " a ")" (w == "" ? "" : " " w)
	print "complete -c " command " -f" condition(verb[v]) " -a " quote(w)
}

# "crt sync ..." completes like crt-sync.
function others(    part, m, i) {
	m = split(commands, part, " ")
	for (i = 1; i <= m; i++)
		print "complete -c crt -f -n 'not __fish_seen_subcommand_from" firsts "' -a " part[i]
	print "complete -c crt -f -n '__fish_seen_subcommand_from " commands "' -a '(__crt_other)'"
}

END {
	print "# fish completion for " command "; made by gen/opt2fish.awk"
	split_verbs()
	copy("gen/names.fish")
	if (command == "crt") firsts = firsts " " commands
	for (v = 1; v <= nverbs; v++)
		if (operands[v] ~ /FILE|DIR/) files = 1
	if (!files) print "complete -c " command " -f"
	for (v = 1; v <= nverbs; v++) {
		m = split(verb[v], part, " ")
		if (m > 0 && !offered[part[1]]++)
			print "complete -c " command " -n 'not __fish_seen_subcommand_from" firsts "' -a " \
			    part[1] " -d " quote(m == 1 ? verb_brief[v] : "Verb of two words")
		if (m > 1)
			print "complete -c " command " -f -n '__fish_seen_subcommand_from " part[1] \
			    "; and not __fish_seen_subcommand_from" second[part[1]] "' -a " part[2] \
			    " -d " quote(verb_brief[v])
	}
	for (v = 1; v <= nverbs; v++) operand(v)
	if (command == "crt") others()
	for (i = 1; i <= n; i++)
		print "complete -c " command condition(owner[i]) (letter[i] == "" ? "" : " -s " letter[i]) \
		    " -l " name[i] argument(i) " -d " quote(help[i])
}
