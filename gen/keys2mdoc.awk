# keys2mdoc.awk: fills @KEYS@ of crt.yaml.5.in from the dumps of all commands;
# after dump.awk, mdoc.awk, and opt2mdoc.awk.
function key(i,    s) {
	s = name[i]
	gsub(/-/, "_", s)
	return s
}

function value(i) {
	return kind[i] == "flag" ? "true | false" : kind[i] == "count" ? "0 | 1 | 2" :
		kind[i] == "list" ? literal(arg[i]) " | list" : literal(arg[i])
}

# The verbs that read a key; none is named of a key that the command reads without a verb, or that many do.
function readers(i,    j, m, some, had) {
	for (j = 1; j <= n; j++) {
		if (of[j] != of[i] || name[j] != name[i] || help[j] != help[i] || had[owner[j]]++) continue
		if (owner[j] == "" || owner[j] == "*" || m == READERS_MAX) return ""
		some[++m] = ".Cm " owner[j]
	}
	return "For the verb" (m > 1 ? "s" : "") "\n" sentence(some, 1, m)
}

BEGIN { READERS_MAX = 8 }

function entry(i,    who) {
	who = readers(i)
	print ".It Ic " key(i) " : Ar " value(i)
	# A file has a list or a number where a command line repeats the option.
	sub(/; may be repeated/, "", help[i])
	sub(/; repeat for debug output/, "; 2 includes debug output", help[i])
	about(i)
	if (who) print who
}

/^@KEYS@$/ {
	print ".Ss Keys of every command\n.Bl -tag -width Ds"
	for (i = 1; i <= n; i++)
		if (owner[i] == "*" && scope[i] == "key" && !seen[name[i]]++) entry(i)
	print ".El"
	for (i = 1; i <= n; i++) {
		if (owner[i] == "*" || scope[i] != "key" || printed[of[i], name[i], help[i]]++) continue
		if (of[i] != last) {
			if (last != "") print ".El"
			section = of[i]
			sub(/^crt-/, "", section)
			print ".Ss Keys of " of[i] ", in the section " section "\n.Bl -tag -width Ds"
		}
		last = of[i]
		entry(i)
	}
	if (last != "") print ".El"
	next
}
