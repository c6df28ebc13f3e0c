# transition2mdoc.awk: fills @TRANSITIONS ENTITY@ from sql/schema/006_transitions.sql; after mdoc.awk.
FILENAME ~ /transitions\.sql$/ {
	if (/^    \('/) {
		gsub(/''/, "\001")
		split($0, step, "'")
		gsub(/\001/, "'", step[8])
		steps[step[2]] = steps[step[2]] ".It " step[4] " Ta " step[6] " Ta " escape(step[8]) "\n"
	}
	next
}
/^@TRANSITIONS [a-z]+@$/ {
	entity = substr($0, 14, length($0) - 14)
	if (!(entity in steps)) {
		print "transition2mdoc.awk: no " entity " in the table" > "/dev/stderr"
		exit 1
	}
	printf ".Bl -column \"ABANDONED\" \"CONVERTED\" \"bought\"\n.It Em from Ta Em to Ta Em when\n%s.El\n", \
	    steps[entity]
	next
}
