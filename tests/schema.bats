#!/usr/bin/env bats
# schema.bats: queries against the real schema, and the register of personal data.

load helper

queries() { (cd "$TOP/sql/query" && ls ./*/*.sql); }

# head FILE: its comment, the lines at the top that begin with "--".
head_of() { sed '/^--/!Q' "$TOP/sql/query/$1"; }

# PREPARE takes these alone.
prepares() { sed '/^--/d' "$TOP/sql/query/$1" | grep -qE '^(SELECT|INSERT|UPDATE|DELETE|WITH|VALUES)\b'; }

# name FILE
name_of() { basename "$1" .sql; }

# Every query, prepared under its name, behind the tables that it may find.
script() {
	cat "$TOP"/sql/query/migrate/schema_prepare.sql "$TOP"/sql/query/inbox/*_stage.sql
	for f in $(queries); do
		! prepares "$f" || { echo "PREPARE $(name_of "$f") AS"; cat "$TOP/sql/query/$f"; }
	done
	echo "SELECT name, cardinality(parameter_types) FROM pg_prepared_statements ORDER BY name;"
}

@test "each query is one statement that the real schema takes, with as many parameters as its head names" {
	script > script.sql
	psql -qXAt -F ' ' -v ON_ERROR_STOP=1 -f script.sql > prepared
	same "$(cut -d ' ' -f 1 prepared)" \
		"$(for f in $(queries); do ! prepares "$f" || name_of "$f"; done | LC_ALL=C sort)"
	for f in $(queries); do
		prepares "$f" || continue
		echo "$(name_of "$f") $(head_of "$f" | grep -o '\$[0-9]*' | sort -u | wc -l)"
	done | LC_ALL=C sort > named
	same "$(cat prepared)" "$(cat named)" "parameters named in the head < and found by the server >"
}

@test "each query has a head: parameters, then the answer" {
	for f in $(queries); do
		head_of "$f" | head -n 1 | grep -qE '^-- (\$1 |no parameters)' || echo "$f: parameters"
		[ "$(head_of "$f" | wc -l)" -ge 2 ] || echo "$f: answer"
		head_of "$f" | grep -o '\$[0-9]*' | sort -u | sort -V | paste -sd ' ' |
			awk -v f="$f" '{ for (i = 1; i <= NF; i++) if ($i != "$" i) print f ": no $" i }'
		# The one that makes the place for the others is two.
		[ "$(sed '/^--/d' "$TOP/sql/query/$f" | grep -c ';$')" = 1 ] || [ "$(name_of "$f")" = schema_prepare ] ||
			echo "$f: not one statement"
	done > odd
	same "$(cat odd)" ""
}

@test "what prepares not is run as it stands" {
	for f in $(queries); do
		prepares "$f" || echo "$f"
	done > others
	grep -vE '_(stage|copy)\.sql$' others > rest || :
	while read -r f; do
		psql -qX1 -v ON_ERROR_STOP=1 -f "$TOP/sql/query/$f" > said 2>&1 || { echo "$f:"; cat said; }
	done < rest > refused
	same "$(cat refused)" ""
	for f in $(grep '_copy\.sql$' others); do
		cat "$TOP/sql/query/${f%_copy.sql}_stage.sql"
		sed 's/ (FORMAT binary)//' "$TOP/sql/query/$f"
		echo '\.'
	done | psql -qX -v ON_ERROR_STOP=1
	same $? 0
}

@test "each column says whether it may hold personal data" {
	psql -qX -v ON_ERROR_STOP=1 -f "$TOP/sql/query/migrate/schema_prepare.sql"
	answer "SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
		WHERE c.relnamespace = 'crt'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
		AND a.attnum > 0 AND NOT a.attisdropped" | LC_ALL=C sort > columns
	awk '/^#/ || !NF { next } /^(personal|none)$/ { list = $1; next }
		!list || !sub(/:$/, "", $1) { print FILENAME ":" FNR ": ?" }
		{ for (i = 2; i <= NF; i++) print $1 "." $i }' "$TOP/sql/pii.txt" | LC_ALL=C sort > listed
	same "$(LC_ALL=C uniq -d listed)" "" "in both lists, or twice"
	same "$(cat columns)" "$(cat listed)" "the register < and the schema >"
}
