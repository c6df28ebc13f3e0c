# replay.awk: the statements with parameters in a server's log (log_statement=all), as a script for psql.
function finish() {
	if (!open || text !~ /^(SELECT|WITH)/)
		return
	sub(/;[ \t\n]*$/, "", text)
	if (!(name in prepared))
		print "PREPARE " name " AS " text ";"
	prepared[name] = 1
	gsub(/\$[0-9]+ = /, "", values)
	print "EXECUTE " name (values ? "(" values ")" : "") ";"
	open = 0
}
/ LOG:  execute ([a-z0-9]+|<unnamed>): / {
	finish()
	match($0, / LOG:  execute ([a-z0-9]+|<unnamed>): /)
	name = substr($0, RSTART + 15, RLENGTH - 17)
	if (name == "<unnamed>")	# sent only once so far
		name = "first" ++unnamed
	text = substr($0, RSTART + RLENGTH)
	values = ""
	open = 1
	next
}
open && / DETAIL:  parameters: / { values = $0; sub(/.* DETAIL:  parameters: /, "", values); next }
/^\t/ { text = text "\n" $0; next }
{ finish() }
END { finish() }
