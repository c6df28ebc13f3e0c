# sql2h.awk: a declaration for each string that sql2c.awk defines.
BEGIN {
	print "/* Made by sql/sql2h.awk. */\n#ifndef CRT_QUERY_H\n#define CRT_QUERY_H\n"
	print "/* sql/query/AREA/noun_verb.sql is sql_noun_verb. */"
}
FNR == 1 {
	name = FILENAME; sub(/.*\//, "", name); sub(/\.sql$/, "", name)
	print "extern const char sql_" name "[];"
}
END {
	print "\n/* sql/schema in order; the last row is { 0 }. */"
	print "struct schema_file { int number; const char *name, *sql; };"
	print "extern const struct schema_file schema_files[];\n\n#endif"
}
