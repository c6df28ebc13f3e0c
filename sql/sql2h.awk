# sql2h.awk: declare each string that sql2c.awk defines, with an enum of its result columns.
#
# A head's line "-- columns: id state +other" lists the columns of the result in order; it may be
# repeated if it would be too wide.  +other stands for the columns of the query other.  A name that is there already gets
# the number of its repetition: _2.

# Prints the columns of a query as members of its enum; a group begins with its name.
function members(query, of,    i, n, word, constant) {
	n = split(columns[of], word, " ")
	for (i = 1; i <= n; i++)
		if (sub(/^\+/, "", word[i])) {
			if (!(word[i] in columns)) {
				print of ".sql: +" word[i] " is no query with columns" > "/dev/stderr"
				failed = 1
				exit 1
			}
			groups = groups "enum { SQL_" toupper(query "_" word[i]) " = "
			at_group = 1
			members(query, word[i])
		} else {
			constant = "SQL_" toupper(query "_" word[i])
			if (seen[constant]++)
				constant = constant "_" seen[constant]
			print "\t" constant ","
			if (at_group)
				groups = groups constant " };\n"
			at_group = 0
		}
}

BEGIN {
	print "/* Made by sql/sql2h.awk. */\n#ifndef CRT_QUERY_H\n#define CRT_QUERY_H\n"
	print "/* sql/query/AREA/noun_verb.sql is sql_noun_verb, its result column id is SQL_NOUN_VERB_ID. */"
}
FNR == 1 {
	name = FILENAME; sub(/.*\//, "", name); sub(/\.sql$/, "", name)
	queries[++n] = name
}
sub(/^-- columns: /, "") { columns[name] = columns[name] " " $0 }
END {
	if (failed)
		exit 1
	for (i = 1; i <= n; i++) {
		print "extern const char sql_" queries[i] "[];"
		if (queries[i] in columns) {
			print "enum sql_" queries[i] " {"
			groups = ""
			members(queries[i], queries[i])
			print "\tSQL_" toupper(queries[i]) "_COLUMNS"
			printf "};\n%s", groups
		}
	}
	print "\n/* The query with the names of the copies that backtest makes (sql/shadow.txt), as PostgreSQL arrays below. */"
	print "const char *shadow_of(const char *sql);"
	print "extern const char shadow_tables[], shadow_views[], shadow_functions[];"
	print "\n/* sql/schema in order; the last row is { 0 }. */"
	print "struct schema_file { int number; const char *name, *sql; };"
	print "extern const struct schema_file schema_files[];\n\n#endif"
}
