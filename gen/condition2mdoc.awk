# condition2mdoc.awk: fills @CONDITIONS@ from lib/condition/condition.def; after def.awk and mdoc.awk.
function condition_shape(shape) {
	if (shape == "AMOUNT") return " : Bro Ic min , max , currency Brc"
	if (shape == "COUNT") return " : Ar NUMBER | Bro Ic min , max Brc"
	if (shape == "RANGE") return " : Bro Ic min , max Brc"
	return " : Oo Ar " (shape == "HOURS" ? "TIMES" : shape == "GLOBS" ? "PATTERN" : "WORD") " , ... Oc"
}
FILENAME ~ /\/condition\.def$/ {
	if (def_split($0, part) == "CONDITION") {
		condition = part[2]
		sub(/^item\./, "items.any.", condition)
		conditions = conditions ".It Ic " condition condition_shape(part[3]) "\n" prose(part[6]) "\n"
		if (part[4] ~ /\|/) conditions = conditions "One of\n" choice(part[4]) "\n"
	}
	next
}
/^@CONDITIONS@$/ { printf ".Bl -tag -width Ds\n%s.El\n", conditions; next }
