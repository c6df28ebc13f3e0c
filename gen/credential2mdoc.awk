# credential2mdoc.awk: fills @CREDENTIALS@ from lib/platform/credential.def; after def.awk and mdoc.awk.
FILENAME ~ /\/credential\.def$/ {
	if (/^CREDENTIAL\(/) {
		def_split($0, field)
		if (field[1] != platform) credentials = credentials (platform ? ".El\n" : "") ".Pp\n.Sy " field[1] "\n.Bl -tag -width Ds -compact\n"
		platform = field[1]
		credentials = credentials ".It Ic " field[2] "\n" prose(field[4] ".") "\n" (field[3] == "REQUIRED" ? "Required.\n" : "")
	}
	next
}
/^@CREDENTIALS@$/ { printf "%s.El\n", credentials; next }
