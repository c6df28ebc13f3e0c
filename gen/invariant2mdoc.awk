# invariant2mdoc.awk: fills @INVARIANTS@ from cmd/crt/invariant.def; after def.awk and mdoc.awk.
FILENAME ~ /\/invariant\.def$/ {
	if (def_split($0, field) == "INVARIANT")
		invariants = invariants ".It Li " field[1] "\n" prose(field[2]) "\nIf not, " prose(field[3] ".") "\n"
	next
}
/^@INVARIANTS@$/ { printf ".Bl -tag -width Ds\n%s.El\n", invariants; next }
