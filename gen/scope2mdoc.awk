# scope2mdoc.awk: fills @SCOPES@ from lib/access/scope.def; after def.awk and mdoc.awk.
FILENAME ~ /\/scope\.def$/ {
	if (def_split($0, field) == "SCOPE")
		scopes = scopes ".It Li " field[1] " Pq " field[2] "\n" prose(field[3]) "\n"
	next
}
/^@SCOPES@$/ { printf ".Bl -tag -width Ds\n%s.El\n", scopes; next }
