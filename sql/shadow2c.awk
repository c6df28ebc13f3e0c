# shadow2c.awk: write the queries that read or write what shadow.txt names, with the copies' names.
function array(words,    i, n, word, text) {
	n = split(words, word, " ")
	for (i = 1; i <= n; i++) text = text (i > 1 ? "," : "") word[i]
	return "{" text "}"
}
function copied(line,    out, name, at) {
	while (match(line, /crt\.[a-z_]+/)) {
		at = RSTART + RLENGTH
		name = substr(line, RSTART + 4, RLENGTH - 4)
		out = out substr(line, 1, RSTART - 1) (name in shadowed && substr(line, at, 1) !~ /[.0-9]/ ? "pg_temp." : "crt.") name
		if (name in shadowed) differs = 1
		line = substr(line, at)
	}
	return out line
}
function finish() {
	if (differs) {
		printf "static const char shadow_%s[] =\n%s\t;\n", query, text
		table = table "\t{ sql_" query ", shadow_" query " },\n"
	}
	text = ""
	differs = 0
}
BEGIN { print "/* Made by sql/shadow2c.awk. */\n#include <stddef.h>\n\n#include \"query.h\"\n" }
FILENAME ~ /shadow\.txt$/ {
	if (/^[a-z]/) {
		kind = $1
		sub(/^[a-z]+ +/, "")
		list[kind] = list[kind] " " $0
		for (i = 1; i <= NF; i++) shadowed[$i]
	}
	next
}
FNR == 1 { finish(); query = FILENAME; sub(/.*\//, "", query); sub(/\.sql$/, "", query) }
/^--/ { next }
{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); text = text "\t\"" copied($0) "\\n\"\n" }
END {
	finish()
	print "const char shadow_tables[] = \"" array(list["tables"]) "\";"
	print "const char shadow_views[] = \"" array(list["views"]) "\";"
	print "const char shadow_functions[] = \"" array(list["functions"]) "\";"
	print "static const struct { const char *sql, *shadow; } shadows[] = {\n" table "};\n"
	print "const char *\nshadow_of(const char *sql)\n{\n\tsize_t i;\n"
	print "\tfor (i = 0; i < sizeof shadows / sizeof *shadows; i++)\n\t\tif (shadows[i].sql == sql)"
	print "\t\t\treturn shadows[i].shadow;\n\treturn sql;\n}"
}
