# opt2mdoc.awk: fills man/*.in from --dump-options; after dump.awk and mdoc.awk.
#   @SYNOPSIS@  a line a verb
#   @OPTIONS@   the options of the command without a verb
#   @VERBS@     each verb, what it does, its options
#   @EVERY@     the options that every command takes
# Where several commands are read, each of them says what every command takes.
function list(who,    i, any, had) {
	for (i = 1; i <= n; i++) {
		if (owner[i] != who || had[name[i]]++) continue
		if (!any++) print ".Bl -tag -width Ds"
		print item(i)
		about(i)
	}
	if (any) print ".El"
	return any
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
		print "The options are:"
		list("")
		print ".Pp"
	}
	print "The options that every command takes are told in\n.Xr crt 7 ."
	next
}
/^@VERBS@$/ {
	print ".Bl -tag -width Ds"
	for (v = 1; v <= nverbs; v++) {
		if (verb[v] == "") continue
		print ".It Cm " verb[v] (operands[v] == "" ? "" : " " operand_macros(operands[v]))
		print prose(tells[v])
		list(verb[v])
	}
	print ".El"
	next
}
/^@EVERY@$/ { list("*"); next }
