# sql2c.awk: write one C string per query file, named after it, and a table of the schema files.
function finish() { if (name) print "\t;" }
BEGIN { print "/* Made by sql/sql2c.awk. */\n#include <stddef.h>\n\n#include \"query.h\"\n" }
FNR == 1 {
	finish()
	name = FILENAME
	sub(/.*\//, "", name); sub(/\.sql$/, "", name)
	if (FILENAME ~ /schema\//) {
		files[++n] = name
		printf "static const char schema_%s[] =\n", name
	} else
		printf "const char sql_%s[] =\n", name
}
/^--/ && FILENAME !~ /schema\// { next }
{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); printf "\t\"%s\\n\"\n", $0 }
END {
	finish()
	print "const struct schema_file schema_files[] = {"
	for (i = 1; i <= n; i++) printf "\t{ %d, \"%s\", schema_%s },\n", files[i], files[i], files[i]
	print "\t{ 0, NULL, NULL }\n};"
}
