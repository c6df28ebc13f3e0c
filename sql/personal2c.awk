# personal2c.awk: the tables with personal data, and their columns, from pii.txt.
BEGIN { print "/* Made by sql/personal2c.awk. */\nstatic const struct { const char *table, *columns; } personal_columns[] = {" }
/^personal$/ { on = 1; next }
/^none$/ { on = 0 }
on && NF > 1 && $1 !~ /^#/ {
	table = substr($1, 1, length($1) - 1)
	if (!(table in columns)) order[++n] = table
	for (i = 2; i <= NF; i++) columns[table] = columns[table] (columns[table] ? " " : "") $i
}
END {
	for (i = 1; i <= n; i++) printf "\t{ \"%s\", \"%s\" },\n", order[i], columns[order[i]]
	print "};"
}
