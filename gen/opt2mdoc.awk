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
		if (of_all(i)) print of_all(i)
	}
	if (any) print ".El\n.Pp"
}

# "a, b, and c." of the names from first to last.
function sentence(some, first, last,    i, s) {
	for (i = first; i <= last; i++)
		s = s (i > first && i == last ? "and\n" : "") some[i] (i == last ? " ." : last - first > 1 ? " ,\n" : "\n")
	return s
}

# The place of an option in the section OPTIONS, in the order of list("") and list_shared.
function place_all(    i) {
	for (i = 1; i <= n; i++)
		if (owner[i] == "" && !((name[i], help[i]) in place)) place[name[i], help[i]] = ++places
	for (i = 1; i <= n; i++)
		if (owner[i] != "*" && owner[i] != "" && shared(i) && !((name[i], help[i]) in place))
			place[name[i], help[i]] = ++places
}

# The names of the options of a verb that are printed elsewhere; of seven or more that follow each other
# there, the first and the last.
function also(who,    i, m, k, last, some, at, groups, runs) {
	if (!places) place_all()
	for (i = 1; i <= n; i++)
		if (owner[i] == who && shared(i) && !of_all(i)) {
			some[++m] = ".Fl " literal("-" name[i])
			at[m] = place[name[i], help[i]]
		}
	for (i = 1; i <= m; i = last + 1) {
		for (last = i; last < m && at[last + 1] == at[last] + 1;) last++
		if (last - i < 6) {
			last = i
			groups[++k] = some[i]
		} else runs = runs (runs ? "\nand " : "") "all options from\n" some[i] "\nto\n" some[last]
	}
	if (runs) groups[++k] = runs
	if (k) print "See\n.Sx OPTIONS\nfor\n" sentence(groups, 1, k)
}

# Whether every verb takes an option, except at most two; the text then names these.
function of_all(i,    v, j, lacks, lacking) {
	if (nverbs < 5) return ""
	for (v = 1; v <= nverbs; v++) {
		if (verb[v] == "") continue
		for (j = 1; j <= n; j++)
			if (owner[j] == verb[v] && name[j] == name[i] && help[j] == help[i]) break
		if (j <= n) continue
		if (++lacks > 2) return ""
		lacking = lacking (lacks > 1 ? "\nand\n" : "") ".Cm " verb[v]
	}
	return "Every verb takes it" (lacks ? ", except\n" lacking " ." : ".")
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
