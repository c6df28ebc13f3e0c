# opt2mdoc.awk: fills man/*.in from --dump-options; after dump.awk and mdoc.awk.
#   @SYNOPSIS@  a line a verb
#   @OPTIONS@   the options of the command without a verb, then those of several verbs
#   @VERBS@     each verb, what it does, its own options, the names of the others
#   @EVERY@     the options that every command takes
# An option is printed once a page.  Where several commands are read, each of them
# declares the common options.
function list(who,    i, any, had) {
	for (i = 1; i <= n; i++) {
		if (owner[i] != who || had[name[i]]++ || (who != "" && who != "*" && shared(i))) continue
		if (!any++) print ".Bl -tag -width Ds"
		print item(i)
		about(i)
	}
	if (any) print ".El"
	return any
}

function alike(i, j) {
	return i != j && name[i] == name[j] && help[i] == help[j] && initial[i] == initial[j]
}

# The command without a verb has it, or another verb.
function shared(i,    j) {
	for (j = 1; j <= n; j++)
		if (owner[j] != "*" && alike(i, j)) return 1
	return 0
}

# Options of several verbs that the command without a verb has not.
function list_shared(    i, j, any, had) {
	for (i = 1; i <= n; i++) {
		for (j = 1; j <= n; j++)
			if (owner[j] == "" && name[j] == name[i] && help[j] == help[i]) break
		if (owner[i] == "*" || owner[i] == "" || j <= n || !shared(i) || had[name[i], help[i]]++) continue
		if (!any++) print "The options of several verbs are:\n.Bl -tag -width Ds"
		print item(i)
		about(i)
	}
	if (any) print ".El\n.Pp"
}

# "a, b, and c." of the names from first to last.
function sentence(some, first, last,    i, s) {
	for (i = first; i <= last; i++)
		s = s (i > first && i == last ? "and\n" : "") some[i] (i == last ? " ." : last - first > 1 ? " ,\n" : "\n")
	return s
}

# The names of the options of a verb that are printed elsewhere; a sentence has at most 12.
function also(who,    i, m, some, last) {
	for (i = 1; i <= n; i++)
		if (owner[i] == who && shared(i)) some[++m] = ".Fl " literal("-" name[i])
	for (i = 1; i <= m; i = last + 1) {
		last = i + 11 < m ? i + 11 : m
		print "See\n.Sx OPTIONS\n" (i > 1 ? "also\n" : "") "for\n" sentence(some, i, last)
	}
}

function count(who,    i, any) {
	for (i = 1; i <= n; i++) any += owner[i] == who
	return any
}

/^@SYNOPSIS@$/ {
	for (v = 1; v <= nverbs; v++) {
		print ".Nm " command
		if (verb[v] != "") print ".Cm " verb[v]
		print ".Op Ar option ..."
		if (operands[v] != "") print "." operand_macros(operands[v])
	}
	next
}
/^@OPTIONS@$/ {
	if (count("")) {
		print "The options without a verb are:"
		list("")
		print ".Pp"
	}
	list_shared()
	print "Every command also takes the options in\n.Xr crt 7 ,\nsuch as\n.Fl -store\nand\n.Fl -dry-run ."
	next
}
/^@VERBS@$/ {
	print ".Bl -tag -width Ds"
	for (v = 1; v <= nverbs; v++) {
		if (verb[v] == "") continue
		print ".It Cm " verb[v] (operands[v] == "" ? "" : " " operand_macros(operands[v]))
		print prose(verb_brief[v])
		also(verb[v])
		list(verb[v])
	}
	print ".El"
	next
}
/^@EVERY@$/ { list("*"); next }
