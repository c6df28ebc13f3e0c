# credential2mdoc.awk: fills @CREDENTIALS@ from lib/platform/credential.def; after def.awk and mdoc.awk.
FILENAME ~ /\/credential\.def$/ {
	if (/^CREDENTIAL\(/) {
		def_split($0, said)
		if (said[1] != platform) credentials = credentials (platform ? ".El\n" : "") ".Pp\n.Sy " said[1] "\n.Bl -tag -width Ds -compact\n"
		platform = said[1]
		credentials = credentials ".It Ic " said[2] "\n" prose(said[4] ".") "\n" (said[3] == "REQUIRED" ? "Required.\n" : "")
	}
	next
}
/^@CREDENTIALS@$/ { printf "%s.El\n", credentials; next }
