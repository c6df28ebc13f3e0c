# keys2mdoc.awk: fills @KEYS@ of crt.yaml.5.in from the dumps of all commands;
# after dump.awk and mdoc.awk.
function key(i,    s) {
	s = name[i]
	gsub(/-/, "_", s)
	return s
}

function value(i) {
	return kind[i] == "flag" ? "true | false" : kind[i] == "count" ? "0 | 1 | 2" :
		kind[i] == "list" ? literal(arg[i]) " | list" : literal(arg[i])
}

function entry(i,    v) {
	print ".It Ic " key(i) " : Ar " value(i)
	# A file has a list or a number where a command line repeats the option.
	sub(/; may be repeated/, "", help[i])
	sub(/; repeat for debug output/, "; 2 includes debug output", help[i])
	about(i)
	if (owner[i] != "*" && owner[i] != "") print "Of the verb\n.Cm " owner[i] " ."
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
