# gate2mdoc.awk: fills @GATES@ from the table in lib/rule/gate.c, in the order in which the
# gates are asked; after mdoc.awk.  What a closed gate does is in the function that asks it.
FILENAME ~ /\/gate\.c$/ {
	if (match($0, /^[a-z_]+\(const struct gate_facts/)) asking = substr($0, 1, index($0, "(") - 1)
	if (/GATE_STOP\)/) closed[asking] = "stop"
	if (/GATE_SKIP\)/) closed[asking] = "skip"
	if (/return gate_(hold|cap)\(/) closed[asking] = "hold"
	if (/^\t\{ "[a-z_]+", "/) {
		split($0, gate, "\"")
		asks = gate[5]
		gsub(/[^a-z_]/, "", asks)
		if (!(asks in closed)) {
			print "gate2mdoc.awk: what does " asks " do?" > "/dev/stderr"
			exit 1
		}
		gates = gates ".It Li " gate[2] " No (" closed[asks] ")\n" prose(toupper(substr(gate[4], 1, 1)) \
		    substr(gate[4], 2) ".") "\n"
	}
	next
}
/^@GATES@$/ { printf ".Bl -tag -width Ds\n%s.El\n", gates; next }
