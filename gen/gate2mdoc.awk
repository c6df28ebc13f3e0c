# gate2mdoc.awk: fills @GATES@ from lib/rule/gate.def, in the order in which the gates are
# checked; after def.awk and mdoc.awk.  What a closed gate does is in its function in gate.c.
FILENAME ~ /\/gate\.c$/ {
	if (match($0, /^[a-z_]+\(const struct gate_facts/)) asking = substr($0, 1, index($0, "(") - 1)
	if (/GATE_STOP\)/) closed[asking] = "stop"
	if (/GATE_SKIP\)/) closed[asking] = "skip"
	if (/return gate_(hold|cap)\(/) closed[asking] = "hold"
	next
}
FILENAME ~ /\/gate\.def$/ {
	if (def_split($0, gate) == "GATE") {
		if (!(gate[2] in closed)) {
			print "gate2mdoc.awk: what does " gate[2] " do?" > "/dev/stderr"
			exit 1
		}
		gates = gates ".It Li " gate[1] " No (" closed[gate[2]] ")\n" prose(toupper(substr(gate[3], 1, 1)) \
		    substr(gate[3], 2) ".") "\n"
	}
	next
}
/^@GATES@$/ { printf ".Bl -tag -width Ds\n%s.El\n", gates; next }
