# err2mdoc.awk: fills @STATUS@ from lib/base/err.def, which comes first.
FILENAME ~ /\.def$/ {
	if (/^ERR\(/) {
		split($0, part, ",")
		status = part[2]
		gsub(/ /, "", status)
		meaning = $0
		sub(/^[^"]*"/, "", meaning)
		sub(/".*/, "", meaning)
		rows = rows ".It " status "\n" meaning "\n"
	}
	next
}
/^@STATUS@$/ { printf ".Bl -tag -width Ds\n%s.El\n", rows; next }
{ print }
