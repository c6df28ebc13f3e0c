# segments2c.awk: the rows of etc/data/gsm7.tsv as C tables, in the order of their code points.
BEGIN { FS = "\t"; print "/* Made by lib/text/segments2c.awk. */" }
/^#/ || /^$/ { next }
$1 !~ /^U\+[0-9A-F]+$/ || $2 !~ /^([12]|= .*)$/ || $1 in seen {
	printf "%s:%d: not a code point and its septets, or = and a text\n", FILENAME, FNR > "/dev/stderr"
	bad = 1
	exit 1
}
{ seen[$1] }
$2 ~ /^[12]$/ { septets = septets sprintf("\t{ 0x%s, %d },\n", substr($1, 3), $2); next }
{
	text = substr($2, 3)
	gsub(/["\\?]/, "\\\\&", text)
	smart = smart sprintf("\t{ 0x%s, \"%s\" },\n", substr($1, 3), text)
}
END {
	if (bad) exit 1
	printf "static const struct septet_row septet_rows[] = {\n%s};\n\n", septets
	printf "static const struct smart_row smart_rows[] = {\n%s};\n", smart
}
