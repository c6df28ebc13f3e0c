# err2mdoc.awk: fills @STATUS@ from lib/base/err.def; after def.awk and mdoc.awk.
FILENAME ~ /\/err\.def$/ {
	if (/^ERR\(/) {
		def_split($0, ending)
		endings = endings ".It " ending[2] "\n" prose(ending[3]) "\n"
	}
	next
}
/^@STATUS@$/ { printf ".Bl -tag -width Ds\n%s.El\n", endings; next }
